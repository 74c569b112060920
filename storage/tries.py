"""How asking went before: the last try of a link, and the pages young enough to be asked again."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.bulk import select, time_of
from storage.captures import hints_of
from storage.records import Outcome, Try, Visit

LOOKED_BACK = 20
"""Captures of a link that are counted for failures in a row."""

BUSY_PAUSE = timedelta(hours=1)
"""For a deferral whose row names no time."""


def last_try(connection: Connection, source_id: str, url: str) -> Try | None:
    """The last time a source's link was asked for; None when it never was."""
    sql = (
        "SELECT outcome, status, reason, fetched_at FROM capture WHERE source_id = ? AND url = ?"
        " ORDER BY fetched_at DESC LIMIT ?"
    )
    rows = select(connection, sql, (source_id, url, LOOKED_BACK))
    if not rows:
        return None
    outcome, status, reason, fetched_at = rows[0]
    at = time_of(fetched_at)
    assert at is not None
    other = (place for place, row in enumerate(rows) if row[0] != Outcome.FAILED)
    return Try(
        outcome=Outcome(outcome),
        at=at,
        status=status,
        reason=reason,
        not_before=_not_before(outcome, reason, at),
        failures=next(other, len(rows)),
    )


def holds(connection: Connection, source_id: str, url: str, at: datetime) -> bool:
    """Whether there is a capture of a source's URL from exactly that moment."""
    sql = "SELECT 1 FROM capture WHERE source_id = ? AND url = ? AND fetched_at = ? LIMIT 1"
    return bool(select(connection, sql, (source_id, url, at)))


def young_pages(connection: Connection, source_id: str, since: datetime) -> list[Visit]:
    """Pages of a source that were first asked for since then, and when they were asked for last.

    Those that failed are among them: their link may be gone from its list by now. What the list
    said at first comes along, since a page that is read without it may look edited.
    """
    sql = (
        "SELECT g.channel, g.url, g.identity, g.first_at, g.last_at, f.hints FROM ("
        "SELECT channel, url, identity, MIN(fetched_at) AS first_at, MAX(fetched_at) AS last_at,"
        " MIN(id) AS first_id FROM capture c"
        " WHERE source_id = ? AND fetched_at >= ?"
        " AND (status IS NOT NULL OR outcome IN ('failed', 'deferred')) AND url LIKE 'http' || ?"
        " AND identity NOT LIKE 'list:%' AND NOT EXISTS (SELECT 1 FROM capture e"
        "  WHERE e.source_id = c.source_id AND e.url = c.url AND e.fetched_at < ?)"
        " GROUP BY channel, url, identity) g JOIN capture f ON f.id = g.first_id"
    ).replace("'list:%'", "'list:' || ?")
    visits = []
    for channel, url, identity, first, last, hints in select(
        connection, sql, (source_id, since, "%", "%", since)
    ):
        first_at, last_at = time_of(first), time_of(last)
        assert first_at is not None and last_at is not None
        visits.append(
            Visit(
                channel=channel,
                url=url,
                identity=identity,
                first_at=first_at,
                last_at=last_at,
                hints=hints_of(hints),
            )
        )
    return visits


def _not_before(outcome: str, reason: str | None, at: datetime) -> datetime | None:
    if outcome != Outcome.DEFERRED:
        return None
    detail = (reason or "").partition(":")[2]
    return at + (timedelta(seconds=int(detail)) if detail.isdigit() else BUSY_PAUSE)
