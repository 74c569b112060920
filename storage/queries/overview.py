"""Reading the whole: sources with their numbers, and the runs that made them."""

from sqlalchemy import Connection

from storage.bulk import json_of, select, time_of
from storage.queries.versions import moment_of
from storage.views import RunView, SourceView


def sources(connection: Connection) -> list[SourceView]:
    """Every source that the ledger has ever known."""
    sql = (
        "SELECT s.id, s.name, s.country, s.language,"
        " (SELECT count(*) FROM article a WHERE a.source_id = s.id),"
        " (SELECT count(*) FROM pending p WHERE p.source_id = s.id AND p.stage = 'clean'),"
        " (SELECT max(c.fetched_at) FROM capture c WHERE c.source_id = s.id), s.removed_at"
        " FROM source s ORDER BY s.id"
    )
    return [
        SourceView(
            id=row[0],
            name=row[1],
            country=row[2],
            language=row[3],
            articles=row[4],
            waiting=row[5],
            last_capture_at=time_of(row[6]),
            removed_at=time_of(row[7]),
        )
        for row in select(connection, sql)
    ]


def runs(connection: Connection, limit: int = 20) -> list[RunView]:
    """The newest runs, newest first."""
    sql = (
        "SELECT id, flow, trigger, state, started_at, finished_at, counts, prefect_run_id"
        " FROM run ORDER BY id DESC LIMIT ?"
    )
    return [
        RunView(
            id=row[0],
            flow=row[1],
            trigger=row[2],
            state=row[3],
            started_at=moment_of(row[4]),
            finished_at=time_of(row[5]),
            counts=json_of(row[6]),
            prefect_run_id=row[7],
        )
        for row in select(connection, sql, (limit,))
    ]
