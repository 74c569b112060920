"""Decisions taken for people: by entities.yaml, and by what texts state."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from storage.annotations import write_leaves
from storage.ledger import Ledger
from storage.records import Annotations, Mention, MentionKind
from storage.who.entities import Grounds, decisions_in_force, find_leaf, merge, split
from storage.who.entity_rules import Synced, follow_file, stated_merges

NOW = datetime(2026, 1, 2, tzinfo=UTC)
FILE = "entities.yaml"


@pytest.fixture
def connection(ledger: Ledger) -> Iterator[Connection]:
    """A writing connection to a ledger with three leaves."""
    names = ("Acme", "Acme Group", "Bolt")
    mentions = tuple(
        Mention(
            kind=MentionKind.ORG,
            start=0,
            end=len(name),
            surface=name,
            score=1.0,
            key=name.lower().replace(" ", ""),
        )
        for name in names
    )
    with ledger.database.write() as writing:
        write_leaves(writing, [Annotations(looked=True, mentions=mentions)], NOW)
        yield writing


def pair(connection: Connection, one: str, other: str) -> tuple[int, int]:
    first, second = sorted(find_leaf(connection, name).id for name in (one, other))
    return first, second


def verdicts(connection: Connection) -> list[tuple[bool, str]]:
    return [(v.decision.same, v.decision.decided_by) for v in decisions_in_force(connection)]


def test_what_a_file_says_is_decided_once(connection: Connection) -> None:
    wanted = {
        pair(connection, "Acme", "Acme Group"): True,
        pair(connection, "Acme", "Bolt"): False,
    }
    assert follow_file(connection, wanted, FILE, NOW) == Synced(added=2, revoked=0)
    assert follow_file(connection, wanted, FILE, NOW) == Synced(added=0, revoked=0)
    assert sorted(verdicts(connection)) == [(False, FILE), (True, FILE)]


def test_what_a_file_no_longer_says_is_revoked(connection: Connection) -> None:
    follow_file(connection, {pair(connection, "Acme", "Bolt"): True}, FILE, NOW)
    assert follow_file(connection, {}, FILE, NOW) == Synced(added=0, revoked=1)
    assert verdicts(connection) == []


def test_a_file_that_changes_its_mind_is_followed(connection: Connection) -> None:
    both = pair(connection, "Acme", "Bolt")
    follow_file(connection, {both: True}, FILE, NOW)
    assert follow_file(connection, {both: False}, FILE, NOW) == Synced(added=1, revoked=1)
    assert verdicts(connection) == [(False, FILE)]


def test_a_file_leaves_the_decisions_of_others_alone(connection: Connection) -> None:
    merge(connection, *pair(connection, "Acme", "Acme Group"), NOW)
    follow_file(connection, {}, FILE, NOW)
    assert verdicts(connection) == [(True, "user")]


def test_a_files_same_takes_back_a_different_of_that_pair(connection: Connection) -> None:
    both = pair(connection, "Acme", "Bolt")
    split(connection, *both, NOW)
    follow_file(connection, {both: True}, FILE, NOW)
    assert verdicts(connection) == [(True, FILE)]


def test_merges_that_texts_stated_are_listed_by_their_keys(connection: Connection) -> None:
    stated = Grounds(method="definition", by="rule")
    merge(connection, *pair(connection, "Acme", "Acme Group"), NOW, stated)
    merge(connection, *pair(connection, "Acme", "Bolt"), NOW)
    assert stated_merges(connection) == {(MentionKind.ORG, "acme", "acmegroup")}
