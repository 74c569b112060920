"""A source that was asked and has never given anything is told, however new it is."""

from dataclasses import replace

import pytest

from storage.ledger import Ledger
from storage.records import ChannelState, Outcome
from storage.wellbeing.judging import Health
from tests.factories import DAY, HOUR, NOON, a_link, a_received, a_source, register, start

FEED = "https://daily.example/feed"


@pytest.fixture
def asked(ledger: Ledger) -> Ledger:
    """A ledger of one source with a feed."""
    register(ledger, a_source(channels=[{"name": "feed", "kind": "feed", "url": FEED}]))
    return ledger


def fail(ledger: Ledger, times: int, url: str = FEED, **changes: object) -> int:
    """So many requests in vain, an hour apart, the last an hour before noon."""
    run_id = start(ledger)
    link = a_link(url, channel="feed")
    fields = {"outcome": Outcome.FAILED, "reason": "http-status:404", "status": 404, **changes}
    for ago in range(times, 0, -1):
        ledger.record([a_received(None, link=link, at=NOON - ago * HOUR, **fields)], run_id)
    return run_id


def health(ledger: Ledger) -> tuple[Health, tuple[str, ...]]:
    found = ledger.reader().source_health(NOON)["daily"][0]
    return found.state, found.why


def test_one_request_in_vain_is_degraded_and_more_are_broken(asked: Ledger) -> None:
    run_id = fail(asked, 1)
    state, why = health(asked)
    assert state is Health.DEGRADED
    assert why == (
        f"nothing has ever come of it: the only request failed, for {FEED} (status 404);"
        f" `newsledger runs {run_id}` says why",
    )
    run_id = fail(asked, 2, outcome=Outcome.SKIPPED, reason="robots", status=None)
    state, why = health(asked)
    assert state is Health.BROKEN
    assert why == (
        f"nothing has ever come of it: all 3 requests failed, the last for {FEED};"
        f" `newsledger runs {run_id}` says why",
    )


def test_it_was_no_such_source_before_it_was_asked(asked: Ledger) -> None:
    fail(asked, 2)
    assert asked.reader().source_health(NOON)["daily"][1].state is Health.OK
    assert asked.reader().source_health(NOON + 30 * DAY)["daily"][1].state is Health.BROKEN


def test_one_that_was_never_asked_or_only_put_off_alarms_nobody(asked: Ledger) -> None:
    assert health(asked)[0] is Health.OK
    fail(asked, 3, outcome=Outcome.DEFERRED, reason="retry-after:60", status=429)
    assert health(asked)[0] is Health.OK


def test_one_page_that_came_is_enough(asked: Ledger) -> None:
    fail(asked, 5)
    asked.record([a_received(at=NOON - 30 * DAY)], start(asked))
    assert health(asked)[0] is Health.OK


def test_a_list_that_answers_at_last_is_well_but_not_when_no_page_of_it_comes(
    asked: Ledger,
) -> None:
    fail(asked, 2)
    asked.keep_state("daily", "feed", replace(ChannelState(), polls=3, failures=0))
    assert health(asked)[0] is Health.OK
    fail(asked, 2, "https://daily.example/a")
    assert health(asked)[0] is Health.BROKEN


def read_folder(ledger: Ledger, *, rounds: int, failures: int, name: str = "dumps") -> None:
    """So many rounds of a channel of files, the last ones in vain."""
    ledger.keep_state("daily", name, replace(ChannelState(), polls=rounds, failures=failures))


@pytest.fixture
def inbox(ledger: Ledger) -> Ledger:
    """A ledger of one source that reads two folders."""
    channels = [{"name": n, "kind": "files", "path": f"{n}/*.txt"} for n in ("dumps", "old")]
    register(ledger, a_source(channels=channels))
    return ledger


def test_a_folder_in_which_nothing_was_ever_found_is_told_at_once(inbox: Ledger) -> None:
    assert health(inbox)[0] is Health.OK
    read_folder(inbox, rounds=1, failures=1)
    state, why = health(inbox)
    assert state is Health.DEGRADED
    assert why == (
        "nothing has ever come of it: the only round of channel dumps found no page to read;"
        " see that files are where its `path` in sources.yaml says",
    )
    read_folder(inbox, rounds=2, failures=2)
    state, why = health(inbox)
    assert state is Health.BROKEN
    assert "2 rounds of channel dumps found no page" in why[0]


def test_a_folder_beside_one_that_is_read_alarms_nobody(inbox: Ledger) -> None:
    read_folder(inbox, rounds=2, failures=2)
    read_folder(inbox, rounds=2, failures=0, name="old")
    assert health(inbox)[0] is Health.OK


def test_a_folder_that_was_emptied_after_reading_alarms_nobody(inbox: Ledger) -> None:
    inbox.record([a_received(at=NOON - 30 * DAY)], start(inbox))
    read_folder(inbox, rounds=5, failures=3)
    assert health(inbox)[0] is Health.OK
