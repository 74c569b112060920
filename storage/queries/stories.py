"""Reading stories: articles about one event, where copies of one text count once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select
from storage.errors import NotFoundError
from storage.group_views import StoryLine, StoryText, StoryView
from storage.queries.articles import OPENING
from storage.queries.versions import CURRENT, moment_of

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)

# A member with the group of copies that its text belongs to; excerpts are texts of their own.
_TOLD = (
    " FROM story s JOIN story_member m ON m.story_id = s.id"
    " JOIN article a ON a.id = m.article_id AND a.state <> 'erased'"
    f" JOIN article_version v ON v.article_id = a.id AND {CURRENT}"
    " JOIN content c ON c.id = v.content_id"
    " LEFT JOIN duplicate d ON d.content_id = c.id AND d.kind <> 'excerpt_of'"
)
_LINE = (
    "SELECT s.id, s.headline, min(m.told_at), max(m.told_at),"
    " count(DISTINCT coalesce(d.of_content_id, c.id)) AS texts, count(*),"
    f" count(DISTINCT a.source_id){_TOLD}"
)


def list_stories(
    connection: Connection, *, since: datetime | None, source: str | None, limit: int
) -> list[StoryLine]:
    """Stories that went on since a moment, those of most texts first."""
    of_source = (
        " AND s.id IN (SELECT n.story_id FROM story_member n JOIN article b ON b.id = n.article_id"
        " WHERE b.source_id = ?)"
    )
    sql = (
        f"{_LINE} WHERE s.last_at >= ?{of_source if source else ''} GROUP BY s.id, s.headline"
        " ORDER BY texts DESC, max(m.told_at) DESC, s.id LIMIT ?"
    )
    given = (since or EARLIEST, *((source,) if source else ()), limit)
    return [_line(row) for row in select(connection, sql, given)]


def find_story(connection: Connection, story_id: int) -> StoryView:
    """A story with its texts.

    Raises:
        NotFoundError: there is none of this number.
    """
    rows = select(connection, f"{_LINE} WHERE s.id = ? GROUP BY s.id, s.headline", (story_id,))
    if not rows:
        raise NotFoundError(f"there is no story {story_id}; `newsledger stories` lists them")
    sql = (
        "SELECT coalesce(d.of_content_id, c.id), a.id, a.source_id, c.headline,"
        f" substr(c.text, 1, {OPENING}), a.canonical_url, m.told_at, m.score{_TOLD}"
        " WHERE s.id = ?"
        " ORDER BY m.told_at, d.content_id IS NOT NULL, c.word_count DESC, a.source_id, a.identity"
    )
    groups: defaultdict[int, list[Sequence[Any]]] = defaultdict(list)
    for row in select(connection, sql, (story_id,)):
        groups[row[0]].append(row[1:])
    return StoryView(story=_line(rows[0]), texts=tuple(map(_text, groups.values())))


def _line(row: Sequence[Any]) -> StoryLine:
    return StoryLine(
        id=row[0],
        headline=row[1],
        first_at=moment_of(row[2]),
        last_at=moment_of(row[3]),
        texts=row[4],
        articles=row[5],
        sources=row[6],
    )


def _text(rows: Sequence[Sequence[Any]]) -> StoryText:
    first = rows[0]
    return StoryText(
        article_id=first[0],
        source_id=first[1],
        headline=first[2],
        opening=first[3],
        url=first[4],
        told_at=moment_of(first[5]),
        score=first[6],
        copies=tuple((row[0], row[1]) for row in rows[1:]),
    )
