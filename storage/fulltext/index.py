"""The full-text index: it follows the contents behind a watermark, never in the writing path.

::

    contents --catch_up, in batches--> content_fts (SQLite) or content_search (PostgreSQL)

Both hold the same words (:mod:`storage.fulltext.tokens`), and :mod:`storage.fulltext.finding` asks
them.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.bulk import execute, execute_many, select
from storage.fulltext.tokens import tsvector_of

if TYPE_CHECKING:
    from storage.ledger import Ledger

WATERMARK = "full-text"
BATCH = 500
LOOK_BACK = 20_000
"""On PostgreSQL, how many ids behind the watermark are looked at again.

Ids are given out before they are committed, so a slower worker's contents can turn up behind it;
twenty thousand contents is more than all workers together hold uncommitted.
"""

TEXT_LIMIT = 250_000
"""Characters of a text that PostgreSQL indexes: one tsvector holds at most a megabyte."""

UNINDEXED = " AND NOT EXISTS (SELECT 1 FROM content_search s WHERE s.content_id = content.id)"
INTO_SQLITE = (
    "INSERT INTO content_fts (rowid, headline, text) SELECT id, headline, text FROM content"
    " WHERE id BETWEEN ? AND ?"
)
INTO_POSTGRES = (
    "INSERT INTO content_search (content_id, document) VALUES (?, CAST(? AS tsvector))"
    " ON CONFLICT DO NOTHING"
)


def catch_up(ledger: "Ledger", now: datetime) -> int:
    """Index every content that is not indexed yet, in short transactions; returns how many."""
    total = 0
    while True:
        with ledger.database.write() as connection:
            done = _index_batch(connection, now)
        total += done
        if done < BATCH:
            return total


def lag(connection: Connection) -> int:
    """How many contents wait to be indexed."""
    sql = "SELECT count(*) FROM content WHERE id > ?"
    return int(select(connection, sql, (_position(connection),))[0][0])


def _index_batch(connection: Connection, now: datetime) -> int:
    position = _position(connection)
    sqlite = connection.dialect.name == "sqlite"
    start = position if sqlite else max(0, position - LOOK_BACK)
    missing = "" if sqlite else UNINDEXED
    sql = f"SELECT id FROM content WHERE id > ?{missing} ORDER BY id LIMIT ?"  # noqa: S608
    chosen = [row[0] for row in select(connection, sql, (start, BATCH))]
    if chosen:
        bounds = (chosen[0], chosen[-1])
        if sqlite:
            execute(connection, INTO_SQLITE, bounds)
        else:
            _into_postgres(connection, bounds)
        _move(connection, max(position, chosen[-1]), now)
    return len(chosen)


def _into_postgres(connection: Connection, bounds: tuple[int, int]) -> None:
    sql = f"SELECT id, headline, text FROM content WHERE id BETWEEN ? AND ?{UNINDEXED}"  # noqa: S608
    rows = select(connection, sql, bounds)
    made = [(row[0], tsvector_of(row[1], row[2][:TEXT_LIMIT])) for row in rows]
    execute_many(connection, INTO_POSTGRES, made)


def _position(connection: Connection) -> int:
    sql = "SELECT position FROM watermark WHERE name = ?"
    rows = select(connection, sql, (WATERMARK,))
    return int(rows[0][0]) if rows else 0


def _move(connection: Connection, position: int, now: datetime) -> None:
    sql = (
        "INSERT INTO watermark (name, position, moved_at) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at"
    )
    execute(connection, sql, (WATERMARK, position, now))
