"""One article under several addresses of one source, on both databases."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.bulk import select
from storage.ledger import Ledger
from storage.removing.takedown import carry_out, look
from storage.urls import fold_url
from tasks.dedupe.stage import judge_batch
from tasks.pool import Carried
from tasks.store.stage import store_batch
from tasks.work import Work
from tests.dedupe.writing import BUDGET, FERRY, edited, teaser
from tests.factories import (
    HOUR,
    NOON,
    a_cleaned,
    a_link,
    a_received,
    a_source,
    an_article,
    register,
)

MAIN = "https://daily.example/news/ferry-7"
AMP = "https://daily.example/news/ferry-7/amp"
MOBILE = "https://m.daily.example/news/ferry-7"
SECTION = "https://daily.example/islands/ferry-7"
Page = tuple[str, str, str | None]  # address, text, rel=canonical
WALL = "We value your privacy. Our partners use cookies with your consent. Accept all."


@pytest.fixture
def daily(ledger: Ledger) -> Ledger:
    """A ledger with two sources."""
    register(ledger, a_source(), a_source("weekly"))
    return ledger


def come(ledger: Ledger, *pages: Page, hours: int = 0, source: str = "daily") -> None:
    """Pages fetched in one hour, taken through judging and storing as one batch."""
    at = NOON + hours * HOUR
    work = cast(Work, SimpleNamespace(ledger=ledger, now=lambda: at))
    made: dict[str, Page] = {}
    for url, text, canonical in pages:
        link = a_link(url, source, identity=fold_url(url))
        ledger.record([a_received(f"{url} {text}".encode(), link=link, at=at)], None)
        made[url] = (url, text, canonical)
    with ledger.claim(100, None) as batch:
        cleaned = [
            a_cleaned(
                capture,
                an_article(made[capture.url][1], "Ferry"),
                canonical_url=made[capture.url][2],
            )
            for capture in batch.captures
        ]
        store_batch(work, batch, judge_batch(work, batch, Carried(cleaned)))


def rows(ledger: Ledger, sql: str) -> list[tuple[Any, ...]]:
    with ledger.database.read() as connection:
        return [tuple(row) for row in select(connection, sql)]


def articles(ledger: Ledger) -> list[str]:
    return [row[0] for row in rows(ledger, "SELECT identity FROM article ORDER BY identity")]


SAME: dict[str, tuple[Page, Page]] = {
    "AMP page": ((MAIN, FERRY, None), (AMP, edited(FERRY), None)),
    "mobile host": ((MAIN, FERRY, MAIN), (MOBILE, FERRY, None)),
    "canonical link": ((MAIN, FERRY, None), (SECTION, FERRY, MAIN)),
    "print page": ((MAIN, FERRY, None), (f"{MAIN}?print=1", FERRY, None)),
    "AMP first": ((AMP, edited(FERRY), MAIN), (MAIN, FERRY, None)),
}
APART: dict[str, tuple[Page, Page]] = {
    "another text": ((MAIN, FERRY, None), (AMP, BUDGET, None)),
    "a canonical link by mistake": ((MAIN, FERRY, None), (SECTION, BUDGET, MAIN)),
    "an excerpt": ((MAIN, FERRY, None), (AMP, teaser(FERRY), None)),
    "the same text at an address of its own": ((MAIN, FERRY, None), (SECTION, FERRY, None)),
    "two walls": ((MAIN, f"One. {WALL}", None), (AMP, f"One. {WALL}", None)),
    "a canonical link to the front page": (
        ("https://daily.example/", FERRY, None),
        (SECTION, FERRY, "https://daily.example/"),
    ),
}


@pytest.mark.parametrize("together", [True, False], ids=["one-batch", "two-batches"])
@pytest.mark.parametrize("pages", SAME.values(), ids=SAME.keys())
def test_two_addresses_of_one_text_are_one_article(
    daily: Ledger, pages: tuple[Page, Page], together: bool
) -> None:
    if together:
        come(daily, *pages)
    else:
        come(daily, pages[0])
        come(daily, pages[1], hours=1)
    assert len(articles(daily)) == 1
    assert daily.reader().find_article(pages[0][0]) == daily.reader().find_article(pages[1][0])


@pytest.mark.parametrize("pages", APART.values(), ids=APART.keys())
def test_an_address_alone_makes_no_two_articles_one(
    daily: Ledger, pages: tuple[Page, Page]
) -> None:
    come(daily, pages[0])
    come(daily, pages[1], hours=1)
    assert len(articles(daily)) == 2


def test_two_sources_keep_their_articles(daily: Ledger) -> None:
    come(daily, (MAIN, FERRY, None))
    come(daily, (AMP, FERRY, MAIN), source="weekly", hours=1)
    assert len(articles(daily)) == 2


def test_a_later_capture_of_a_confirmed_address_goes_to_the_article(daily: Ledger) -> None:
    come(daily, (MAIN, FERRY, None), (AMP, FERRY, None))
    come(daily, (AMP, BUDGET, None), hours=2)
    assert articles(daily) == [fold_url(MAIN)]


def test_what_an_amp_page_leaves_out_is_no_edit(daily: Ledger) -> None:
    come(daily, (MAIN, FERRY, None))
    for hour in range(1, 5):
        page = (AMP, edited(FERRY), None) if hour % 2 else (MAIN, FERRY, None)
        come(daily, page, hours=hour)
    assert len(daily.reader().history(1)) == 1
    assert len(daily.reader().sightings(1)) == 5
    assert daily.reader().article(1).url == MAIN


def test_an_article_known_by_its_amp_page_alone_has_that_history(daily: Ledger) -> None:
    come(daily, (AMP, FERRY, None))
    come(daily, (AMP, edited(FERRY), None), hours=1)
    assert daily.reader().article(1).versions == 2


def test_taking_down_an_article_takes_every_address(daily: Ledger) -> None:
    come(daily, (MAIN, FERRY, None), (AMP, FERRY, None))
    carry_out(daily, look(daily, AMP).target, "asked by mail", NOON + HOUR)
    assert rows(daily, "SELECT count(*) FROM capture") == [(0,)]
    come(daily, (AMP, FERRY, None), hours=2)
    assert articles(daily) == []


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    arrival=st.permutations(
        [(MAIN, FERRY, MAIN), (AMP, edited(FERRY), MAIN), (MOBILE, FERRY, MAIN)]
    ),
    size=st.integers(1, 3),
)
def test_any_order_of_addresses_gives_one_article_and_one_text(
    daily: Ledger, arrival: list[Page], size: int
) -> None:
    with daily.database.write() as connection:
        for table in (
            "duplicate", "fingerprint", "story_word", "story_member", "story", "article_version",
            "article_url", "derivation", "pending", "capture", "article", "content",
        ):  # fmt: skip
            connection.exec_driver_sql(f"DELETE FROM {table}")
    for start in range(0, 3, size):
        come(daily, *arrival[start : start + size])
    found = rows(
        daily,
        "SELECT c.text FROM article_version v JOIN content c ON c.id = v.content_id"
        " WHERE v.superseded_at IS NULL",
    )
    assert found == [(FERRY,)]
    assert len(articles(daily)) == 1
