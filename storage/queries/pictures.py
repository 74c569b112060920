"""What the report draws of a span of days: counts by day, who rises, who stands with whom, stories.

An article's day is that of its publication or, where that is not known, of its first capture. A
text and its copies count once where entities are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.bulk import select, select_among, time_of
from storage.dialects import spelled
from storage.queries.entities import ORIGINS, READ_FROM
from storage.queries.versions import moment_of

NODES, STORIES, TOLD = 26, 12, 6
"""Entities in the network; stories, and articles shown of each."""

RISING, FEWEST = 12, 3
"""How many risers, and in how many texts one must stand: below that all is chance."""

DATED = "coalesce(c.published_at, a.first_seen_at)"
NAMED = "('person', 'org', 'place', 'event', 'product')"
TEXTS = (
    f"SELECT n.id, coalesce(o.origin, n.content_id) AS text_id, {DATED} AS dated"
    f"{READ_FROM}{ORIGINS} WHERE {DATED} >= ? AND {DATED} <= ?"
)
SPEAKING = (
    " FROM n JOIN mention m ON m.enrichment_id = n.id JOIN entity e ON e.id = m.entity_id"
    f" AND e.kind IN {NAMED}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Riser:
    """An entity that more texts speak of than in the span before."""

    name: str
    kind: str
    texts: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Entities that are spoken of most, and in how many texts each pair stands together."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    texts: tuple[int, ...]
    links: tuple[tuple[int, int, int], ...]  # places in `names`, and texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """An article that tells a story."""

    source_id: str
    headline: str | None
    told_at: datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story with those who told it first."""

    headline: str | None
    first_at: datetime
    last_at: datetime
    articles: int
    sources: int
    tellers: tuple[Teller, ...]


def article_days(
    connection: Connection, since: datetime, until: datetime
) -> list[tuple[str, str, int]]:
    """Source, day (YYYY-MM-DD) and how many current articles are of that day."""
    sql = spelled(
        f"SELECT a.source_id, @day({DATED}) AS day, count(*) FROM article a"  # noqa: S608
        " JOIN article_version v ON v.article_id = a.id AND v.observed_to IS NULL"
        " AND v.superseded_at IS NULL JOIN content c ON c.id = v.content_id"
        f" WHERE a.state <> 'erased' AND {DATED} >= ? AND {DATED} <= ? GROUP BY a.source_id, day",
        connection.dialect.name,
    )
    return [(row[0], row[1], row[2]) for row in select(connection, sql, (since, until))]


def risers(connection: Connection, since: datetime, until: datetime) -> list[Riser]:
    """Entities by how far they rose above the span of the same length before."""
    sql = (
        f"WITH n AS MATERIALIZED ({TEXTS}) SELECT k.name, k.kind, q.texts, q.before FROM ("  # noqa: S608
        "SELECT e.canonical_id, count(DISTINCT CASE WHEN n.dated >= ? THEN n.text_id END) AS texts,"
        " count(DISTINCT CASE WHEN n.dated < ? THEN n.text_id END) AS before"
        f"{SPEAKING} GROUP BY e.canonical_id) q JOIN entity k ON k.id = q.canonical_id"
        " WHERE q.texts >= ? AND q.texts > q.before"
    )
    span = (since - (until - since), until)
    rows = select(connection, sql, (*span, since, since, FEWEST))
    found = [Riser(name=row[0], kind=row[1], texts=row[2], before=row[3]) for row in rows]
    return sorted(found, key=lambda riser: (-_rise(riser), riser.name))[:RISING]


def network(connection: Connection, since: datetime, until: datetime) -> Network:
    """Who is spoken of together."""
    with_top = (
        f"WITH n AS MATERIALIZED ({TEXTS}), top AS MATERIALIZED (SELECT e.canonical_id AS id,"
        f" count(DISTINCT n.text_id) AS texts{SPEAKING} GROUP BY e.canonical_id"
        f" ORDER BY texts DESC, e.canonical_id LIMIT {NODES})"
    )
    tops = (
        " SELECT k.id, k.name, k.kind, t.texts FROM top t JOIN entity k ON k.id = t.id"
        " ORDER BY t.texts DESC, k.id"
    )
    nodes = select(connection, with_top + tops, (since, until))
    pairs = (
        f", s AS MATERIALIZED (SELECT DISTINCT n.text_id, e.canonical_id AS id{SPEAKING}"  # noqa: S608
        " AND e.canonical_id IN (SELECT id FROM top)) SELECT s.id, o.id, count(*) FROM s"
        " JOIN s o ON o.text_id = s.text_id AND o.id > s.id GROUP BY s.id, o.id"
    )
    place = {row[0]: at for at, row in enumerate(nodes)}
    links = select(connection, with_top + pairs, (since, until))
    return Network(
        names=tuple(row[1] for row in nodes),
        kinds=tuple(row[2] for row in nodes),
        texts=tuple(row[3] for row in nodes),
        links=tuple(sorted((place[row[0]], place[row[1]], row[2]) for row in links)),
    )


def told_stories(connection: Connection, since: datetime) -> list[Story]:
    """The stories of most sources, of those that were told since, with their first tellers."""
    sql = (
        "SELECT s.id, s.headline, s.first_at, s.last_at, count(*), count(DISTINCT a.source_id)"
        " FROM story s JOIN story_member m ON m.story_id = s.id"
        " JOIN article a ON a.id = m.article_id AND a.state <> 'erased' WHERE s.last_at >= ?"
        " GROUP BY s.id, s.headline, s.first_at, s.last_at HAVING count(*) > 1"
        " ORDER BY 6 DESC, 5 DESC, s.last_at DESC, s.id LIMIT ?"
    )
    rows = select(connection, sql, (since, STORIES))
    tellers = _tellers(connection, [row[0] for row in rows])
    return [
        Story(
            headline=row[1],
            first_at=moment_of(row[2]),
            last_at=moment_of(row[3]),
            articles=row[4],
            sources=row[5],
            tellers=tuple(tellers[row[0]][:TOLD]),
        )
        for row in rows
    ]


def _rise(riser: Riser) -> float:
    """The difference in its own standard deviations, as for two counts that come by chance."""
    return float((riser.texts - riser.before) / (riser.texts + riser.before) ** 0.5)


def _tellers(connection: Connection, ids: Sequence[int]) -> dict[int, list[Teller]]:
    sql = (
        "SELECT m.story_id, a.source_id, c.headline, m.told_at, a.canonical_url FROM story_member m"
        " JOIN article a ON a.id = m.article_id AND a.state <> 'erased'"
        " JOIN article_version v ON v.article_id = a.id AND v.observed_to IS NULL"
        " AND v.superseded_at IS NULL JOIN content c ON c.id = v.content_id"
        " WHERE m.story_id {among} ORDER BY m.told_at, a.id"
    )
    found: dict[int, list[Teller]] = {story_id: [] for story_id in ids}
    for story_id, source, headline, told_at, url in select_among(connection, sql, ids):
        told = time_of(told_at) or told_at
        found[story_id].append(Teller(source_id=source, headline=headline, told_at=told, url=url))
    return found
