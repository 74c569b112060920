"""Why: the way from a fact back to the bytes it came from, every link tried.

::

    mention -> characters of a content -> the content's hash -> derivation and its step
            -> capture -> blob, its hash verified -> the address and the moment
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.blobs import BlobStore
from storage.bulk import select, time_of
from storage.captures import hints_of
from storage.errors import BlobError, NotFoundError, UsageError
from storage.fact_views import CaptureView, Chain, Check, MentionView, StepView
from storage.identity import content_sha256
from storage.queries.articles import content_view
from storage.queries.derivations import derivation
from storage.queries.entities import PLACE, mention_view
from storage.queries.versions import (
    NOW_BELIEVED,
    VERSION,
    VERSION_FROM,
    moment_of,
    version_as_of,
    version_view,
)
from storage.records import Article, Basis, Precision
from storage.views import ContentView, DerivationView, VersionView

CAPTURE = (
    "c.id, c.source_id, c.channel, c.url, c.final_url, c.fetched_at, c.status, c.media_type,"
    " c.blob_sha256, c.run_id, c.robots, c.tdm, c.hints, b.size, b.erased_at"
)


def why_article(connection: Connection, blobs: BlobStore, article_id: int) -> Chain:
    """The chain of an article's current version."""
    return _chain(connection, blobs, version_as_of(connection, article_id, None, None))


def why_mention(connection: Connection, blobs: BlobStore, mention_id: str) -> Chain:
    """The chain of a mention, by its id ``ENRICHMENT:SEQ``.

    Raises:
        UsageError: the id is not written so.
        NotFoundError: there is no such mention.
    """
    enrichment, _, seq = mention_id.partition(":")
    if not (enrichment.isdecimal() and seq.isdecimal()):
        raise UsageError(f"{mention_id!r} is no mention; its id is two numbers, such as 12:3")
    key = (int(enrichment), int(seq))
    sql = (
        "SELECT v.id, n.step_id FROM mention m JOIN enrichment n ON n.id = m.enrichment_id"  # noqa: S608
        f" JOIN article_version v ON v.content_id = n.content_id AND {NOW_BELIEVED}"
        " WHERE m.enrichment_id = ? AND m.seq = ?"
        " ORDER BY v.observed_to IS NOT NULL, v.observed_from DESC, v.id LIMIT 1"
    )
    rows = select(connection, sql, key)
    if not rows:
        advice = "`newsledger entity NAME` lists mentions with their ids"
        raise NotFoundError(f"no mention {mention_id} in a believed version; {advice}")
    sql = f"SELECT {VERSION}{VERSION_FROM} WHERE v.id = ?"
    version = version_view(select(connection, sql, (rows[0][0],))[0])
    mention = _mention(connection, key, version.id)
    return _chain(connection, blobs, version, mention, _step(connection, rows[0][1]))


def _chain(
    connection: Connection,
    blobs: BlobStore,
    version: VersionView,
    mention: MentionView | None = None,
    enriched_by: StepView | None = None,
) -> Chain:
    content = content_view(connection, version.content_id)
    made = derivation(connection, version.capture_id, version.step_id)
    capture, erased = _capture(connection, version.capture_id)
    checks = [
        *([] if mention is None else [_check_span(mention, content)]),
        _check_content(content),
        _check_derivation(connection, version, made),
        _check_blob(blobs, capture, erased),
    ]
    return Chain(
        mention=mention,
        enriched_by=enriched_by,
        version=version,
        content=content,
        derivation=made,
        cleaned_by=_step(connection, version.step_id),
        capture=capture,
        checks=tuple(checks),
    )


def _check_span(mention: MentionView, content: ContentView) -> Check:
    found = content.text[mention.start : mention.end]
    holds = found == mention.surface
    said = "are the mention" if holds else f"read {found!r}, not {mention.surface!r}"
    return Check(
        link="characters", holds=holds, said=f"characters {mention.start}-{mention.end} {said}"
    )


def _check_content(content: ContentView) -> Check:
    computed = content_sha256(_article(content))
    holds = computed == content.sha256
    said = "hash recomputed from its fields" if holds else f"its fields hash to {computed}"
    return Check(link="content", holds=holds, said=f"{content.sha256}: {said}")


def _check_derivation(connection: Connection, version: VersionView, made: DerivationView) -> Check:
    sql = "SELECT content_id, article_id FROM derivation WHERE capture_id = ? AND step_id = ?"
    row = select(connection, sql, (made.capture_id, made.step_id))[0]
    holds = tuple(row) == (version.content_id, version.article_id)
    said = "gave this content" if holds else "gave another content"
    return Check(link="derivation", holds=holds, said=f"capture {made.capture_id} {said}")


def _check_blob(blobs: BlobStore, capture: CaptureView, erased: datetime | None) -> Check:
    if capture.blob_sha256 is None:
        return Check(link="blob", holds=False, said="it came without bytes")
    if erased:
        said = f"its bytes were let go on {erased:%Y-%m-%d}, as rights.keep_captures asks"
        return Check(link="blob", holds=False, said=said)
    try:
        body = blobs.get(capture.blob_sha256)
    except BlobError as error:
        return Check(link="blob", holds=False, said=str(error))
    computed = hashlib.sha256(body).hexdigest()
    holds = computed == capture.blob_sha256 and len(body) == capture.size
    said = f"{len(body)} bytes, hash recomputed"
    return Check(link="blob", holds=holds, said=f"{computed}: {said}")


def _mention(connection: Connection, key: tuple[int, int], version_id: int) -> MentionView:
    sql = (
        f"SELECT {PLACE} FROM mention m JOIN enrichment n ON n.id = m.enrichment_id"  # noqa: S608
        " JOIN article_version v ON v.content_id = n.content_id"
        " JOIN article a ON a.id = v.article_id JOIN content c ON c.id = v.content_id"
        " WHERE m.enrichment_id = ? AND m.seq = ? AND v.id = ?"
    )
    return mention_view(select(connection, sql, (*key, version_id))[0])


def _step(connection: Connection, step_id: int) -> StepView:
    sql = "SELECT id, kind, name, version, config_hash, recorded_at FROM step WHERE id = ?"
    row = select(connection, sql, (step_id,))[0]
    return StepView(
        id=row[0],
        kind=row[1],
        name=row[2],
        version=row[3],
        config_hash=row[4],
        recorded_at=moment_of(row[5]),
    )


def _capture(connection: Connection, capture_id: int) -> tuple[CaptureView, datetime | None]:
    """A capture, and when its bytes were let go."""
    sql = (
        f"SELECT {CAPTURE} FROM capture c LEFT JOIN blob b ON b.sha256 = c.blob_sha256"  # noqa: S608
        " WHERE c.id = ?"
    )
    row: Sequence[Any] = select(connection, sql, (capture_id,))[0]
    names = ("id", "source_id", "channel", "url", "final_url", "fetched_at", "status")
    fields = dict(
        zip((*names, "media_type", "blob_sha256", "run_id", "robots", "tdm"), row[:12], strict=True)
    )
    fields["fetched_at"] = moment_of(row[5])
    return CaptureView(**fields, hints=hints_of(row[12]), size=row[13]), time_of(row[14])


def _article(content: ContentView) -> Article:
    precision, basis = content.published_precision, content.published_basis
    return Article(
        headline=content.headline,
        authors=content.authors,
        credits=content.credits,
        published_at=content.published_at,
        published_precision=Precision(precision) if precision else None,
        published_basis=Basis(basis) if basis else None,
        modified_at=content.modified_at,
        language=content.language,
        text=content.text,
    )
