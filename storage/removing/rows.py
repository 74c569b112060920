"""Rows taken out for good: an article with all that hangs on it, or an entity with its names.

::

    article -> captures -> blobs that no other capture needs
            -> derivations, versions -> contents that no other article has
                                        -> mentions, links, search index
                                           -> entities that nothing names any more
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import execute_among, execute_many, select, select_among
from storage.copies import place_again
from storage.who.entities import recompute_canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What goes with some articles."""

    articles: Sequence[int]
    captures: Sequence[int]
    contents: Sequence[int]  # those that no other article has
    blobs: Sequence[str]  # those that no other capture needs


def reach_of(connection: Connection, articles: Sequence[int]) -> Reach:
    """What would go with these articles."""
    captures = _ids(connection, _CAPTURES, articles)
    contents = _ids(connection, _CONTENTS, articles)
    kept = {
        row[0] for row in select_among(connection, _USED, contents) if row[1] not in set(articles)
    }
    blobs = _ids(connection, _BLOBS, captures)
    needed = {
        row[0] for row in select_among(connection, _NEEDED, blobs) if row[1] not in set(captures)
    }
    return Reach(
        articles=articles,
        captures=captures,
        contents=[content for content in contents if content not in kept],
        blobs=[sha256 for sha256 in blobs if sha256 not in needed],
    )


def remove_articles(connection: Connection, reach: Reach, now: datetime) -> None:
    """Delete the rows; the blobs' rows are marked, for their files go after the commit."""
    _forget_stories(connection, reach.articles)
    for table in ("article_version", "article_url", "derivation"):
        _delete(connection, table, "article_id", reach.articles)
    remove_contents(connection, reach.contents, now)
    sql = "DELETE FROM pending WHERE stage = 'clean' AND item_id = ?"
    execute_many(connection, sql, [(item,) for item in reach.captures])
    _delete(connection, "capture", "id", reach.captures)
    _delete(connection, "article", "id", reach.articles)
    sql = "UPDATE blob SET erased_at = ? WHERE sha256 = ?"
    execute_many(connection, sql, [(now, sha256) for sha256 in reach.blobs])


def remove_contents(connection: Connection, contents: Sequence[int], now: datetime) -> None:
    """Delete texts with what was read in them, and entities that nothing names any more."""
    readings = _ids(connection, "SELECT id FROM enrichment WHERE content_id {among}", contents)
    sql = "SELECT DISTINCT entity_id FROM mention WHERE enrichment_id {among}"
    named = [leaf for leaf in _ids(connection, sql, readings) if leaf is not None]
    for table in ("relation", "mention"):
        _delete(connection, table, "enrichment_id", readings)
    _delete(connection, "enrichment", "id", readings)
    _dissolve_groups(connection, contents, now)
    _delete(connection, "notice", "content_id", contents)
    sql = "DELETE FROM pending WHERE stage = 'enrich' AND item_id = ?"
    execute_many(connection, sql, [(item,) for item in contents])
    _unindex(connection, contents)
    _delete(connection, "content", "id", contents)
    sql = "SELECT DISTINCT entity_id FROM mention WHERE entity_id {among}"
    remove_entities(connection, sorted(set(named) - set(_ids(connection, sql, named))))


def remove_entities(connection: Connection, leaves: Sequence[int]) -> None:
    """Delete leaves with their names, mentions and decisions; who is left is told apart anew."""
    if not leaves:
        return
    sql = "SELECT enrichment_id, seq FROM mention WHERE entity_id {among}"
    places = [tuple(row) for row in select_among(connection, sql, list(leaves))]
    sql = "DELETE FROM relation WHERE enrichment_id = ? AND (subject = ? OR object = ?)"
    execute_many(connection, sql, [(reading, seq, seq) for reading, seq in places])
    _delete(connection, "mention", "entity_id", leaves)
    sql = "SELECT id FROM entity WHERE canonical_id {among}"
    left = sorted(set(_ids(connection, sql, leaves)) - set(leaves))
    for column in ("entity_id", "other_id"):
        _delete(connection, "entity_decision", column, leaves)
    sql = "UPDATE entity SET canonical_id = id WHERE id = ?"
    execute_many(connection, sql, [(leaf,) for leaf in (*left, *leaves)])
    recompute_canonical(connection, left)
    _delete(connection, "entity_name", "entity_id", leaves)
    _delete(connection, "entity", "id", leaves)


_CAPTURES = (
    "SELECT c.id FROM article a JOIN capture c ON c.source_id = a.source_id"
    " AND c.identity = a.identity WHERE a.id {among}"
)
_CONTENTS = (
    "SELECT DISTINCT content_id FROM derivation WHERE article_id {among} AND content_id IS NOT NULL"
)
_USED = "SELECT content_id, article_id FROM derivation WHERE content_id {among}"
_BLOBS = "SELECT DISTINCT blob_sha256 FROM capture WHERE id {among} AND blob_sha256 IS NOT NULL"
_NEEDED = "SELECT blob_sha256, id FROM capture WHERE blob_sha256 {among}"


def _ids(connection: Connection, sql: str, values: Iterable[object]) -> list[Any]:
    return [row[0] for row in select_among(connection, sql, list(values))]


def _delete(connection: Connection, table: str, column: str, values: Sequence[object]) -> None:
    """One statement for all: fingerprint has no index of its groups, and is read once."""
    execute_among(connection, f"DELETE FROM {table} WHERE {column} {{among}}", values)  # noqa: S608


def _unindex(connection: Connection, contents: Sequence[int]) -> None:
    if connection.dialect.name != "sqlite":
        _delete(connection, "content_search", "content_id", contents)
        return
    done = select(connection, "SELECT position FROM watermark WHERE name = 'full-text'")
    indexed = [content for content in contents if done and content <= done[0][0]]
    sql = (
        "INSERT INTO content_fts (content_fts, rowid, headline, text)"
        " SELECT 'delete', id, headline, text FROM content WHERE id = ?"
    )
    execute_many(connection, sql, [(content,) for content in indexed])


def _dissolve_groups(connection: Connection, contents: Sequence[int], now: datetime) -> None:
    """Take contents out of the index of copies; the copies of a hub among them are placed again."""
    sql = "SELECT content_id FROM duplicate WHERE of_content_id {among}"
    orphans = _ids(connection, sql, contents)
    for column in ("content_id", "of_content_id"):
        _delete(connection, "duplicate", column, contents)
    _delete(connection, "fingerprint", "group_id", contents)
    if orphans:
        place_again(connection, max(orphans), now)


def _forget_stories(connection: Connection, articles: Sequence[int]) -> None:
    """Take articles out of their stories; a story's headline may be theirs, so it goes too."""
    sql = "SELECT DISTINCT story_id FROM story_member WHERE article_id {among}"
    stories = _ids(connection, sql, articles)
    _delete(connection, "story_member", "article_id", articles)
    sql = (
        "UPDATE story SET headline = NULL,"
        " size = (SELECT count(*) FROM story_member m WHERE m.story_id = story.id) WHERE id = ?"
    )
    execute_many(connection, sql, [(story,) for story in stories])
    sql = (
        "DELETE FROM story_word WHERE story_id = ?"
        " AND (SELECT size FROM story s WHERE s.id = story_word.story_id) = 0"
    )
    execute_many(connection, sql, [(story,) for story in stories])
    sql = "DELETE FROM story WHERE id = ? AND size = 0"
    execute_many(connection, sql, [(story,) for story in stories])
