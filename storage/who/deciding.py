"""Who is who as a person decides it: each decision one transaction, or a dry run that leaves none.

::

    names -> leaves -> decision + evidence -> clusters of before and after
                                           -> rolled back when only tried
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from storage.bulk import select, select_among
from storage.fact_views import MentionView
from storage.queries.entities import newest_mentions
from storage.records import MentionKind
from storage.who import entities
from storage.who.clusters import Decision, Leaf
from storage.who.entities import DecisionView, LeafLine
from storage.who.entity_rules import Synced, follow_file, stated_merges

if TYPE_CHECKING:
    from storage.ledger import Ledger

Called = tuple[str, str | None]
"""A name, and the kind of what it names where that is known."""

Cluster = tuple[str, ...]
"""The names of the leaves that are one entity; it goes by the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A decision that was taken or taken back, and who is who before and after it."""

    decision: Decision
    one: str
    other: str
    before: tuple[Cluster, ...]
    after: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNames:
    """The leaves that a person could decide on, and the pairs that are decided."""

    leaves: tuple[LeafLine, ...]
    decided: frozenset[tuple[int, int]]


def find_pair(ledger: "Ledger", one: Called, other: Called) -> tuple[Leaf, Leaf]:
    """Return the two leaves that are spelled so.

    Raises:
        NotFoundError: no text calls anything so.
        UsageError: a name has several kinds.
    """
    with ledger.database.read() as connection:
        return entities.find_leaf(connection, *one), entities.find_leaf(connection, *other)


def decide(
    ledger: "Ledger", one: Leaf, other: Leaf, now: datetime, *, same: bool, dry: bool = False
) -> Change:
    """Decide that two leaves are the same, or never are; the evidence is where they stand.

    Raises:
        UsageError: they are one leaf, or it was decided that they are different.
    """
    with _transaction(ledger, dry=dry) as connection:
        before = _clusters(connection, (one.id, other.id))
        grounds = entities.Grounds(evidence=_evidence(connection, one.id, other.id))
        take = entities.merge if same else entities.split
        number = take(connection, one.id, other.id, now, grounds)
        decision = entities.find_decision(connection, number)
        return _change(connection, decision, before)


def take_back(
    ledger: "Ledger", now: datetime, decision_id: int | None = None, *, dry: bool = False
) -> Change:
    """Revoke a decision, or the last that a person took; the clusters are those of before it.

    Raises:
        NotFoundError: there is none that is in force.
    """
    with _transaction(ledger, dry=dry) as connection:
        decision = entities.find_decision(connection, decision_id)
        before = _clusters(connection, (decision.one, decision.other))
        entities.undo(connection, now, decision.id)
        return _change(connection, decision, before)


def open_names(ledger: "Ledger", kind: str | None = None) -> OpenNames:
    """Return what may still be decided."""
    with ledger.database.read() as connection:
        leaves = entities.list_leaves(connection, kind)
        return OpenNames(
            leaves=tuple(leaves), decided=frozenset(entities.decided_pairs(connection))
        )


def decisions(ledger: "Ledger", limit: int) -> list[DecisionView]:
    """Return the newest decisions in force."""
    with ledger.database.read() as connection:
        return entities.decisions_in_force(connection, limit)


def examples(ledger: "Ledger", leaf: Leaf, limit: int = 1) -> tuple[MentionView, ...]:
    """Return the newest mentions of a leaf, in their sentences."""
    with ledger.database.read() as connection:
        return newest_mentions(connection, [leaf.id], limit)


def leaves_with(ledger: "Ledger", keys: Sequence[str]) -> list[Leaf]:
    """Return the leaves of any kind that have one of these keys."""
    with ledger.database.read() as connection:
        sql = "SELECT id, kind, key, name FROM entity WHERE key {among} ORDER BY id"
        rows = select_among(connection, sql, keys)
    return [Leaf(id=row[0], kind=row[1], key=row[2], name=row[3]) for row in rows]


def follow(
    ledger: "Ledger", wanted: Mapping[tuple[int, int], bool], name: str, now: datetime
) -> Synced:
    """Make the decisions taken by a file those it holds now: pair of leaves -> same or not."""
    with ledger.database.write() as connection:
        return follow_file(connection, wanted, name, now)


def merges_of_texts(ledger: "Ledger") -> set[tuple[MentionKind, str, str]]:
    """Return kind and keys of the merges in force that texts stated."""
    with ledger.database.read() as connection:
        return stated_merges(connection)


@contextmanager
def _transaction(ledger: "Ledger", *, dry: bool) -> Iterator[Connection]:
    with ledger.database.write() as connection:
        yield connection
        if dry:
            connection.rollback()


def _change(connection: Connection, decision: Decision, before: tuple[Cluster, ...]) -> Change:
    sql = "SELECT id, name FROM entity WHERE id {among}"
    names = dict(map(tuple, select_among(connection, sql, [decision.one, decision.other])))
    return Change(
        decision=decision,
        one=names[decision.one],
        other=names[decision.other],
        before=before,
        after=_clusters(connection, (decision.one, decision.other)),
    )


def _clusters(connection: Connection, leaves: tuple[int, int]) -> tuple[Cluster, ...]:
    """Return the clusters that two leaves are in: one, or two."""
    sql = "SELECT DISTINCT canonical_id FROM entity WHERE id {among} ORDER BY canonical_id"
    found = []
    for (canonical,) in select_among(connection, sql, list(leaves)):
        sql = (
            "SELECT name FROM entity WHERE canonical_id = ?"
            " ORDER BY CASE WHEN id = canonical_id THEN 0 ELSE 1 END, name"
        )
        found.append(tuple(row[0] for row in select(connection, sql, (canonical,))))
    return tuple(found)


def _evidence(connection: Connection, one: int, other: int) -> dict[str, Any]:
    """Return where each of two leaves stands in a text: content and characters."""
    sql = (
        "SELECT n.content_id, m.char_start, m.char_end FROM mention m"
        " JOIN enrichment n ON n.id = m.enrichment_id WHERE m.entity_id = ?"
        " ORDER BY n.id DESC, m.seq LIMIT 1"
    )
    places = [row for leaf in (one, other) for row in select(connection, sql, (leaf,))]
    spans = [{"content_id": row[0], "start": row[1], "end": row[2]} for row in places]
    return {**spans[0], "beside": spans[1:]} if spans else {}
