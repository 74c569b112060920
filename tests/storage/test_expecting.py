"""What sources.yaml expects counts beside a source's own past, for new sources too."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.ledger import Ledger
from storage.records import ChannelState
from storage.wellbeing.expecting import Expected, by_expectation
from storage.wellbeing.judging import Day, Health, Judgement
from tests.factories import DAY, NOON, a_source, an_article, publish, register

FIRST = date(2026, 3, 2)
FINE = Judgement(state=Health.OK, why=("too new to judge",))


def week(*articles: int) -> list[Day]:
    """Days with so many articles each."""
    return [
        Day(day=FIRST + timedelta(days=at), articles=count) for at, count in enumerate(articles)
    ]


@pytest.mark.parametrize(
    ("counts", "state"),
    [((1,) * 7, Health.DEGRADED), ((3,) * 7, Health.OK), ((9,) * 7, Health.DEGRADED)],
    ids=["too-few", "enough", "too-many"],
)
def test_a_week_is_held_against_its_bounds(counts: tuple[int, ...], state: Health) -> None:
    days = week(*counts)
    found = by_expectation(FINE, days, days[-1].day, Expected(articles_per_week=(14, 40)))

    assert found.state is state
    if state is not Health.OK:
        assert found.why == (
            f"{sum(counts)} new articles in 7 days; sources.yaml expects 14 to 40",
        )


def test_less_than_a_week_says_nothing_of_a_week() -> None:
    days = week(0, 0, 1)
    expected = Expected(articles_per_week=(14, 40))
    assert by_expectation(FINE, days, days[-1].day, expected) == FINE


@pytest.mark.parametrize(("quiet", "state"), [(2, Health.OK), (3, Health.SILENT)])
def test_silence_beyond_what_is_allowed_is_told(quiet: int, state: Health) -> None:
    days = week(4, *[0] * quiet)
    found = by_expectation(FINE, days, days[-1].day, Expected(max_silence=timedelta(days=2)))

    assert found.state is state


def test_what_is_worse_already_stays_worse_and_keeps_its_reason() -> None:
    broken = Judgement(state=Health.BROKEN, why=("24 of 24 requests failed",))
    days = week(4, 0, 0, 0)
    found = by_expectation(broken, days, days[-1].day, Expected(max_silence=timedelta(days=1)))

    assert found.state is Health.BROKEN
    assert found.why[0] == "24 of 24 requests failed"


def test_bounds_and_lying_servers_are_told_from_the_ledger(ledger: Ledger) -> None:
    feed = {"name": "feed", "kind": "feed", "url": "https://daily.example/feed"}
    register(ledger, a_source(channels=[feed]))
    publish(ledger, an_article(), at=NOON)
    ledger.keep_state("daily", "feed", replace(ChannelState(), honest=False))

    expected = {"daily": Expected(max_silence=2 * DAY)}
    now, _ = ledger.reader().source_health(NOON + 5 * DAY, expected)["daily"]
    plain, _ = ledger.reader().source_health(NOON + 5 * DAY)["daily"]

    assert now.state is Health.SILENT
    assert now.why[0] == "nothing new for 4 days; sources.yaml allows 2 days"
    assert "channel feed said 304 over a changed list" in plain.why[-1]
    assert plain.state is Health.OK
