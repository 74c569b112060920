"""Captures' bytes, let go when their source may keep them no longer.

::

    terms, source -> how long -> blobs of captures fetched before -> less those that others need
                                                                  -> rows marked, then files deleted

The captures stay, with all that was read of them, and the blob's row says when its bytes went. The
same bytes, fetched once more, are a capture of that day. Cut off anywhere, the next run goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.bulk import execute, execute_many, select, select_among, time_of

if TYPE_CHECKING:
    from storage.ledger import Ledger

AT_ONCE = 500
WATERMARK = "let-go"

Terms = Mapping[str, timedelta]


def let_captures_go(ledger: "Ledger", terms: Terms, now: datetime) -> int:
    """Delete the bytes that no capture may keep any longer; returns how many blobs went.

    Bytes stay where a younger capture shows them, one of a source without a term, or one that
    waits to be cleaned.
    """
    _end_cut_off(ledger)
    last, count = "", 0
    while batch := _old_blobs(ledger, terms, now, last):
        last, gone = batch[-1], _mark(ledger, batch, terms, now)
        _delete(ledger, gone)
        count += len(gone)
    with ledger.database.write() as connection:
        sql = (
            "INSERT INTO watermark (name, position, moved_at) VALUES (?, ?, ?) ON CONFLICT (name)"
            " DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at"
        )
        execute(connection, sql, (WATERMARK, count, now))
    return count


def _end_cut_off(ledger: "Ledger") -> None:
    """Delete the files that a run had marked before it was cut off."""
    sql = (
        "SELECT sha256 FROM blob WHERE erased_at IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM watermark w WHERE w.name = ? AND w.moved_at >= erased_at)"
    )
    with ledger.database.read() as connection:
        marked = [row[0] for row in select(connection, sql, (WATERMARK,))]
    _delete(ledger, marked)


def _old_blobs(ledger: "Ledger", terms: Terms, now: datetime, last: str) -> list[str]:
    """The next blobs after the last one that some capture may be too old for."""
    oldest = now - min(terms.values(), default=timedelta(0))
    with ledger.database.read() as connection:
        rows = select_among(connection, _OLD, sorted(terms), (last, oldest, AT_ONCE))
    return [row[0] for row in rows]


def _mark(ledger: "Ledger", blobs: Sequence[str], terms: Terms, now: datetime) -> list[str]:
    """Mark those of the blobs that nothing needs; returns them."""
    with ledger.database.write() as connection:
        needed = set(_needed(connection, blobs, terms, now))
        gone = [sha256 for sha256 in blobs if sha256 not in needed]
        sql = "UPDATE blob SET erased_at = ? WHERE sha256 = ?"
        execute_many(connection, sql, [(now, sha256) for sha256 in gone])
    return gone


def _needed(
    connection: Connection, blobs: Sequence[str], terms: Terms, now: datetime
) -> Iterator[str]:
    for sha256, source_id, fetched_at, waits in select_among(connection, _CAPTURES, blobs):
        at, term = time_of(fetched_at), terms.get(source_id)
        assert at is not None
        if waits or term is None or at >= now - term:
            yield sha256


def _delete(ledger: "Ledger", blobs: Sequence[str]) -> None:
    for sha256 in blobs:
        ledger.blobs.delete(sha256)


_OLD = (
    "SELECT DISTINCT b.sha256 FROM blob b JOIN capture c ON c.blob_sha256 = b.sha256"
    " WHERE c.source_id {among} AND b.erased_at IS NULL AND b.sha256 > ? AND c.fetched_at < ?"
    " ORDER BY b.sha256 LIMIT ?"
)
_CAPTURES = (
    "SELECT c.blob_sha256, c.source_id, c.fetched_at,"
    " EXISTS (SELECT 1 FROM pending p WHERE p.stage = 'clean' AND p.item_id = c.id)"
    " FROM capture c WHERE c.blob_sha256 {among}"
)
