"""Groups and their canonical text do not depend on the order of arrival."""

from collections.abc import Iterable, Mapping
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records import CopyKind
from tasks.dedupe.groups import Judge, judge_texts, place_texts
from tasks.dedupe.index import NEAREST, MemoryIndex
from tasks.dedupe.reading import read_text
from tasks.dedupe.text import Text, prepare_text
from tasks.dedupe.verify import Verdict
from tests.dedupe.writing import BUDGET, FERRY, WEATHER, edited, teaser, with_menu

Groups = dict[int, dict[int, Verdict]]
World = tuple[list[Text], dict[frozenset[int], float]]


def arrive(batches: Iterable[Iterable[Text]], judge: Judge = judge_texts) -> Groups:
    """The groups after the batches came one after the other."""
    index = MemoryIndex()
    for batch in batches:
        place_texts(batch, index, judge)
    return {group: dict(members) for group, members in index.groups().items()}


def define(texts: Iterable[Text], judge: Judge) -> Groups:
    """The groups by their definition, all texts known at once."""
    groups: Groups = {}
    for text in sorted(texts, key=lambda text: text.rank):
        hubs = {hub.id: hub for hub in texts if hub.id in groups}
        linked = {group: judge(text, hub) for group, hub in hubs.items()}
        surest = [
            (-verdict.score, hubs[group].rank, group)
            for group, verdict in linked.items()
            if verdict
        ]
        if not surest:
            groups[text.id] = {}
            continue
        group = min(surest)[2]
        verdict = linked[group]
        assert verdict
        groups[group][text.id] = verdict
    return groups


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
    scores = st.sampled_from((0.0, 0.0, 0.7, 0.8, 0.9))
    return texts, {pair: draw(scores) for pair in pairs}


def judged_by(scores: Mapping[frozenset[int], float]) -> Judge:
    def judge(one: Text, other: Text) -> Verdict | None:
        score = scores[frozenset((one.id, other.id))]
        return Verdict(kind=CopyKind.EDITED, score=score) if score else None

    return judge


@settings(deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_any_order_gives_the_groups_of_the_definition(world: World, random: Random) -> None:
    texts, scores = world
    arrival = random.sample(texts, len(texts))
    judge = judged_by(scores)
    assert arrive(([text] for text in arrival), judge) == define(texts, judge)


@settings(deadline=None)
@given(worlds(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_batches_of_any_size_give_the_same_groups(world: World, random: Random, size: int) -> None:
    texts, scores = world
    arrival = random.sample(texts, len(texts))
    batches = [arrival[start : start + size] for start in range(0, len(arrival), size)]
    judge = judged_by(scores)
    assert arrive(batches, judge) == arrive([texts], judge)


def written(texts: Iterable[str]) -> list[Text]:
    prepared = [prepare_text(number, f"{number:04}", text) for number, text in enumerate(texts)]
    return [text for text in prepared if text]


WRITTEN = written([FERRY, edited(FERRY), teaser(FERRY), with_menu(edited(FERRY)), BUDGET, WEATHER])


@settings(deadline=None)
@given(st.permutations(WRITTEN))
def test_written_copies_group_in_any_order(arrival: list[Text]) -> None:
    groups = arrive([text] for text in arrival)
    assert groups == define(WRITTEN, judge_texts)
    assert sorted(sorted([hub, *members]) for hub, members in groups.items()) == [
        [0, 1, 2, 3],
        [4],
        [5],
    ]


def test_copies_of_a_copy_are_not_chained() -> None:
    texts = [numbered(0, 9), numbered(1, 8), numbered(2, 7)]
    judge = judged_by({frozenset((0, 1)): 0.9, frozenset((1, 2)): 0.9, frozenset((0, 2)): 0.0})
    assert {hub: set(members) for hub, members in arrive([texts], judge).items()} == {
        0: {1},
        2: set(),
    }


def test_the_same_text_again_changes_nothing_for_the_others() -> None:
    before = arrive([WRITTEN])
    after = arrive([WRITTEN, written(["x"] * 6 + [FERRY])[6:]])
    hub = next(hub for hub, members in after.items() if 6 in {hub, *members})
    assert {hub, *after[hub]} == {0, 1, 2, 3, 6}
    assert [group for group in before if group in (4, 5)] == [4, 5]
