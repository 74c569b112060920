"""Captures: what came is stored at once, bytes before rows, and then waits to be cleaned."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.blobs import CODEC, Blob, BlobStore
from storage.bulk import execute_many, insert, json_of, reserve_ids, select, select_among, time_of
from storage.list_words import cleaned_without, with_first_words
from storage.moves import follow_unchanged
from storage.records import Capture, Hints, Outcome, Received, Seen
from storage.storable import storable, storable_or_none, storable_pairs
from storage.tables import BlobRow, CaptureRow, PendingRow

GONE = (404, 410)

_FIELDS = (
    "id",
    "source_id",
    "channel",
    "url",
    "final_url",
    "identity",
    "fetched_at",
    "outcome",
    "reason",
    "status",
    "media_type",
    "charset",
    "blob_sha256",
    "permanent",
)
HAS_BYTES = (
    "NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = c.blob_sha256 AND b.erased_at IS NOT NULL)"
)
"""Whether a capture `c` can be cleaned still: its bytes were not let go."""

CAPTURE_COLUMNS = ", ".join(f"c.{name}" for name in (*_FIELDS, "hints"))


def keep_bodies(blobs: BlobStore, received: Sequence[Received]) -> list[Blob | None]:
    """Write the bytes of each answer that has any; before any row names them."""
    return [None if item.body is None else blobs.put(item.body) for item in received]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was written: the new captures, and those cleaned before without their lists' words."""

    ids: list[int]
    to_be_told: list[tuple[int, str]]  # capture and its source


def record_captures(
    connection: Connection,
    received: Sequence[Received],
    bodies: Sequence[Blob | None],
    run_id: int | None,
) -> Recorded:
    """Write a row an answer and queue what can be cleaned."""
    _record_blobs(connection, [blob for blob in bodies if blob is not None])
    ids = reserve_ids(connection, CaptureRow, len(received))
    rows = [
        _row(capture_id, item, blob, run_id)
        for capture_id, item, blob in zip(ids, received, bodies, strict=True)
    ]
    insert(connection, CaptureRow, rows)
    waiting = [
        ("clean", capture_id, item.link.source_id)
        for capture_id, item in zip(ids, received, strict=True)
        if is_cleanable(item)
    ]
    insert(connection, PendingRow, waiting, or_ignore=True)
    to_be_told = cleaned_without(connection, {item[1] for item in waiting})
    queue(connection, "clean", to_be_told)
    follow_unchanged(connection, received)
    return Recorded(ids=list(ids), to_be_told=to_be_told)


def is_cleanable(item: Received) -> bool:
    """Whether an answer says something about the article: a text, or that it is gone."""
    return item.outcome is Outcome.STORED or item.status in GONE


def seen_at(connection: Connection, source_id: str, url: str) -> Seen | None:
    """What the ledger holds of a URL or path: its newest stored capture.

    None when it was answered as gone since: the same bytes are news then, for it is back.
    """
    sql = (
        "SELECT blob_sha256, headers, fetched_at FROM capture WHERE source_id = ? AND url = ?"
        " AND (outcome = 'stored' OR status IN (404, 410)) ORDER BY fetched_at DESC LIMIT 1"
    )
    rows = select(connection, sql, (source_id, url))
    return _seen(*rows[0]) if rows and rows[0][0] else None


def captures_by_id(connection: Connection, ids: Sequence[int]) -> list[Capture]:
    """Captures in the order of their ids, with what lists first said of their articles."""
    sql = f"SELECT {CAPTURE_COLUMNS} FROM capture c WHERE c.id {{among}} ORDER BY c.id"  # noqa: S608
    rows = select_among(connection, sql, list(ids))
    return with_first_words(connection, [capture_of(row) for row in rows])


def queue_told_otherwise(connection: Connection, cleaned: Sequence[Capture]) -> None:
    """Queue anew those of cleaned captures of which lists say something else by now.

    That is so where a capture came while they were cleaned, and where they are another article's.
    """
    before = {capture.id: capture.hints for capture in cleaned}
    now = captures_by_id(connection, list(before))
    changed = [(item.id, item.source_id) for item in now if item.hints != before[item.id]]
    queue(connection, "clean", changed)


def capture_of(row: Sequence[object]) -> Capture:
    """A capture from a row of the columns above."""
    values = list(row)
    hints = hints_of(values.pop())
    fields = dict(zip(_FIELDS, values, strict=True))
    fields["fetched_at"] = time_of(fields["fetched_at"])  # type: ignore[arg-type]
    fields["outcome"] = Outcome(str(fields["outcome"]))
    fields["permanent"] = bool(fields["permanent"])
    return Capture(**fields, hints=hints)  # type: ignore[arg-type]


def hints_of(value: object) -> Hints:
    """What a feed said of an item, from its column."""
    found = json_of(value)
    return Hints(**{**found, "authors": tuple(found.get("authors", ()))})


def queue(connection: Connection, stage: str, items: Sequence[tuple[int, str]]) -> None:
    """Put (item, source) on the queue of a stage, less what waits already or has lost its bytes."""
    if stage == "clean":
        sql = f"SELECT c.id FROM capture c WHERE c.id {{among}} AND {HAS_BYTES}"  # noqa: S608
        there = {row[0] for row in select_among(connection, sql, [item[0] for item in items])}
        items = [item for item in items if item[0] in there]
    insert(connection, PendingRow, [(stage, *item) for item in items], or_ignore=True)


def unqueue(connection: Connection, stage: str, items: Sequence[int]) -> None:
    """Take done items off the queue of a stage."""
    sql = "DELETE FROM pending WHERE stage = ? AND item_id = ?"
    execute_many(connection, sql, [(stage, item) for item in items])


def _record_blobs(connection: Connection, blobs: Sequence[Blob]) -> None:
    unique = {blob.sha256: blob for blob in blobs}
    rows = [
        (blob.sha256, blob.size, blob.stored_size, CODEC, blob.location, None)
        for blob in sorted(unique.values(), key=lambda blob: blob.sha256)
    ]
    insert(connection, BlobRow, rows, or_ignore=True)
    sql = "SELECT sha256 FROM blob WHERE sha256 {among} AND erased_at IS NOT NULL"
    again = select_among(connection, sql, list(unique))
    sql = "UPDATE blob SET erased_at = NULL WHERE sha256 = ?"
    execute_many(connection, sql, [(row[0],) for row in again])


def _row(
    capture_id: int, item: Received, blob: Blob | None, run_id: int | None
) -> tuple[object, ...]:
    link = item.link
    return (
        capture_id,
        link.source_id,
        link.channel,
        storable(link.url),
        storable(item.final_url),
        storable(link.identity),
        item.fetched_at,
        item.outcome,
        storable_or_none(item.reason),
        item.status,
        item.media_type,
        item.charset,
        storable_pairs(item.headers),
        {name: value for name, value in asdict(link.hints).items() if value},
        blob.sha256 if blob else None,
        run_id,
        item.robots,
        storable_or_none(item.tdm),
        item.permanent,
    )


def _seen(blob_sha256: str, headers: object, fetched_at: datetime | str) -> Seen:
    lower = {name.lower(): value for name, value in json_of(headers).items()}
    moment = time_of(fetched_at)
    assert moment is not None
    return Seen(
        blob_sha256=blob_sha256,
        etag=lower.get("etag"),
        last_modified=lower.get("last-modified"),
        fetched_at=moment,
    )
