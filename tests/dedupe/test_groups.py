"""Groups and their canonical text do not depend on the order of arrival."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records import CopyKind
from tasks.dedupe.groups import Judge, judge_texts, place_texts
from tasks.dedupe.index import NEAREST, MemoryIndex
from tasks.dedupe.reading import read_text
from tasks.dedupe.text import Text, prepare_text
from tasks.dedupe.verify import Verdict
from tests.dedupe.writing import (
    BUDGET,
    FERRY,
    LATE_FERRY,
    WEATHER,
    edited,
    from_agency,
    opening,
    teaser,
    with_menu,
)

World = tuple[list[Text], dict[frozenset[int], Verdict | None]]


@dataclass(frozen=True)
class Placed:
    """Hubs with their copies, and the hubs that are excerpts of others."""

    groups: dict[int, dict[int, Verdict]]
    sources: dict[int, tuple[int, Verdict]]


def arrive(batches: Iterable[Iterable[Text]], judge: Judge = judge_texts) -> Placed:
    """The groups after the batches came one after the other."""
    index = MemoryIndex()
    for batch in batches:
        place_texts(batch, index, judge)
    groups = {group: dict(members) for group, members in index.groups().items()}
    sources = {group: source for group in groups if (source := index.source(group))}
    return Placed(groups, sources)


def define(texts: Iterable[Text], judge: Judge) -> Placed:
    """The groups by their definition, all texts known at once."""
    placed = Placed({}, {})
    for text in sorted(texts, key=lambda text: text.rank):
        hubs = [hub for hub in texts if hub.id in placed.groups]
        linked = [(verdict, hub) for hub in hubs if (verdict := judge(text, hub))]
        linked.sort(key=lambda link: (-link[0].score, link[1].rank))
        copies = [link for link in linked if link[0].kind is not CopyKind.EXCERPT]
        excerpts = [link for link in linked if link[0].kind is CopyKind.EXCERPT]
        if copies:
            verdict, hub = copies[0]
            placed.groups[hub.id][text.id] = verdict
            continue
        placed.groups[text.id] = {}
        if excerpts:
            verdict, hub = excerpts[0]
            placed.sources[text.id] = (hub.id, verdict)
    return placed


def numbered(text_id: int, words: int) -> Text:
    """A text of so many words; all of these meet each other in the index."""
    reading = read_text(" ".join(f"w{number}" for number in range(words)))
    return Text(id=text_id, key=f"{text_id:04}", reading=reading, sketch=(1, 2))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to eight texts and any symmetric set of links among them."""
    sizes = draw(st.lists(st.integers(4, 9), min_size=1, max_size=NEAREST))
    texts = [numbered(number, words) for number, words in enumerate(sizes)]
    pairs = [frozenset((a, b)) for a in range(len(texts)) for b in range(a)]
    verdicts = st.sampled_from(
        (None, None, *(verdict(score) for score in (0.7, 0.8, 0.9)), excerpt(0.8), excerpt(0.9))
    )
    return texts, {pair: draw(verdicts) for pair in pairs}


def verdict(score: float) -> Verdict:
    return Verdict(kind=CopyKind.EDITED, score=score)


def excerpt(score: float) -> Verdict:
    return Verdict(kind=CopyKind.EXCERPT, score=score)


def judged_by(verdicts: Mapping[frozenset[int], Verdict | None]) -> Judge:
    return lambda one, other: verdicts[frozenset((one.id, other.id))]


@settings(deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_any_order_gives_the_groups_of_the_definition(world: World, random: Random) -> None:
    texts, verdicts = world
    arrival = random.sample(texts, len(texts))
    judge = judged_by(verdicts)
    assert arrive(([text] for text in arrival), judge) == define(texts, judge)


@settings(deadline=None)
@given(worlds(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_batches_of_any_size_give_the_same_groups(world: World, random: Random, size: int) -> None:
    texts, verdicts = world
    arrival = random.sample(texts, len(texts))
    batches = [arrival[start : start + size] for start in range(0, len(arrival), size)]
    judge = judged_by(verdicts)
    assert arrive(batches, judge) == arrive([texts], judge)


def written(texts: Iterable[str]) -> list[Text]:
    prepared = [prepare_text(number, f"{number:04}", text) for number, text in enumerate(texts)]
    return [text for text in prepared if text]


WRITTEN = written([FERRY, edited(FERRY), teaser(FERRY), with_menu(edited(FERRY)), BUDGET, WEATHER])


@settings(deadline=None)
@given(st.permutations(WRITTEN))
def test_written_copies_group_in_any_order(arrival: list[Text]) -> None:
    placed = arrive([text] for text in arrival)
    assert placed == define(WRITTEN, judge_texts)
    groups = sorted(sorted([hub, *members]) for hub, members in placed.groups.items())
    assert groups == [[0, 1, 3], [2], [4], [5]]
    assert {excerpt: source for excerpt, (source, _) in placed.sources.items()}.keys() == {2}


EXCERPTS = written(
    [FERRY, opening(FERRY), from_agency(opening(FERRY)), opening(FERRY).replace("\n", "\n\n")]
)


def in_order(arrival: Iterable[Text]) -> str:
    return "".join(str(text.id) for text in arrival)


@pytest.mark.parametrize("arrival", list(permutations(EXCERPTS)), ids=in_order)
def test_an_excerpt_is_the_hub_of_its_own_copies(arrival: tuple[Text, ...]) -> None:
    placed = arrive([text] for text in arrival)
    (hub,) = placed.groups.keys() - {0}
    assert {hub, *placed.groups[hub]} == {1, 2, 3}
    assert placed.groups[0] == {}
    assert placed.sources.keys() == {hub}
    assert placed.sources[hub][0] == 0


@pytest.mark.parametrize("arrival", list(permutations(range(3))), ids=str)
def test_an_excerpt_goes_along_when_its_source_joins_a_longer_text(
    arrival: tuple[int, ...],
) -> None:
    texts = written([FERRY, teaser(FERRY), LATE_FERRY])
    placed = arrive([texts[number]] for number in arrival)
    assert {hub: set(members) for hub, members in placed.groups.items()} == {2: {0}, 1: set()}
    assert placed.sources[1][0] == 2


def test_copies_of_a_copy_are_not_chained() -> None:
    texts = [numbered(0, 9), numbered(1, 8), numbered(2, 7)]
    judge = judged_by(
        {frozenset((0, 1)): verdict(0.9), frozenset((1, 2)): verdict(0.9), frozenset((0, 2)): None}
    )
    assert {hub: set(members) for hub, members in arrive([texts], judge).groups.items()} == {
        0: {1},
        2: set(),
    }


def test_the_same_text_again_changes_nothing_for_the_others() -> None:
    before = arrive([WRITTEN]).groups
    after = arrive([WRITTEN, written(["x"] * 6 + [FERRY])[6:]]).groups
    hub = next(hub for hub, members in after.items() if 6 in {hub, *members})
    assert {hub, *after[hub]} == {0, 1, 3, 6}
    assert before.keys() & {2, 4, 5} == after.keys() & {2, 4, 5} == {2, 4, 5}
