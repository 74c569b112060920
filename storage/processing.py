"""A claimed batch: captures that wait, taken by one worker, written back in one transaction.

On PostgreSQL the queue's rows are locked and skipped by others, and a killed worker's locks end
with its connection. On SQLite the flow holds the lease ``process``, so there is one worker.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from storage.bulk import execute, execute_many, insert, reserve_ids, select, select_among
from storage.captures import HAS_BYTES, captures_by_id, unqueue
from storage.moves import address_of, move_articles
from storage.records import Article, Capture, Cleaned, Derived
from storage.tables import ArticleRow, ArticleUrlRow, ContentRow, DerivationRow
from storage.urls import fold_url
from storage.words import count_words


def claim_captures(
    connection: Connection, limit: int, sources: Sequence[str] | None = None
) -> list[Capture]:
    """Captures that wait to be cleaned, locked for this transaction, whole articles together."""
    waiting = _waiting(connection, limit, sources)
    together = {*waiting, *_of_the_same_articles(connection, waiting)}
    return captures_by_id(connection, sorted(together))


def count_waiting(connection: Connection, stage: str, sources: Sequence[str] | None = None) -> int:
    """How many items wait on a stage's queue."""
    if sources is None:
        sql = "SELECT count(*) FROM pending WHERE stage = ?"
        return int(select(connection, sql, (stage,))[0][0])
    sql = "SELECT count(*) FROM pending WHERE source_id {among} AND stage = ?"
    return int(select_among(connection, sql, list(sources), (stage,))[0][0])


def queue_uncleaned(connection: Connection, source_id: str) -> int:
    """Queue every capture of a source that the step in force has not cleaned; returns how many."""
    sql = (
        "INSERT INTO pending (stage, item_id, source_id)"  # noqa: S608
        " SELECT 'clean', c.id, c.source_id FROM capture c"
        " JOIN active_step a ON a.source_id = c.source_id AND a.kind = 'clean'"
        "  AND a.active_to IS NULL"
        " WHERE c.source_id = ? AND (c.outcome = 'stored' OR c.status IN (404, 410))"
        f" AND {HAS_BYTES}"
        " AND NOT EXISTS (SELECT 1 FROM derivation d"
        "  WHERE d.capture_id = c.id AND d.step_id = a.step_id)"
        " ON CONFLICT DO NOTHING"
    )
    return execute(connection, sql, (source_id,))


def settled_articles(connection: Connection, source_id: str) -> list[int]:
    """A source's articles none of whose captures wait; their history can be told at once."""
    sql = (
        "SELECT a.id FROM article a WHERE a.source_id = ? AND NOT EXISTS ("
        "SELECT 1 FROM pending p JOIN capture c ON c.id = p.item_id"
        " WHERE p.stage = 'clean' AND c.source_id = a.source_id AND c.identity = a.identity)"
        " ORDER BY a.id"
    )
    return [row[0] for row in select(connection, sql, (source_id,))]


def known_contents(connection: Connection, hashes: Sequence[str]) -> dict[str, int]:
    """The ids of the contents that are stored already, by hash."""
    sql = "SELECT sha256, id FROM content WHERE sha256 {among}"
    return dict(map(tuple, select_among(connection, sql, list(hashes))))


def write_contents(connection: Connection, articles: dict[str, Article]) -> dict[str, int]:
    """Store contents that are new; returns every one's id by hash."""
    known = known_contents(connection, list(articles))
    missing = sorted(set(articles) - set(known))
    ids = reserve_ids(connection, ContentRow, len(missing))
    rows = [_content(i, sha, articles[sha]) for i, sha in zip(ids, missing, strict=True)]
    written = insert(connection, ContentRow, rows, or_ignore=True)
    if written == len(missing):
        return known | dict(zip(missing, ids, strict=True))
    return known_contents(connection, list(articles))  # another worker was quicker


def write_articles(connection: Connection, batch: Sequence[Derived]) -> dict[tuple[str, str], int]:
    """Make sure there is an article for each identity; returns ids by (source, identity)."""
    first = _first_captures(batch)
    known = _article_ids(connection, first)
    missing = sorted(set(first) - set(known))
    ids = reserve_ids(connection, ArticleRow, len(missing))
    rows = [_article(i, first[key].cleaned) for i, key in zip(ids, missing, strict=True)]
    written = insert(connection, ArticleRow, rows, or_ignore=True)
    if written != len(missing):
        return _article_ids(connection, first)
    return known | dict(zip(missing, ids, strict=True))


