"""Articles that are reached by several addresses of one source.

::

    capture at an address that is no article's --candidates--> articles known there, with their text
                                                                   | the same by content
    capture.identity <- the article's; article_url says that it was fetched there
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from storage.bulk import execute_many, select_among
from storage.captures import queue
from storage.list_words import cleaned_without
from storage.urls import fold_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """An article that is known at an address, with what it says now."""

    source_id: str
    key: str  # of the address, folded
    identity: str
    text: str


def residents(connection: Connection, keys: Sequence[str]) -> list[Resident]:
    """Articles that are known at these addresses, whether or not they were confirmed there."""
    sql = (
        "SELECT a.source_id, u.url_key, a.identity, c.text FROM article_url u"
        " JOIN article a ON a.id = u.article_id AND a.state <> 'erased'"
        " JOIN article_version v ON v.article_id = a.id"
        "  AND v.observed_to IS NULL AND v.superseded_at IS NULL"
        " JOIN content c ON c.id = v.content_id"
        " WHERE u.url_key {among} ORDER BY a.source_id, a.identity, u.url_key"
    )
    rows = select_among(connection, sql, keys)
    return [Resident(source_id=row[0], key=row[1], identity=row[2], text=row[3]) for row in rows]


def known_identities(connection: Connection, identities: Sequence[str]) -> set[tuple[str, str]]:
    """(source, identity) of those that have an article."""
    sql = "SELECT source_id, identity FROM article WHERE identity {among}"
    return {(row[0], row[1]) for row in select_among(connection, sql, identities)}


def adopt_captures(connection: Connection, adopted: Mapping[int, str]) -> None:
    """Give captures the identity of the article that they show, and that what lists say of them."""
    rows = [(identity, capture_id) for capture_id, identity in sorted(adopted.items())]
    execute_many(connection, "UPDATE capture SET identity = ? WHERE id = ?", rows)
    queue(connection, "clean", cleaned_without(connection, adopted.keys()))


def confirm_addresses(connection: Connection, captures: Sequence[int]) -> None:
    """Note that the articles of these captures were found where the captures were made."""
    sql = (
        "SELECT DISTINCT a.id, w.url FROM capture w JOIN article a"
        " ON a.source_id = w.source_id AND a.identity = w.identity WHERE w.id {among}"
    )
    rows = [(row[0], fold_url(row[1])) for row in select_among(connection, sql, captures)]
    sql = "UPDATE article_url SET relation = 'fetched' WHERE article_id = ? AND url_key = ?"
    execute_many(connection, sql, rows)
