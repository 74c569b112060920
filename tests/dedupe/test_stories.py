"""Articles about one event, joined as they come."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.dedupe.report import Report, rarity, read_report, stem_word
from tasks.dedupe.stories import Joined, join_stories, link_groups, score_reports
from tasks.dedupe.story_index import WINDOW, MemoryStories, key_words, place_reports
from tests.dedupe.writing import BUDGET, FERRY, WEATHER, teaser

DAY = datetime(2024, 3, 5, 9, tzinfo=UTC)
OTHER_FERRY = """Passengers stranded for hours as ferry grounds near Lindholm
More than 200 passengers spent Tuesday morning aboard the ferry Astrid after it hit a sandbank at \
Lindholm, the coast guard confirmed.
Tugs freed the ship around noon. "We ran out of coffee, that was the worst," said Mats Ek, a \
passenger on his way to the mainland.
Sundlinjen, the operator, stopped its crossings until Friday while divers look at the rudder."""
OTHER_BUDGET = """Orvane approves spending plan after months of quarrel
The city council of Orvane passed its budget on Thursday night. Nine schools will be repaired and \
residents will pay more for parking.
Lena Aust, who leads the opposition, voted against it. Mayor Teodor Brandt spoke of a compromise \
on trams and schools."""


def report(number: int, text: str, at: datetime | None = DAY) -> Report:
    return read_report(number, text.split("\n")[0], text, at)


EVENTS = [
    report(0, FERRY),
    report(1, BUDGET),
    report(2, OTHER_FERRY),
    report(3, WEATHER),
    report(4, OTHER_BUDGET),
]


def members(joined: Sequence[Joined]) -> set[frozenset[int]]:
    return {frozenset(one.reports) for one in joined}


def test_articles_about_one_event_are_one_story() -> None:
    assert members(join_stories(EVENTS, {})) == {
        frozenset({0, 2}),
        frozenset({1, 4}),
        frozenset({3}),
    }


@settings(deadline=None)
@given(st.permutations(EVENTS))
def test_the_order_within_a_batch_does_not_matter(arrival: list[Report]) -> None:
    assert join_stories(arrival, {}) == join_stories(EVENTS, {})


def test_a_later_report_joins_the_known_story() -> None:
    index = MemoryStories()
    place_reports(EVENTS[:2], index)
    place_reports(EVENTS[2:], index)
    assert {frozenset(story) for story in index.stories()} == {
        frozenset({0, 2}),
        frozenset({1, 4}),
        frozenset({3}),
    }


def test_a_copy_belongs_to_the_story_of_its_original() -> None:
    index = MemoryStories()
    place_reports(EVENTS, index)
    joined = place_reports([report(9, teaser(FERRY))], index)
    assert joined[0].story is not None
    assert 0 in index.stories()[joined[0].story]


def test_what_comes_long_after_is_another_story() -> None:
    index = MemoryStories()
    place_reports([EVENTS[0]], index)
    joined = place_reports([report(9, OTHER_FERRY, DAY + WINDOW + timedelta(days=1))], index)
    assert joined[0].story is None


def test_nothing_new_changes_nothing() -> None:
    assert join_stories([], {7: [EVENTS[0]]}) == []


def test_known_stories_are_never_joined_to_each_other() -> None:
    odds = np.array([[4.0, 3.0, 2.0]])
    assert link_groups(odds, np.ones(3)) == {1: [0]}


def test_a_pair_below_the_threshold_stays_apart() -> None:
    odds = np.array([[4.0, 3.0, -4.0], [3.0, 4.0, -4.0], [-4.0, -4.0, 4.0]])
    assert sorted(link_groups(odds, np.ones(3)).values()) == [[0, 1], [2]]


def test_a_story_counts_by_the_mean_of_its_reports() -> None:
    sums = np.array([[4.0, -6.0]])
    assert link_groups(sums, np.array([1.0, 2.0])) == {0: [0]}
    assert link_groups(sums, np.array([1.0, 8.0])) == {1: [0]}


def test_scores_are_symmetric_and_say_how_sure_it_is() -> None:
    odds = score_reports(EVENTS, EVENTS)
    assert np.allclose(odds, odds.T)
    surest = max(join_stories(EVENTS, {}), key=lambda one: len(one.reports))
    assert all(0.5 < score <= 1.0 for score in surest.scores)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("Crossing", "cross"),
        ("parties", "part"),
        ("said", "said"),
        ("Bus", "bus"),
        ("Straße", "strasse"),
    ],
)
def test_words_are_stemmed(word: str, stem: str) -> None:
    assert stem_word(word) == stem


def test_common_words_say_less_than_rare_ones() -> None:
    assert rarity("the") < rarity("council") <= rarity("sundlinjen")


def test_a_report_is_found_by_names_and_rare_words() -> None:
    keys = key_words(EVENTS[0])
    assert "lindholm" in keys
    assert "the" not in keys
