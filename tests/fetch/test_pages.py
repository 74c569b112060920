"""From an answer to a row."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.records import Hints, Outcome, Visit
from tasks.fetch.pages import fetch_page, link_to
from tasks.fetch.revisits import revisit
from tasks.fetch.web.asking import Answer, Ask
from tasks.sources import ANY_SOURCE as SOURCE
from tasks.sources import Fetch, Source
from tests.fetch.fakes import NOON, Memory

URL = "https://news.example/a"
HOUR = timedelta(hours=1)
PAGE = Answer(
    outcome=Outcome.STORED,
    url=URL,
    final_url=URL,
    fetched_at=NOON,
    status=200,
    headers={"etag": 'W/"one"', "last-modified": "Sun, 01 Mar 2026 10:00:00 GMT"},
    body=b"<html>The text.</html>",
    media_type="text/html",
)


class Told:
    """Answers what it was told to, and remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[Ask] = []

    def get(self, ask: Ask) -> Answer:
        """The answer."""
        self.asked.append(ask)
        return self.answer


def test_validators_go_back_byte_for_byte() -> None:
    memory, client = Memory(), Told(PAGE)
    link = link_to(SOURCE, "one", URL)
    memory.keep(fetch_page(link, URL, Fetch(), known=memory, client=client))

    fetch_page(link, URL, Fetch(), known=memory, client=client)

    assert client.asked[0].etag is None
    assert client.asked[1].etag == 'W/"one"'
    assert client.asked[1].last_modified == "Sun, 01 Mar 2026 10:00:00 GMT"


def test_a_new_etag_over_the_same_body_is_unchanged() -> None:
    memory = Memory()
    link = link_to(SOURCE, "one", URL)
    memory.keep(fetch_page(link, URL, Fetch(), known=memory, client=Told(PAGE)))

    again = Told(replace(PAGE, headers={"etag": '"two"'}))
    row = fetch_page(link, URL, Fetch(), known=memory, client=again)

    assert row.outcome is Outcome.UNCHANGED
    assert row.body is None


def test_a_page_is_known_again_by_its_folded_url() -> None:
    link = link_to(SOURCE, "one", "http://WWW.News.example/a?utm_source=x")

    assert link.identity == link_to(SOURCE, "one", "https://news.example/a").identity


def test_no_password_reaches_the_row() -> None:
    link = link_to(SOURCE, "one", "https://anna:geheim@news.example/a")

    assert "geheim" not in repr(link)


def test_a_source_says_which_parameters_choose_a_page() -> None:
    urls = {"keep": "ocid", "drop": ["sh"], "hosts": {"edition.news.example": "www.news.example"}}
    source = Source.model_validate({"id": "s", "name": "S", "urls": urls})

    def known_as(url: str) -> str:
        return link_to(source, "one", url).identity

    assert known_as("https://news.example/a?ocid=1") != known_as("https://news.example/a?ocid=2")
    assert known_as("https://news.example/a?sh=1f") == known_as("https://news.example/a")
    assert known_as("https://edition.news.example/a") == known_as("https://news.example/a")


def test_a_page_met_by_two_addresses_is_looked_at_once_with_its_hints() -> None:
    hints = Hints(headline="Ferry returns to the quay")
    memory, client = Memory(), Told(PAGE)
    visits = [
        Visit(
            channel="one",
            url=url,
            identity=url,
            first_at=NOON - timedelta(hours=age),
            last_at=NOON - timedelta(hours=age),
            hints=hints,
        )
        for url, age in ((f"{URL}?utm_source=rss", 8), (URL, 7))
    ]

    (row,) = revisit(SOURCE, visits, known=memory, client=client, now=lambda: NOON)

    assert [ask.url for ask in client.asked] == [URL]
    assert row.link.hints == hints


@pytest.mark.parametrize(
    ("age", "etag"),
    [(timedelta(hours=6), '"one"'), (timedelta(days=30), None)],
    ids=["young", "last"],
)
def test_the_last_look_is_taken_without_validators(age: timedelta, etag: str | None) -> None:
    memory, client = Memory(), Told(replace(PAGE, headers={"etag": '"one"'}))
    link = link_to(SOURCE, "one", URL)
    memory.keep(fetch_page(link, URL, Fetch(), known=memory, client=client))
    visit = Visit(
        channel="one", url=URL, identity=link.identity, first_at=NOON - age, last_at=NOON - HOUR
    )

    (row,) = revisit(SOURCE, [visit], known=memory, client=client, now=lambda: NOON)

    assert client.asked[-1].etag == etag
    assert row.outcome is Outcome.UNCHANGED
