"""What a round of the shared schedule would read now."""

from collections.abc import Sequence
from datetime import datetime

from flows.up.schedules import plan_schedules
from storage.ledger import Ledger
from tasks.fetch.polling import is_due
from tasks.sources import Channel, Source

Due = tuple[Source, list[Channel]]
"""A source with those of its channels whose time has come."""


def due_channels(ledger: Ledger, sources: Sequence[Source], now: datetime) -> list[Due]:
    """What is due of the sources that share a schedule, less what another run is reading."""
    shared = {
        source.id: source for source in sources if source.id in plan_schedules(sources).shared
    }
    due = [name for name in ledger.due_sources(now) if name in shared]
    found = [(shared[name], _due_of(ledger, shared[name], now)) for name in due]
    return [(source, channels) for source, channels in found if channels]


def _due_of(ledger: Ledger, source: Source, now: datetime) -> list[Channel]:
    states = ledger.channel_states(source.id)
    polled = [channel for channel in source.channels if "poll" in channel.use]
    return [channel for channel in polled if is_due(states[channel.name], now)]
