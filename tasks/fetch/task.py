"""The fetch room as a Prefect task: its stage, with a name and a log line a group."""

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.fetch.history import HistoryGroup, collect_history
from tasks.fetch.stage import ChannelGroup, Collected, collect_group
from tasks.work import Work


@task(name="collect", task_run_name="collect {group}", cache_policy=NO_CACHE)
def collect(work: Work, group: ChannelGroup) -> Collected:
    """Read some sources' channels."""
    collected = collect_group(work, group)
    counts = ", ".join(f"{count} {outcome}" for outcome, count in collected.totals().items())
    get_run_logger().info("read %s: %s", group, counts or "nothing to read")
    return collected


@task(name="fetch history", task_run_name="fetch history of {group}", cache_policy=NO_CACHE)
def history(work: Work, group: HistoryGroup) -> HistoryGroup:
    """Read the pasts of some sources."""
    found = collect_history(work, group)
    counts = ", ".join(f"{count} {outcome}" for outcome, count in found.totals().items())
    get_run_logger().info("fetched the past of %s: %s", found, counts or "nothing")
    return found
