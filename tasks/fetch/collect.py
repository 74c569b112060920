"""The room's front: from a source's channel to what the world answered, one by one.

::

    channel -> links -> known? allowed? due? -> bytes -> Received (stored at once by the caller)

Everything comes lazily, so that the caller keeps small batches and memory stays flat. Nothing
raises for what the world does: each link ends as stored, unchanged, skipped, deferred or failed.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from storage.records import ChannelKind, ChannelState
from tasks.fetch.contracts import Clock as Clock
from tasks.fetch.contracts import Known as Known
from tasks.fetch.lists.cdx import cdx_round
from tasks.fetch.lists.walking import listing_round
from tasks.fetch.opening import Had, counted, reopen
from tasks.fetch.pages import Asks, link_to, received
from tasks.fetch.reading import Reading
from tasks.fetch.rounds import Round, Steps, feed_round, sitemap_round
from tasks.fetch.span import Span
from tasks.fetch.stored.files import collect_files
from tasks.fetch.stored.warcs import collect_warcs
from tasks.fetch.web.asking import Purpose
from tasks.fetch.web.client import Client as Client
from tasks.sources import Channel, Source

FRESH = ChannelState()
"""What is remembered of a channel that was never read."""


def collect(
    source: Source,
    channel: Channel,
    *,
    known: Known,
    root: Path,
    client: Asks | None,
    now: Clock,
    state: ChannelState = FRESH,
    chance: Callable[[], float] = random.random,
    span: Span | None = None,
) -> Round:
    """What the channel holds now: one Received a link, and then the channel's state after it.

    With a ``span``, what it holds of those days, whether it is new on the list or not.

    ``root`` is the folder of sources.yaml: nothing outside it is read. Channels on the web need
    a client.
    """
    if channel.kind in (ChannelKind.FILES, ChannelKind.WARC):
        notes: list[str] = []
        steps = _file_steps(source, channel, known, root, now, state, notes)
        return Round(state, steps, notes)
    assert client is not None
    reading = Reading(
        source=source,
        channel=channel,
        state=state,
        known=known,
        client=client,
        now=now,
        chance=chance,
        span=span,
    )
    return Round(state, _STEPS[channel.kind](reading), reading.notes)


def _file_steps(
    source: Source,
    channel: Channel,
    known: Known,
    root: Path,
    now: Clock,
    state: ChannelState,
    notes: list[str],
) -> Steps:
    read = collect_warcs if channel.kind is ChannelKind.WARC else collect_files
    nothing = True
    for row in read(source, channel, known=known, root=root, now=now):
        nothing = False
        yield row
    if nothing:
        notes.append(f"nothing to read: no page is in any file that matches {channel.path!r}")
    return replace(state, polls=state.polls + 1, failures=state.failures + 1 if nothing else 0)


def _url_round(reading: Reading) -> Steps:
    """One page, again and again."""
    link = link_to(reading.source, reading.channel.name, reading.channel.url or "")
    seen = reading.known.seen(link.url)
    had = Had(
        etag=seen.etag if seen else None,
        last_modified=seen.last_modified if seen else None,
        body_sha256=seen.blob_sha256 if seen else None,
    )
    opened = reopen(reading, Purpose.PAGE, had)
    yield received(link, opened.answer, seen)
    return reading.after(counted(reading, opened), opened.answer)


_STEPS: Mapping[ChannelKind, Callable[[Reading], Steps]] = {
    ChannelKind.URL: _url_round,
    ChannelKind.FEED: feed_round,
    ChannelKind.SITEMAP: sitemap_round,
    ChannelKind.LISTING: listing_round,
    ChannelKind.CDX: cdx_round,
}
