"""Finding texts by their words, in every version that is believed.

::

    typed --terms--> each database's syntax --> texts --snippets--> hits, best first

Both databases index the same words, so they find the same texts; how well one fits is each one's
own measure. Scripts that write no spaces are found as they are written, letter for letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select, time_of
from storage.fulltext.snippets import cut_snippet
from storage.fulltext.terms import (
    Query,
    all_words,
    as_condition,
    as_fts5,
    as_tsquery,
    parse_search,
    words_in,
)
from storage.queries.entities import IN_FORCE, leaves_called
from storage.views import Hit
from storage.words import UNSPACED

_UNSPACED = re.compile(f"[{UNSPACED}]")

VERSIONS = (
    " JOIN article_version v ON v.content_id = c.id AND v.superseded_at IS NULL"
    " JOIN article a ON a.id = v.article_id AND a.state <> 'erased'"
)
HIT = "v.article_id, v.number, v.observed_to, a.source_id"
ORDER = "rank, seen DESC, article_id, number"
DATED = "coalesce(c.published_at, a.first_seen_at)"
SPOKEN_OF = (
    " AND EXISTS (SELECT 1 FROM enrichment n JOIN mention m ON m.enrichment_id = n.id"  # noqa: S608
    f" JOIN entity e ON e.id = m.entity_id WHERE n.content_id = c.id AND {IN_FORCE}"
    " AND e.canonical_id IN ({leaves}))"  # numbers of our own
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a search is narrowed to; None leaves a side open.

    Dates are of publication or, where that is not known, of the first capture.
    """

    source: str | None = None
    language: str | None = None
    entity: str | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Narrowed()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Tables and conditions of SQL, with the values of their parameters."""

    tables: str
    condition: str
    values: tuple[Any, ...]
    rank: str  # an expression; less is better


def search(
    connection: Connection,
    words: str,
    narrowed: Narrowed = EVERYTHING,
    *,
    limit: int = 20,
    newest: bool = False,
) -> list[Hit]:
    """Believed versions that hold the words, best first or newest first.

    Raises:
        UsageError: there is no word to look for.
        NotFoundError: nothing is called so.
    """
    query = parse_search(words)
    letters = _is_unspaced(query)
    asked = _asked(connection, query, narrowed)
    rank = "0" if newest else asked.rank
    seen = DATED if newest else "v.observed_from"
    sql = (
        f"WITH best AS (SELECT {HIT}, c.id, {rank} AS rank, {seen} AS seen"  # noqa: S608
        f" FROM {asked.tables}{VERSIONS} WHERE {asked.condition} ORDER BY {ORDER} LIMIT ?)"
        " SELECT article_id, number, observed_to, source_id, c.headline, c.published_at, c.text"
        f" FROM best JOIN content c ON c.id = best.id ORDER BY {ORDER}"
    )
    terms = list(words_in(query))
    rows = select(connection, sql, (*asked.values, limit))
    return [_hit(row, cut_snippet(row[6], terms, as_letters=letters)) for row in rows]


def covered_days(
    connection: Connection, words: str, narrowed: Narrowed = EVERYTHING
) -> list[tuple[str, datetime]]:
    """Source and date of every current article that holds the words.

    Raises:
        UsageError: there is no word to look for.
        NotFoundError: nothing is called so.
    """
    asked = _asked(connection, parse_search(words), narrowed)
    sql = (
        f"SELECT a.source_id, {DATED} FROM {asked.tables}{VERSIONS}"  # noqa: S608
        f" AND v.observed_to IS NULL WHERE {asked.condition}"
    )
    return [(row[0], time_of(row[1]) or row[1]) for row in select(connection, sql, asked.values)]


def newest_versions(
    connection: Connection, words: str | None, narrowed: Narrowed, limit: int
) -> list[tuple[int, int]]:
    """Article and number of the versions that were seen last, holding the words where given.

    Raises:
        UsageError: there is no word in the words.
        NotFoundError: nothing is called so.
    """
    if words is None:
        condition, values = _conditions(connection, narrowed)
        asked = _Asked("content c", f"1 = 1{condition}", values, "0")
    else:
        asked = _asked(connection, parse_search(words), narrowed)
    sql = (
        f"SELECT v.article_id, v.number FROM {asked.tables}{VERSIONS}"  # noqa: S608
        f" WHERE {asked.condition} ORDER BY v.observed_from DESC, v.article_id, v.number LIMIT ?"
    )
    return [(row[0], row[1]) for row in select(connection, sql, (*asked.values, limit))]


def _asked(connection: Connection, query: Query, narrowed: Narrowed) -> _Asked:
    sqlite = connection.dialect.name == "sqlite"
    condition, values = _conditions(connection, narrowed)
    if _is_unspaced(query):
        letters: list[str] = []
        like = "LIKE" if sqlite else "ILIKE"  # without regard to case, both
        test = f"coalesce(c.headline, '') || ' ' || c.text {like} ? ESCAPE '\\'"
        found = as_condition(query, test, letters)
        return _Asked("content c", f"{found}{condition}", (*letters, *values), "0")
    if sqlite:
        tables = "content_fts JOIN content c ON c.id = content_fts.rowid"
        matched = (as_fts5(query), *values)
        return _Asked(tables, f"content_fts MATCH ?{condition}", matched, "bm25(content_fts, 4, 1)")
    tables = (  # OFFSET keeps the index's answer apart, whatever the statistics say
        "(SELECT s.content_id, -ts_rank_cd(s.document, q.q) AS rank FROM content_search s"
        " CROSS JOIN (SELECT CAST(? AS tsquery) AS q) q WHERE s.document @@ q.q OFFSET 0) s"
        " JOIN content c ON c.id = s.content_id"
    )
    return _Asked(tables, f"1 = 1{condition}", (as_tsquery(query), *values), "s.rank")


def _conditions(connection: Connection, narrowed: Narrowed) -> tuple[str, tuple[Any, ...]]:
    tests = (
        (" AND a.source_id = ?", narrowed.source),
        (" AND c.language = ?", narrowed.language),
        (f" AND {DATED} >= ?", narrowed.since),
        (f" AND {DATED} <= ?", narrowed.until),
    )
    used = [(test, value) for test, value in tests if value is not None]
    condition = "".join(test for test, _ in used)
    if narrowed.entity is not None:
        leaves = ", ".join(str(leaf) for leaf in leaves_called(connection, narrowed.entity))
        condition += SPOKEN_OF.format(leaves=leaves)
    return condition, tuple(value for _, value in used)


def _is_unspaced(query: Query) -> bool:
    return any(_UNSPACED.search(words.text) for words in all_words(query))


def _hit(row: Sequence[Any], snippet: tuple[str, tuple[tuple[int, int], ...]]) -> Hit:
    return Hit(
        article_id=row[0],
        number=row[1],
        current=row[2] is None,
        source_id=row[3],
        headline=row[4],
        published_at=time_of(row[5]),
        snippet=snippet[0],
        marks=snippet[1],
    )
