"""What a name is called: of its spellings the one that texts use most, behind a watermark.

::

    new readings -> leaves that are spelled in several ways -> their first mentions, counted
                                                            -> the leaf's name, and what it goes by

A leaf gets its first name when it is first met, perhaps in a headline in capitals. No spelling is
ever lost, so its name can be chosen anew at any time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.bulk import execute, execute_many, select, select_among
from storage.who.clusters import fullness
from storage.who.entities import recompute_canonical

if TYPE_CHECKING:
    from storage.ledger import Ledger

WATERMARK = "names"
BATCH = 500
"""Readings that are looked through in one transaction."""

COUNTED = 200
"""Mentions by which a spelling is chosen: the first, so that a name comes to rest."""


def name_leaves(ledger: "Ledger", now: datetime) -> int:
    """Choose the names of all leaves that texts have spoken of since; returns how many changed."""
    changed = 0
    while True:
        with ledger.database.write() as connection:
            last, until = _next_readings(connection)
            if until == last:
                return changed
            changed += _name(connection, _spelled_in(connection, last, until))
            _move_mark(connection, until, now)


def best_spelling(names: Iterable[str], surfaces: Mapping[str, int]) -> str:
    """The name that stands in texts most often; among equals the fullest, capitals last."""

    def rank(name: str) -> tuple[int, tuple[int, int], bool, str]:
        return (-surfaces.get(name, 0), _emptiness(name), name.isupper(), name)

    return min(names, key=rank)


def _emptiness(name: str) -> tuple[int, int]:
    words, letters = fullness(name)
    return (-words, -letters)


def _next_readings(connection: Connection) -> tuple[int, int]:
    """The last reading that was looked through, and the last one to look through now."""
    rows = select(connection, "SELECT position FROM watermark WHERE name = ?", (WATERMARK,))
    last = int(rows[0][0]) if rows else 0
    sql = "SELECT max(id) FROM (SELECT id FROM enrichment WHERE id > ? ORDER BY id LIMIT ?) n"
    return last, int(select(connection, sql, (last, BATCH))[0][0] or last)


def _spelled_in(connection: Connection, last: int, until: int) -> dict[int, list[str]]:
    """The leaves that these readings name and that have several spellings, with all of them."""
    sql = (
        "SELECT entity_id, name FROM entity_name WHERE entity_id IN (SELECT entity_id FROM mention"
        " WHERE enrichment_id > ? AND enrichment_id <= ?) ORDER BY entity_id, name"
    )
    found: dict[int, list[str]] = {}
    for leaf, name in select(connection, sql, (last, until)):
        found.setdefault(leaf, []).append(name)
    return {leaf: names for leaf, names in found.items() if len(names) > 1}


def _name(connection: Connection, spelled: Mapping[int, Sequence[str]]) -> int:
    sql = "SELECT id, name FROM entity WHERE id {among}"
    called = dict(map(tuple, select_among(connection, sql, sorted(spelled))))
    best = {leaf: best_spelling(spelled[leaf], _surfaces(connection, leaf)) for leaf in called}
    changed = sorted((best[leaf], leaf) for leaf in called if best[leaf] != called[leaf])
    execute_many(connection, "UPDATE entity SET name = ? WHERE id = ?", changed)
    recompute_canonical(connection, [leaf for _, leaf in changed])
    return len(changed)


def _surfaces(connection: Connection, leaf: int) -> Mapping[str, int]:
    sql = "SELECT surface FROM mention WHERE entity_id = ? ORDER BY enrichment_id, seq LIMIT ?"
    return Counter(row[0] for row in select(connection, sql, (leaf, COUNTED)))


def _move_mark(connection: Connection, position: int, now: datetime) -> None:
    sql = (
        "INSERT INTO watermark (name, position, moved_at) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at"
    )
    execute(connection, sql, (WATERMARK, position, now))
