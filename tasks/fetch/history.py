"""The past of sources: their archive channels read for the days that are wanted.

The channels' own memory is neither used nor changed, so that live polling goes on as if nothing
were; hosts are asked in the same turns as live polling asks them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event

from storage.first_few import first_few
from storage.ledger import Ledger
from storage.records import ChannelKind, Outcome, Received
from tasks.fetch.collect import collect
from tasks.fetch.contracts import Clock
from tasks.fetch.pages import Asks
from tasks.fetch.rounds import Round
from tasks.fetch.side_by_side import chunks, side_by_side
from tasks.fetch.span import Span, listed_day
from tasks.fetch.stage import TAKEN_DOWN, Collected
from tasks.fetch.web.asking import Answer, Ask
from tasks.fetch.web.client import Client
from tasks.fetch.web.hosts import SharedGate
from tasks.sources import Channel, Source
from tasks.work import Work

ARCHIVES = (ChannelKind.CDX, ChannelKind.WARC)
"""What these give is dated by the archive: the day of the capture."""

PAST = (ChannelKind.SITEMAP, ChannelKind.LISTING, *ARCHIVES)
"""Kinds that reach back by themselves; a feed or a single page does so only when told."""

MAX_ROUNDS = 200
"""Rounds of one channel, each of up to 500 pages; no site has had more to give."""


class History(Collected):
    """What reading a source's past came to, by channel and day."""

    def __init__(self, source: Source, span: Span) -> None:
        super().__init__()
        self.source = source
        self.span = span
        self.days: dict[tuple[str, date], Counter[str]] = {}
        self.errors: dict[tuple[str, date], str] = {}

    def __str__(self) -> str:
        return f"{self.source.id} from {self.span.first} to {self.span.last}"

    def note(self, channel: Channel, row: Received, *, taken_down: bool = False) -> None:
        """Count a row for its channel and day."""
        self.count(self.source.id, row, taken_down=taken_down)
        key = (channel.name, day_of(channel, row))
        outcome = TAKEN_DOWN if taken_down else str(row.outcome)
        self.days.setdefault(key, Counter())[outcome] += 1
        if row.outcome in (Outcome.FAILED, Outcome.DEFERRED):
            self.errors[key] = f"{row.reason}: {row.link.url}"


class HistoryGroup:
    """Sources whose pasts are read in one go."""

    def __init__(self, histories: Sequence[History]) -> None:
        self.histories = histories

    def __str__(self) -> str:
        return first_few([str(history) for history in self.histories])

    def totals(self) -> dict[str, int]:
        """How many links ended in each outcome."""
        totals: Counter[str] = Counter()
        for history in self.histories:
            totals.update(history.totals())
        return dict(totals)


def history_channels(source: Source) -> list[Channel]:
    """The channels that lead to a source's past: archives, and what is kept for backfill alone."""
    return [
        channel
        for channel in source.channels
        if channel.use == ("backfill",) or ("backfill" in channel.use and channel.kind in PAST)
    ]


def collect_history(work: Work, group: HistoryGroup) -> HistoryGroup:
    """Read the pasts of some sources side by side; what comes is stored at once."""
    hosts = work.ledger.hosts()
    with closing(Client(gate=SharedGate(hosts), notes=hosts, root=work.root)) as client:
        side_by_side([partial(_read, work, client, history) for history in group.histories])
    return group


def count_history(ledger: Ledger, root: Path, now: Clock, history: History) -> int:
    """Read the lists alone and note in the span what is wanted; returns how many requests.

    Nothing is written: hosts are asked in turns that this process alone remembers.
    """
    with closing(Client(root=root)) as client:
        counting = Counting(client)
        for channel in history_channels(history.source):
            rows = _collected(ledger, root, now, counting, history, channel)
            for row in _of_the_span(
                rows, history, channel
            ):  # of a list none, which notes by itself what it names
                history.span.left.add(f"{row.link.url} {row.fetched_at}")
    return counting.asked


class Counting:
    """A client that counts what it is asked."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.asked = 0

    def get(self, ask: Ask) -> Answer:
        """Pass the question on."""
        self.asked += 1
        return self._client.get(ask)


def day_of(channel: Channel, row: Received) -> date:
    """The day a row belongs to."""
    if channel.kind in ARCHIVES:
        return row.fetched_at.date()
    return listed_day(row.link.url, row.link.hints) or row.fetched_at.date()


def _read(work: Work, client: Client, history: History, over: Event) -> None:
    for channel in history_channels(history.source):
        for _ in range(MAX_ROUNDS):
            if not _round(work, client, history, channel, over):
                break


def _round(work: Work, client: Client, history: History, channel: Channel, over: Event) -> bool:
    """One round of a channel; whether another may bring more."""
    if history.span.most <= 0:
        return False
    stored = 0
    rows = _collected(work.ledger, work.root, work.now, client, history, channel)
    for few in chunks(_of_the_span(rows, history, channel), over):
        out = {id(row) for row in work.ledger.kept_out(few)}
        work.ledger.record(few, work.run_id)
        for row in few:
            history.note(channel, row, taken_down=id(row) in out)
            work.progress.received(history.source.id, row.outcome, 1)
            stored += row.outcome is Outcome.STORED and id(row) not in out
    for note in rows.notes:
        history.say(history.source.id, channel.name, note)
    history.span.most -= stored
    return stored > 0 and channel.kind is not ChannelKind.WARC


def _collected(
    ledger: Ledger, root: Path, now: Clock, client: Asks, history: History, channel: Channel
) -> Round:
    """What a channel holds of the span's days; of WARC files, of other days too."""
    return collect(
        history.source,
        channel,
        known=ledger.known(history.source.id),
        root=root,
        client=client,
        now=now,
        span=history.span,
    )


def _of_the_span(rows: Round, history: History, channel: Channel) -> Iterator[Received]:
    if channel.kind is not ChannelKind.WARC:
        return rows
    return (row for row in rows if history.span.holds(row.fetched_at.date()))
