"""The process flow: take what waits through the stages; any number of workers may run it."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.prefect_run import run_in_prefect
from flows.running import run_process


@flow(name="process", flow_run_name="process what waits", persist_result=False)
def process() -> State[dict[str, Any]]:
    """Clean, judge, enrich and store every capture that waits."""
    return run_in_prefect("process", {}, run_process)
