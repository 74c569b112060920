"""An article's address moves when every hop said that it moved for good, and never else."""

import pytest

from storage.bulk import select
from storage.ledger import Ledger
from storage.records import Link, Outcome
from tests.factories import (
    DAY,
    NOON,
    a_link,
    a_received,
    a_source,
    an_article,
    register,
    write_waiting,
)

OLD, NEW = "https://daily.example/old-name", "https://daily.example/new-name"
FRONT = "https://daily.example/"
ARTICLE = an_article()


def link(url: str) -> Link:
    """A link as the fetch room makes it: known again by its folded address."""
    return a_link(url, identity=url.removeprefix("https:"))


def came(ledger: Ledger, url: str, *, final: str, days: int, **changes: object) -> None:
    """One answer, cleaned to the article or to a stub."""
    article = ARTICLE if changes.pop("good", True) else None
    at, body = NOON + days * DAY, b"x%d" % days
    ids = ledger.record([a_received(body, link=link(url), at=at, final_url=final, **changes)], None)
    write_waiting(ledger, dict.fromkeys(ids, article), at)


def articles(ledger: Ledger) -> list[tuple[str, str]]:
    """(identity, address) of every article."""
    with ledger.database.read() as connection:
        sql = "SELECT identity, canonical_url FROM article ORDER BY id"
        return [(row[0], row[1]) for row in select(connection, sql)]


@pytest.fixture
def daily(ledger: Ledger) -> Ledger:
    """A ledger with a source."""
    register(ledger, a_source())
    return ledger


@pytest.mark.parametrize(
    ("final", "permanent", "good", "wanted"),
    [
        (NEW, True, True, NEW),
        (NEW, False, True, OLD),
        (NEW, True, False, OLD),
        (FRONT, True, True, OLD),
    ],
    ids=["for-good", "for-now", "to-no-article", "to-the-front-page"],
)
def test_only_a_move_for_good_moves_the_address(
    daily: Ledger, final: str, permanent: bool, good: bool, wanted: str
) -> None:
    came(daily, OLD, final=OLD, days=0)
    came(daily, OLD, final=final, days=1, permanent=permanent, good=good)

    assert articles(daily) == [("//daily.example/old-name", wanted)]


@pytest.mark.parametrize("permanent", [True, False])
def test_a_new_articles_address_is_its_last_only_where_it_moved_for_good(
    daily: Ledger, permanent: bool
) -> None:
    came(daily, OLD, final=NEW, days=0, permanent=permanent)

    assert articles(daily) == [("//daily.example/old-name", NEW if permanent else OLD)]


def test_a_moved_page_that_did_not_change_moves_too(daily: Ledger) -> None:
    came(daily, OLD, final=OLD, days=0)
    same = a_received(
        None, link=link(OLD), at=NOON + DAY, outcome=Outcome.UNCHANGED, final_url=NEW,
        permanent=True,
    )  # fmt: skip
    daily.record([same], None)

    assert articles(daily) == [("//daily.example/old-name", NEW)]
    assert daily.reader().find_article(NEW) == daily.reader().find_article(OLD)


def test_a_link_to_the_new_address_is_the_same_article(daily: Ledger) -> None:
    came(daily, OLD, final=OLD, days=0)
    came(daily, OLD, final=NEW, days=1, permanent=True)
    came(daily, NEW, final=NEW, days=2)

    assert articles(daily) == [("//daily.example/old-name", NEW)]


def test_a_link_to_where_a_page_was_redirected_for_now_is_another_article(daily: Ledger) -> None:
    came(daily, OLD, final=NEW, days=0)
    came(daily, NEW, final=NEW, days=1)

    assert [identity for identity, _ in articles(daily)] == [
        "//daily.example/old-name",
        "//daily.example/new-name",
    ]


def test_an_older_capture_that_comes_late_moves_nothing_back(daily: Ledger) -> None:
    came(daily, OLD, final=NEW, days=5, permanent=True)
    came(daily, OLD, final=OLD, days=1)

    assert articles(daily) == [("//daily.example/old-name", NEW)]


def test_a_page_that_is_back_where_it_was_is_there(daily: Ledger) -> None:
    came(daily, OLD, final=NEW, days=0, permanent=True)
    came(daily, OLD, final=OLD, days=1)

    assert articles(daily) == [("//daily.example/old-name", OLD)]
