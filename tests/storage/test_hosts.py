"""Hosts and tries, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.hosts import Hosts
from storage.ledger import Ledger
from storage.records import Hints, Outcome, Received
from storage.tries import holds, last_try, young_pages
from tasks.fetch.pages import link_to
from tasks.fetch.web.hosts import CachedNotes, SharedGate
from tests.factories import a_source, register
from tests.fetch.fakes import NOON

SECOND = timedelta(seconds=1)
URL = "https://news.example/a"


@pytest.fixture
def hosts(ledger: Ledger) -> Hosts:
    """The hosts of a fresh ledger."""
    return Hosts(ledger.database)


def test_a_rented_host_is_free_when_the_rent_ends_or_it_is_handed_back(hosts: Hosts) -> None:
    until = NOON + 5 * SECOND

    assert hosts.rent("news.example", NOON, until) is None
    assert hosts.rent("news.example", NOON + SECOND, until) == until
    assert hosts.rent("news.example", until, until + SECOND) is None
    hosts.hand_back({"news.example": NOON + 6 * SECOND})
    assert hosts.rent("news.example", NOON + 6 * SECOND, NOON + 9 * SECOND) is None


def test_two_processes_take_turns_and_keep_the_pause(hosts: Hosts) -> None:
    here, there = SharedGate(hosts), SharedGate(hosts)

    assert here.enter("news.example", NOON) == 0
    assert there.enter("news.example", NOON) > 0
    here.leave("news.example", NOON + SECOND)
    here.close()
    assert 0 < there.enter("news.example", NOON) <= 1
    assert there.enter("news.example", NOON + SECOND) == 0


def test_within_one_process_a_rent_lasts_for_many_turns(hosts: Hosts) -> None:
    gate = SharedGate(hosts)
    for at in range(4):
        assert gate.enter("news.example", NOON + at * SECOND) == 0
        assert gate.enter("news.example", NOON + at * SECOND) > 0
        gate.leave("news.example", NOON + at * SECOND)


def test_what_a_host_says_is_remembered(hosts: Hosts) -> None:
    notes = CachedNotes(hosts)
    assert notes.recall("https://news.example/robots.txt") is None

    notes.keep("https://news.example/robots.txt", "User-agent: *\0", NOON)

    assert hosts.recall("https://news.example/robots.txt") == ("User-agent: *", NOON)
    assert CachedNotes(hosts).recall("https://news.example/robots.txt") is not None
    assert hosts.rent("news.example", NOON, NOON) is None  # a note is no rent


@pytest.fixture
def source_ledger(ledger: Ledger) -> Ledger:
    """A ledger with a source."""
    register(ledger, a_source("s"))
    return ledger


def row(outcome: Outcome, minutes: int, **fields: object) -> Received:
    """An answer so many minutes after noon."""
    answer = Received(
        link=link_to(a_source("s"), "c", URL),
        fetched_at=NOON + timedelta(minutes=minutes),
        outcome=outcome,
        final_url=URL,
    )
    return replace(answer, **fields)  # type: ignore[arg-type]


def test_the_last_try_counts_failures_in_a_row(source_ledger: Ledger) -> None:
    failed = {"reason": "http-status:500", "status": 500}
    source_ledger.record(
        [
            row(Outcome.STORED, 0, body=b"x", status=200),
            row(Outcome.FAILED, 1, **failed),
            row(Outcome.FAILED, 2, **failed),
        ],
        None,
    )

    with source_ledger.database.read() as connection:
        tried = last_try(connection, "s", URL)
        assert last_try(connection, "s", "https://news.example/b") is None

    assert tried is not None
    assert (tried.failures, tried.status) == (2, 500)
    assert tried.at == NOON + timedelta(minutes=2)


def test_a_deferral_names_its_time(source_ledger: Ledger) -> None:
    source_ledger.record([row(Outcome.DEFERRED, 0, reason="retry-after:3600", status=503)], None)

    with source_ledger.database.read() as connection:
        tried = last_try(connection, "s", URL)

    assert tried is not None
    assert tried.not_before == NOON + timedelta(hours=1)


def test_young_pages_are_those_first_stored_since(source_ledger: Ledger) -> None:
    first = row(Outcome.STORED, 0, body=b"x", status=200)
    said = Hints(headline="Ferry returns", authors=("Mara Lindqvist",))
    source_ledger.record(
        [
            replace(first, link=replace(first.link, hints=said)),
            row(Outcome.UNCHANGED, 60, status=304),
        ],
        None,
    )

    with source_ledger.database.read() as connection:
        (visit,) = young_pages(connection, "s", NOON - SECOND)
        later = young_pages(connection, "s", NOON + SECOND)

    assert (visit.first_at, visit.last_at) == (NOON, NOON + timedelta(hours=1))
    assert visit.hints == said
    assert later == []


def test_a_page_that_failed_is_young_too_but_no_file(source_ledger: Ledger) -> None:
    at_path = replace(row(Outcome.FAILED, 0, reason="empty"), final_url="dumps/a.txt")
    at_path = replace(at_path, link=replace(at_path.link, url="dumps/a.txt"))
    source_ledger.record([row(Outcome.FAILED, 0, reason="timeout"), at_path], None)

    with source_ledger.database.read() as connection:
        assert [visit.url for visit in young_pages(connection, "s", NOON - SECOND)] == [URL]


def test_a_capture_is_held_at_its_own_moment_alone(source_ledger: Ledger) -> None:
    source_ledger.record([row(Outcome.STORED, 0, body=b"x", status=200)], None)

    with source_ledger.database.read() as connection:
        assert holds(connection, "s", URL, NOON)
        assert not holds(connection, "s", URL, NOON + SECOND)
        assert not holds(connection, "other", URL, NOON)
