"""Articles that were gone and came back, with the very bytes of before too."""

from datetime import datetime

import pytest

from storage.ledger import Ledger
from tests.factories import DAY, NOON, a_link, a_source, an_article, publish, register
from tests.storage.known_news import lose

LINK = a_link("https://daily.example/a")
PAGE = b"<p>The ferry sails again.</p>"
FERRY = an_article("The ferry sails again.", "Ferry")


@pytest.fixture
def shown(ledger: Ledger) -> Ledger:
    """A page that was there once."""
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, FERRY, link=LINK, at=NOON, body=PAGE)
    return ledger


def show(ledger: Ledger, at: datetime) -> None:
    """The same bytes once more."""
    publish(ledger, FERRY, link=LINK, at=at, body=PAGE)


def returned(ledger: Ledger, **given: object) -> list[tuple[object, ...]]:
    """What the cookbook says: article, when it was gone, when it was back, on how many days."""
    rows = ledger.reader().ask("returned", given, NOON + 30 * DAY).rows
    return [(row[0], row[3], row[4], row[5]) for row in rows]


def test_each_time_is_a_row_from_the_first_loss_to_the_next_text(shown: Ledger) -> None:
    for day in (1, 2, 3, 6, 7):
        lose(shown, "a", NOON + day * DAY)
        if day == 3:
            show(shown, NOON + 5 * DAY)
    show(shown, NOON + 9 * DAY)
    assert returned(shown) == [
        (1, NOON + 6 * DAY, NOON + 9 * DAY, 2),
        (1, NOON + 1 * DAY, NOON + 5 * DAY, 3),
    ]
    assert len(returned(shown, since=NOON + 8 * DAY)) == 1
    assert returned(shown, source="weekly") == []
    assert shown.reader().ask("disappeared", {}, NOON).rows == ()


def test_one_day_away_is_a_glitch_and_one_that_stays_away_has_not_returned(shown: Ledger) -> None:
    lose(shown, "a", NOON + DAY)
    show(shown, NOON + 2 * DAY)
    lose(shown, "a", NOON + 3 * DAY)
    lose(shown, "a", NOON + 4 * DAY)
    assert returned(shown) == []


def test_bytes_that_are_back_are_asked_for_as_if_they_were_new(shown: Ledger) -> None:
    known = shown.known("daily")
    assert known.seen(LINK.url) is not None
    lose(shown, "a", NOON + DAY)
    assert known.seen(LINK.url) is None
    show(shown, NOON + 2 * DAY)
    assert known.seen(LINK.url) is not None
