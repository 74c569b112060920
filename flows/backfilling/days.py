"""A backfill's work: days in groups through the stages, each day's outcome kept in its partition.

::

    order -> plan of a stage -> [ queue -> stages -> how each day stands ] for each group of days
                                     |
                                     +-- went wrong: each day of the group alone, so that only the
                                         one at fault is marked failed
"""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from flows.backfilling.history import fetch_history
from flows.backfilling.order import Order
from flows.backfilling.plan import BackfillPlan, Skipped, groups, plan_backfill
from flows.knowing import follow_known
from flows.opening import chosen
from flows.pipeline import Stages, Tally, enrich_again, process
from storage.errors import LedgerBusyError, LedgerError
from storage.fulltext.index import catch_up
from storage.partitions import (
    Cell,
    Status,
    close_cells,
    find_cells,
    note_cells,
    queue_cell,
    unqueue_cell,
)
from tasks.sources import Source
from tasks.work import Progress, Work

Counted = Sequence[tuple[Cell, int]]

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Backfilled:
    """What a backfill came to."""

    done: int = 0  # days
    failed: int = 0
    items: int = 0
    skipped: list[Skipped] = field(default_factory=list)


class Remaining:
    """A `Progress` that counts towards the whole of a backfill, not of one group."""

    def __init__(self, inner: Progress, total: int) -> None:
        self._inner = inner
        self._left = total

    def received(self, source_id: str, outcome: str, count: int) -> None:
        """Pass it on."""
        self._inner.received(source_id, outcome, count)

    def processed(self, captures: int, waiting: int) -> None:
        """Tell how much of the backfill is left."""
        self._left = max(0, self._left - captures)
        self._inner.processed(captures, self._left)


def run_backfill(work: Work, tally: Tally, stages: Stages, order: Order) -> Backfilled:
    """Do an order stage by stage; sources that another backfill works on are left to it."""
    came = Backfilled()
    with ExitStack() as leases:
        sources = _ours(work, chosen(work, order.sources), leases, came)
        for stage in order.stages:
            if stage == "fetch":
                fetched = fetch_history(work, tally, stages, order, sources, came.skipped)
                came.done += fetched.done
                came.failed += fetched.failed
                came.items += fetched.pages
                continue
            plan = plan_backfill(work.ledger, sources, order, stage)
            came.skipped += plan.skipped
            close_cells(work.ledger, plan.done, work.now())
            _do_stage(work, tally, stages, order, plan, came)
    follow_known(work.ledger, work.root, work.now())
    catch_up(work.ledger, work.now())
    tally.processed.update({"days": came.done, "failed_days": came.failed})
    return came


def _ours(
    work: Work, sources: Sequence[Source], leases: ExitStack, came: Backfilled
) -> list[Source]:
    """The sources that are enabled and that no other backfill holds."""
    ours = []
    for source in sources:
        try:
            leases.enter_context(work.ledger.lease(f"backfill:{source.id}", work.now()))
        except LedgerBusyError as error:
            came.skipped.append(Skipped(source_id=source.id, stage="all", days=0, why=str(error)))
        else:
            ours.append(source)
    return ours


def _do_stage(
    work: Work, tally: Tally, stages: Stages, order: Order, plan: BackfillPlan, came: Backfilled
) -> None:
    outer = work.progress
    work.progress = Remaining(outer, plan.items)
    try:
        for group in groups(plan.cells, work.batch_size):
            _do_group(work, tally, stages, order, group, came)
    finally:
        work.progress = outer


def _do_group(
    work: Work, tally: Tally, stages: Stages, order: Order, group: Counted, came: Backfilled
) -> None:
    """A group at once; where that fails, each of its days alone."""
    note_cells(work.ledger, _cells(group), Status.RUNNING, work.run_id, work.now())
    try:
        _pass(work, tally, stages, order, group)
    except LedgerError:
        raise  # the ledger itself: no other day would do better
    except Exception as error:  # noqa: BLE001  (whatever one day holds must not stop the others)
        log.warning("a group of %d days failed: %r", len(group), error)
        _each_alone(work, tally, stages, order, group, came)
    else:
        _note_outcomes(work, group, came)


def _each_alone(
    work: Work, tally: Tally, stages: Stages, order: Order, group: Counted, came: Backfilled
) -> None:
    for cell in _cells(group):
        unqueue_cell(work.ledger, cell)
    for pair in group:
        try:
            _pass(work, tally, stages, order, [pair])
        except LedgerError:
            raise
        except Exception as error:  # noqa: BLE001  (as above)
            unqueue_cell(work.ledger, pair[0])
            _note_failed(work, pair[0], f"{type(error).__name__}: {error}", came)
        else:
            _note_outcomes(work, [pair], came)


def _pass(work: Work, tally: Tally, stages: Stages, order: Order, group: Counted) -> None:
    """Queue what is to be done of these days, and take it through the stages."""
    for cell, count in group:
        queue_cell(work.ledger, cell, order.reprocess, count)
    if group[0][0].stage == "clean":
        process(work, stages, tally)
    else:
        enrich_again(work, stages, tally)


def _note_outcomes(work: Work, group: Counted, came: Backfilled) -> None:
    """Write how each day of a group stands now."""
    for cell, count in group:
        now = _again(work, cell)
        came.items += count
        if now.failed:
            said = f"{now.failed} of {now.items} captures cannot be read"
            _note_failed(work, cell, said, came)
        else:
            status = Status.MISSING if now.missing else Status.DONE
            came.done += status is Status.DONE
            note_cells(work.ledger, [cell], status, work.run_id, work.now())


def _note_failed(work: Work, cell: Cell, error: str, came: Backfilled) -> None:
    came.failed += 1
    note_cells(work.ledger, [cell], Status.FAILED, work.run_id, work.now(), error)


def _again(work: Work, cell: Cell) -> Cell:
    """The cell as it is now."""
    found = find_cells(work.ledger, cell.source_id, cell.stage, cell.day, cell.day)
    return found[0] if found else cell


def _cells(group: Counted) -> list[Cell]:
    return [cell for cell, _ in group]
