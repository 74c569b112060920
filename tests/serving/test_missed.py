"""Runs whose time passed while nothing was running: one of each kind is left."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from prefect.client.schemas.objects import FlowRun

from flows.up.api import superseded
from tests.factories import NOON

INGEST = uuid4()


def due(minutes: int, source: str = "daily", **changes: Any) -> FlowRun:
    """A run that was due so long after noon."""
    fields: dict[str, Any] = {
        "flow_id": UUID(int=1),
        "deployment_id": INGEST,
        "parameters": {"sources": [source]},
        "expected_start_time": NOON + timedelta(minutes=minutes),
        "auto_scheduled": True,
    }
    return FlowRun(name=f"{source} {minutes}", **{**fields, **changes})


def names(runs: list[FlowRun]) -> list[str]:
    return [run.name for run in runs]


def test_oldest_of_each_source_is_left_so_that_its_turn_in_the_queue_is() -> None:
    runs = [due(30), due(15), due(0, "weekly"), due(20, "weekly"), due(45)]
    assert names(superseded(runs)) == ["weekly 20", "daily 30", "daily 45"]


def test_what_people_started_and_other_deployments_are_left_alone() -> None:
    runs = [due(0), due(1, auto_scheduled=False), due(2, deployment_id=uuid4())]
    assert names(superseded(runs)) == []
