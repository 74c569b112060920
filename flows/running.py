"""The flows' work itself, with Prefect or without: what `ingest`, `process` and `backfill` do."""

from collections.abc import Sequence

from flows.forces import in_force
from flows.knowing import follow_known
from flows.learning import learn_repeats
from flows.opening import chosen
from flows.pipeline import (
    Stages,
    Tally,
    collect,
    grouped,
    groups_of,
    process,
)
from flows.up.due import due_channels
from storage.fulltext.index import catch_up
from storage.records import StepKind
from storage.who.naming import name_leaves
from tasks.dedupe.stage import renew_copies
from tasks.fetch.stage import ChannelGroup
from tasks.sources import Source
from tasks.store.stage import SETTLE_AT_ONCE, settle
from tasks.ways import clean_way, learnt_in_force
from tasks.work import Work


def run_ingest(work: Work, tally: Tally, stages: Stages, names: Sequence[str]) -> None:
    """Collect what the sources hold now, then process what waits."""
    collect(work, stages, groups_of(chosen(work, names), "poll"), tally)
    run_process(work, tally, stages)


def run_due(work: Work, tally: Tally, stages: Stages) -> None:
    """Collect what is due of the sources that share a schedule, then process what waits."""
    collect(work, stages, due_groups(work), tally)
    run_process(work, tally, stages)


def due_groups(work: Work) -> list[ChannelGroup]:
    """The channels whose time has come, of sources that have no schedule of their own."""
    due = due_channels(work.ledger, list(work.sources.values()), work.now())
    return grouped(due, only_due=True)


def run_process(work: Work, tally: Tally, stages: Stages) -> None:
    """Process what waits, learn what repeats, and let the names and the indices follow."""
    process(work, stages, tally)
    if learn_repeats(work, tally):
        work.sources = in_force(work.ledger, list(work.sources.values()))
        _clean_again(work, tally, stages)
    renew_copies(work)
    name_leaves(work.ledger, work.now())
    follow_known(work.ledger, work.root, work.now())
    catch_up(work.ledger, work.now())


def _clean_again(work: Work, tally: Tally, stages: Stages) -> None:
    """Process what waits for what was learnt, in numbers of its own: nothing of it is new."""
    again = Tally()
    process(work, stages, again)
    tally.processed["cleaned_again"] += again.processed["captures"]
    tally.processed["recleaned"] += again.processed["read_anew"]


def run_learning(work: Work, tally: Tally, stages: Stages, source_id: str) -> int:
    """Learn what repeats on a source's pages now; returns how many captures it cleaned again."""
    process(work, stages, tally)
    queued = learn_repeats(work, tally, [source_id])
    work.sources = in_force(work.ledger, list(work.sources.values()))
    run_process(work, tally, stages)
    return queued


def undo_cleaning(work: Work, source_id: str) -> int:
    """Put a source's earlier cleaning step in force again, and tell its articles' history anew.

    Returns how many articles have another text by that. What was captured since is cleaned by the
    earlier step too, at the next run.
    """
    article_ids = work.ledger.undo_step(source_id, StepKind.CLEAN, work.now())
    return _tell_anew(work, article_ids)


def apply_cleaning(work: Work, source: Source) -> int:
    """Put a source's rules in force, undone ones too, and queue what they have not cleaned.

    Returns how many articles have another text by what they had cleaned before an undo.
    """
    config = work.ledger.configs_in_force(StepKind.CLEAN).get(source.id)
    way = clean_way(learnt_in_force(source, config))
    work.ledger.activate(source.id, way, work.now(), again=True)
    work.ledger.reclean(source.id)
    with work.ledger.history() as desk:
        article_ids = desk.settled(source.id)
    return _tell_anew(work, article_ids)


def _tell_anew(work: Work, article_ids: Sequence[int]) -> int:
    """Tell the history of articles by the steps in force, by which the run goes on, too."""
    work.sources = in_force(work.ledger, list(work.sources.values()))
    read_anew = 0
    for at in range(0, len(article_ids), SETTLE_AT_ONCE):
        with work.ledger.history() as desk:
            part = article_ids[at : at + SETTLE_AT_ONCE]
            read_anew += settle(desk, part, work.now()).read_anew
    return read_anew
