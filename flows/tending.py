"""The ledger looked after: what `upkeep` does, in plain functions."""

from dataclasses import dataclass

from storage.janitor import analyze, sweep
from storage.search import catch_up
from tasks.dedupe.stage import renew_copies
from tasks.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Tended:
    """One thing that was looked after."""

    task: str
    said: str
    count: int


def tend(work: Work) -> list[Tended]:
    """Put right what cut-off runs left, bring both indices up to date, and ANALYZE."""
    swept = sweep(work.ledger, work.now())
    renewed = renew_copies(work)
    indexed = catch_up(work.ledger, work.now())
    analyze(work.ledger)
    waiting = work.ledger.waiting("clean", sorted(work.sources))
    leases = ", ".join(swept.leases) or "none was left behind"
    runs = ", ".join(str(run_id) for run_id in swept.runs) or "none was cut off"
    return [
        Tended(task="leases", said=leases, count=len(swept.leases)),
        Tended(task="runs", said=runs, count=len(swept.runs)),
        Tended(task="copies", said=f"{renewed} texts placed again", count=renewed),
        Tended(task="full text", said=f"{indexed} texts indexed", count=indexed),
        Tended(task="statistics", said="ANALYZE done", count=0),
        Tended(task="queue", said=f"{waiting} captures wait", count=waiting),
    ]
