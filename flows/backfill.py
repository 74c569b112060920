"""The backfill flow: stored captures again, by the rules and models in force now."""

from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import Field

from flows.prefect_run import name_of_run, run_in_prefect
from flows.running import run_reclean

Sources = Annotated[
    list[str], Field(description="Source ids from sources.yaml; empty means every source.")
]


@flow(name="backfill", flow_run_name=lambda: name_of_run("backfill"), persist_result=False)
def backfill(sources: Sources = Field([])) -> State[dict[str, Any]]:  # noqa: B008
    """Clean every stored capture again that the step in force has not seen; fetches nothing."""
    return run_in_prefect(
        "backfill",
        {"sources": sources},
        lambda work, tally, stages: run_reclean(work, tally, stages, sources),
    )
