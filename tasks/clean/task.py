"""The clean room as a Prefect task: its stage, with a name and a log line a batch."""

from collections import Counter

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from storage.batch import Batch
from storage.records import Cleaned
from tasks.clean.stage import clean_batch
from tasks.pool import Carried
from tasks.work import Work


@task(name="clean", task_run_name="clean {batch}", cache_policy=NO_CACHE)
def clean(work: Work, batch: Batch) -> Carried[Cleaned]:
    """Clean a batch."""
    cleaned = clean_batch(work, batch)
    states = Counter(str(item.state) for item in cleaned.items)
    get_run_logger().info("cleaned %s: %s", batch, dict(states))
    return cleaned
