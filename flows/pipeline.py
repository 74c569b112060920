"""The way of one article, as stages in order. With Prefect or without, it is the same way.

::

    collect  ->  [ clean -> judge -> enrich -> store ]   for each batch of what waits
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from flows.breaking import notice_breaks
from storage.batch import Batch
from storage.records import Cleaned, Derived
from storage.texts import TextBatch, claim_texts
from tasks.clean.stage import count_implausible
from tasks.fetch.history import HistoryGroup
from tasks.fetch.stage import ChannelGroup, Collected
from tasks.pool import Carried
from tasks.sources import Channel, Source
from tasks.store.stage import Stored
from tasks.work import Work

GROUP = 100
"""Sources read in one task run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The stages; plain functions, or the same as Prefect tasks."""

    collect: Callable[[Work, ChannelGroup], Collected]
    clean: Callable[[Work, Batch], Carried[Cleaned]]
    judge: Callable[[Work, Batch, Carried[Cleaned]], Carried[Derived]]
    enrich: Callable[[Work, Batch, Carried[Derived]], Carried[Derived]]
    store: Callable[[Work, Batch, Carried[Derived]], Stored]
    enrich_again: Callable[[Work, TextBatch], int]
    history: Callable[[Work, HistoryGroup], HistoryGroup]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run came to, in numbers and in reasons."""

    run_id: int | None = None
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    busy: dict[str, str] = field(default_factory=dict)
    processed: Counter[str] = field(default_factory=Counter)

    def counts(self) -> dict[str, int]:
        """One flat set of numbers, for the run's row."""
        totals: Counter[str] = Counter()
        for (_, outcome), count in self.outcomes.items():
            totals[outcome] += count
        return dict(totals) | dict(self.processed)

    @property
    def state(self) -> str:
        """completed, or partial where something could not be had."""
        failed = any(outcome == "failed" for _, outcome in self.outcomes)
        left = self.processed["unreadable"] or self.processed["failed_days"]
        return "partial" if failed or self.busy or left else "completed"


def collect(work: Work, stages: Stages, groups: Iterable[ChannelGroup], tally: Tally) -> None:
    """Read every group's channels; what comes is stored at once."""
    for group in groups:
        collected = stages.collect(work, group)
        tally.outcomes += collected.outcomes
        tally.reasons += collected.reasons
        tally.busy |= collected.busy


def process(work: Work, stages: Stages, tally: Tally) -> None:
    """Take batches of what waits through the stages until nothing waits."""
    with work.ledger.worker(work.now):
        while _process_batch(work, stages, tally):
            pass


def enrich_again(work: Work, stages: Stages, tally: Tally) -> None:
    """Take batches of stored texts that wait through the enriching stage until none waits."""
    sources = sorted(work.sources)
    with work.ledger.worker(work.now):
        while True:
            with claim_texts(work.ledger, work.batch_size, sources) as texts:
                if not len(texts):
                    return
                tally.processed["mentions"] += stages.enrich_again(work, texts)
            tally.processed["texts"] += len(texts)
            work.progress.processed(len(texts), work.ledger.waiting("enrich", sources))


def groups_of(sources: Sequence[Source], use: str) -> list[ChannelGroup]:
    """The channels of these sources that serve this use, in groups of a task run each."""
    reading = [(source, channels_for(source, use)) for source in sources if source.enabled]
    return grouped([(source, channels) for source, channels in reading if channels])


def grouped(
    reading: Sequence[tuple[Source, Sequence[Channel]]], *, only_due: bool = False
) -> list[ChannelGroup]:
    """Sources with their channels, in groups of a task run each."""
    parts = [reading[at : at + GROUP] for at in range(0, len(reading), GROUP)]
    return [ChannelGroup(part, only_due=only_due) for part in parts]


def channels_for(source: Source, use: str) -> list[Channel]:
    """The channels of a source that serve this use."""
    return [channel for channel in source.channels if use in channel.use]


def _process_batch(work: Work, stages: Stages, tally: Tally) -> bool:
    sources = sorted(work.sources)
    with work.ledger.claim(work.batch_size, work.run_id, sources) as batch:
        if not len(batch):
            return False
        stored = _through(work, stages, batch, tally)
    tally.processed.update(_numbers(stored))
    work.progress.processed(stored.captures, work.ledger.waiting("clean", sources))
    return True


def _through(work: Work, stages: Stages, batch: Batch, tally: Tally) -> Stored:
    cleaned = stages.clean(work, batch)
    if notice_breaks(work, cleaned.items):
        cleaned = stages.clean(work, batch)
    if refused := count_implausible(cleaned.items):
        tally.processed["implausible_dates"] += refused
    judged = stages.judge(work, batch, cleaned)
    enriched = stages.enrich(work, batch, judged)
    return stages.store(work, batch, enriched)


def _numbers(stored: Stored) -> dict[str, int]:
    return {
        "captures": stored.captures,
        "new_articles": stored.told.new_articles,
        "edits": stored.told.edits,
        "read_anew": stored.told.read_anew,
        "stubs": stored.stubs,
        "unreadable": stored.failed,
        "gone_pages": stored.gone,
    }
