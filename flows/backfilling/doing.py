"""A backfill from its order to its report, with Prefect or without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.backfilling.days import run_backfill
from flows.backfilling.dry import dry_run
from flows.backfilling.order import Asked, Order, check_order
from flows.backfilling.plan import Gap, find_gaps
from flows.backfilling.report import backfill_report, said
from flows.opening import opened, utc_now
from flows.pipeline import Stages
from flows.settings import Settings
from flows.summary import outcome_of
from storage.ledger import Ledger
from storage.partitions import Partition, partitions_of_run
from tasks.sources_file import load_sources
from tasks.work import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A backfill that was done."""

    sentence: str
    report: str
    partitions: Sequence[Partition]
    failed: int
    outcome: dict[str, Any]


def order_from(settings: Settings, asked: Asked) -> Order:
    """The order, checked against sources.yaml and the calendar.

    Raises:
        UsageError: it asks for what cannot be.
    """
    known = [source.id for source in load_sources(settings.sources_path).sources]
    return check_order(asked, known=known, today=utc_now().date())


def tell_dry_run(settings: Settings, order: Order) -> str:
    """What the order would come to, as markdown; the ledger is only read."""
    sources = load_sources(settings.sources_path).sources
    named = [source for source in sources if not order.sources or source.id in order.sources]
    ledger = Ledger.open(settings.database_url, settings.blobs_url)
    try:
        return dry_run(ledger, named, order, settings.root)
    finally:
        ledger.close()


def do_backfill(
    settings: Settings,
    order: Order,
    stages: Stages,
    *,
    trigger: str,
    prefect_run_id: str | None = None,
    progress: Progress | None = None,
    now: Callable[[], datetime] = utc_now,
) -> Done:
    """Do the order in a run of its own."""
    with opened(
        settings,
        "backfill",
        trigger=trigger,
        parameters=_parameters(order),
        prefect_run_id=prefect_run_id,
        progress=progress,
        now=now,
    ) as (work, tally):
        came = run_backfill(work, tally, stages, order)
        partitions = partitions_of_run(work.ledger, work.run_id)
        gaps = _gaps(work.ledger, order, sorted(work.sources))
    report = backfill_report(order, came, partitions, gaps)
    return Done(
        sentence=said(came),
        report=report,
        partitions=partitions,
        failed=came.failed,
        outcome=outcome_of(tally) | {"failed_days": came.failed, "report": report},
    )


def _gaps(ledger: Ledger, order: Order, known: Sequence[str]) -> list[Gap]:
    names = order.sources or known
    return [gap for name in names for gap in find_gaps(ledger, name, order.first, order.last)]


def _parameters(order: Order) -> dict[str, Any]:
    return {
        "sources": list(order.sources),
        "from": order.first.isoformat(),
        "to": order.last.isoformat(),
        "what": order.what,
        "reprocess": str(order.reprocess),
        "newest_first": order.newest_first,
        "limit": order.limit,
    }
