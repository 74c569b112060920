"""The flows' work itself, with Prefect or without: what `ingest`, `process` and `backfill` do."""

from collections.abc import Sequence

from storage.search import catch_up

from flows.opening import chosen
from flows.pipeline import Stages, Tally, collect, groups_of, process
from tasks.work import Work


def run_ingest(work: Work, tally: Tally, stages: Stages, names: Sequence[str]) -> None:
    """Collect what the sources hold now, then process what waits."""
    collect(work, stages, groups_of(chosen(work, names), "poll"), tally)
    run_process(work, tally, stages)


def run_process(work: Work, tally: Tally, stages: Stages) -> None:
    """Process what waits, and let the search index follow."""
    process(work, stages, tally)
    catch_up(work.ledger, work.now())


def run_reclean(work: Work, tally: Tally, stages: Stages, names: Sequence[str]) -> None:
    """Clean again what the cleaning steps in force have not seen; no request is made."""
    queued = {source.id: work.ledger.reclean(source.id) for source in chosen(work, names)}
    tally.processed["queued"] += sum(queued.values())
    run_process(work, tally, stages)
