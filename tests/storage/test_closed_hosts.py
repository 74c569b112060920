"""A source whose host is closed by a robots.txt that does not answer is told, new ones too."""

from datetime import date, timedelta

import pytest

from storage.ledger import Ledger
from storage.records import Outcome
from storage.wellbeing.closed_hosts import by_robots
from storage.wellbeing.judging import Day, Health, Judgement
from tests.factories import DAY, NOON, a_link, a_received, a_source, register, start

FIRST = date(2026, 3, 2)
NEW = Judgement(state=Health.OK, why=("too new to judge",))
SAID = "robots.txt of slow.example does not answer, so nothing there may be read"


def days(*counts: tuple[int, int]) -> list[Day]:
    """Days with so many answers, and links to a closed host among them."""
    return [
        Day(
            day=FIRST + timedelta(days=at),
            answers=answers,
            closed=closed,
            closed_hosts=("slow.example",) if closed else (),
        )
        for at, (answers, closed) in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        (((24, 24),), Health.BROKEN),
        (((1, 1),), Health.BROKEN),
        (((24, 0), (24, 3)), Health.OK),
        (((24, 24), (24, 0)), Health.OK),
        (((1, 0), (1, 0), (1, 0), (1, 1)), Health.OK),
        (((1, 0), (1, 1), (1, 1), (1, 1)), Health.BROKEN),
        (((0, 0),), Health.OK),
    ],
    ids=["new", "new-and-daily", "hiccup", "over", "daily-hiccup", "daily", "nothing-asked"],
)
def test_most_of_the_newest_answers_decide(
    counts: tuple[tuple[int, int], ...], state: Health
) -> None:
    past = days(*counts)
    found = by_robots(NEW, past, past[-1].day)
    assert found.state is state
    assert found.why[0].startswith(SAID if state is Health.BROKEN else "too new")


def test_what_was_told_already_is_told_behind_it() -> None:
    past = days((24, 24))
    silent = Judgement(state=Health.SILENT, why=("nothing new",))
    assert by_robots(silent, past, FIRST).why[1:] == ("nothing new",)


def test_of_many_hosts_a_few_are_named() -> None:
    hosts = tuple(f"{letter}.example" for letter in "abcde")
    found = by_robots(NEW, [Day(day=FIRST, answers=9, closed=9, closed_hosts=hosts)], FIRST)
    assert "robots.txt of a.example, b.example, c.example and 2 more does" in found.why[0]


def test_the_ledger_knows_which_host_it_was(ledger: Ledger) -> None:
    register(ledger, a_source())
    rows = [
        a_received(
            None,
            link=a_link(f"https://slow.example/{number}"),
            at=NOON - DAY,
            outcome=Outcome.SKIPPED,
            reason="robots-unreachable",
            status=None,
        )
        for number in range(3)
    ]
    ledger.record(rows, start(ledger))
    now, before = ledger.reader().source_health(NOON)["daily"]
    assert (now.state, before.state) == (Health.BROKEN, Health.OK)
    assert now.why == (f"{SAID}: 3 of 3 requests were not made",)
