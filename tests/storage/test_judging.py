"""Sixty days of a source, and then something happens: told at once, and never without cause."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.judging import Day, Health, judge

FIRST = date(2026, 1, 1)
LENGTH = 60


def a_past(seed: int, usual: float = 20, length: int = LENGTH) -> list[Day]:
    """Days of ordinary noise: a third on weekends, a stub and a failure at times."""
    dice = random.Random(seed)
    return [_a_day(dice, FIRST + timedelta(days=at), usual) for at in range(length)]


def _a_day(dice: random.Random, day: date, usual: float) -> Day:
    mean = usual / 3 if day.weekday() >= 5 else usual
    articles = sum(dice.random() < mean / 100 for _ in range(100))
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
    empty = {"articles": 0, "headlines": 0, "authors": 0, "dates": 0}
    return replace(day, stubs=day.pages, **empty)


def doubled(day: Day) -> Day:
    """A day of a source that brings 80 articles, where 40 were usual."""
    return _a_day(random.Random(day.articles), day.day, 80)


def doubled_small(day: Day) -> Day:
    """A day of a source that brings 40 articles, where 20 were usual."""
    return _a_day(random.Random(day.articles), day.day, 40)


def failing(day: Day) -> Day:
    return replace(silent(day), failed=24)


CASES = [
    (silent, Health.SILENT, "nothing new for a day, in which about"),
    (dateless, Health.DEGRADED, "new articles have a date"),
    (walled, Health.BROKEN, "pages hold no article"),
    (doubled, Health.DEGRADED, "new articles in a day"),
    (failing, Health.BROKEN, "requests failed"),
]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("change", "state", "said"), CASES, ids=[c[0].__name__ for c in CASES])
def test_a_change_is_told_on_its_first_day(
    change: Callable[[Day], Day], state: Health, said: str, seed: int
) -> None:
    days = then(change, seed, 40)
    assert judge(days[:-1], days[-2].day).state is Health.OK
    found = judge(days, days[-1].day)
    assert (found.state, said in " ".join(found.why)) == (state, True)


@pytest.mark.parametrize("seed", range(5))
def test_a_smaller_source_that_doubles_is_told_within_three_days(seed: int) -> None:
    days = then(doubled_small, seed, 20, days=3)
    assert Health.DEGRADED in {judge(days, day.day).state for day in days[-3:]}


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
