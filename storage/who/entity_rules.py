"""Decisions that are taken for people: by the user's file, and by what texts state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.bulk import select
from storage.records import MentionKind
from storage.who.clusters import RULE
from storage.who.entities import Grounds, merge, split, undo

Pair = tuple[int, int]
"""Ids of two leaves, the smaller first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What following a file changed."""

    added: int
    revoked: int


def follow_file(
    connection: Connection, wanted: Mapping[Pair, bool], name: str, now: datetime
) -> Synced:
    """Make the decisions taken by a file those it holds now; pair -> same or different.

    What it no longer says is revoked, what it says anew is decided; the rest is left as it is. A
    file outranks rules, and its "different" outranks everything.
    """
    standing = _taken_by(connection, name)
    stale = {pair: number for pair, (number, same) in standing.items() if wanted.get(pair) != same}
    for number in stale.values():
        undo(connection, now, number)
    fresh = {pair: same for pair, same in wanted.items() if pair not in set(standing) - set(stale)}
    for (one, other), same in sorted(fresh.items()):
        if same:
            _merge_if_open(connection, (one, other), name, now)
        else:
            split(connection, one, other, now, Grounds(method=name, by=name))
    return Synced(added=len(fresh), revoked=len(stale))


def stated_merges(connection: Connection) -> set[tuple[MentionKind, str, str]]:
    """Return kind and keys, the smaller key first, of all merges in force that texts stated."""
    sql = (
        "SELECT a.kind, a.key, b.key FROM entity_decision d JOIN entity a ON a.id = d.entity_id"
        " JOIN entity b ON b.id = d.other_id"
        " WHERE d.revoked_at IS NULL AND d.verdict = 'same' AND d.decided_by = ?"
    )
    return {
        (MentionKind(row[0]), min(row[1], row[2]), max(row[1], row[2]))
        for row in select(connection, sql, (RULE,))
    }


def _taken_by(connection: Connection, name: str) -> dict[Pair, tuple[int, bool]]:
    sql = (
        "SELECT id, entity_id, other_id, verdict FROM entity_decision"
        " WHERE decided_by = ? AND revoked_at IS NULL"
    )
    return {
        (row[1], row[2]): (row[0], row[3] == "same") for row in select(connection, sql, (name,))
    }


def _merge_if_open(connection: Connection, pair: Pair, name: str, now: datetime) -> None:
    """Decide "same", taking back a "different" of the same pair that a person decided before."""
    sql = (
        "SELECT id FROM entity_decision WHERE entity_id = ? AND other_id = ?"
        " AND verdict = 'different' AND revoked_at IS NULL"
    )
    for row in select(connection, sql, pair):
        undo(connection, now, row[0])
    merge(connection, *pair, now, Grounds(method=name, by=name))
