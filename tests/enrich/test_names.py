"""What is one leaf, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import MentionKind
from tasks.enrich.names import fold, leaf_key

PERSON, ORG, PLACE, EVENT = (
    MentionKind.PERSON,
    MentionKind.ORG,
    MentionKind.PLACE,
    MentionKind.EVENT,
)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (PERSON, "Zhang Dazhong", "DaZhong Zhang"),
        (PERSON, "Dr. Jane Müller", "Jane Muller"),
        (PERSON, "President Vladimir Norov", "Vladimir Norov"),
        (ORG, "Ali Sports", "Alisports"),
        (ORG, "Acme Inc.", "The Acme"),
        (ORG, "Siemens AG", "Siemens"),
        (PLACE, "Jiangsu Province", "Jiangsu"),
        (PLACE, "U.S.", "United States of America"),
        (PLACE, "UK", "Great Britain"),
        (EVENT, "SCO Marathons", "SCO Marathon"),
        (MentionKind.NATIONALITY, "Germans", "German"),
    ],
)
def test_spellings_of_one_name_share_a_leaf(kind: MentionKind, one: str, other: str) -> None:
    assert leaf_key(kind, one) == leaf_key(kind, other)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (PERSON, "Zhang Qin", "Zhang Dazhong"),
        (ORG, "Alibaba Group", "Alibaba Sports Group"),
        (ORG, "Kunming University", "Kunming"),
        (EVENT, "World Cup 2018", "World Cup 2022"),
        (PLACE, "North Korea", "South Korea"),
    ],
)
def test_different_names_have_different_leaves(kind: MentionKind, one: str, other: str) -> None:
    assert leaf_key(kind, one) != leaf_key(kind, other)


def test_a_date_has_no_leaf() -> None:
    assert leaf_key(MentionKind.DATE, "8 February 2017") is None


def test_what_holds_no_letter_or_digit_has_no_leaf() -> None:
    assert leaf_key(ORG, "—!") is None


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.permutations(["Ana", "María", "Ruiz"]))
def test_a_persons_names_may_stand_in_any_order(words: list[str]) -> None:
    assert leaf_key(PERSON, " ".join(words)) == "ana maria ruiz"
