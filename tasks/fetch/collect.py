"""The room's front: from a source's channel to what the world answered, one by one.

::

    channel -> links -> known? allowed? due? -> bytes -> Received (stored at once by the caller)

Everything comes lazily, so that the caller keeps small batches and memory stays flat. Nothing
raises for what the world does: each link ends as stored, unchanged, skipped, deferred or failed.
"""

from collections.abc import Iterator
from pathlib import Path

from storage.records import ChannelKind, Received
from tasks.fetch.client import Client as Client
from tasks.fetch.contracts import Clock as Clock
from tasks.fetch.contracts import Known as Known
from tasks.fetch.files import collect_files
from tasks.fetch.pages import fetch_page, link_to
from tasks.sources import Channel, Source


def collect(
    source: Source,
    channel: Channel,
    *,
    known: Known,
    root: Path,
    client: Client | None,
    now: Clock,
) -> Iterator[Received]:
    """What the channel holds now; one Received a link.

    ``root`` is the folder of sources.yaml: nothing outside it is read. Channels on the web need
    a client.
    """
    if channel.kind is ChannelKind.FILES:
        yield from collect_files(source, channel, known=known, root=root, now=now)
        return
    assert client is not None
    assert channel.url is not None
    if channel.kind is ChannelKind.URL:
        link = link_to(source.id, channel.name, channel.url)
        yield fetch_page(link, channel.url, source.fetch, known=known, client=client)
        return
    raise NotImplementedError(channel.kind)
