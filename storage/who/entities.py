"""Entities as people work on them: leaves, what was decided about them, and taking it back.

A decision is never deleted and never overwritten: it is revoked, with the time. Which leaf a
cluster goes by is computed from those in force (:mod:`storage.who.clusters`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import execute, execute_many, insert, json_of, reserve_ids, select, select_among
from storage.errors import NotFoundError, UsageError
from storage.tables import EntityDecisionRow
from storage.who.clusters import RULE, Decision, Leaf, join_leaves

BY_HAND = "by hand"
_COLUMNS = "id, entity_id, other_id, verdict, method, score, decided_by"
_IN_FORCE = " ".join(
    ("SELECT", _COLUMNS, "FROM entity_decision WHERE {column} {among} AND revoked_at IS NULL")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """On what a decision rests: who took it, by which rule, how surely, and what was seen."""

    method: str = BY_HAND
    by: str = "user"
    score: float = 1.0
    evidence: Mapping[str, Any] = field(default_factory=dict)


A_PERSONS = Grounds()
"""The grounds of a person who gives none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafLine:
    """A leaf with the cluster it is in and how often texts speak of it."""

    leaf: Leaf
    canonical_id: int
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision in force, with the names it is about and its evidence."""

    decision: Decision
    name: str
    other_name: str
    evidence: Mapping[str, Any]


def list_leaves(connection: Connection, kind: str | None = None) -> list[LeafLine]:
    """Return every leaf, or those of one kind, the most mentioned first."""
    sql = (
        "SELECT e.id, e.kind, e.key, e.name, e.canonical_id, count(m.seq) FROM entity e"
        " LEFT JOIN mention m ON m.entity_id = e.id"
        " WHERE (CAST(? AS TEXT) IS NULL OR e.kind = ?)"
        " GROUP BY e.id, e.kind, e.key, e.name, e.canonical_id ORDER BY 6 DESC, e.id"
    )
    rows = select(connection, sql, (kind, kind))
    return [
        LeafLine(leaf=_leaf(row), canonical_id=int(row[4]), mentions=int(row[5])) for row in rows
    ]


def find_leaf(connection: Connection, name: str, kind: str | None = None) -> Leaf:
    """Return the one leaf that is spelled so.

    Raises:
        NotFoundError: nothing is.
        UsageError: several are; say which kind.
    """
    sql = (
        "SELECT DISTINCT e.id, e.kind, e.key, e.name FROM entity e"
        " JOIN entity_name n ON n.entity_id = e.id"
        " WHERE (n.name = ? OR lower(n.name) = ?) AND (CAST(? AS TEXT) IS NULL OR e.kind = ?)"
    )
    found = [_leaf(row) for row in select(connection, sql, (name, name.lower(), kind, kind))]
    if not found:
        raise NotFoundError(f"no text calls anything {name!r}; `newsledger entities` lists names")
    if len(found) > 1:
        kinds = ", ".join(sorted(leaf.kind for leaf in found))
        raise UsageError(f"{name!r} names several things ({kinds}); give --kind")
    return found[0]


def decided_pairs(connection: Connection) -> set[tuple[int, int]]:
    """Return the pairs of leaves that a decision in force speaks of, the smaller id first."""
    sql = "SELECT entity_id, other_id FROM entity_decision WHERE revoked_at IS NULL"
    return {_pair(row[0], row[1]) for row in select(connection, sql)}


def decisions_in_force(connection: Connection, limit: int = 50) -> list[DecisionView]:
    """Return the newest decisions, with their evidence."""
    sql = (
        "SELECT d.id, d.entity_id, d.other_id, d.verdict, d.method, d.score, d.decided_by, a.name,"
        " b.name, d.evidence FROM entity_decision d JOIN entity a ON a.id = d.entity_id"
        " JOIN entity b ON b.id = d.other_id WHERE d.revoked_at IS NULL ORDER BY d.id DESC LIMIT ?"
    )
    return [
        DecisionView(
            decision=_decision(row), name=row[7], other_name=row[8], evidence=json_of(row[9])
        )
        for row in select(connection, sql, (limit,))
    ]


def merge(
    connection: Connection,
    one: int,
    other: int,
    now: datetime,
    grounds: Grounds = A_PERSONS,
) -> int:
    """Decide that two leaves are the same; returns the id of the decision.

    Raises:
        UsageError: they are the same leaf, or someone decided that they are different.
    """
    against = [d for d in _between(connection, one, other) if not d.same]
    if against:
        raise UsageError(
            f"it was decided that these are different; `entities undo {against[0].id}` first"
        )
    return _decide(connection, (one, other, True), grounds, now)


def split(
    connection: Connection,
    one: int,
    other: int,
    now: datetime,
    grounds: Grounds = A_PERSONS,
) -> int:
    """Decide that two leaves are never the same; returns the id of the decision.

    What said that exactly these two are the same is revoked.

    Raises:
        UsageError: they are the same leaf.
    """
    for decision in _between(connection, one, other):
        if decision.same:
            _revoke(connection, decision.id, now)
    return _decide(connection, (one, other, False), grounds, now)


def undo(connection: Connection, now: datetime, decision_id: int | None = None) -> Decision:
    """Revoke one decision, or the last one that a person took; returns it.

    Raises:
        NotFoundError: there is none that is in force.
    """
    decision = find_decision(connection, decision_id)
    _revoke(connection, decision.id, now)
    recompute_canonical(connection, (decision.one, decision.other))
    return decision


def find_decision(connection: Connection, decision_id: int | None = None) -> Decision:
    """Return one decision in force, or the last one that a person took.

    Raises:
        NotFoundError: there is none.
    """
    wanted = "id = ?" if decision_id is not None else "decided_by <> ?"
    sql = (
        f"SELECT {_COLUMNS} FROM entity_decision WHERE {wanted} AND revoked_at IS NULL"  # noqa: S608
        " ORDER BY id DESC LIMIT 1"
    )
    found = select(connection, sql, (RULE if decision_id is None else decision_id,))
    if not found:
        what = "no decision to take back" if decision_id is None else f"no decision {decision_id}"
        raise NotFoundError(f"{what} is in force; `newsledger entities decisions` lists them")
    return _decision(found[0])


def recompute_canonical(connection: Connection, touched: Iterable[int]) -> None:
    """Compute anew what each cluster goes by that the touched leaves are or may have been in."""
    reached, decisions = _reachable(connection, set(touched))
    sql = "SELECT id, kind, key, name, canonical_id FROM entity WHERE id {among}"
    rows = select_among(connection, sql, sorted(reached))
    canonical = join_leaves([_leaf(row) for row in rows], decisions)
    changed = [(canonical[row[0]], row[0]) for row in rows if canonical[row[0]] != row[4]]
    execute_many(connection, "UPDATE entity SET canonical_id = ? WHERE id = ?", sorted(changed))


def _decide(
    connection: Connection, verdict: tuple[int, int, bool], grounds: Grounds, now: datetime
) -> int:
    one, other, same = verdict
    if one == other:
        raise UsageError("both names are one leaf already; there is nothing to decide")
    ((first, second), word) = (_pair(one, other), "same" if same else "different")
    (row_id,) = reserve_ids(connection, EntityDecisionRow, 1)
    why = (grounds.method, grounds.score, dict(grounds.evidence), grounds.by)
    insert(connection, EntityDecisionRow, [(row_id, first, second, word, *why, now, None)])
    recompute_canonical(connection, (one, other))
    return row_id


def _revoke(connection: Connection, decision_id: int, now: datetime) -> None:
    sql = "UPDATE entity_decision SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"
    execute(connection, sql, (now, decision_id))


def _between(connection: Connection, one: int, other: int) -> list[Decision]:
    sql = _IN_FORCE.replace("{column}", "entity_id") + " AND other_id = ?"
    first, second = _pair(one, other)
    return [_decision(row) for row in select_among(connection, sql, [first], (second,))]


def _reachable(connection: Connection, touched: set[int]) -> tuple[set[int], list[Decision]]:
    """Return the leaves that "same" decisions lead to, and every decision in force of theirs."""
    found: dict[int, Decision] = {}
    edge, reached = set(touched), set(touched)
    while edge:
        for column in ("entity_id", "other_id"):
            rows = select_among(connection, _IN_FORCE.replace("{column}", column), sorted(edge))
            found |= {row[0]: _decision(row) for row in rows}
        same = {leaf for d in found.values() if d.same for leaf in (d.one, d.other)}
        edge = same - reached
        reached |= edge
    return reached, [found[key] for key in sorted(found)]


def _leaf(row: Sequence[Any]) -> Leaf:
    return Leaf(id=int(row[0]), kind=row[1], key=row[2], name=row[3])


def _decision(row: Sequence[Any]) -> Decision:
    return Decision(
        id=int(row[0]),
        one=int(row[1]),
        other=int(row[2]),
        same=row[3] == "same",
        method=row[4],
        score=float(row[5]),
        decided_by=row[6],
    )


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
