"""When each source is read: what sources.yaml asks for, as a plan of schedules. No Prefect here.

::

    every or cron --> a schedule of the source's own, named by its id      (the first 100)
    adaptive, and what is over 100 --> one shared schedule, which asks the channel table
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tasks.sources import Source

OWN_AT_MOST = 100
"""Schedules of their own on one deployment: 2,000 take Prefect 68 s to apply, longer to drop."""

SHARED = "All others, when due"
"""The shared schedule's slug; no source can have this id."""

LEAST_SHARED, MOST_SHARED = timedelta(minutes=1), timedelta(minutes=15)
"""How often the channel table is asked what is due; a round that finds nothing costs one query."""

_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One schedule; exactly one of `cron` and `every` is given."""

    slug: str
    sources: tuple[str, ...]  # empty: whatever is due
    time_zone: str
    cron: str | None = None
    every: timedelta | None = None
    anchor: datetime = _EPOCH  # where the intervals are counted from


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every schedule of `ingest`, and the sources that share one."""

    schedules: tuple[Planned, ...]
    shared: frozenset[str]


def plan_schedules(sources: Sequence[Source]) -> Plan:
    """The schedules that these sources ask for."""
    read = [source for source in sources if source.enabled and _is_polled(source)]
    wishing = [source for source in read if source.schedule.mode != "adaptive"]
    own = {source.id for source in wishing[:OWN_AT_MOST]}
    shared = [source for source in read if source.id not in own]
    schedules = [_own(source) for source in read if source.id in own]
    if shared:
        schedules.append(_shared(shared))
    return Plan(schedules=tuple(schedules), shared=frozenset(source.id for source in shared))


def next_turn(planned: Planned, now: datetime) -> datetime:
    """When a schedule that counts intervals makes its next run."""
    assert planned.every is not None
    return now + (planned.anchor - now) % planned.every


def _is_polled(source: Source) -> bool:
    return any("poll" in channel.use for channel in source.channels)


def _own(source: Source) -> Planned:
    every = source.schedule.every
    return Planned(
        slug=source.id,
        sources=(source.id,),
        time_zone=source.time_zone,
        cron=source.schedule.cron,
        every=every,
        anchor=_spread(source.id, every) if every else _EPOCH,
    )


def _shared(sources: Sequence[Source]) -> Planned:
    wishes = [_shortest(source) for source in sources]
    every = max(LEAST_SHARED, min(*wishes, MOST_SHARED))
    return Planned(slug=SHARED, sources=(), time_zone="UTC", every=every)


def _shortest(source: Source) -> timedelta:
    """The shortest time after which a source may be due again."""
    schedule = source.schedule
    if schedule.mode == "cron":
        return LEAST_SHARED
    return schedule.every or schedule.min_interval


def _spread(name: str, every: timedelta) -> datetime:
    """A moment to count from that differs by name, so that not all sources are read at once."""
    return _EPOCH + timedelta(
        seconds=zlib.crc32(name.encode()) % max(1, int(every.total_seconds()))
    )
