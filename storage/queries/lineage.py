"""Reading lineage: which article had a text first, and how long the others took."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select, select_among
from storage.group_views import CopyPlace
from storage.queries.versions import CURRENT, moment_of

_HOUR_S = 3600
_MEMBER = (
    "SELECT m.article_id, m.source_id, c.headline, a.canonical_url, m.kind, m.score,"
    " m.appeared_at FROM copy_member m JOIN article a ON a.id = m.article_id"
    " JOIN content c ON c.id = m.content_id WHERE m.content_id {among}"
)
# As in the view copy_group: the earliest, then the most complete; arrival changes nothing.
_ORDER = " ORDER BY m.appeared_at, m.kind <> 'hub', m.word_count DESC, m.source_id, m.identity"


def lineage(connection: Connection, article_id: int) -> list[CopyPlace]:
    """The articles that carry an article's current text, first to last, and then its excerpts.

    Excerpts with their copies, and what it is itself an excerpt of, have no place.
    """
    sql = f"SELECT v.content_id FROM article_version v WHERE v.article_id = ? AND {CURRENT}"  # noqa: S608
    found = select(connection, sql, (article_id,))
    if not found:
        return []
    content_id = found[0][0]
    hub = _hub_of(connection, content_id)
    members = select_among(connection, _MEMBER + _ORDER, _carriers(connection, [hub]))
    related = _carriers(connection, _related(connection, hub))
    excerpts = select_among(connection, _MEMBER + _ORDER, related)
    first_at = moment_of(members[0][6])
    return [
        *(_place(row, at + 1, row[4], first_at) for at, row in enumerate(members)),
        *(_place(row, 0, "excerpt_of", first_at) for row in excerpts),
    ]


def _hub_of(connection: Connection, content_id: int) -> int:
    sql = "SELECT of_content_id FROM duplicate WHERE content_id = ? AND kind <> 'excerpt_of'"
    rows = select(connection, sql, (content_id,))
    return int(rows[0][0]) if rows else content_id


def _carriers(connection: Connection, hubs: Sequence[int]) -> list[int]:
    sql = "SELECT content_id FROM duplicate WHERE kind <> 'excerpt_of' AND of_content_id {among}"
    return [*hubs, *(row[0] for row in select_among(connection, sql, hubs))]


def _related(connection: Connection, hub: int) -> list[int]:
    """The hubs that are excerpts of this one, and the one that it is an excerpt of."""
    sql = (
        "SELECT content_id FROM duplicate WHERE of_content_id = ? AND kind = 'excerpt_of'"
        " UNION SELECT of_content_id FROM duplicate WHERE content_id = ? AND kind = 'excerpt_of'"
    )
    return [row[0] for row in select(connection, sql, (hub, hub))]


def _place(row: Sequence[Any], place: int, kind: str, first_at: datetime) -> CopyPlace:
    appeared_at = moment_of(row[6])
    return CopyPlace(
        article_id=row[0],
        source_id=row[1],
        headline=row[2],
        url=row[3],
        kind=kind,
        score=row[5],
        appeared_at=appeared_at,
        place=place,
        hours_after_first=(appeared_at - first_at).total_seconds() / _HOUR_S,
    )
