"""A dry run: what an order would come to, told from what is stored; nothing is written."""

from collections.abc import Sequence
from pathlib import Path

from flows.backfilling.history import NO_LIMIT, left_out, span_of, without_past
from flows.backfilling.order import OLDEST, Order
from flows.backfilling.plan import Skipped, plan_backfill
from flows.backfilling.report import Estimate, estimate_report
from flows.opening import utc_now
from storage.coverage import pace
from storage.ledger import Ledger
from tasks.fetch.history import History, count_history, history_channels
from tasks.sources import Source


def dry_run(ledger: Ledger, sources: Sequence[Source], order: Order, root: Path) -> str:
    """The report of what would be done; for history, the lists are read and no page is."""
    estimates, skipped = [], list[Skipped]()
    for stage in order.stages:
        if stage == "fetch":
            estimates.append(_estimate_history(ledger, sources, order, root, skipped))
            continue
        plan = plan_backfill(ledger, sources, order, stage)
        skipped += plan.skipped
        cells = [cell for cell, _ in plan.cells]
        estimates.append(
            Estimate(
                stage=stage,
                sources=len({cell.source_id for cell in cells}),
                days=len({(cell.source_id, cell.day) for cell in cells}),
                items=plan.items,
                requests=0,
            )
        )
    return estimate_report(order, estimates, skipped, pace(ledger))


def _estimate_history(
    ledger: Ledger,
    sources: Sequence[Source],
    order: Order,
    root: Path,
    skipped: list[Skipped],
) -> Estimate:
    with_past = [source for source in sources if history_channels(source)]
    skipped += [without_past(source) for source in sources if source not in with_past]
    lists = pages = 0
    seconds, left = 0.0, order.limit or NO_LIMIT
    for source in with_past:
        history = History(source, span_of(order, 0))
        asked = count_history(ledger, root, utc_now, history)
        named = len(history.span.left)
        wanted = min(named, left)
        skipped += left_out(history, named - wanted)
        left -= wanted
        lists += asked
        pages += wanted
        seconds += (asked + wanted) * source.fetch.min_delay.total_seconds()
    return Estimate(
        stage="fetch",
        sources=len(with_past),
        days=(order.last - order.first).days + 1 if order.first != OLDEST else 0,
        items=pages,
        requests=lists + pages,
        waiting_s=seconds,
    )
