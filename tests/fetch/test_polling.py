"""When a channel or page is asked next."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import ChannelState, Outcome, Try, Visit
from tasks.fetch.polling import (
    Polled,
    after_poll,
    changed_since,
    is_due,
    longest_wish,
    may_ask_again,
)
from tasks.fetch.revisits import is_due_again, oldest_looked_at
from tasks.sources import Schedule, Source
from tests.fetch.fakes import NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ADAPTIVE = Schedule()
READ = ChannelState(interval=HOUR, last_success_at=NOON - HOUR)


def poll(state: ChannelState, schedule: Schedule = ADAPTIVE, **polled: object) -> ChannelState:
    """The state after a poll, without jitter."""
    fields = {"outcome": Outcome.STORED, **polled}
    return after_poll(state, schedule, Polled(**fields), NOON, lambda: 0.5)  # type: ignore[arg-type]


def test_a_list_that_nearly_ran_over_is_read_sooner() -> None:
    assert poll(READ, items=20, new=15).interval == HOUR / 2


def test_a_list_without_news_is_read_later() -> None:
    assert poll(READ, outcome=Outcome.UNCHANGED).interval == HOUR * 1.5


def test_a_few_new_items_keep_the_interval() -> None:
    assert poll(READ, items=20, new=5).interval == HOUR


def test_the_first_poll_says_nothing_about_the_pace() -> None:
    assert poll(ChannelState(interval=HOUR), items=20, new=20).interval == HOUR


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(Outcome))))
def test_the_interval_stays_within_the_sources_bounds(
    polls: list[tuple[int, int, Outcome]],
) -> None:
    state = ChannelState()
    for items, new, outcome in polls:
        state = poll(state, outcome=outcome, items=items, new=min(items, new))
        assert state.interval is not None
        assert ADAPTIVE.min_interval <= state.interval <= ADAPTIVE.max_interval
        assert state.next_due_at is not None
        assert NOON < state.next_due_at <= NOON + ADAPTIVE.max_interval


def test_failures_add_up_linearly_and_never_end_a_channel() -> None:
    state = READ
    pauses = []
    for _ in range(3):
        state = poll(state, outcome=Outcome.FAILED)
        assert state.next_due_at is not None
        pauses.append(state.next_due_at - NOON)

    assert pauses == [2 * HOUR, 3 * HOUR, 4 * HOUR]
    assert state.gone_at is None
    assert poll(state).failures == 0


def test_gone_ends_a_channel() -> None:
    state = poll(READ, outcome=Outcome.FAILED, gone=True)

    assert not is_due(state, NOON + 1000 * DAY)


def test_a_deferral_is_waited_for_and_is_no_failure() -> None:
    state = poll(READ, outcome=Outcome.DEFERRED, not_before=NOON + 5 * HOUR)

    assert state.failures == 0
    assert not is_due(state, NOON + 4 * HOUR)
    assert is_due(state, NOON + 5 * HOUR)


def test_the_publishers_wish_lengthens_but_not_beyond_the_sources_bound() -> None:
    assert poll(READ, items=9, new=2, wish=6 * HOUR).next_due_at == NOON + 6 * HOUR
    assert poll(READ, items=9, new=2, wish=90 * DAY).next_due_at == NOON + DAY


def test_a_fixed_interval_is_kept() -> None:
    schedule = Schedule(every=timedelta(minutes=30))

    assert poll(READ, schedule, items=9, new=9).next_due_at == NOON + timedelta(minutes=30)


def test_cron_runs_by_the_sources_clock() -> None:
    schedule = Schedule(cron="0 7 * * *")
    state = after_poll(
        READ, schedule, Polled(outcome=Outcome.STORED), NOON, lambda: 0.5, "Asia/Shanghai"
    )

    assert state.next_due_at == NOON.replace(hour=23)  # 07:00 in Shanghai


def test_jitter_is_a_tenth_either_way() -> None:
    polled = Polled(outcome=Outcome.STORED, items=9, new=2)
    times = [
        after_poll(READ, ADAPTIVE, polled, NOON, lambda chance=chance: chance).next_due_at
        for chance in (0.0, 1.0)
    ]

    assert times == [NOON + HOUR * 0.9, NOON + HOUR * 1.1]


@pytest.mark.parametrize(
    ("modified", "changed"),
    [
        ("2026-03-01T12:00:01Z", True),
        ("2026-03-01T11:59:59+00:00", False),
        ("2026-03-02", True),
        ("2026-03-01", False),
        ("Sun, 01 Mar 2026 13:00:00 GMT", True),
        ("yesterday", False),
        (None, False),
    ],
)
def test_a_lists_word_on_changes(modified: str | None, changed: bool) -> None:
    assert changed_since(modified, NOON) is changed


def test_cache_control_is_a_wish() -> None:
    assert longest_wish(None, {"cache-control": "public, max-age=600"}) == timedelta(minutes=10)
    assert longest_wish(HOUR, {"cache-control": "max-age=600"}) == HOUR
    assert longest_wish(None, {"cache-control": "no-store"}) is None
    assert longest_wish(None, {"cache-control": "max-age=" + "9" * 40}) is not None


def tried(outcome: Outcome, **fields: object) -> Try:
    """A try at noon."""
    return Try(outcome=outcome, at=NOON, **fields)  # type: ignore[arg-type]


def test_a_failed_link_is_asked_again_ever_later() -> None:
    assert not may_ask_again(tried(Outcome.FAILED, failures=3), NOON + 2 * HOUR)
    assert may_ask_again(tried(Outcome.FAILED, failures=3), NOON + 3 * HOUR)
    assert may_ask_again(tried(Outcome.FAILED, failures=9999), NOON + 7 * DAY)
    assert not may_ask_again(tried(Outcome.FAILED, status=410), NOON + 999 * DAY)
    closed = tried(Outcome.SKIPPED, reason="robots")
    assert not may_ask_again(closed, NOON + DAY)
    assert may_ask_again(closed, NOON + 7 * DAY)
    unreachable = tried(Outcome.SKIPPED, reason="robots-unreachable")
    assert not may_ask_again(unreachable, NOON + HOUR / 2)
    assert may_ask_again(unreachable, NOON + HOUR)


def test_a_skipped_link_is_left_for_a_week() -> None:
    assert not may_ask_again(tried(Outcome.SKIPPED), NOON + 6 * DAY)
    assert may_ask_again(tried(Outcome.SKIPPED), NOON + 7 * DAY)


def test_the_ladder_of_revisits() -> None:
    ladder = Source(id="s", name="S").revisit
    visit = Visit(channel="c", url="u", identity="u", first_at=NOON, last_at=NOON)
    asked_at = [hour for hour in range(24 * 60) if _step(visit, ladder, hour)]

    assert asked_at == [1]  # the visit itself does not move here: due from the first hour on
    later = Visit(channel="c", url="u", identity="u", first_at=NOON, last_at=NOON + 2 * HOUR)
    assert not is_due_again(later, ladder, NOON + 5 * HOUR)
    assert is_due_again(later, ladder, NOON + 6 * HOUR)
    done = Visit(channel="c", url="u", identity="u", first_at=NOON, last_at=NOON + 31 * DAY)
    assert not is_due_again(done, ladder, NOON + 400 * DAY)


def _step(visit: Visit, ladder: tuple[timedelta, ...], hour: int) -> bool:
    before = hour > 0 and is_due_again(visit, ladder, NOON + (hour - 1) * HOUR)
    return is_due_again(visit, ladder, NOON + hour * HOUR) and not before


def test_a_page_is_still_looked_for_when_its_last_rung_is_past() -> None:
    ladder = Source(id="s", name="S").revisit
    late = NOON + max(ladder) + timedelta(hours=7)
    assert oldest_looked_at(ladder, late) <= NOON
    assert oldest_looked_at(ladder, NOON + 3 * max(ladder)) > NOON
