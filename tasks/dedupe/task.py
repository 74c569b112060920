"""The dedupe room as a Prefect task: the same stage, with a name and a log line a batch."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.dedupe.stage import judge_batch

judge = task(
    judge_batch,
    name="judge",
    task_run_name="judge {batch}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
