"""The fetch room as a Prefect task: the same stage, with a name and a log line a group."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.fetch.stage import collect_group

collect = task(
    collect_group,
    name="collect",
    task_run_name="collect {group}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
