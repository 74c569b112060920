"""Reading entities: by name, most mentioned, in context, and in whose company.

Counted are the current versions of live articles, each read by the enriching step in force for
its source (or, where that has not come by yet, by the newest that has). `texts` counts a text and
its copies once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select, select_among, time_of
from storage.errors import NotFoundError
from storage.fact_views import EntityLine, EntityView, MentionView, MergeView
from storage.queries.versions import CURRENT, NOW_BELIEVED, moment_of

AROUND = 60
"""Characters of context on each side of a mention."""

IN_FORCE = (
    "n.id = (SELECT r.id FROM enrichment r LEFT JOIN active_step s ON s.step_id = r.step_id"
    " AND s.source_id = a.source_id AND s.active_to IS NULL WHERE r.content_id = n.content_id"
    " ORDER BY CASE WHEN s.id IS NULL THEN 1 ELSE 0 END, r.id DESC LIMIT 1)"
)
SPOKEN = (
    " FROM entity e JOIN mention m ON m.entity_id = e.id"
    " JOIN enrichment n ON n.id = m.enrichment_id"
    f" JOIN article_version v ON v.content_id = n.content_id AND {CURRENT}"
    f" JOIN article a ON a.id = v.article_id AND a.state <> 'erased' AND {IN_FORCE}"
)
READ_FROM = (
    " FROM article_version v"
    f" JOIN article a ON a.id = v.article_id AND a.state <> 'erased' AND {CURRENT}"
    f" JOIN enrichment n ON n.content_id = v.content_id AND {IN_FORCE}"
    " JOIN content c ON c.id = v.content_id"
)
READINGS = (
    f"SELECT n.id, n.content_id, v.article_id{READ_FROM}"
    " WHERE (CAST(? AS TEXT) IS NULL OR a.source_id = ?)"
)
"""The same from the other end, for when every mention counts: one look a text, not a mention."""

ORIGINS = (
    " LEFT JOIN (SELECT content_id, min(of_content_id) AS origin FROM duplicate"
    "  WHERE kind <> 'excerpt_of' GROUP BY content_id) o ON o.content_id = n.content_id"
)
COUNTS = (
    "count(*) AS mentions, count(DISTINCT v.article_id) AS articles,"
    " count(DISTINCT coalesce(o.origin, n.content_id)) AS texts"
)
FIRST_OF_CONTENT = (
    "SELECT min(w.id) FROM article_version w WHERE w.content_id = n.content_id"
    " AND w.superseded_at IS NULL AND w.observed_to IS NULL"
)
"""Of articles with one and the same text, the first: its mentions are shown once."""

ELSEWHERE = (
    "`newsledger entities` lists the most mentioned, and `newsledger search` finds words in every"
    " language, those too in which no names are looked for"
)
PLACE = (
    "m.enrichment_id, m.seq, v.article_id, a.source_id, c.headline, c.published_at, m.kind,"
    " m.surface, m.char_start, m.char_end, m.value, m.score, m.role,"
    f" substr(c.text, CASE WHEN m.char_start > {AROUND} THEN m.char_start - {AROUND} + 1 ELSE 1"
    f" END, CASE WHEN m.char_start > {AROUND} THEN {AROUND} ELSE m.char_start END),"
    f" substr(c.text, m.char_end + 1, {AROUND})"
)


def most_mentioned(
    connection: Connection,
    *,
    kind: str | None = None,
    source: str | None = None,
    since: datetime | None = None,
    limit: int = 20,
) -> list[EntityLine]:
    """Entities by the number of different texts that speak of them."""
    recent = " AND coalesce(c.published_at, a.first_seen_at) >= ?" if since else ""
    sql = (
        f"WITH n AS MATERIALIZED ({READINGS}{recent})"  # noqa: S608
        " SELECT k.id, k.kind, k.name, q.mentions, q.articles, q.texts FROM (SELECT"
        " e.canonical_id, count(*) AS mentions, count(DISTINCT n.article_id) AS articles,"
        " count(DISTINCT coalesce(o.origin, n.content_id)) AS texts"
        " FROM n JOIN mention m ON m.enrichment_id = n.id JOIN entity e ON e.id = m.entity_id"
        f"{ORIGINS} WHERE (CAST(? AS TEXT) IS NULL OR e.kind = ?) GROUP BY e.canonical_id) q"
        " JOIN entity k ON k.id = q.canonical_id"
        " ORDER BY q.texts DESC, q.mentions DESC, k.name LIMIT ?"
    )
    moment = (since,) if since else ()
    rows = select(connection, sql, (source, source, *moment, kind, kind, limit))
    return [EntityLine(**_named(row)) for row in rows]


def entities_named(connection: Connection, name: str, limit: int = 10) -> list[EntityView]:
    """Every entity that is called so, most spoken of first; `limit` mentions of each.

    Raises:
        NotFoundError: no text calls anything so.
    """
    found = [_entity(connection, leaf, limit) for leaf in leaves_called(connection, name)]
    return sorted(found, key=lambda view: (-view.entity.texts, view.entity.id))


def newest_mentions(
    connection: Connection, leaves: Sequence[int], limit: int
) -> tuple[MentionView, ...]:
    """Where the current texts speak of these leaves, newest first."""
    sql = (
        f"SELECT {PLACE}{SPOKEN} JOIN content c ON c.id = n.content_id WHERE e.id {{among}}"
        f" AND v.id = ({FIRST_OF_CONTENT})"
        " ORDER BY coalesce(c.published_at, a.first_seen_at) DESC, v.article_id DESC, m.seq LIMIT ?"
    )
    return tuple(mention_view(row) for row in select_among(connection, sql, leaves, (limit,)))


def mention_view(row: Sequence[Any]) -> MentionView:
    """A mention from a row of the columns above."""
    return MentionView(
        id=f"{row[0]}:{row[1]}",
        article_id=row[2],
        source_id=row[3],
        headline=row[4],
        published_at=time_of(row[5]),
        kind=row[6],
        surface=row[7],
        start=row[8],
        end=row[9],
        value=row[10],
        score=row[11],
        role=row[12],
        before=row[13],
        after=row[14],
    )


def leaves_called(connection: Connection, name: str) -> list[int]:
    """The canonical leaves of all that goes by a name: as written, else however it is cased."""
    ways = (
        ("e.id IN (SELECT entity_id FROM entity_name WHERE name = ?)", name),
        ("e.key = ?", name.casefold()),
        ("e.id IN (SELECT entity_id FROM entity_name WHERE lower(name) = ?)", name.lower()),
    )
    for test, value in ways:
        sql = f"SELECT DISTINCT canonical_id FROM entity e WHERE {test}"  # noqa: S608
        found = [int(row[0]) for row in select(connection, sql, (value,))]
        if found:
            return found
    near = _near(connection, name)
    advice = f"did you mean {near}?" if near else ELSEWHERE
    raise NotFoundError(f"no text speaks of {name!r}; {advice}")


def _near(connection: Connection, name: str) -> str:
    """Names that hold a word of what was asked for: a family name, or else the longest word."""
    words = name.lower().split()
    for word in (*words[-1:], *sorted(words[:-1], key=len, reverse=True)):
        sql = "SELECT DISTINCT name FROM entity_name WHERE lower(name) LIKE ? ORDER BY name LIMIT 3"
        rows = select(connection, sql, (f"%{word}%",))
        if rows:
            return " or ".join(f"`{row[0]}`" for row in rows)
    return ""


def _entity(connection: Connection, leaf: int, limit: int) -> EntityView:
    sql = "SELECT id FROM entity WHERE canonical_id = ?"
    leaves = [int(row[0]) for row in select(connection, sql, (leaf,))]
    sql = "SELECT DISTINCT name FROM entity_name WHERE entity_id {among} ORDER BY name"
    names = tuple(row[0] for row in select_among(connection, sql, leaves))
    counted = _counted(connection, leaf)
    return EntityView(
        entity=counted,
        names=names,
        merges=_merges(connection, leaves),
        mentions=newest_mentions(connection, leaves, limit),
        together=_together(connection, leaf, limit),
        earlier=() if counted.mentions else _once_named(connection, leaves),
    )


def _counted(connection: Connection, leaf: int) -> EntityLine:
    sql = "SELECT id, kind, name, 0, 0, 0 FROM entity WHERE id = ?"
    facts = _named(select(connection, sql, (leaf,))[0])
    sql = f"SELECT {COUNTS}{SPOKEN}{ORIGINS} WHERE e.canonical_id = ?"
    row = select(connection, sql, (leaf,))[0]
    return EntityLine(**{**facts, "mentions": row[0], "articles": row[1], "texts": row[2]})


def _once_named(connection: Connection, leaves: Sequence[int]) -> tuple[int, ...]:
    """Articles of which some version speaks of these leaves, be it an earlier one."""
    sql = (
        "SELECT DISTINCT v.article_id FROM mention m JOIN enrichment n ON n.id = m.enrichment_id"  # noqa: S608
        f" JOIN article_version v ON v.content_id = n.content_id AND {NOW_BELIEVED}"
        " WHERE m.entity_id {among}"
    )
    return tuple(sorted({int(row[0]) for row in select_among(connection, sql, leaves)}))


def _together(connection: Connection, leaf: int, limit: int) -> tuple[EntityLine, ...]:
    """Entities that the same articles speak of."""
    company = f"n.id IN (SELECT n.id{SPOKEN} WHERE e.canonical_id = ?)"
    sql = (
        f"SELECT k.id, k.kind, k.name, q.mentions, q.articles, q.texts FROM (SELECT"  # noqa: S608
        f" e.canonical_id, {COUNTS}{SPOKEN}{ORIGINS} WHERE {company} AND e.canonical_id <> ?"
        " GROUP BY e.canonical_id) q JOIN entity k ON k.id = q.canonical_id"
        " ORDER BY q.texts DESC, q.mentions DESC, k.name LIMIT ?"
    )
    rows = select(connection, sql, (leaf, leaf, limit))
    return tuple(EntityLine(**_named(row)) for row in rows)


def _merges(connection: Connection, leaves: Sequence[int]) -> tuple[MergeView, ...]:
    sql = (
        "SELECT e.name, o.name, d.method, d.score, d.decided_by, d.decided_at"
        " FROM entity_decision d JOIN entity e ON e.id = d.entity_id"
        " JOIN entity o ON o.id = d.other_id WHERE d.entity_id {among}"
        " AND d.verdict = 'same' AND d.revoked_at IS NULL ORDER BY d.id"
    )
    return tuple(
        MergeView(
            name=row[0],
            other_name=row[1],
            method=row[2],
            score=row[3],
            decided_by=row[4],
            decided_at=moment_of(row[5]),
        )
        for row in select_among(connection, sql, leaves)
    )


def _named(row: Sequence[Any]) -> dict[str, Any]:
    fields = ("id", "kind", "name", "mentions", "articles", "texts")
    return dict(zip(fields, row, strict=True))
