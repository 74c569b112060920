"""What captures of one page tell, whatever each of them was thought to say."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from storage.records import Believed, Delta, Fact, Intents, Said, State, Version
from storage.words import count_words
from tasks.store.compare import compare
from tasks.store.history import difference, in_order, project
from tasks.store.pairs import Pairs

START = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = ["it rains", "the ferry was sold", "ann lee left", "shops stay open"]


@dataclass(frozen=True)
class Page:
    """The lines of a page that were taken for text, and those beside them."""

    text: tuple[str, ...]
    beside: tuple[str, ...] = ()


def page(lines: str) -> Page:
    """``rain, ferry | ann``: what is text, and what stands beside it, each by its number."""
    text, _, beside = lines.partition("|")
    return Page(*(tuple(TEXTS[int(number)] for number in part.split()) for part in (text, beside)))


class Desk:
    """Pages as captures of a ledger: contents have their numbers, and are read when asked for."""

    def __init__(self, pages: list[Page]) -> None:
        texts = list(dict.fromkeys(shown.text for shown in pages))
        self.facts = [
            Fact(
                capture_id=at + 1,
                step_id=1,
                observed_at=START + timedelta(hours=at),
                tie="",
                state=State.ARTICLE,
                content_id=texts.index(shown.text) + 1,
                words=count_words(" ".join(shown.text)),
            )
            for at, shown in enumerate(pages)
        ]
        self._pages = dict(zip(self.facts, pages, strict=True))

    def said(self, facts: Iterable[Fact]) -> dict[Fact, Said]:
        """What was said in captures."""
        pages = {fact: self._pages[fact] for fact in facts}
        return {
            fact: Said(headline="H", text="\n".join(shown.text), beside=shown.beside)
            for fact, shown in pages.items()
        }

    def compare(self, old: Fact, new: Fact) -> Delta:
        """How two captures differ, read anew."""
        said = self.said([old, new])
        return compare(said[old], said[new], 0.005)

    def lines(self, version: Version) -> tuple[str, ...]:
        """The text that a version tells."""
        return self._pages[self.facts[version.capture_id - 1]].text


def told(*pages: str) -> list[tuple[tuple[int, ...], int, int, int]]:
    """Each version: numbers of its lines, hour of its first capture, words that came and went."""
    desk = Desk([page(each) for each in pages])
    return [
        (
            tuple(TEXTS.index(line) for line in desk.lines(version)),
            (version.observed_from - START) // timedelta(hours=1),
            version.words_added,
            version.words_removed,
        )
        for version in project(desk.facts, desk.compare)
    ]


def test_a_line_that_only_turned_makes_no_edit() -> None:
    assert told("0 1", "0 | 1", "0 1") == [((0, 1), 0, 0, 0)]


def test_a_fuller_reading_is_told_from_the_first_capture_on() -> None:
    assert told("0 | 1 2", "0 1 2") == [((0, 1, 2), 0, 0, 0)]


def test_a_line_that_turned_and_then_went_is_removed_when_it_went() -> None:
    assert told("0 1", "0 | 1", "0") == [((0, 1), 0, 0, 0), ((0,), 2, 0, 4)]


def test_a_line_that_came_beside_the_text_is_added_when_it_is_told() -> None:
    assert told("0", "0 | 1", "0 1") == [((0,), 0, 0, 0), ((0, 1), 2, 4, 0)]


def test_two_texts_that_change_places_are_an_edit_each_time() -> None:
    assert [version[0] for version in told("0 1 | 2 3", "2 3 | 0 1")] == [(0, 1), (2, 3)]


LINES = st.sets(st.sampled_from(TEXTS), max_size=3).map(sorted).map(tuple)
PAGES = st.lists(
    st.builds(Page, LINES.filter(bool), LINES).map(
        lambda page: replace(
            page, beside=tuple(line for line in page.beside if line not in page.text)
        )
    ),
    min_size=1,
    max_size=6,
)


def apply(believed: list[Believed], intents: Intents) -> list[Believed]:
    kept = [row for row in believed if row.id not in intents.supersede]
    first = max((row.id for row in believed), default=0) + 1
    new = [Believed(id=first + at, version=pair[0]) for at, pair in enumerate(intents.insert)]
    return sorted(kept + new, key=lambda row: row.version.number)


@given(PAGES, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_one_history(pages: list[Page], random: Any) -> None:
    desk = Desk(pages)
    arriving = list(desk.facts)
    random.shuffle(arriving)
    believed: list[Believed] = []
    for count in range(1, len(arriving) + 1):
        pairs = Pairs(cast(Any, desk), {7: arriving[:count]}, {7: believed})

        def known(old: Fact, new: Fact, pairs: Pairs = pairs) -> Delta:
            return pairs.compare(old, new, 0.005)

        believed = apply(believed, difference(7, arriving[:count], believed, known))
    assert [row.version for row in believed] == project(in_order(desk.facts), desk.compare)


@given(PAGES)
def test_no_two_versions_in_a_row_say_the_same(pages: list[Page]) -> None:
    desk = Desk(pages)
    versions = project(desk.facts, desk.compare)
    for earlier, later in pairwise(versions):
        assert earlier.content_id != later.content_id
        assert later.words_added + later.words_removed > 0


@given(PAGES)
def test_the_last_page_shows_every_line_that_is_told_now(pages: list[Page]) -> None:
    desk = Desk(pages)
    last = pages[-1]
    current = project(desk.facts, desk.compare)[-1]
    assert set(desk.lines(current)) <= {*last.text, *last.beside}
