"""What came of each source day by day: what a judgement of its health rests on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select, select_named
from storage.dialects import spelled
from storage.queries.barren import barren_sources, empty_sources
from storage.queries.closed import closed_by_day
from storage.queries.residue import residue_by_day
from storage.wellbeing.barren import Barren, by_barrenness, by_emptiness
from storage.wellbeing.closed_hosts import by_robots
from storage.wellbeing.expecting import Expected, by_expectation
from storage.wellbeing.judging import WEEKS, Day, Judgement, judge

ANSWERS = (
    "SELECT source_id, @day(fetched_at) AS day, count(*) AS answers,"
    " sum(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS failed"
    " FROM capture WHERE fetched_at >= ? GROUP BY source_id, @day(fetched_at)"
)
PAGES = (
    "SELECT c.source_id, @day(c.fetched_at) AS day, count(*) AS pages,"
    " sum(CASE WHEN d.state = 'stub' THEN 1 ELSE 0 END) AS stubs"
    " FROM capture c JOIN active_step s ON s.source_id = c.source_id AND s.kind = 'clean'"
    " AND s.active_to IS NULL"
    " JOIN derivation d ON d.capture_id = c.id AND d.step_id = s.step_id"
    " WHERE c.fetched_at >= ? AND d.state <> 'gone' GROUP BY c.source_id, @day(c.fetched_at)"
)
ARTICLES = (
    "SELECT a.source_id, @day(v.observed_from) AS day, count(*) AS articles,"
    " count(c.headline) AS headlines,"
    " sum(CASE WHEN @length(c.authors) > 0 THEN 1 ELSE 0 END) AS authors,"
    " sum(CASE WHEN c.published_at IS NOT NULL AND c.published_basis <> 'inferred'"
    " THEN 1 ELSE 0 END) AS dates"
    " FROM article_version v JOIN article a ON a.id = v.article_id"
    " JOIN content c ON c.id = v.content_id"
    " WHERE v.superseded_at IS NULL AND v.number = 1 AND v.observed_from >= ?"
    " GROUP BY a.source_id, @day(v.observed_from)"
)


def judged_sources(
    connection: Connection, now: datetime, expected: Mapping[str, Expected]
) -> dict[str, tuple[Judgement, Judgement]]:
    """Each source that is still read: how it was at the end of yesterday, and a day before.

    Of which nothing has ever come, that is told at once: no past need be waited for.
    """
    end = (now - timedelta(days=1)).date()
    days = days_by_source(connection, now)
    rows = select(connection, "SELECT id FROM source WHERE removed_at IS NULL ORDER BY id")
    pasts = {row[0]: days.get(row[0], []) for row in rows}
    liars = _liars(connection)
    empty = empty_sources(connection)  # of which no day is known: it is so now and was before
    barren, once_barren = (barren_sources(connection, at) for at in (now, now - timedelta(days=1)))

    def judged(name: str, past: list[Day], day: date, vain: Mapping[str, Barren]) -> Judgement:
        bounds = expected.get(name, Expected())
        found = by_robots(judge(past, day), past, day)
        found = by_barrenness(by_expectation(found, past, day, bounds), vain.get(name))
        found = by_emptiness(found, empty.get(name))
        return replace(found, why=(*found.why, *liars.get(name, ())))

    return {
        name: (
            judged(name, past, end, barren),
            judged(name, past, end - timedelta(days=1), once_barren),
        )
        for name, past in pasts.items()
    }


def _liars(connection: Connection) -> Mapping[str, list[str]]:
    """By source, its channels whose server says "not modified" whatever happens.

    Worth knowing, and no illness: they are asked outright since.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    sql = "SELECT source_id, name FROM channel WHERE NOT honest ORDER BY source_id, name"
    for source_id, name in select(connection, sql):
        said = f"channel {name} said 304 over a changed list, and is asked without conditions since"
        found[source_id].append(said)
    return found


def days_by_source(connection: Connection, now: datetime) -> Mapping[str, list[Day]]:
    """The days of every source that judging looks at, with the running day left out."""
    since = now - timedelta(days=7 * WEEKS + 14)
    counts: defaultdict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for sql in (ANSWERS, PAGES, ARTICLES):
        text = spelled(sql, connection.dialect.name)
        for fields in select_named(connection, text, (since,)):
            counts[fields.pop("source_id"), fields.pop("day")] |= fields
    for by_day in (residue_by_day, closed_by_day):
        for source_id, day, fields in by_day(connection, since):
            counts[source_id, day] |= fields
    found: dict[str, list[Day]] = {}
    for (source_id, day), fields in sorted(counts.items()):
        if day < f"{now:%Y-%m-%d}":
            hosts = fields.pop("closed_hosts", ())
            numbers = {name: int(value) for name, value in fields.items()}
            made = Day(day=date.fromisoformat(day), closed_hosts=hosts, **numbers)
            found.setdefault(source_id, []).append(made)
    return found
