"""The decider: from captures to versions, and the difference to what was believed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Believed, Cause, Change, Delta, Fact, Intents, State, Version
from tasks.store.history import difference, in_order, is_gone, project

START = datetime(2026, 1, 1, tzinfo=UTC)
JUDGED = {12, 13}  # one page, judged otherwise; 13 is the fuller reading


def fact(hour: int, content: int | None, *, state: State = State.ARTICLE, step: int = 1) -> Fact:
    return Fact(
        capture_id=hour + 1,
        step_id=step,
        observed_at=START + timedelta(hours=hour),
        tie=f"{content}",
        state=state,
        content_id=content,
        words=100 + (content or 0),
    )


def gone(hour: int) -> Fact:
    return fact(hour, None, state=State.GONE)


def differ(old: Fact, new: Fact, *, minor: bool = False) -> Delta:
    """An edit of three words in, two out; between the contents of JUDGED only lines turned."""
    same = {old.content_id, new.content_id} == JUDGED
    return Delta(words_added=3, words_removed=2, minor=minor, same=same)


def decide(facts: list[Fact], believed: list[Believed]) -> Intents:
    return difference(7, facts, believed, differ)


def apply(believed: list[Believed], intents: Intents) -> list[Believed]:
    kept = [row for row in believed if row.id not in intents.supersede]
    first = max((row.id for row in believed), default=0) + 1
    new = [
        Believed(id=first + place, version=version)
        for place, (version, _) in enumerate(intents.insert)
    ]
    return sorted(kept + new, key=lambda row: row.version.number)


def versions(believed: list[Believed]) -> list[Version]:
    return [row.version for row in believed]


def test_first_text_is_the_first_version() -> None:
    (version,) = project([fact(0, 10)], differ)
    assert (version.number, version.change, version.observed_to) == (1, Change.FIRST, None)


def test_same_text_seen_again_makes_no_version() -> None:
    assert len(project([fact(0, 10), fact(1, 10), fact(2, 10)], differ)) == 1


def test_changed_text_makes_a_second_version_and_ends_the_first() -> None:
    facts = [fact(0, 10), fact(3, 11)]
    first, second = project(facts, differ)
    assert first.observed_to == second.observed_from == START + timedelta(hours=3)
    assert (second.change, second.words_added, second.words_removed) == (Change.SUBSTANTIVE, 3, 2)


def test_small_change_is_minor() -> None:
    facts = [fact(0, 10), fact(1, 11)]
    assert project(facts, partial(differ, minor=True))[1].change is Change.MINOR


def test_earlier_text_that_comes_back_is_restored() -> None:
    facts = [fact(0, 10), fact(1, 11), fact(2, 10)]
    assert [v.change for v in project(facts, differ)] == [
        Change.FIRST,
        Change.SUBSTANTIVE,
        Change.RESTORED,
    ]


def test_lines_judged_otherwise_make_no_version() -> None:
    facts = [fact(0, 12), fact(1, 13), fact(2, 12), fact(3, 13)]
    (version,) = project(facts, differ)
    assert (version.number, version.observed_from, version.observed_to) == (1, START, None)


def test_of_several_readings_the_fullest_is_told_from_when_it_was_first_shown() -> None:
    for contents in ((12, 13), (13, 12), (12, 13, 12)):
        facts = [fact(hour, content) for hour, content in enumerate(contents)]
        (version,) = project(facts, differ)
        place = contents.index(13)
        assert (version.content_id, version.capture_id) == (13, facts[place].capture_id)
        assert version.observed_from == START


def test_a_fuller_reading_is_told_as_read_anew_and_no_edit() -> None:
    believed = apply([], decide([fact(0, 12)], []))
    intents = decide([fact(0, 12), fact(1, 13)], believed)
    ((version, cause),) = intents.insert
    assert (version.number, version.content_id, cause) == (1, 13, Cause.RECLEANED)
    assert len(intents.supersede) == 1


def test_edit_after_lines_judged_otherwise_is_told_from_what_stood_last() -> None:
    facts = [fact(0, 12), fact(1, 13), fact(2, 10)]
    first, second = project(facts, differ)
    assert (first.content_id, second.content_id, second.number) == (13, 10, 2)
    assert first.observed_to == second.observed_from == START + timedelta(hours=2)


@pytest.mark.parametrize("state", [State.STUB, State.FAILED])
def test_wall_or_failure_is_never_put_over_a_good_text(state: State) -> None:
    (version,) = project([fact(0, 10), fact(1, None, state=state)], differ)
    assert version.observed_to is None


def test_one_404_is_not_believed() -> None:
    assert not is_gone([fact(0, 10), gone(1), gone(2)])


def test_404_on_two_days_makes_the_article_gone() -> None:
    assert decide([fact(0, 10), gone(1), gone(30)], []).state == "gone"


def test_article_that_comes_back_is_live() -> None:
    assert decide([fact(0, 10), gone(1), gone(30), fact(40, 10)], []).state == "live"


def test_nothing_new_writes_nothing() -> None:
    facts = [fact(0, 10), fact(1, 11)]
    believed = apply([], decide(facts, []))
    again = decide(facts, believed)
    assert (again.supersede, again.insert) == ((), ())


def test_second_version_closes_the_first_row() -> None:
    believed = apply([], decide([fact(0, 10)], []))
    intents = decide([fact(0, 10), fact(1, 11)], believed)
    assert [cause for _, cause in intents.insert] == [Cause.CLOSED, Cause.OBSERVED]
    assert intents.supersede == (believed[0].id,)


def test_cleaning_again_to_the_same_text_changes_no_belief() -> None:
    believed = apply([], decide([fact(0, 10)], []))
    again = decide([fact(0, 10, step=2)], believed)
    assert (again.supersede, again.insert) == ((), ())


def test_cleaning_again_to_another_text_is_no_edit_of_the_publisher() -> None:
    believed = apply([], decide([fact(0, 10)], []))
    intents = decide([fact(0, 20, step=2)], believed)
    ((version, cause),) = intents.insert
    assert (version.number, version.change, cause) == (1, Change.FIRST, Cause.RECLEANED)


def test_edit_that_only_a_ticker_made_disappears_when_cleaned_again() -> None:
    believed = apply([], decide([fact(0, 10), fact(1, 11)], []))
    after = apply(believed, decide([fact(0, 20, step=2), fact(1, 20, step=2)], believed))
    assert [version.change for version in versions(after)] == [Change.FIRST]


def test_capture_that_arrives_late_takes_its_place() -> None:
    believed = apply([], decide([fact(5, 11)], []))
    intents = decide([fact(5, 11), fact(1, 10)], believed)
    assert {cause for _, cause in intents.insert} == {Cause.LATE}
    assert [v.content_id for v in versions(apply(believed, intents))] == [10, 11]


FACTS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from([10, 11, 12, 13, None]),
        st.sampled_from([State.STUB, State.GONE]),
    ),
    min_size=1,
    max_size=8,
).map(
    lambda drawn: [
        replace(
            fact(hour, content, state=State.ARTICLE if content else other), capture_id=place + 1
        )
        for place, (hour, content, other) in enumerate(drawn)
    ]
)


@given(FACTS, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_one_history(facts: list[Fact], random: object) -> None:
    whole = project(in_order(facts), differ)
    arriving = list(facts)
    random.shuffle(arriving)  # type: ignore[attr-defined]
    believed: list[Believed] = []
    for count in range(1, len(arriving) + 1):
        believed = apply(believed, decide(arriving[:count], believed))
    essence = [(v.number, v.content_id, v.change, v.observed_from, v.observed_to) for v in whole]
    assert essence == [
        (v.number, v.content_id, v.change, v.observed_from, v.observed_to)
        for v in versions(believed)
    ]


@given(FACTS)
def test_history_has_no_gap_no_overlap_and_one_open_end(facts: list[Fact]) -> None:
    found = project(in_order(facts), differ)
    assert [version.number for version in found] == list(range(1, len(found) + 1))
    for earlier, later in pairwise(found):
        assert earlier.observed_to == later.observed_from
        assert earlier.content_id != later.content_id
    assert all(version.observed_to is None for version in found[-1:])
