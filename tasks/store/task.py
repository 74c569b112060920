"""The store room as a Prefect task: its stage, with a name and a log line a batch."""

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from storage.batch import Batch
from storage.records import Derived
from tasks.pool import Carried
from tasks.store.stage import Stored, store_batch
from tasks.work import Work


@task(name="store", task_run_name="store {batch}", cache_policy=NO_CACHE)
def store(work: Work, batch: Batch, enriched: Carried[Derived]) -> Stored:
    """Write a batch and tell its articles' history."""
    stored = store_batch(work, batch, enriched)
    get_run_logger().info("stored %s: %d new version rows", batch, stored.versions)
    return stored
