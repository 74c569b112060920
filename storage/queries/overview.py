"""Reading the whole: sources with their numbers, and the runs that made them."""

from sqlalchemy import Connection

from storage.bulk import json_of, select, time_of
from storage.errors import NotFoundError
from storage.queries.versions import moment_of
from storage.views import Refusal, RunView, SourceView


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
    return _runs(connection, "ORDER BY id DESC LIMIT ?", limit)


def run(connection: Connection, run_id: int) -> RunView:
    """One run.

    Raises:
        NotFoundError: there is none of that number.
    """
    found = _runs(connection, "WHERE id = ?", run_id)
    if not found:
        raise NotFoundError(f"there is no run {run_id}; `newsledger runs` lists them")
    return found[0]


def refused(connection: Connection, run_id: int) -> list[Refusal]:
    """What a run could not have, and what it had and could not read, by source."""
    sql = (
        "SELECT source_id, outcome, reason, url, id FROM capture"
        " WHERE run_id = ? AND reason IS NOT NULL"
        " UNION ALL SELECT c.source_id, 'unreadable', d.reason, c.url, c.id FROM derivation d"
        " JOIN capture c ON c.id = d.capture_id WHERE d.run_id = ? AND d.state = 'failed'"
        " ORDER BY 1, 5"
    )
    return [
        Refusal(source_id=row[0], outcome=row[1], reason=row[2] or "", url=row[3])
        for row in select(connection, sql, (run_id, run_id))
    ]


def _runs(connection: Connection, which: str, number: int) -> list[RunView]:
    columns = "id, flow, trigger, state, started_at, finished_at, counts, prefect_run_id"
    sql = f"SELECT {columns} FROM run {which}"  # noqa: S608
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
        for row in select(connection, sql, (number,))
    ]
