"""Layout breaks: what shows one, when it ends, and what becomes of its pages."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.records import State
from tasks.clean.breaks import Shown, is_broken, learn_breaks
from tasks.clean.page import clean_page
from tasks.clean.repeats import line_hash
from tasks.learnt import NOTHING, Learnt, ShortSpan
from tasks.sources import ANY_SOURCE
from tests.clean.pages import FETCHED_AT, article_of, clean, golden, make_page

START = datetime(2026, 3, 1, tzinfo=UTC)


def shown(number: int, words: int, *, body: int = -1, headline: str | None = None) -> Shown:
    return Shown(
        capture_id=number,
        at=START + timedelta(hours=number),
        identity=f"/{number}",
        headline=headline or f"Story {number}",
        body=body,
        words=words,
    )


def lengths(*words: int) -> list[Shown]:
    return [shown(number, count) for number, count in enumerate(words)]


BROKEN = lengths(*[400] * 30, *[40] * 10)


def test_bodies_that_all_shrink_are_a_break_from_the_first_on():
    (span,) = learn_breaks(NOTHING, BROKEN).short_spans
    assert span == ShortSpan(since=BROKEN[30].at, below=100)


def test_captures_in_any_order_show_the_same_break():
    mixed = random.Random(7).sample(BROKEN, len(BROKEN))
    assert learn_breaks(NOTHING, mixed) == learn_breaks(NOTHING, BROKEN)


def test_whole_bodies_end_a_break_and_a_later_look_keeps_it():
    healed = learn_breaks(NOTHING, lengths(*[400] * 30, *[40] * 10, *[380] * 4))
    assert healed.short_spans[0].until == START + timedelta(hours=40)
    after = learn_breaks(healed, lengths(*[400] * 60))
    assert after == healed


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([400] * 30 + [40] * 7, id="too few short ones"),
        pytest.param(([400] * 4 + [40]) * 8 + [40] * 10, id="briefs are usual"),
        pytest.param([400] * 10 + [40] * 10, id="too little before"),
        pytest.param([400] * 30 + [150] * 10, id="shorter, but bodies"),
    ],
)
def test_what_is_no_break(words: list[int]):
    assert learn_breaks(NOTHING, lengths(*words)) == NOTHING


def test_one_body_under_three_headlines_is_a_break_and_a_copy_is_none():
    same = [shown(number, 50, body=9) for number in range(3)]
    copies = [shown(number, 50, body=9, headline="One story") for number in range(3)]
    assert learn_breaks(NOTHING, same).broken_bodies == (9,)
    bare = [replace(one, headline=None) for one in same]
    assert learn_breaks(NOTHING, copies) == learn_breaks(NOTHING, bare) == NOTHING
    assert is_broken(9, 50, START, Learnt(broken_bodies=(9,)))


def test_a_broken_page_is_a_stub_that_keeps_its_lines():
    text = article_of(clean(golden("teasers.txt"))).text
    learnt = Learnt(broken_bodies=(line_hash(text),))
    cleaned = clean_page(make_page(golden("teasers.txt")), ANY_SOURCE, learnt)
    assert (cleaned.state, cleaned.reason) == (State.STUB, "layout break")
    kept = [line.text for line in cleaned.dropped if line.reason == "layout-break"]
    assert kept == text.split("\n")


def test_a_short_page_outside_the_break_stays_an_article():
    span = ShortSpan(since=FETCHED_AT - timedelta(days=2), until=FETCHED_AT, below=10_000)
    page = make_page(golden("teasers.txt"))
    assert clean_page(page, ANY_SOURCE, Learnt(short_spans=(span,))).state is State.ARTICLE
    open_ = span.model_copy(update={"until": None})
    assert clean_page(page, ANY_SOURCE, Learnt(short_spans=(open_,))).state is State.STUB
