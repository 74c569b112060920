"""What a backfill would do: the days with something to be done, in order, and what is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from flows.backfilling.order import Order
from flows.wording import let_go
from storage.coverage import days_with_articles
from storage.ledger import Ledger
from storage.partitions import Cell, bounds, find_cells
from tasks.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Days that are left alone, and why."""

    source_id: str
    stage: str
    days: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Days in a row on which the ledger knows no article of a source."""

    source_id: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillPlan:
    """Cells with how many of their items are to be done, in order; and what is left out."""

    cells: tuple[tuple[Cell, int], ...]
    skipped: tuple[Skipped, ...]
    done: tuple[Cell, ...]  # of which nothing is left to be done

    @property
    def items(self) -> int:
        """How many items are to be done."""
        return sum(count for _, count in self.cells)


def plan_backfill(
    ledger: Ledger, sources: Sequence[Source], order: Order, stage: str
) -> BackfillPlan:
    """What one stage of this order comes to, by what is stored now."""
    skipped: list[Skipped] = []
    wanted: list[Cell] = []
    done: list[Cell] = []
    for source in sources:
        cells = find_cells(ledger, source.id, stage, order.first, order.last)
        todo = [cell for cell in cells if cell.todo(order.reprocess)]
        if len(todo) < len(cells):
            why = "done already by the step in force"
            skipped.append(_skipped(source.id, stage, len(cells) - len(todo), why))
        if not cells:
            skipped.append(_skipped(source.id, stage, 0, "nothing is stored on these days"))
        if stage == "clean":
            skipped += _let_go(ledger, source.id, order)
        wanted += todo
        done += [cell for cell in cells if not cell.missing and not cell.failed]
    wanted.sort(key=lambda cell: (cell.day, cell.source_id), reverse=order.newest_first)
    chosen = _within_limit(wanted, order, skipped)
    return BackfillPlan(cells=chosen, skipped=tuple(_together(skipped)), done=tuple(done))


def find_gaps(ledger: Ledger, source_id: str, first: date, last: date) -> list[Gap]:
    """The days without any article between two days; an open beginning counts from the first."""
    there = days_with_articles(ledger, source_id, first, last)
    if not there:
        return []
    edges = [*there, last + timedelta(days=1)]
    return [
        Gap(source_id=source_id, first=day + timedelta(days=1), last=after - timedelta(days=1))
        for day, after in pairwise(edges)
        if (after - day).days > 1
    ]


def groups(cells: Sequence[tuple[Cell, int]], most: int) -> Iterator[list[tuple[Cell, int]]]:
    """Cells in a row that hold together about so many items: one pass through the stages each."""
    group: list[tuple[Cell, int]] = []
    held = 0
    for cell, count in cells:
        if group and held + count > most:
            yield group
            group, held = [], 0
        group.append((cell, count))
        held += count
    if group:
        yield group


def _within_limit(
    wanted: Sequence[Cell], order: Order, skipped: list[Skipped]
) -> tuple[tuple[Cell, int], ...]:
    left = order.limit
    cells = []
    for cell in wanted:
        count = cell.todo(order.reprocess)
        if left is not None:
            count = min(count, left)
            left -= count
        if count:
            cells.append((cell, count))
        else:
            skipped.append(_skipped(cell.source_id, cell.stage, 1, "over the limit of this run"))
    return tuple(cells)


def _let_go(ledger: Ledger, source_id: str, order: Order) -> Iterator[Skipped]:
    """The captures that cannot be cleaned again, if any."""
    since, until = bounds(order.first, order.last)
    count = ledger.reader().let_go(source_id, since, until)
    if count:
        why = f"{let_go(count)}, and stay as they were read"
        yield _skipped(source_id, "clean", 0, why)


def _together(skipped: Sequence[Skipped]) -> Iterator[Skipped]:
    days: dict[tuple[str, str, str], int] = {}
    for item in skipped:
        key = (item.source_id, item.stage, item.why)
        days[key] = days.get(key, 0) + item.days
    for (source_id, stage, why), count in days.items():
        yield _skipped(source_id, stage, count, why)


def _skipped(source_id: str, stage: str, days: int, why: str) -> Skipped:
    return Skipped(source_id=source_id, stage=stage, days=days, why=why)
