"""What a backfill is planned and judged by: the days that hold articles, and the usual pace."""

from datetime import date
from typing import TYPE_CHECKING

from storage.bulk import json_of, select, time_of
from storage.partitions import bounds, day_of

if TYPE_CHECKING:
    from storage.ledger import Ledger


def days_with_articles(ledger: "Ledger", source_id: str, first: date, last: date) -> list[date]:
    """The days on which a source published something that the ledger believes."""
    with ledger.database.read() as connection:
        day = day_of(connection).replace("c.fetched_at", "t.published_at")
        sql = (
            f"SELECT DISTINCT {day} FROM article a"  # noqa: S608
            " JOIN article_version v ON v.article_id = a.id AND v.superseded_at IS NULL"
            " JOIN content t ON t.id = v.content_id"
            " WHERE a.source_id = ? AND t.published_at >= ? AND t.published_at < ? ORDER BY 1"
        )
        rows = select(connection, sql, (source_id, *bounds(first, last)))
    return [date.fromisoformat(str(row[0])) for row in rows]


def pace(ledger: "Ledger") -> float | None:
    """Captures that a second of the last twenty runs processed; None where none did any."""
    sql = (
        "SELECT counts, started_at, finished_at FROM run WHERE finished_at IS NOT NULL"
        " AND state IN ('completed', 'partial') ORDER BY id DESC LIMIT 20"
    )
    with ledger.database.read() as connection:
        rows = select(connection, sql)
    done = seconds = 0.0
    for counts, started, finished in rows:
        captures = json_of(counts).get("captures", 0)
        begun, ended = time_of(started), time_of(finished)
        if captures and begun and ended:
            done += captures
            seconds += (ended - begun).total_seconds()
    return done / seconds if done and seconds else None
