"""Reading edits: what publishers changed, without what they took back at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select, select_among
from storage.group_views import ChangeView, NoticeView
from storage.queries.versions import moment_of

_CHANGE = (
    "SELECT article_id, source_id, number, change, words_added, words_removed, seen_at,"
    " content_id, old_content_id, headline, old_headline, url FROM article_change"
)


def changes_since(
    connection: Connection, since: datetime, *, source: str | None = None, flaps: bool = False
) -> list[ChangeView]:
    """Edits seen since a moment, the largest first; those of a flap only where asked for."""
    sql = "SELECT DISTINCT article_id FROM article_change WHERE seen_at >= ?"
    given: tuple[Any, ...] = (since,)
    if source is not None:
        sql, given = f"{sql} AND source_id = ?", (since, source)
    edited = [row[0] for row in select(connection, sql, given)]
    found: defaultdict[int, list[ChangeView]] = defaultdict(list)
    notices = _new_notices(connection, edited)
    sql = f"{_CHANGE} WHERE article_id {{among}} ORDER BY article_id, number"
    for row in select_among(connection, sql, edited):
        found[row[0]].append(_change(row, notices))
    kept = [
        change
        for edits in found.values()
        for change in (edits if flaps else without_flaps(edits))
        if change.seen_at >= since
    ]
    return sorted(kept, key=lambda edit: (-edit.size, edit.article_id, edit.number))


def notices(connection: Connection, article_id: int) -> list[NoticeView]:
    """Where an article's believed versions say that they were corrected, in order."""
    sql = (
        "SELECT number, kind, says, new, seen_at FROM article_notice WHERE article_id = ?"
        " ORDER BY number, char_start"
    )
    return [
        NoticeView(
            number=row[0], kind=row[1], says=row[2], new=bool(row[3]), seen_at=moment_of(row[4])
        )
        for row in select(connection, sql, (article_id,))
    ]


def without_flaps(edits: Iterable[ChangeView]) -> list[ChangeView]:
    """An article's edits, in order, less those that the next one undid, and less the undoing.

    A-B-A leaves nothing, A-B-A-B the last edit: what stands in the end is told.
    """
    kept: list[ChangeView] = []
    for edit in edits:
        if kept and kept[-1].old_content_id == edit.content_id:
            kept.pop()
        else:
            kept.append(edit)
    return kept


def _new_notices(
    connection: Connection, articles: Sequence[int]
) -> dict[tuple[int, int], tuple[str, ...]]:
    sql = (
        "SELECT article_id, number, says FROM article_notice"
        " WHERE article_id {among} AND new = 1 ORDER BY article_id, number, char_start"
    )
    found: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for row in select_among(connection, sql, articles):
        found[row[0], row[1]].append(row[2])
    return {key: tuple(lines) for key, lines in found.items()}


def _change(row: Sequence[Any], notices: dict[tuple[int, int], tuple[str, ...]]) -> ChangeView:
    return ChangeView(
        article_id=row[0],
        source_id=row[1],
        number=row[2],
        change=row[3],
        words_added=row[4],
        words_removed=row[5],
        seen_at=moment_of(row[6]),
        content_id=row[7],
        old_content_id=row[8],
        headline=row[9],
        old_headline=row[10],
        url=row[11],
        notices=notices.get((row[0], row[2]), ()),
    )
