"""The fetch room's door: what the channels hold is stored at once, a few answers at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from threading import Event

from storage.captures import GONE
from storage.errors import LedgerBusyError
from storage.first_few import first_few
from storage.ledger import polling_lease
from storage.records import ChannelState, Received
from tasks.fetch.collect import collect
from tasks.fetch.once import OncePerRound
from tasks.fetch.polling import is_due
from tasks.fetch.revisits import oldest_looked_at, revisit
from tasks.fetch.saying import in_words
from tasks.fetch.side_by_side import chunks, side_by_side
from tasks.fetch.web.client import Client
from tasks.fetch.web.hosts import SharedGate
from tasks.sources import Channel, Source
from tasks.work import Work

RENEWED_AFTER = timedelta(seconds=30)
"""A lease is looked at so often while its work goes on; it lives for five minutes."""


NOTE = "channel "
"""How a note on a channel begins, which is no refusal of a page and stands in no row."""

TAKEN_DOWN = "taken_down"
"""What became of bytes whose article or address was taken down: they are not kept."""


class Collected:
    """What reading some sources came to."""

    def __init__(self) -> None:
        self.outcomes: Counter[tuple[str, str]] = Counter()  # (source id, outcome)
        self.reasons: Counter[tuple[str, str]] = Counter()  # (source id, why not stored)
        self.busy: dict[str, str] = {}  # source id -> who works on it

    def count(self, source_id: str, item: Received, *, taken_down: bool = False) -> None:
        """Count one answer, and the reason where there is one; gone is news, not a failure."""
        outcome = "gone" if item.status in GONE else item.outcome
        self.outcomes[source_id, TAKEN_DOWN if taken_down else outcome] += 1
        if item.reason:
            self.reasons[source_id, f"{in_words(item.reason)}: {item.link.url}"] += 1

    def say(self, source_id: str, channel: str, note: str) -> None:
        """Tell what a person should know of a round."""
        self.reasons[source_id, f"{NOTE}{channel}: {note}"] += 1

    def totals(self) -> dict[str, int]:
        """How many links ended in each outcome."""
        totals: Counter[str] = Counter()
        for (_, outcome), count in self.outcomes.items():
            totals[outcome] += count
        return dict(totals)


class ChannelGroup:
    """Sources with the channels to read now; of those, where asked, what is still due by then."""

    def __init__(
        self, reading: Sequence[tuple[Source, Sequence[Channel]]], *, only_due: bool = False
    ) -> None:
        self.reading = reading
        self.only_due = only_due

    def __str__(self) -> str:
        return first_few([source.id for source, _ in self.reading])


def collect_group(work: Work, group: ChannelGroup) -> Collected:
    """Read the channels of these sources, side by side; each source under its own lease."""
    collected = Collected()
    hosts = work.ledger.hosts()
    with closing(Client(gate=SharedGate(hosts), notes=hosts, root=work.root)) as client:
        side_by_side(
            [
                partial(_SourceRound(work, client, source, collected).run, channels, group.only_due)
                for source, channels in group.reading
            ]
        )
    return collected


class _SourceRound:
    """One source, read once: its channels, and then the young pages whose time has come."""

    def __init__(self, work: Work, client: Client, source: Source, collected: Collected) -> None:
        self._work = work
        self._client = OncePerRound(client, source)
        self._source = source
        self._collected = collected
        self._known = work.ledger.known(source.id)
        self._held_since = work.now()

    def run(self, channels: Sequence[Channel], only_due: bool, over: Event) -> None:
        """Read the channels under the source's lease; one that is held elsewhere is left alone."""
        ledger, source = self._work.ledger, self._source
        try:
            self._held_since = self._work.now()
            with ledger.polling(source.id, self._held_since) as states:
                for channel in channels:
                    # Another round may have read it since this one looked what is due.
                    if not only_due or is_due(states[channel.name], self._held_since):
                        self._read(channel, states[channel.name], over)
                if source.revisit and any(channel.url for channel in channels):
                    for few in chunks(self._young_pages(), over):
                        self._count(few)
                        self._record(few)
        except LedgerBusyError as error:
            self._collected.busy[source.id] = str(error)

    def _read(self, channel: Channel, state: ChannelState, over: Event) -> None:
        answers = collect(
            self._source,
            channel,
            known=self._known,
            root=self._work.root,
            client=self._client,
            now=self._work.now,
            state=state,
        )
        last: list[Received] = []
        for few in chunks(answers, over):
            self._count(few)
            if answers.over:
                last = few  # stored together with the channel's state
            else:
                self._record(few)
        self._finish(channel, last, answers.state)
        for note in (*answers.notes, *_moves(channel, answers.state)):
            self._collected.say(self._source.id, channel.name, note)

    def _young_pages(self) -> Iterator[Received]:
        oldest = oldest_looked_at(self._source.revisit, self._work.now())
        visits = self._work.ledger.young_pages(self._source.id, oldest)
        return revisit(
            self._source, visits, known=self._known, client=self._client, now=self._work.now
        )

    def _record(self, few: Sequence[Received]) -> None:
        self._work.ledger.record(_news(few), self._work.run_id)
        now = self._work.now()
        if now - self._held_since > RENEWED_AFTER:
            self._work.ledger.renew_lease(polling_lease(self._source.id), now)
            self._held_since = now

    def _finish(self, channel: Channel, last: Sequence[Received], state: ChannelState) -> None:
        place = (self._source.id, channel.name)
        self._work.ledger.record(_news(last), self._work.run_id, closing={place: state})

    def _count(self, few: Sequence[Received]) -> None:
        out = {id(item) for item in self._work.ledger.kept_out(few)}
        for item in few:
            self._collected.count(self._source.id, item, taken_down=id(item) in out)
            self._work.progress.received(self._source.id, item.outcome, 1)


def _moves(channel: Channel, state: ChannelState) -> Iterator[str]:
    """That a channel has moved for good, as long as sources.yaml names its old address."""
    if state.moved_to is not None and state.moved_from == channel.url:
        yield f"it has moved for good to {state.moved_to}; write that into sources.yaml"


def _news(few: Sequence[Received]) -> list[Received]:
    """The answers that deserve a row; a file that lies unchanged does not, at every poll."""
    return [item for item in few if item.status is not None or item.outcome != "unchanged"]
