"""Reading the history of an article, on both of its axes.

As of::

    observed_from <= world < observed_to      what the publisher showed then
    recorded_at   <= known < superseded_at    what the ledger believed then
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select, time_of
from storage.errors import NotFoundError
from storage.views import SightingView, VersionView

VERSION = (
    "v.id, v.article_id, v.number, v.content_id, v.capture_id, v.step_id, v.change, v.cause,"
    " v.words_added, v.words_removed, v.observed_from, v.observed_to, v.recorded_at,"
    " v.superseded_at, c.headline, s.name, s.version, s.config_hash"
)
VERSION_FROM = (
    " FROM article_version v JOIN content c ON c.id = v.content_id JOIN step s ON s.id = v.step_id"
)
NOW_BELIEVED = "v.superseded_at IS NULL"
CURRENT = f"{NOW_BELIEVED} AND v.observed_to IS NULL"


def version_as_of(
    connection: Connection, article_id: int, world: datetime | None, known: datetime | None
) -> VersionView:
    """The version row that holds as of a moment on each axis."""
    tests, moments = ["v.article_id = ?"], []
    if world is None:
        tests.append("v.observed_to IS NULL")
    else:
        tests.append("v.observed_from <= ? AND (v.observed_to IS NULL OR v.observed_to > ?)")
        moments += [world, world]
    if known is None:
        tests.append(NOW_BELIEVED)
    else:
        tests.append("v.recorded_at <= ? AND (v.superseded_at IS NULL OR v.superseded_at > ?)")
        moments += [known, known]
    sql = f"SELECT {VERSION}{VERSION_FROM} WHERE {' AND '.join(tests)} ORDER BY v.number DESC"
    rows = select(connection, sql, (article_id, *moments))
    if not rows:
        raise NotFoundError(_why_nothing(connection, article_id))
    return version_view(rows[0])


def version_numbered(connection: Connection, article_id: int, number: int) -> VersionView:
    """A version as believed now, by its number.

    Raises:
        NotFoundError: there is none with this number.
    """
    sql = (
        f"SELECT {VERSION}{VERSION_FROM} WHERE v.article_id = ? AND v.number = ? AND {NOW_BELIEVED}"
    )
    rows = select(connection, sql, (article_id, number))
    if not rows:
        advice = f"`newsledger history {article_id}` lists what there is"
        raise NotFoundError(f"article {article_id} has no version {number}; {advice}")
    return version_view(rows[0])


def history(connection: Connection, article_id: int) -> list[VersionView]:
    """Every version row ever written, in the order the ledger came to believe them."""
    sql = f"SELECT {VERSION}{VERSION_FROM} WHERE v.article_id = ? ORDER BY v.recorded_at, v.number"
    return [version_view(row) for row in select(connection, sql, (article_id,))]


def sightings(connection: Connection, article_id: int) -> list[SightingView]:
    """Every capture of an article in the publisher's order, as last cleaned."""
    sql = (
        "SELECT c.id, c.fetched_at, c.status, d.state, d.reason, d.content_id"
        " FROM derivation d JOIN capture c ON c.id = d.capture_id WHERE d.article_id = ?"
        " AND d.step_id = (SELECT e.step_id FROM derivation e WHERE e.capture_id = d.capture_id"
        "  ORDER BY e.recorded_at DESC, e.step_id DESC LIMIT 1) ORDER BY c.fetched_at, c.id"
    )
    return [
        SightingView(
            capture_id=row[0],
            fetched_at=moment_of(row[1]),
            status=row[2],
            state=row[3],
            reason=row[4],
            content_id=row[5],
        )
        for row in select(connection, sql, (article_id,))
    ]


def version_view(row: Sequence[Any]) -> VersionView:
    """A version from a row of the columns above."""
    return VersionView(
        id=row[0],
        article_id=row[1],
        number=row[2],
        content_id=row[3],
        capture_id=row[4],
        step_id=row[5],
        change=row[6],
        cause=row[7],
        words_added=row[8],
        words_removed=row[9],
        observed_from=moment_of(row[10]),
        observed_to=time_of(row[11]),
        recorded_at=moment_of(row[12]),
        superseded_at=time_of(row[13]),
        headline=row[14],
        step=f"{row[15]} {row[16]} #{row[17][:8]}",
    )


def moment_of(value: datetime | str) -> datetime:
    """A time that cannot be missing."""
    moment = time_of(value)
    assert moment is not None
    return moment


def _why_nothing(connection: Connection, article_id: int) -> str:
    sql = "SELECT min(observed_from), min(recorded_at) FROM article_version WHERE article_id = ?"
    seen, recorded = select(connection, sql, (article_id,))[0]
    if seen is None:
        return _no_text(connection, article_id)
    return (
        f"nothing is known of article {article_id} as of then: it was first seen"
        f" {moment_of(seen):%Y-%m-%d %H:%M} and recorded {moment_of(recorded):%Y-%m-%d %H:%M} (UTC)"
    )


def _no_text(connection: Connection, article_id: int) -> str:
    """What came of an article instead of a text: its address, and the reason."""
    sql = "SELECT canonical_url FROM article WHERE id = ?"
    url = select(connection, sql, (article_id,))[0][0]
    said = f"no readable text of article {article_id} ({url}) has been seen yet"
    last = sightings(connection, article_id)[-1:]
    if not last:
        return said
    advice = f"`newsledger show {article_id} --dropped`" if last[0].state == "stub" else ""
    reasons = ", ".join(word for word in (last[0].state, last[0].reason) if word)
    return "; ".join(part for part in (f"{said}: {reasons}", advice) if part)
