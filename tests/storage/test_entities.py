"""What people decide about entities, and taking it back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage.annotations import write_leaves
from storage.bulk import select
from storage.errors import NotFoundError, UsageError
from storage.ledger import Ledger
from storage.records import Annotations, Mention, MentionKind
from storage.who.clusters import join_leaves
from storage.who.entities import (
    decided_pairs,
    decisions_in_force,
    find_leaf,
    list_leaves,
    merge,
    recompute_canonical,
    split,
    undo,
)

NOW = datetime(2026, 1, 2, tzinfo=UTC)
NAMES = ("Acme", "Acme Group", "ACM", "Bolt", "Bolt Trust", "Cern Lab")


def spoken_of(*names: str, kind: MentionKind = MentionKind.ORG) -> Annotations:
    mentions = [
        Mention(
            kind=kind,
            start=0,
            end=len(name),
            surface=name,
            score=1.0,
            key=name.lower().replace(" ", ""),
        )
        for name in names
    ]
    return Annotations(looked=True, mentions=tuple(mentions))


def canonical(connection: Connection) -> dict[int, int]:
    return {row[0]: row[1] for row in select(connection, "SELECT id, canonical_id FROM entity")}


@pytest.fixture
def connection(ledger: Ledger) -> Iterator[Connection]:
    """A writing connection to a ledger with six leaves."""
    with ledger.database.write() as writing:
        write_leaves(writing, [spoken_of(*NAMES)], NOW)
        yield writing


def ids(connection: Connection, *names: str) -> list[int]:
    return [find_leaf(connection, name).id for name in names]


def test_a_merge_makes_two_leaves_one_entity(connection: Connection) -> None:
    acme, group = ids(connection, "Acme", "Acme Group")
    merge(connection, acme, group, NOW)
    assert canonical(connection)[acme] == canonical(connection)[group] == group


def test_undo_brings_back_exactly_the_clusters_of_before(connection: Connection) -> None:
    acme, group, acm = ids(connection, "Acme", "Acme Group", "ACM")
    merge(connection, acme, acm, NOW)
    before = canonical(connection)
    merge(connection, acm, group, NOW)
    assert canonical(connection) != before
    undo(connection, NOW)
    assert canonical(connection) == before


def test_a_revoked_decision_stays_in_the_ledger_with_its_time(connection: Connection) -> None:
    number = merge(connection, *ids(connection, "Acme", "ACM"), NOW)
    undo(connection, NOW + timedelta(days=1), number)
    rows = select(connection, "SELECT revoked_at FROM entity_decision")
    assert len(rows) == 1
    assert rows[0][0] is not None
    assert decided_pairs(connection) == set()


def test_a_split_holds_against_a_chain(connection: Connection) -> None:
    acme, group, acm = ids(connection, "Acme", "Acme Group", "ACM")
    merge(connection, acme, acm, NOW)
    merge(connection, acm, group, NOW)
    split(connection, acme, group, NOW)
    assert canonical(connection)[acme] != canonical(connection)[group]


def test_a_split_revokes_the_merge_of_the_same_pair(connection: Connection) -> None:
    pair = ids(connection, "Acme", "ACM")
    merge(connection, *pair, NOW)
    split(connection, *pair, NOW)
    (only,) = decisions_in_force(connection)
    assert (only.decision.same, {only.name, only.other_name}) == (False, {"Acme", "ACM"})


def test_a_merge_of_what_was_split_says_what_to_undo(connection: Connection) -> None:
    pair = ids(connection, "Acme", "ACM")
    number = split(connection, *pair, NOW)
    with pytest.raises(UsageError, match=f"undo {number}"):
        merge(connection, *pair, NOW)


def test_a_leaf_cannot_be_merged_with_itself(connection: Connection) -> None:
    (acme,) = ids(connection, "Acme")
    with pytest.raises(UsageError, match="one leaf already"):
        merge(connection, acme, acme, NOW)


def test_undo_without_a_decision_says_so(connection: Connection) -> None:
    with pytest.raises(NotFoundError, match="no decision"):
        undo(connection, NOW)


def test_an_unknown_name_is_not_found(connection: Connection) -> None:
    with pytest.raises(NotFoundError, match="Nobody"):
        find_leaf(connection, "Nobody")


def test_a_name_of_two_kinds_asks_for_the_kind(connection: Connection) -> None:
    write_leaves(connection, [spoken_of("Acme", kind=MentionKind.PLACE)], NOW)
    with pytest.raises(UsageError, match="kind"):
        find_leaf(connection, "acme")
    assert find_leaf(connection, "acme", "place").kind == "place"


def test_leaves_are_listed_with_their_mentions(connection: Connection) -> None:
    assert {
        line.leaf.name: line.mentions for line in list_leaves(connection, "org")
    } == dict.fromkeys(NAMES, 0)


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "undo"]), st.integers(0, 5), st.integers(0, 5)),
    max_size=12,
)


@given(STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_stored_is_what_all_decisions_together_give(
    sqlite_ledger: Ledger, steps: list[tuple[str, int, int]]
) -> None:
    """However clusters were changed bit by bit, they are those computed at once."""
    with sqlite_ledger.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM entity_decision")
        leaves = write_leaves(connection, [spoken_of(*NAMES)], NOW)
        known = sorted(leaves.values())
        recompute_canonical(connection, known)
        for action, one, other in steps:
            try:
                if action == "merge":
                    merge(connection, known[one], known[other], NOW)
                elif action == "split":
                    split(connection, known[one], known[other], NOW)
                else:
                    undo(connection, NOW)
            except (UsageError, NotFoundError):
                continue
        lines = [line.leaf for line in list_leaves(connection)]
        decisions = [view.decision for view in decisions_in_force(connection)]
        assert canonical(connection) == join_leaves(lines, decisions)
