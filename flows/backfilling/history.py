"""A backfill's first stage: history from the web, sources side by side, noted by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.backfilling.order import OLDEST, Order
from flows.backfilling.plan import Skipped
from flows.pipeline import GROUP, Stages, Tally, process
from flows.wording import counted
from storage.partitions import Cell, Status, note_cells
from tasks.fetch.history import History, HistoryGroup, history_channels
from tasks.fetch.span import Span
from tasks.sources import Source
from tasks.work import Work

NO_LIMIT = 1_000_000


@dataclass(slots=True, kw_only=True)
class Fetched:
    """What fetching history came to."""

    done: int = 0  # days
    failed: int = 0
    pages: int = 0


def fetch_history(
    work: Work,
    tally: Tally,
    stages: Stages,
    order: Order,
    sources: Sequence[Source],
    skipped: list[Skipped],
) -> Fetched:
    """Fetch what the archive channels hold of the order's days, and process it."""
    came = Fetched()
    with_past = [source for source in sources if history_channels(source)]
    skipped += [without_past(source) for source in sources if not history_channels(source)]
    left = order.limit or NO_LIMIT
    for few in _together(with_past, order):
        asked = HistoryGroup([History(source, span_of(order, left)) for source in few])
        for history in stages.history(work, asked).histories:
            left = history.span.most if order.limit else NO_LIMIT
            tally.outcomes += history.outcomes
            tally.reasons += history.reasons
            _note(work, history, came)
            skipped += left_out(history, len(history.span.left))
        process(work, stages, tally)
    return came


def _together(sources: Sequence[Source], order: Order) -> list[Sequence[Source]]:
    """Sources read side by side: one after the other where they share a limit."""
    size = 1 if order.limit else GROUP
    return [sources[at : at + size] for at in range(0, len(sources), size)]


def span_of(order: Order, most: int) -> Span:
    """The order's days; where no range was given, undated pages are taken too."""
    return Span(
        first=order.first,
        last=order.last,
        takes_undated=order.first == OLDEST,
        most=most,
        newest_first=order.newest_first,
    )


def without_past(source: Source) -> Skipped:
    """A source that has nothing to read its past from."""
    why = "no channel of it leads to the past; give one `use: [backfill]`"
    return Skipped(source_id=source.id, stage="fetch", days=0, why=why)


def left_out(history: History, over_limit: int) -> list[Skipped]:
    """What the lists name and is not taken, and why."""
    span, source_id = history.span, history.source.id
    reasons = [
        (len(span.outside), "of other days"),
        (
            len(span.undated),
            "whose day no list tells; such pages are taken when no first day is given",
        ),
        (over_limit, "over the limit of this run"),
    ]
    said = [f"{counted(count, 'page')} {what}" for count, what in reasons if count]
    return [Skipped(source_id=source_id, stage="fetch", days=0, why=why) for why in said]


def _note(work: Work, history: History, came: Fetched) -> None:
    """Write a partition for each channel and day that something was asked for."""
    for (channel, day), outcomes in sorted(history.days.items()):
        cell = _cell(history.source.id, day, channel, sum(outcomes.values()))
        error = history.errors.get((channel, day))
        status = Status.FAILED if error else Status.DONE
        came.failed += error is not None
        came.done += error is None
        came.pages += outcomes["stored"]
        note_cells(work.ledger, [cell], Status.RUNNING, work.run_id, work.now())
        note_cells(work.ledger, [cell], status, work.run_id, work.now(), error)


def _cell(source_id: str, day: date, channel: str, items: int) -> Cell:
    return Cell(
        source_id=source_id,
        day=day,
        stage="fetch",
        step=channel,
        items=items,
        missing=0,
        failed=0,
    )
