"""The fetch room's door: what the channels hold is stored at once, a few answers at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from storage.errors import LedgerBusyError
from storage.records import Received
from tasks.fetch.collect import collect
from tasks.sources import Channel, Source
from tasks.work import Work

AT_ONCE = 50
"""Answers stored in one short transaction."""

THREADS = 16
"""Sources read side by side; requests costs under 1 ms of CPU a page, waiting costs none."""


class Collected:
    """What reading some sources came to."""

    def __init__(self) -> None:
        self.outcomes: Counter[tuple[str, str]] = Counter()  # (source id, outcome)
        self.reasons: Counter[tuple[str, str]] = Counter()  # (source id, why not stored)
        self.busy: dict[str, str] = {}  # source id -> who works on it

    def totals(self) -> dict[str, int]:
        """How many links ended in each outcome."""
        totals: Counter[str] = Counter()
        for (_, outcome), count in self.outcomes.items():
            totals[outcome] += count
        return dict(totals)


class ChannelGroup:
    """Sources with the channels to read now."""

    def __init__(self, reading: Sequence[tuple[Source, Sequence[Channel]]]) -> None:
        self.reading = reading

    def __str__(self) -> str:
        names = [source.id for source, _ in self.reading]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return ", ".join(names[:3]) + more


def collect_group(work: Work, group: ChannelGroup) -> Collected:
    """Read the channels of these sources, side by side; each source under its own lease."""
    collected = Collected()
    with ThreadPoolExecutor(min(THREADS, max(1, len(group.reading)))) as threads:
        for future in [
            threads.submit(_collect_source, work, source, channels, collected)
            for source, channels in group.reading
        ]:
            future.result()
    return collected


def _collect_source(
    work: Work, source: Source, channels: Sequence[Channel], collected: Collected
) -> None:
    try:
        with work.ledger.lease(f"source:{source.id}", work.now()):
            for channel in channels:
                _collect_channel(work, source, channel, collected)
    except LedgerBusyError as error:
        collected.busy[source.id] = str(error)


def _collect_channel(work: Work, source: Source, channel: Channel, collected: Collected) -> None:
    known = work.ledger.known(source.id)
    answers = collect(source, channel, known=known, root=work.root, client=None, now=work.now)
    for few in _chunks(answers):
        work.ledger.record([item for item in few if _is_news(item)], work.run_id)
        work.ledger.renew_lease(f"source:{source.id}", work.now())
        for item in few:
            collected.outcomes[source.id, item.outcome] += 1
            if item.reason:
                collected.reasons[source.id, f"{item.reason}: {item.link.url}"] += 1
            work.progress.received(source.id, item.outcome, 1)


def _is_news(item: Received) -> bool:
    """Whether an answer deserves a row; a file that lies unchanged does not, at every poll."""
    return item.status is not None or item.outcome != "unchanged"


def _chunks(answers: Iterator[Received]) -> Iterator[list[Received]]:
    while few := list(islice(answers, AT_ONCE)):
        yield few
