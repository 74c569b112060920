"""Full-text search: an index that follows the contents, and asking it.

::

    contents --catch_up, in batches--> content_fts (SQLite) or content_search (PostgreSQL)
                                            |
    words --terms_of--> each database's query --> hits with snippets, best first

The index is filled behind a watermark and never in the writing path. Words are joined by "and",
``"a phrase"`` stays together, ``-word`` must not stand there. Scripts that write no spaces are
found as they are, character for character.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from storage.bulk import execute, select, time_of
from storage.errors import UsageError
from storage.snippets import CLOSE, OPEN, around, unmarked
from storage.views import Hit

if TYPE_CHECKING:
    from storage.ledger import Ledger

WATERMARK = "full-text"
BATCH = 500
LOOK_BACK = 20_000
"""On PostgreSQL, how many ids behind the watermark are looked at again.

Ids are given out before they are committed, so a slower worker's contents can turn up behind it;
twenty thousand contents is more than all workers together hold uncommitted.
"""

TEXT_LIMIT = 250_000
"""Characters of a text that PostgreSQL indexes: one tsvector holds at most a megabyte."""

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))')
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"\w")

UNINDEXED = "NOT EXISTS (SELECT 1 FROM content_search s WHERE s.content_id = content.id)"
INTO_SQLITE = (
    "INSERT INTO content_fts (rowid, headline, text) SELECT id, headline, text FROM content"
    " WHERE id BETWEEN ? AND ?"
)
INTO_POSTGRES = (
    "INSERT INTO content_search (content_id, document) SELECT id,"  # noqa: S608
    " setweight(to_tsvector('simple', coalesce(headline, '')), 'A')"
    f" || to_tsvector('simple', left(text, {TEXT_LIMIT})) FROM content WHERE id BETWEEN ? AND ?"
)

FOUND = (
    " v.article_id, v.number, v.observed_to, a.source_id, c.headline, c.published_at"  # what a hit
)
JOINED = (
    " JOIN article_version v ON v.content_id = c.id AND v.superseded_at IS NULL"
    " JOIN article a ON a.id = v.article_id AND a.state <> 'erased'"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that must stand in the text, or must not."""

    text: str
    wanted: bool


def catch_up(ledger: "Ledger", now: datetime) -> int:
    """Index every content that is not indexed yet, in short transactions; returns how many."""
    total = 0
    while True:
        with ledger.database.write() as connection:
            done = _index_batch(connection, now)
        total += done
        if done < BATCH:
            return total


def lag(connection: Connection) -> int:
    """How many contents wait to be indexed."""
    sql = "SELECT count(*) FROM content WHERE id > ?"
    return int(select(connection, sql, (_position(connection),))[0][0])


def search(
    connection: Connection, words: str, source: str | None = None, limit: int = 20
) -> list[Hit]:
    """Believed versions that hold the words, best first.

    Raises:
        UsageError: there is no word to look for.
    """
    terms = terms_of(words)
    if not any(term.wanted for term in terms):
        raise UsageError('give at least one word to look for, such as `newsledger search "flood"`')
    if any(_UNSPACED.search(term.text) for term in terms):
        return list(_scan(connection, terms, source, limit))
    ask = _ask_sqlite if connection.dialect.name == "sqlite" else _ask_postgres
    return [_hit(row) for row in ask(connection, terms, source, limit)]


def terms_of(words: str) -> list[Term]:
    """The terms of what a person typed; punctuation alone is none."""
    found = []
    for match in _TERM.finditer(words):
        text = match["phrase"] if match["phrase"] is not None else match["word"]
        if _LETTER.search(text):
            found.append(Term(text.replace('"', " ").strip(), not match["minus"]))
    return found


def _index_batch(connection: Connection, now: datetime) -> int:
    position = _position(connection)
    sqlite = connection.dialect.name == "sqlite"
    start = position if sqlite else max(0, position - LOOK_BACK)
    missing = "" if sqlite else f" AND {UNINDEXED}"
    sql = f"SELECT id FROM content WHERE id > ?{missing} ORDER BY id LIMIT ?"  # noqa: S608
    chosen = [row[0] for row in select(connection, sql, (start, BATCH))]
    if chosen:
        sql = INTO_SQLITE if sqlite else f"{INTO_POSTGRES}{missing} ON CONFLICT DO NOTHING"
        execute(connection, sql, (chosen[0], chosen[-1]))
        _move(connection, max(position, chosen[-1]), now)
    return len(chosen)


