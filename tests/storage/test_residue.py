"""Residue: lines that other pages repeat are counted, against what is usual on a source's pages."""

from datetime import timedelta

import pytest

from storage.ledger import Ledger
from storage.queries.residue import hold_residue, residue_by_day
from storage.wellbeing.judging import Health
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    a_link,
    a_received,
    a_source,
    an_article,
    register,
    write_waiting,
)

MENU = "Subscribe to our newsletter"


def pages(count: int, *lines: str) -> list[list[str]]:
    """Pages of one own line each, and these."""
    return [[f"Page {id(lines)} {number} tells its own.", *lines] for number in range(count)]


@pytest.mark.parametrize(
    ("usual", "newest", "found"),
    [
        (pages(9), pages(5, MENU), 5),
        (pages(9), pages(4, MENU), 0),
        (pages(9, "(END)"), pages(5, "(END)"), 0),
        (pages(9, "(END)"), pages(5, "(END)", MENU.upper(), MENU), 5),
        (pages(9), [], 0),
        ([], [], 0),
    ],
    ids=["a-menu", "on-a-few", "a-habit", "beside-a-habit", "none", "nothing"],
)
def test_a_line_of_other_pages_is_residue_where_it_is_not_usual(
    usual: list[list[str]], newest: list[list[str]], found: int
) -> None:
    assert sum(hold_residue([*usual, *newest])) == found


def write_days(ledger: Ledger, littered: int, length: int = 22) -> None:
    """Six articles a day; those of the newest days with a line of the menu."""
    register(ledger, a_source())
    for ago in range(length, 0, -1):
        line = f"\n{MENU}" if ago <= littered else ""
        links = [a_link(f"https://daily.example/{ago}/{number}") for number in range(6)]
        at = NOON - ago * DAY - HOUR
        pages = [a_received(link.url.encode(), link=link, at=at) for link in links]
        ids = ledger.record(pages, None)
        texts = {
            capture_id: an_article(f"News {ago}-{number} of its own.{line}")
            for number, capture_id in enumerate(ids)
        }
        write_waiting(ledger, texts, at)


@pytest.mark.parametrize(("littered", "state"), [(0, Health.OK), (1, Health.DEGRADED)])
def test_a_menu_that_slips_into_the_texts_is_told_on_the_first_day(
    ledger: Ledger, littered: int, state: Health
) -> None:
    write_days(ledger, littered)
    now, before = ledger.reader().source_health(NOON)["daily"]
    assert (now.state, before.state) == (state, Health.OK)
    if littered:
        (said,) = now.why
        assert said.startswith("6 of 6 new texts hold lines that other pages repeat; ")


def test_the_first_texts_of_a_day_are_read_and_a_copy_only_once(ledger: Ledger) -> None:
    register(ledger, a_source())
    links = [a_link(f"https://daily.example/{number}") for number in range(12)]
    ids = ledger.record([a_received(link.url.encode(), link=link) for link in links], None)
    texts = {i: an_article(f"News {min(at, 9)}.") for at, i in enumerate(ids)}
    write_waiting(ledger, texts)
    with ledger.database.read() as connection:
        found = list(residue_by_day(connection, NOON - timedelta(days=9)))
    assert found == [("daily", "2026-03-01", {"texts": 8, "residue": 0})]
