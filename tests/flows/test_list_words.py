"""What lists say of a page that says nothing itself: known to all its captures, edits by none."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import permutations
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection

from flows.pipeline import Tally
from flows.running import run_process
from flows.staged import PLAIN
from storage import recording
from storage.batch import Batch
from storage.bulk import select
from storage.captures import Recorded, queue, unqueue
from storage.records import Cleaned, Hints, Received
from tasks.pool import Carried
from tasks.work import Work
from tests.factories import a_link, a_received
from tests.newsroom import START, Newsroom

BODY = """<html><body><!-- {nonce} --><article>
<p>The harbour board of Lindmouth voted on Tuesday to lend 4.2 million pounds to the ferries.</p>
<p>The loan will be paid out {how} over the next two years, said the board after its meeting.</p>
<p>Ferry passengers have waited since the winter storms for the second pier to be opened.</p>
</article></body></html>"""
PARTS, AT_ONCE = "in three parts", "at once, and with no interest at all"

BELIEVED = (
    "SELECT v.number, v.change, c.headline, c.published_at, c.text, v.observed_from, v.observed_to"
    " FROM article_version v JOIN content c ON c.id = v.content_id"
    " JOIN article a ON a.id = v.article_id AND a.identity = ?"
    " WHERE v.superseded_at IS NULL ORDER BY v.number"
)
PAGE = "//daily.example/ferry"
FEED = Hints(headline="Ferry loan agreed", published="2026-02-27", guid="1")
SITEMAP = Hints(modified="2026-03-01")


def came(hour: int, hints: Hints, how: str = PARTS, page: str = PAGE) -> Received:
    """A capture of the page, which never has the same bytes twice."""
    body = BODY.format(nonce=hour, how=how).encode()
    link = a_link(f"https:{page}", hints=hints, identity=page)
    return a_received(body, link=link, at=START + timedelta(hours=hour))


@dataclass
class Desk:
    """A run that goes on while captures come one by one."""

    room: Newsroom
    work: Work
    tally: Tally

    def processed(self, *arriving: Received) -> list[tuple[Any, ...]]:
        """The history that is believed of the first one's article once these have come."""
        for item in arriving:
            self.room.later(hours=1)
            self.work.ledger.record([item], self.work.run_id)
            run_process(self.work, self.tally, PLAIN)
        return self.believed(arriving[0].link.identity)

    def believed(self, page: str) -> list[tuple[Any, ...]]:
        """The history that is believed of an article."""
        with self.work.ledger.database.read() as connection:
            rows = select(connection, BELIEVED, (page,))
        return [tuple(row) for row in rows]


