"""The enrich room as a Prefect task: the same stage, with a name and a log line a batch."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.enrich.stage import enrich_batch

enrich = task(
    enrich_batch,
    name="enrich",
    task_run_name="enrich {batch}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
