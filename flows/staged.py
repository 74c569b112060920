"""The same stages twice: as plain functions, and as Prefect tasks."""

from flows.pipeline import Stages
from tasks.clean.stage import clean_batch
from tasks.dedupe.stage import judge_batch
from tasks.enrich.stage import enrich_batch, enrich_texts
from tasks.fetch.history import collect_history
from tasks.fetch.stage import collect_group
from tasks.store.stage import store_batch

PLAIN = Stages(
    collect=collect_group,
    clean=clean_batch,
    judge=judge_batch,
    enrich=enrich_batch,
    store=store_batch,
    enrich_again=enrich_texts,
    history=collect_history,
)


def as_tasks() -> Stages:
    """The stages as task runs; importing Prefect takes two seconds, so only when asked for."""
    from tasks.clean.task import clean
    from tasks.dedupe.task import judge
    from tasks.enrich.task import enrich, enrich_again
    from tasks.fetch.task import collect, history
    from tasks.store.task import store

    return Stages(
        collect=collect,
        clean=clean,
        judge=judge,
        enrich=enrich,
        store=store,
        enrich_again=enrich_again,
        history=history,
    )
