"""What a backfill did or would do, as markdown for people and as rows for a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flows.backfilling.days import Backfilled
from flows.backfilling.order import OLDEST, Order
from flows.backfilling.plan import Gap, Skipped
from flows.wording import counted
from storage.partitions import Partition

ROWS = 500
"""Rows of the table artifact; the partition table holds all of them."""

GAPS = 20
"""Gaps named, of all sources together; the longest first."""

GUESSED_PACE = 10.0
"""Captures a second where no run has been timed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a backfill would come to."""

    stage: str
    sources: int
    days: int
    items: int
    requests: int
    waiting_s: float = 0.0  # that politeness alone takes


def estimate_report(
    order: Order, estimates: Sequence[Estimate], skipped: Sequence[Skipped], pace: float | None
) -> str:
    """The report of a dry run."""
    items = sum(estimate.items for estimate in estimates)
    seconds = items / (pace or GUESSED_PACE) + sum(item.waiting_s for item in estimates)
    basis = "as fast as the last runs" if pace else "a guess: no run has been timed yet"
    lines = [
        f"# Dry run: {order.what}, {range_of(order)}",
        "",
        "No page was fetched and nothing was written. "
        "Start it again with *dry run* switched off to do it.",
        "",
        "| stage | sources | days | captures or texts | requests |",
        "|---|---|---|---|---|",
        *(f"| {e.stage} | {e.sources} | {e.days} | {e.items} | {e.requests} |" for e in estimates),
        "",
        f"About {_length(seconds)} ({basis}).",
        *_skipped(skipped),
    ]
    return "\n".join(lines)


def backfill_report(
    order: Order, came: Backfilled, partitions: Sequence[Partition], gaps: Sequence[Gap]
) -> str:
    """The report of a backfill: what was done, what was skipped and why, the gaps left."""
    lines = [
        f"# Backfill: {order.what}, {range_of(order)}",
        "",
        f"{said(came)}.",
        *_failed(partitions),
        *_skipped(came.skipped),
        *_gaps(gaps),
    ]
    return "\n".join(lines)


def said(came: Backfilled) -> str:
    """What a backfill came to, in one sentence without its full stop."""
    failed = f", {came.failed} failed" if came.failed else ""
    items = counted(came.items, "capture or text", "captures or texts")
    return f"{counted(came.done, 'day')} done{failed}; {items}"


def partition_rows(partitions: Sequence[Partition]) -> list[dict[str, object]]:
    """The table's rows, failed ones first."""
    return [
        {
            "source": item.source_id,
            "day": item.day.isoformat(),
            "stage": item.stage,
            "step": item.step,
            "status": item.status,
            "attempts": item.attempts,
            "error": item.error or "",
        }
        for item in partitions[:ROWS]
    ]


def range_of(order: Order) -> str:
    """The range as people say it."""
    return f"up to {order.last}" if order.first == OLDEST else f"{order.first} to {order.last}"


def _failed(partitions: Sequence[Partition]) -> Iterator[str]:
    failed = [item for item in partitions if item.status == "failed"]
    if failed:
        yield from ("", "## Failed", "")
    for item in failed[:ROWS]:
        yield f"- {item.source_id}, {item.day}, {item.stage}: {item.error}"


def _skipped(skipped: Sequence[Skipped]) -> Iterator[str]:
    if skipped:
        yield from ("", "## Skipped", "")
    for item in skipped:
        days = f", {counted(item.days, 'day')}" if item.days else ""
        yield f"- {item.source_id} ({item.stage}){days}: {item.why}"


def _gaps(gaps: Sequence[Gap]) -> Iterator[str]:
    if gaps:
        yield from ("", "## Gaps left", "", "Days without any article, the longest first.", "")
    for gap in sorted(gaps, key=lambda gap: -gap.days)[:GAPS]:
        yield f"- {gap.source_id}: {gap.first} to {gap.last} ({counted(gap.days, 'day')})"
    if len(gaps) > GAPS:
        yield f"- and {len(gaps) - GAPS} shorter ones"


def _length(seconds: float) -> str:
    if seconds < 90:
        return counted(max(1, round(seconds)), "second")
    return str(timedelta(seconds=round(seconds)))
