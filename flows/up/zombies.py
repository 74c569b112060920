"""An automation on the Prefect server: a run that sends no sign of life for long has crashed.

`newsledger up` looks for dead runs itself; this is for workers on other machines.
"""

from datetime import timedelta

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

NAME = "newsledger: crash runs that are dead"
SILENCE = timedelta(seconds=90)
"""Three missed heartbeats, of thirty seconds each."""

HEARTBEAT, ANY = "prefect.flow-run.heartbeat", "prefect.flow-run.*"


def dead_runs_crash() -> AutomationCore:
    """After a heartbeat, anything else of the run must be heard in time: also a state that is
    named by us, such as Partial."""
    return AutomationCore(
        name=NAME,
        description="Made by newsledger; it is made again when it is deleted.",
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={ANY},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                message="It has sent no sign of life for 90 seconds.",
            )
        ],
    )


async def have_dead_runs_crash(client: PrefectClient) -> None:
    """Make the automation where it is not there yet; one that a person changed is left alone."""
    if not await client.read_automations_by_name(NAME):
        await client.create_automation(dead_runs_crash())
