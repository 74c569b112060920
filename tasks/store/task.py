"""The store room as a Prefect task: its stage, a log line a batch, and an event a change."""

from dataclasses import asdict

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from storage.batch import Batch
from storage.records import Derived
from tasks.pool import Carried
from tasks.store.news import Changed
from tasks.store.stage import Stored, store_batch
from tasks.work import Work

TOLD = 50
"""Changes of one batch that become events; all of them stand in the ledger."""


@task(name="store", task_run_name="store {batch}", cache_policy=NO_CACHE)
def store(work: Work, batch: Batch, enriched: Carried[Derived]) -> Stored:
    """Write a batch and tell its articles' history."""
    stored = store_batch(work, batch, enriched)
    told = stored.told
    counts = (told.new_articles, told.edits, told.read_anew)
    get_run_logger().info("stored %s: %d new articles, %d edits, %d read anew", batch, *counts)
    for change in stored.changed[:TOLD]:
        _tell(change)
    return stored


def _tell(change: Changed) -> None:
    payload = asdict(change)
    emit_event(
        event="article.changed",
        resource={
            "prefect.resource.id": f"newsledger.article.{change.article_id}",
            "prefect.resource.name": change.headline or change.url,
            "newsledger.source": change.source_id,
        },
        payload={**payload, "observed_from": change.observed_from.isoformat()},
    )
