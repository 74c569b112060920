"""Reading articles: lists of them, and one as of any moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import json_of, select, time_of
from storage.queries.taken_down import not_there
from storage.queries.versions import CURRENT, NOW_BELIEVED, moment_of, version_as_of
from storage.records import Credit
from storage.views import ArticleLine, ArticleView, ContentView

OPENING = 100
"""Characters of the text that a list shows where there is no headline."""

CONTENT = (
    "c.id, c.sha256, c.headline, c.authors, c.credits, c.published_at, c.published_precision,"
    " c.published_basis, c.modified_at, c.language, c.word_count, c.text"
)


def list_articles(
    connection: Connection,
    *,
    source: str | None = None,
    language: str | None = None,
    since: datetime | None = None,
    limit: int = 50,
) -> list[ArticleLine]:
    """Articles with their current version, newest first.

    ``since`` is compared with the publication; where that is unknown, with the first capture.
    """
    sql = (
        "SELECT a.id, a.source_id, c.headline, c.published_at, c.published_precision, c.language,"  # noqa: S608
        " c.word_count, a.canonical_url, a.state, v.number, a.first_seen_at, a.last_seen_at,"
        f" substr(c.text, 1, {OPENING})"
        " FROM article a JOIN article_version v ON v.article_id = a.id"
        f" AND {CURRENT} JOIN content c ON c.id = v.content_id"
        " WHERE (CAST(? AS TEXT) IS NULL OR a.source_id = ?)"
        " AND (CAST(? AS TEXT) IS NULL OR c.language = ?)"
        f"{'' if since is None else ' AND coalesce(c.published_at, a.first_seen_at) >= ?'}"
        " ORDER BY coalesce(c.published_at, a.first_seen_at) DESC, a.id DESC LIMIT ?"
    )
    moment = () if since is None else (since,)
    rows = select(connection, sql, (source, source, language, language, *moment, limit))
    return [_line(row) for row in rows]


def article_as_of(
    connection: Connection,
    article_id: int,
    world: datetime | None = None,
    known: datetime | None = None,
) -> ArticleView:
    """An article as the publisher showed it at `world`, as the ledger believed at `known`.

    None means now.

    Raises:
        NotFoundError: there is no such article, or nothing of it is known as of then.
    """
    row = article_row(connection, article_id)
    version = version_as_of(connection, article_id, world, known)
    content = content_view(connection, version.content_id)
    believed = f"SELECT count(*) FROM article_version v WHERE article_id = ? AND {NOW_BELIEVED}"  # noqa: S608
    return ArticleView(
        id=article_id,
        source_id=row[1],
        source_name=row[2],
        time_zone=row[3],
        url=row[4],
        state=row[5],
        first_seen_at=moment_of(row[6]),
        last_seen_at=moment_of(row[7]),
        versions=select(connection, believed, (article_id,))[0][0],
        version=version,
        content=content,
    )


def article_row(connection: Connection, article_id: int) -> Sequence[Any]:
    """(id, source, its name and time zone, url, state, first seen, last seen) of an article.

    Raises:
        NotFoundError: there is none.
    """
    sql = (
        "SELECT a.id, a.source_id, s.name, s.time_zone, a.canonical_url, a.state, a.first_seen_at,"
        " a.last_seen_at FROM article a JOIN source s ON s.id = a.source_id WHERE a.id = ?"
    )
    rows = select(connection, sql, (article_id,))
    if not rows:
        raise not_there(connection, str(article_id))
    row: Sequence[Any] = rows[0]
    return row


def content_view(connection: Connection, content_id: int) -> ContentView:
    """A content by its id."""
    sql = f"SELECT {CONTENT} FROM content c WHERE c.id = ?"  # noqa: S608
    row = select(connection, sql, (content_id,))[0]
    return ContentView(
        id=row[0],
        sha256=row[1],
        headline=row[2],
        authors=tuple(json_of(row[3])),
        credits=tuple(Credit(**credit) for credit in json_of(row[4])),
        published_at=time_of(row[5]),
        published_precision=row[6],
        published_basis=row[7],
        modified_at=time_of(row[8]),
        language=row[9],
        word_count=row[10],
        text=row[11],
    )


def _line(row: Sequence[Any]) -> ArticleLine:
    return ArticleLine(
        id=row[0],
        source_id=row[1],
        headline=row[2],
        published_at=time_of(row[3]),
        published_precision=row[4],
        language=row[5],
        word_count=row[6],
        url=row[7],
        state=row[8],
        versions=row[9],
        first_seen_at=moment_of(row[10]),
        last_seen_at=moment_of(row[11]),
        opening=row[12],
    )
