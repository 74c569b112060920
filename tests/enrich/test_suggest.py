"""What may be one entity, for a person to decide."""

from pathlib import Path

import pytest

from storage.errors import ConfigError
from storage.records import Annotations, MentionKind, Merge
from storage.who.clusters import Leaf
from tasks.enrich.dry_run import compare_merges
from tasks.enrich.known import KnownEntities, read_known, verdicts
from tasks.enrich.names import leaf_key
from tasks.enrich.suggest import suggest


def leaves(*names: str, kind: MentionKind = MentionKind.ORG) -> list[Leaf]:
    return [
        Leaf(id=number, kind=kind.value, key=leaf_key(kind, name) or "", name=name)
        for number, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize(
    ("kind", "one", "other", "rule"),
    [
        (MentionKind.PERSON, "J. Poeman", "Jane Poeman", "initials"),
        (MentionKind.PERSON, "Natsu Higuchi", "Natsuko Higuchi", "spelling"),
        (MentionKind.ORG, "WHO", "World Health Organisation", "short form"),
        (MentionKind.ORG, "Boltex", "Boltex Holdings", "group word"),
        (MentionKind.ORG, "Republican Party", "U.S. Republican Party", "more words"),
        (MentionKind.PLACE, "Chatnam Islands", "Chatham Islands", "spelling"),
    ],
)
def test_likely_pairs_are_suggested_with_their_rule(
    kind: MentionKind, one: str, other: str, rule: str
) -> None:
    (found,) = suggest(leaves(one, other, kind=kind))
    assert (found.one.id, found.other.id, found.rule) == (1, 2, rule)
    assert 0 < found.score < 1


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (MentionKind.PERSON, "Zhang Qin", "Zhang Dazhong"),
        (MentionKind.PERSON, "Smith", "John Smith"),
        (MentionKind.ORG, "BBC News", "CBC News"),
        (MentionKind.ORG, "University of Paris", "University of Pisa"),
        (MentionKind.PLACE, "North Carolina", "South Carolina"),
    ],
)
def test_unlike_pairs_are_not(kind: MentionKind, one: str, other: str) -> None:
    assert suggest(leaves(one, other, kind=kind)) == []


def test_what_was_decided_is_not_asked_again() -> None:
    assert suggest(leaves("Boltex", "Boltex Group"), {(1, 2)}) == []


def test_the_surest_comes_first() -> None:
    found = suggest(leaves("State Department", "US State Department", "USD", "Boltex", "Boltex Co"))
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert len(found) > 1


def test_what_the_user_knows_becomes_decisions() -> None:
    known = KnownEntities.model_validate(
        {
            "version": 1,
            "entities": [
                {
                    "name": "Acme Group",
                    "kind": "org",
                    "aliases": ["Acme"],
                    "never": ["Acme Records"],
                }
            ],
        }
    )
    found = verdicts(known, leaves("Acme Group", "Acme", "Acme Records", "Boltex"))
    assert [(v.one, v.other, v.same) for v in found] == [(1, 2, True), (1, 3, False), (2, 3, False)]


def test_an_alias_that_was_tagged_as_another_kind_is_joined_too() -> None:
    known = KnownEntities.model_validate(
        {"version": 1, "entities": [{"name": "Ali Sports", "kind": "org", "aliases": []}]}
    )
    both = [
        Leaf(id=1, kind="person", key="ali sports", name="Ali Sports"),
        Leaf(id=2, kind="org", key="alisports", name="Ali Sports"),
    ]
    assert [(v.one, v.other, v.same) for v in verdicts(known, both)] == [(1, 2, True)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("version: 1\nentities:\n  - {name: Acme, kind: firm}\n", r"yaml:3: entities\.0\.kind"),
        (
            "version: 1\nentities:\n  - {name: Acme, kind: org, alias: [A]}\n",
            r"yaml:3: entities\.0\.alias",
        ),
        ("version: [", r"yaml:1: expected"),
    ],
    ids=["kind", "unknown key", "no yaml"],
)
def test_a_wrong_file_says_where(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "entities.yaml"
    path.write_text(written)
    with pytest.raises(ConfigError, match=said):
        read_known(path)


def test_a_dry_run_tells_merges_gained_and_lost() -> None:
    merge = Merge(
        kind=MentionKind.ORG,
        key="wto",
        other_key="worldtradeorganization",
        method="definition",
        score=1.0,
        start=0,
        end=5,
    )
    old = (MentionKind.ORG, "a", "b")
    changes = compare_merges({old}, [Annotations(looked=True, merges=(merge,))])
    assert changes.gained == ((MentionKind.ORG, "worldtradeorganization", "wto"),)
    assert changes.lost == (old,)
