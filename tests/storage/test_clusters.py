"""Clusters are computed from decisions, and from nothing else."""

from collections import defaultdict
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from storage.who.clusters import RULE, Decision, Leaf, join_leaves


def leaf(number: int, name: str = "") -> Leaf:
    name = name or f"Name{number}"
    return Leaf(id=number, kind="org", key=name.lower().replace(" ", ""), name=name)


def decision(
    number: int,
    one: int,
    other: int,
    *,
    same: bool = True,
    by: str = RULE,
    method: str = "word_set",
) -> Decision:
    return Decision(
        id=number, one=one, other=other, same=same, method=method, score=0.95, decided_by=by
    )


def groups(joined: dict[int, int]) -> set[frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for member, canonical in joined.items():
        found[canonical].add(member)
    return {frozenset(members) for members in found.values()}


def test_no_decision_joins_nothing() -> None:
    assert join_leaves([leaf(1), leaf(2)], []) == {1: 1, 2: 2}


def test_same_is_passed_on_along_a_chain() -> None:
    chain = [decision(1, 1, 2), decision(2, 2, 3)]
    assert groups(join_leaves([leaf(1), leaf(2), leaf(3), leaf(4)], chain)) == {
        frozenset({1, 2, 3}),
        frozenset({4}),
    }


def test_different_wins_over_a_chain_of_rules() -> None:
    apart = decision(3, 1, 3, same=False, by="user")
    chain = [decision(1, 1, 2), decision(2, 2, 3), apart]
    joined = join_leaves([leaf(1), leaf(2), leaf(3)], chain)
    assert joined[1] != joined[3]


def test_a_persons_same_comes_before_a_rules() -> None:
    decisions = [
        decision(1, 1, 2),
        decision(2, 2, 3, by="user"),
        decision(3, 1, 3, same=False, by="user"),
    ]
    joined = join_leaves([leaf(1), leaf(2), leaf(3)], decisions)
    assert groups(joined) == {frozenset({1}), frozenset({2, 3})}


def test_an_acronym_of_two_long_forms_joins_neither() -> None:
    leaves = [leaf(1, "WTO"), leaf(2, "World Trade Organization"), leaf(3, "World Tourism Org")]
    stated = [decision(1, 1, 2, method="definition"), decision(2, 1, 3, method="acronym")]
    assert join_leaves(leaves, stated) == {1: 1, 2: 2, 3: 3}
    assert len(groups(join_leaves(leaves, stated[:1]))) == 2


def test_an_acronym_of_two_spellings_of_one_long_form_joins_them() -> None:
    leaves = [leaf(1, "WHO"), leaf(2, "World Health Organization"), leaf(3, "World Health Organ")]
    decisions = [
        decision(1, 1, 2, method="definition"),
        decision(2, 1, 3, method="definition"),
        decision(3, 2, 3, by="user"),
    ]
    assert len(groups(join_leaves(leaves, decisions))) == 1


def test_a_cluster_goes_by_its_fullest_name() -> None:
    leaves = [leaf(1, "IOC"), leaf(2, "International Olympic Committee")]
    assert join_leaves(leaves, [decision(1, 1, 2, method="definition")]) == {1: 2, 2: 2}


PAIRS = st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] != pair[1])
DECISIONS = st.lists(
    st.tuples(
        PAIRS,
        st.booleans(),
        st.sampled_from(["user", RULE]),
        st.sampled_from(["definition", "word_set"]),
    ),
    max_size=14,
).map(
    lambda rows: [
        decision(n, one, other, same=same, by=by, method=method)
        for n, ((one, other), same, by, method) in enumerate(rows)
    ]
)
LEAVES = [leaf(number, "Some Name " * (number % 4) + str(number)) for number in range(1, 9)]


@given(DECISIONS, st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_are_read_changes_nothing(
    decisions: list[Decision], random: Random
) -> None:
    shuffled = random.sample(decisions, len(decisions))
    assert join_leaves(LEAVES, decisions) == join_leaves(reversed(LEAVES), shuffled)


@given(DECISIONS)
def test_what_is_different_is_never_in_one_cluster(decisions: list[Decision]) -> None:
    joined = join_leaves(LEAVES, decisions)
    for found in decisions:
        if not found.same:
            assert joined[found.one] != joined[found.other]


@given(DECISIONS)
def test_every_cluster_goes_by_one_of_its_own(decisions: list[Decision]) -> None:
    joined = join_leaves(LEAVES, decisions)
    assert all(joined[canonical] == canonical for canonical in joined.values())