def write_derivations(
    connection: Connection,
    batch: Sequence[Derived],
    *,
    articles: dict[tuple[str, str], int],
    contents: dict[str, int],
    steps: dict[str, int],
    run_id: int | None,
    now: datetime,
) -> None:
    """Write what was made of each capture, and take it off the queue."""
    rows = []
    for item in batch:
        capture = item.cleaned.capture
        article_id = articles[capture.source_id, capture.identity]
        content_id = contents[item.content_sha256] if item.content_sha256 else None
        key = (capture.id, steps[capture.source_id], article_id, content_id)
        rows.append((*key, *_judgement(item.cleaned), run_id, now, *_reasons(item.cleaned)))
    replaced = "DELETE FROM derivation WHERE capture_id = ? AND step_id = ?"
    execute_many(connection, replaced, [row[:2] for row in rows])
    insert(connection, DerivationRow, rows)
    insert(connection, ArticleUrlRow, _addresses(batch, articles), or_ignore=True)
    move_articles(connection, batch, articles)
    unqueue(connection, "clean", [item.cleaned.capture.id for item in batch])


def _waiting(connection: Connection, limit: int, sources: Sequence[str] | None) -> list[int]:
    lock = " FOR UPDATE SKIP LOCKED" if connection.dialect.name == "postgresql" else ""
    ending = f" ORDER BY item_id LIMIT {int(limit)}{lock}"
    if sources is None:
        sql = f"SELECT item_id FROM pending WHERE stage = 'clean'{ending}"  # noqa: S608
        return [row[0] for row in select(connection, sql)]
    sql = f"SELECT item_id FROM pending WHERE source_id {{among}} AND stage = 'clean'{ending}"  # noqa: S608
    return [row[0] for row in select_among(connection, sql, list(sources))]


def _of_the_same_articles(connection: Connection, waiting: Sequence[int]) -> list[int]:
    """Captures of the claimed articles that the step in force has not cleaned either.

    Cleaned together, an article never shows two recipes side by side as if the publisher had
    edited it.
    """
    sql = (
        "SELECT DISTINCT c.id FROM capture w"  # noqa: S608
        " JOIN capture c ON c.source_id = w.source_id AND c.identity = w.identity"
        " JOIN active_step a ON a.source_id = c.source_id AND a.kind = 'clean'"
        "  AND a.active_to IS NULL"
        " WHERE w.id {among} AND (c.outcome = 'stored' OR c.status IN (404, 410))"
        f" AND {HAS_BYTES}"
        " AND NOT EXISTS (SELECT 1 FROM derivation d"
        "  WHERE d.capture_id = c.id AND d.step_id = a.step_id)"
    )
    return [row[0] for row in select_among(connection, sql, list(waiting))]


def _first_captures(batch: Sequence[Derived]) -> dict[tuple[str, str], Derived]:
    first: dict[tuple[str, str], Derived] = {}
    for item in batch:
        capture = item.cleaned.capture
        first.setdefault((capture.source_id, capture.identity), item)
    return first


def _article_ids(
    connection: Connection, wanted: dict[tuple[str, str], Derived]
) -> dict[tuple[str, str], int]:
    identities = sorted({identity for _, identity in wanted})
    sql = "SELECT source_id, identity, id FROM article WHERE identity {among}"
    rows = select_among(connection, sql, identities)
    return {(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in wanted}


def _article(article_id: int, cleaned: Cleaned) -> tuple[Any, ...]:
    capture = cleaned.capture
    seen = capture.fetched_at
    place = (capture.source_id, capture.identity, address_of(capture, cleaned.state))
    return (article_id, *place, seen, seen, "live")


def _content(content_id: int, sha256: str, article: Article) -> tuple[Any, ...]:
    return (
        content_id,
        sha256,
        article.headline,
        list(article.authors),
        [{"role": credit.role, "name": credit.name} for credit in article.credits],
        article.published_at,
        article.published_precision,
        article.published_basis,
        article.modified_at,
        article.language,
        count_words(article.text),
        article.text,
    )


def _judgement(cleaned: Cleaned) -> tuple[Any, ...]:
    return (cleaned.state, cleaned.reason, cleaned.canonical_url)


def _reasons(cleaned: Cleaned) -> tuple[Any, ...]:
    dropped = [
        {"position": line.position, "reason": line.reason, "text": line.text}
        for line in cleaned.dropped
    ]
    evidence = [
        {
            "field": item.field,
            "value": item.value,
            "basis": item.basis,
            "confidence": item.confidence,
            "chosen": item.chosen,
            "note": item.note,
        }
        for item in cleaned.evidence
    ]
    return dropped, evidence


def _addresses(
    batch: Sequence[Derived], articles: dict[tuple[str, str], int]
) -> list[tuple[Any, ...]]:
    rows: dict[tuple[int, str], tuple[Any, ...]] = {}
    for item in batch:
        capture = item.cleaned.capture
        article_id = articles[capture.source_id, capture.identity]
        found = (
            (capture.url, "fetched"),
            (capture.final_url, "redirect"),
            (item.cleaned.canonical_url, "canonical"),
        )
        for url, relation in found:
            if url:
                key = _url_key(url)
                row = (article_id, key, relation, capture.fetched_at)
                rows.setdefault((article_id, key), row)
    return list(rows.values())


@lru_cache(maxsize=4096)
def _url_key(url: str) -> str:
    """The folded key of a URL; a file's path is its own."""
    return fold_url(url) if "://" in url else url
