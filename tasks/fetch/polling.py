"""When a channel is read next: pure rules over its state, the source's schedule and one poll.

Adaptive: the share of new items in a poll tells how much may have slipped through. Half of the
list new means the list nearly ran over, so the interval is halved; nothing new makes it longer.
The publisher's own wishes (TTL, Cache-Control, Retry-After) are heeded up to the source's longest
interval; failures add up linearly, and only 410 ends a channel.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim

from storage.records import ChannelState, Outcome, Try
from tasks.fetch.reasons import Reason
from tasks.sources import Schedule

LONGER = 1.5
SHORTER = 0.5
BUSY_SHARE = 0.5  # of the items new: the list may have run over between two polls
CALM_SHARE = 0.1  # of the items new: as often as this is often enough

JITTER = 0.1
"""Of the interval, either way, so that channels do not fall into step."""

OUTRIGHT_EVERY = 4
"""Each so many polls no validators are sent, to catch servers that say 304 whatever happens."""

MAX_WISH_S = 30 * 86_400

FAILED_LINK_PAUSE = timedelta(hours=1)
FAILED_LINK_LONGEST = timedelta(days=7)
SKIPPED_LINK_PAUSE = timedelta(days=7)

_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll came to."""

    outcome: Outcome
    items: int = 0
    new: int = 0
    wish: timedelta | None = None  # how long the publisher wants to be left alone
    not_before: datetime | None = None  # when a deferral ends
    gone: bool = False


def is_due(state: ChannelState, now: datetime) -> bool:
    """Whether a channel is to be polled now."""
    if state.gone_at is not None:
        return False
    waits = (state.next_due_at, state.not_before)
    return all(at is None or at <= now for at in waits)


def asks_outright(state: ChannelState) -> bool:
    """Whether this poll goes without validators."""
    return not state.honest or state.polls % OUTRIGHT_EVERY == OUTRIGHT_EVERY - 1


def after_poll(
    state: ChannelState,
    schedule: Schedule,
    polled: Polled,
    now: datetime,
    chance: Callable[[], float],
    time_zone: str = "UTC",
) -> ChannelState:
    """The state with its counters, interval and times moved on by one poll."""
    failed = polled.outcome in (Outcome.FAILED, Outcome.SKIPPED)
    failures = state.failures + 1 if failed else 0
    interval = _next_interval(state, schedule, polled)
    pause = _pause(schedule, interval, failures, polled.wish)
    return replace(
        state,
        polls=state.polls + 1,
        interval=interval,
        failures=failures if polled.outcome is not Outcome.DEFERRED else state.failures,
        next_due_at=_next_time(schedule, now, pause, chance, time_zone),
        not_before=polled.not_before,
        last_success_at=state.last_success_at if failed else now,
        last_new_at=now if polled.new else state.last_new_at,
        gone_at=now if polled.gone else None,
    )


def may_ask_again(last: Try | None, now: datetime) -> bool:
    """Whether a link that was asked before may be asked now."""
    if last is None:
        return True
    if last.outcome is Outcome.DEFERRED:
        return last.not_before is None or last.not_before <= now
    if last.outcome is Outcome.SKIPPED and last.reason == Reason.ROBOTS_UNREACHABLE:
        return now - last.at >= FAILED_LINK_PAUSE  # the host was in trouble; nobody said no
    if last.outcome is Outcome.SKIPPED:
        return now - last.at >= SKIPPED_LINK_PAUSE
    if last.outcome is Outcome.FAILED:
        pause = min(FAILED_LINK_PAUSE * max(1, last.failures), FAILED_LINK_LONGEST)
        return last.status != 410 and now - last.at >= pause
    return True


def changed_since(modified: str | None, at: datetime) -> bool:
    """Whether a list's own word (an ISO or mail date) puts a change after the given time."""
    text = (modified or "").strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if len(text) <= len("2026-03-01"):
            return moment.date() > at.date()  # a bare day says nothing about the hour
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) > at
    return False


def longest_wish(ttl: timedelta | None, headers: Mapping[str, str]) -> timedelta | None:
    """How long the publisher wants to be left alone: by the list itself or Cache-Control."""
    found = _MAX_AGE.search(headers.get("cache-control", "")[:1000])
    fresh = timedelta(seconds=min(int(found[1][:9]), MAX_WISH_S)) if found else None
    return max((each for each in (ttl, fresh) if each is not None), default=None)


def _next_interval(state: ChannelState, schedule: Schedule, polled: Polled) -> timedelta:
    interval = state.interval or schedule.min_interval
    if polled.outcome in (Outcome.STORED, Outcome.UNCHANGED):
        share = polled.new / polled.items if polled.items else 0.0
        if share >= BUSY_SHARE and state.last_success_at is not None:
            interval *= SHORTER  # but not at the first poll, where everything is new
        elif share < CALM_SHARE:
            interval *= LONGER
    return min(max(interval, schedule.min_interval), schedule.max_interval)


def _pause(
    schedule: Schedule, interval: timedelta, failures: int, wish: timedelta | None
) -> timedelta:
    base = schedule.every or interval
    longest = max(schedule.max_interval, base)
    return min(max(base * (1 + failures), wish or timedelta(0)), longest)


def _next_time(
    schedule: Schedule,
    now: datetime,
    pause: timedelta,
    chance: Callable[[], float],
    time_zone: str,
) -> datetime:
    if schedule.cron is not None:
        local: datetime = next(CronSim(schedule.cron, now.astimezone(ZoneInfo(time_zone))))
        return local.astimezone(now.tzinfo)
    if schedule.every is not None:
        return now + pause
    return now + pause * (1 + JITTER * (2 * chance() - 1))
