"""The ingest flow: read what the sources hold now, then process what waits."""

from functools import partial
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import Field

from flows.prefect_run import name_of_run, run_in_prefect
from flows.running import run_due, run_ingest
from flows.up.missed import drop_missed_runs_of_this_kind

SOURCES: list[str] = Field([], description="Which sources; none means all that are due.")
DUE_OR_NOT: bool = Field(False, description="Where none is named: all sources, due or not.")


@flow(name="ingest", flow_run_name=lambda: name_of_run("ingest"), persist_result=False)
def ingest(sources: list[str] = SOURCES, due_or_not: bool = DUE_OR_NOT) -> State[dict[str, Any]]:
    """Read the sources' channels, and clean, judge, enrich and store what came."""
    drop_missed_runs_of_this_kind()
    do = partial(run_ingest, names=sources) if sources or due_or_not else run_due
    return run_in_prefect("ingest", {"sources": sources, "due_or_not": due_or_not}, do)
