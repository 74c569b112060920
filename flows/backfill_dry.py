"""A dry run: what an order would come to, told from what is stored; nothing is written."""

from collections.abc import Sequence

from flows.backfill_order import Order
from flows.backfill_plan import Skipped, plan_backfill
from flows.backfill_report import Estimate, estimate_report
from storage.ledger import Ledger
from storage.partitions import pace
from tasks.sources import Source


def dry_run(ledger: Ledger, sources: Sequence[Source], order: Order) -> str:
    """The report of what would be done."""
    estimates, skipped = [], list[Skipped]()
    for stage in order.stages:
        if stage == "fetch":
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