def _position(connection: Connection) -> int:
    sql = "SELECT position FROM watermark WHERE name = ?"
    rows = select(connection, sql, (WATERMARK,))
    return int(rows[0][0]) if rows else 0


def _move(connection: Connection, position: int, now: datetime) -> None:
    sql = (
        "INSERT INTO watermark (name, position, moved_at) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at"
    )
    execute(connection, sql, (WATERMARK, position, now))


def _ask_sqlite(
    connection: Connection, terms: Sequence[Term], source: str | None, limit: int
) -> list[Any]:
    wanted = " AND ".join(_quoted(term) for term in terms if term.wanted)
    unwanted = "".join(f" NOT {_quoted(term)}" for term in terms if not term.wanted)
    sql = (
        f"SELECT {FOUND}, snippet(content_fts, -1, '{OPEN}', '{CLOSE}', '…', 30)"  # noqa: S608
        f" FROM content_fts JOIN content c ON c.id = content_fts.rowid {JOINED}"
        " WHERE content_fts MATCH ? AND (? IS NULL OR a.source_id = ?)"
        " ORDER BY bm25(content_fts, 4.0, 1.0), v.observed_from DESC LIMIT ?"
    )
    return select(connection, sql, (f"({wanted}){unwanted}", source, source, limit))


def _ask_postgres(
    connection: Connection, terms: Sequence[Term], source: str | None, limit: int
) -> list[Any]:
    asked = " && ".join(
        f"{'' if term.wanted else '!! '}phraseto_tsquery('simple', ?)" for term in terms
    )
    texts = tuple(term.text for term in terms)
    shown = f"StartSel={OPEN}, StopSel={CLOSE}, MaxWords=30, MinWords=12, MaxFragments=1"
    sql = (
        f"WITH q AS (SELECT {asked} AS q), best AS (SELECT {FOUND}, v.content_id,"  # noqa: S608
        " ts_rank_cd(s.document, q.q) AS rank, v.observed_from FROM content_search s CROSS JOIN q"
        f" JOIN content c ON c.id = s.content_id {JOINED} WHERE s.document @@ q.q"
        " AND (CAST(? AS TEXT) IS NULL OR a.source_id = ?)"
        " ORDER BY rank DESC, v.observed_from DESC LIMIT ?)"
        " SELECT b.article_id, b.number, b.observed_to, b.source_id, b.headline, b.published_at,"
        " ts_headline('simple', c.text, q.q, ?) FROM best b CROSS JOIN q"
        " JOIN content c ON c.id = b.content_id ORDER BY b.rank DESC, b.observed_from DESC"
    )
    return select(connection, sql, (*texts, source, source, limit, shown))


def _quoted(term: Term) -> str:
    return f'"{term.text}"'


def _scan(
    connection: Connection, terms: Sequence[Term], source: str | None, limit: int
) -> Iterator[Hit]:
    """Every text that holds the terms as written: for scripts that part no words."""
    tests = "".join(
        f" AND coalesce(c.headline, '') || ' ' || c.text {'' if term.wanted else 'NOT '}LIKE ?"
        for term in terms
    )
    patterns = tuple(f"%{term.text}%" for term in terms)
    sql = (
        f"SELECT {FOUND}, c.text FROM content c {JOINED}"  # noqa: S608
        f" WHERE (CAST(? AS TEXT) IS NULL OR a.source_id = ?){tests}"
        " ORDER BY v.observed_from DESC LIMIT ?"
    )
    first = next(term.text for term in terms if term.wanted)
    for row in select(connection, sql, (source, source, *patterns, limit)):
        yield _hit((*row[:6], around(row[6], first)))


def _hit(row: Sequence[Any]) -> Hit:
    snippet, marks = unmarked(" ".join(row[6].split()))
    return Hit(
        article_id=row[0],
        number=row[1],
        current=row[2] is None,
        source_id=row[3],
        headline=row[4],
        published_at=time_of(row[5]),
        snippet=snippet,
        marks=marks,
    )
