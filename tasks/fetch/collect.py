"""The room's front: from a source's channel to what the world answered, one by one.

::

    channel -> links -> known? allowed? due? -> bytes -> Received (stored at once by the caller)

Everything comes lazily, so that the caller keeps small batches and memory stays flat. Nothing
raises for what the world does: each link ends as stored, unchanged, skipped, deferred or failed.
"""

from collections.abc import Iterator
from pathlib import Path

from storage.records import ChannelKind, Received
from tasks.fetch.contracts import Clock as Clock
from tasks.fetch.contracts import Known as Known
from tasks.fetch.files import collect_files
from tasks.sources import Channel, Source


def collect(
    source: Source,
    channel: Channel,
    *,
    known: Known,
    root: Path,
    client: object | None,
    now: Clock,
) -> Iterator[Received]:
    """What the channel holds now; one Received a link.

    ``root`` is the folder of sources.yaml: nothing outside it is read.
    """
    if channel.kind is ChannelKind.FILES:
        return collect_files(source, channel, known=known, root=root, now=now)
    raise NotImplementedError(channel.kind)
