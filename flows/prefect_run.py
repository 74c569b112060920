"""One run inside Prefect: opened, watched by artifacts, and ended in a state that tells."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.opening import opened
from flows.pipeline import Stages, Tally
from flows.reporting import ProgressArtifact, publish_table
from flows.settings import read_settings
from flows.staged import as_tasks
from flows.summary import outcome_of, sentence
from storage.errors import NewsledgerError
from tasks.work import Work

Data = TypeVar("Data")


def failed_in_a_sentence(work: Callable[[], State[Data]]) -> State[Data]:
    """The state that the work ends in; a failure that newsledger foresees is told by its message.

    Nobody needs the stack of one: not the terminal, not the run's page in the UI.
    """
    try:
        return work()
    except NewsledgerError as error:
        return Failed(message=str(error), data=error)


def run_in_prefect(
    flow: str,
    parameters: Mapping[str, Any],
    do: Callable[[Work, Tally, Stages], None],
) -> State[dict[str, Any]]:
    """Do a flow's work with its stages as task runs; Partial when something could not be had."""
    return failed_in_a_sentence(lambda: _run(flow, parameters, do))


def name_of_run(verb: str) -> str:
    """Such as `ingest inbox` or `ingest all sources`."""
    names = flow_run.parameters.get("sources") or ["all sources"]
    return f"{verb} " + ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")


def _run(
    flow: str,
    parameters: Mapping[str, Any],
    do: Callable[[Work, Tally, Stages], None],
) -> State[dict[str, Any]]:
    progress = ProgressArtifact(f"{flow}-progress")
    with opened(
        read_settings(),
        flow,
        trigger="prefect",
        parameters=parameters,
        prefect_run_id=flow_run.id,
        progress=progress,
    ) as (work, tally):
        do(work, tally, as_tasks())
    progress.finished()
    publish_table(f"{flow}-sources", tally, sentence(tally))
    name = "Partial" if tally.state == "partial" else "Completed"
    return Completed(name=name, message=sentence(tally), data=outcome_of(tally))