def told(history: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [(number, change, headline) for number, change, headline, *_ in history]


@pytest.fixture
def desk(newsroom: Newsroom) -> Iterator[Desk]:
    newsroom.now = START + timedelta(days=1)
    with newsroom.opened("ingest") as (work, tally):
        yield Desk(newsroom, work, tally)


@pytest.mark.parametrize("first", ["feed", "sitemap"])
def test_a_page_met_by_two_kinds_of_list_does_not_look_edited(desk: Desk, first: str) -> None:
    lists = (FEED, SITEMAP) if first == "feed" else (SITEMAP, FEED)
    history = desk.processed(*(came(hour, hints) for hour, hints in enumerate(lists)))
    assert told(history) == [(1, "first", "Ferry loan agreed")]
    assert str(history[0][3])[:10] == "2026-02-27"


def test_another_headline_in_a_list_is_no_edit_of_the_page(desk: Desk) -> None:
    other = Hints(headline="Board lends millions to the ferries", published="2026-02-28")
    history = desk.processed(came(0, FEED), came(1, other))
    assert told(history) == [(1, "first", "Ferry loan agreed")]


@pytest.mark.parametrize("first", ["feed", "sitemap"])
def test_nor_does_one_that_is_met_at_two_addresses(desk: Desk, first: str) -> None:
    plain, amp = (FEED, SITEMAP) if first == "feed" else (SITEMAP, FEED)
    other = came(1, amp, page="//daily.example/amp/ferry")
    history = desk.processed(came(0, plain), other)
    assert told(history) == [(1, "first", "Ferry loan agreed")]


def test_an_edit_of_the_page_keeps_what_only_a_list_said(desk: Desk) -> None:
    history = desk.processed(came(0, FEED), came(1, SITEMAP, AT_ONCE))
    assert [headline for _, _, headline in told(history)] == ["Ferry loan agreed"] * 2
    assert AT_ONCE in history[1][4]


def test_any_order_of_arrival_gives_one_history(desk: Desk) -> None:
    captures = ((0, SITEMAP, PARTS), (1, FEED, PARTS), (2, Hints(headline="Another"), AT_ONCE))
    histories = [
        desk.processed(*(came(*each, page=f"//daily.example/{number}") for each in order))
        for number, order in enumerate(permutations(captures))
    ]
    assert [headline for *_, headline in told(histories[0])] == ["Ferry loan agreed"] * 2
    assert all(history == histories[0] for history in histories)


def test_a_list_that_speaks_while_a_page_is_cleaned_is_heard(desk: Desk) -> None:
    late = [came(1, FEED)]

    def clean(work: Work, batch: Batch) -> Carried[Cleaned]:
        cleaned = PLAIN.clean(work, batch)
        while late:
            work.ledger.record([late.pop()], work.run_id)
        return cleaned

    desk.work.ledger.record([came(0, SITEMAP)], desk.work.run_id)
    run_process(desk.work, desk.tally, replace(PLAIN, clean=clean))
    assert told(desk.believed(PAGE)) == [(1, "first", "Ferry loan agreed")]


def test_a_list_that_speaks_while_a_batch_commits_is_heard(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite nothing is written beside a batch that commits; there this is the usual order."""
    write = recording._write

    def slowly(connection: Connection, *rest: Any) -> Recorded:
        recorded = write(connection, *rest)
        monkeypatch.undo()
        if connection.dialect.name == "postgresql":
            run_process(desk.work, desk.tally, PLAIN)
        return recorded

    desk.work.ledger.record([came(0, SITEMAP)], desk.work.run_id)
    monkeypatch.setattr(recording, "_write", slowly)
    desk.work.ledger.record([came(1, FEED)], desk.work.run_id)
    run_process(desk.work, desk.tally, PLAIN)
    assert told(desk.believed(PAGE)) == [(1, "first", "Ferry loan agreed")]


def test_queueing_waits_for_a_batch_that_takes_the_same_off(desk: Desk) -> None:
    ledger = desk.work.ledger
    (number,) = ledger.record([came(0, SITEMAP)], desk.work.run_id)
    begun, item = Event(), [(number, "daily")]

    def put() -> None:
        begun.set()
        with ledger.database.write() as connection:
            queue(connection, "clean", item)

    with ThreadPoolExecutor(1) as others:
        with ledger.database.write() as connection:
            unqueue(connection, "clean", [number])
            waiting = others.submit(put)
            assert begun.wait(10)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        waiting.result(timeout=10)
    assert ledger.waiting() == 1


def test_what_was_said_of_a_wall_at_its_address_is_not_said_of_an_article(desk: Desk) -> None:
    sport = "//daily.example/sport/ferry"
    wall = replace(came(1, Hints(headline="Please log in"), page=sport), body=b"<p>Log in</p>")
    page = came(2, SITEMAP, page=sport)
    head = f"<html><head><link rel=canonical href='https:{PAGE}'></head>".encode()
    again = replace(page, body=(page.body or b"").replace(b"<html>", head))
    desk.processed(came(0, SITEMAP))
    desk.work.ledger.record([wall, again], desk.work.run_id)
    run_process(desk.work, desk.tally, PLAIN)
    assert told(desk.believed(PAGE)) == [(1, "first", None)]
