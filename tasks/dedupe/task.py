"""The dedupe room as a Prefect task: its stage, with a name and a log line a batch."""

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from storage.batch import Batch
from storage.records import Cleaned, Derived
from tasks.dedupe.stage import judge_batch
from tasks.pool import Carried
from tasks.work import Work


@task(name="judge", task_run_name="judge {batch}", cache_policy=NO_CACHE)
def judge(work: Work, batch: Batch, cleaned: Carried[Cleaned]) -> Carried[Derived]:
    """Judge which of a batch are copies."""
    judged = judge_batch(work, batch, cleaned)
    hashes = {item.content_sha256 for item in judged.items if item.content_sha256}
    get_run_logger().info("judged %s: %d different contents", batch, len(hashes))
    return judged
