"""The clean room as a Prefect task: the same stage, with a name and a log line a batch."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.clean.stage import clean_batch

clean = task(
    clean_batch,
    name="clean",
    task_run_name="clean {batch}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
