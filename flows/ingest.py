"""The ingest flow: read what the sources hold now, then process what waits."""

from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import Field

from flows.prefect_run import name_of_run, run_in_prefect
from flows.running import run_ingest

Sources = Annotated[
    list[str], Field(description="Source ids from sources.yaml; empty means all that are due.")
]


@flow(name="ingest", flow_run_name=lambda: name_of_run("ingest"), persist_result=False)
def ingest(sources: Sources = Field([])) -> State[dict[str, Any]]:  # noqa: B008
    """Read the sources' channels, and clean, judge, enrich and store what came."""
    return run_in_prefect(
        "ingest",
        {"sources": sources},
        lambda work, tally, stages: run_ingest(work, tally, stages, sources),
    )
