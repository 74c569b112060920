"""That an article is not there because it was taken down: when and why, and nothing it said.

An article's number stands in the audit row of its takedown. Of an address only hashes are kept,
which whoever knows the address can ask for.
"""

from datetime import datetime

from sqlalchemy import Connection

from storage.bulk import json_of, select, select_among, time_of
from storage.errors import NotFoundError
from storage.removing.tombstones import article_hash, url_hash
from storage.urls import fold_url

ADVICE = "`newsledger articles` lists them, `newsledger search WORDS` finds them by words"


def not_there(connection: Connection, name: str) -> NotFoundError:
    """The error for an article that a number, address or path does not lead to."""
    found = taken_down(connection, name)
    if found is None:
        return NotFoundError(f"there is no article {name!r}; {ADVICE}")
    day, reason = found
    return NotFoundError(f"article {name!r} was taken down on {day:%Y-%m-%d}: {reason}")


def taken_down(connection: Connection, name: str) -> tuple[datetime, str] | None:
    """When and why what a number, address or path named was taken down; None if it was not."""
    rows = _by_number(connection, int(name)) if name.isdecimal() else []
    rows = rows or _by_address(connection, name)
    moment = time_of(rows[0][0]) if rows else None
    return (moment, rows[0][1]) if moment else None


def _by_number(connection: Connection, article_id: int) -> list[tuple[datetime | str, str]]:
    sql = "SELECT requested_at, reason, counts FROM erasure ORDER BY id DESC"
    rows = select(connection, sql)
    return [(row[0], row[1]) for row in rows if article_id in _articles_of(row[2])]


def _articles_of(counts: object) -> list[int]:
    found: list[int] = json_of(counts).get("article_ids", [])
    return found


def _by_address(connection: Connection, name: str) -> list[tuple[datetime | str, str]]:
    sources = [row[0] for row in select(connection, "SELECT id FROM source")]
    keys = {fold_url(name)} if "://" in name else {name, fold_url(f"https://{name}")}
    hashes = {url_hash(key) for key in (name, f"https://{name}")}
    hashes |= {article_hash(source_id, key) for source_id in sources for key in keys}
    sql = "SELECT requested_at, reason FROM erasure WHERE key_hash {among} ORDER BY id DESC"
    return [(row[0], row[1]) for row in select_among(connection, sql, sorted(hashes))]
