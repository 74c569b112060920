"""Sixty days of a source, and then something happens: told at once, and never without cause."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.wellbeing.judging import Day, Health, judge

FIRST = date(2026, 1, 1)
LENGTH = 60


def a_past(seed: int, usual: float = 20, length: int = LENGTH) -> list[Day]:
    """Days of ordinary noise: a third on weekends, a stub and a failure at times."""
    dice = random.Random(seed)
    return [_a_day(dice, FIRST + timedelta(days=at), usual) for at in range(length)]


def _a_day(dice: random.Random, day: date, usual: float) -> Day:
    mean = usual / 3 if day.weekday() >= 5 else usual
    articles = sum(dice.random() < mean / 500 for _ in range(500))
    stubs = sum(dice.random() < 0.02 for _ in range(articles))
    failed = sum(dice.random() < 0.03 for _ in range(articles + 24))
    return Day(
        day=day,
        answers=articles + stubs + failed + 24,
        failed=failed,
        pages=articles + stubs,
        stubs=stubs,
        articles=articles,
        headlines=articles,
        authors=sum(dice.random() < 0.7 for _ in range(articles)),
        dates=sum(dice.random() < 0.97 for _ in range(articles)),
        texts=min(articles, 8),
        residue=sum(dice.random() < 0.05 for _ in range(min(articles, 8))),
    )


def then(change: Callable[[Day], Day], seed: int, usual: float = 20, days: int = 1) -> list[Day]:
    """A past, and then days on which something is otherwise; the first is a Monday."""
    past = a_past(seed, usual, LENGTH + days)
    return [*past[:LENGTH], *(change(day) for day in past[LENGTH:])]


def silent(day: Day) -> Day:
    return Day(day=day.day, answers=24)


def dateless(day: Day) -> Day:
    return replace(day, dates=0)


def walled(day: Day) -> Day:
    empty = {"articles": 0, "headlines": 0, "authors": 0, "dates": 0, "texts": 0, "residue": 0}
    return replace(day, stubs=day.pages, **empty)


def littered(day: Day) -> Day:
    return replace(day, residue=day.texts)


def doubled(day: Day) -> Day:
    """A day of a source that brings 120 articles, where 60 were usual."""
    return _a_day(random.Random(day.articles), day.day, 120)


def doubled_small(day: Day) -> Day:
    """A day of a source that brings 40 articles, where 20 were usual."""
    return _a_day(random.Random(day.articles), day.day, 40)


def failing(day: Day) -> Day:
    return replace(silent(day), failed=24)


CASES = [
    (silent, Health.SILENT, "nothing new for a day, in which about"),
    (dateless, Health.DEGRADED, "new articles have a date"),
    (walled, Health.BROKEN, "pages hold no article"),
    (littered, Health.DEGRADED, "8 of 8 new texts hold lines that other pages repeat"),
    (doubled, Health.DEGRADED, "new articles in a day"),
    (failing, Health.BROKEN, "requests failed"),
]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("change", "state", "said"), CASES, ids=[c[0].__name__ for c in CASES])
def test_a_change_is_told_on_its_first_day(
    change: Callable[[Day], Day], state: Health, said: str, seed: int
) -> None:
    days = then(change, seed, 60)
    assert judge(days[:-1], days[-2].day).state is Health.OK
    found = judge(days, days[-1].day)
    assert (found.state, said in " ".join(found.why)) == (state, True)


@pytest.mark.parametrize("seed", range(5))
def test_a_smaller_source_that_doubles_is_told_within_three_days(seed: int) -> None:
    """On one day chance alone could have brought so many: half of such days are told at once."""
    days = then(doubled_small, seed, 20, days=3)
    assert Health.DEGRADED in {judge(days, day.day).state for day in days[-3:]}


def steady(seed: int, length: int, usual: int) -> list[Day]:
    """Days that differ by a tenth at most, as those of an agency's feed; a third on weekends."""
    dice = random.Random(seed)
    days = (FIRST + timedelta(days=at) for at in range(length))
    means = ((day, usual / 3 if day.weekday() >= 5 else usual) for day in days)
    return [Day(day=day, articles=round(mean * dice.uniform(0.9, 1.1))) for day, mean in means]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("usual", [10, 20, 60])
def test_a_steady_source_that_doubles_is_told_on_the_first_day(usual: int, seed: int) -> None:
    days = steady(seed, LENGTH, usual)
    assert {judge(days, day.day).state for day in days} == {Health.OK}
    twice = Day(day=days[-1].day + timedelta(days=1), articles=2 * usual)
    assert judge([*days, twice], twice.day).state is Health.DEGRADED


def test_a_series_on_fewer_than_half_of_the_texts_is_no_residue() -> None:
    days = then(lambda day: replace(day, residue=3), 1)
    assert judge(days, days[-1].day).state is Health.OK


@pytest.mark.parametrize("usual", [0.5, 3, 20, 60])
def test_ordinary_noise_alarms_nobody_for_sixty_days(usual: float) -> None:
    alarms = [
        (seed, day.day, judge(days, day.day).why)
        for seed in range(20)
        for days in [a_past(seed, usual)]
        for day in days
        if judge(days, day.day).state is not Health.OK
    ]
    assert alarms == []


def test_a_new_source_is_not_judged() -> None:
    days = [replace(day, dates=0) for day in a_past(1, length=10)]
    assert judge(days, days[-1].day).why == ("too new to judge: its past is still being learnt",)


def test_no_days_at_all_are_no_illness() -> None:
    assert judge([], FIRST).state is Health.OK
