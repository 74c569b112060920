"""The store room as a Prefect task: the same stage, with a name and a log line a batch."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.store.stage import store_batch

store = task(
    store_batch,
    name="store",
    task_run_name="store {batch}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
