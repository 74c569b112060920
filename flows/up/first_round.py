"""The first round of `newsledger up`: what is due is read at once, and not at the next turn.

::

    what is due -> a turn within SOON, or a round that waits already? -> leave it to that one
                -> one run of `ingest` without names, as the shared schedule makes them
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import DeploymentSchedule, FlowRun

from flows.up.api import overdue
from flows.up.due import due_channels
from flows.up.schedules import SHARED, next_turn, plan_schedules
from storage.first_few import first_few
from storage.ledger import Ledger
from tasks.sources import Source

SOON = timedelta(seconds=30)
"""A turn that is so near is waited for: a run takes half of that to begin."""


async def start_first_round(
    ledger: Ledger, sources: Sequence[Source], ingest: UUID, now: datetime
) -> str:
    """Start a round of what is due, unless one comes by itself; returns what to say of it.

    Nothing is said where no source is due, or where a person has switched the schedule off.
    """
    due = [source.id for source, _ in due_channels(ledger, sources, now)]
    if not due:
        return ""
    async with get_client() as client:
        if not _is_on(await client.read_deployment_schedules(ingest)):
            return ""
        if await _comes_by_itself(client, ingest, sources, now):
            return f"the next round reads what is due: {first_few(due)}"
        await client.create_flow_run_from_deployment(ingest)
    return f"a first round was started, of what is due: {first_few(due)}"


def is_of_the_shared_kind(run: FlowRun) -> bool:
    """Whether a run of `ingest` reads what is due, and not sources that it names."""
    return not run.parameters.get("sources") and not run.parameters.get("due_or_not")


def is_near(sources: Sequence[Source], now: datetime) -> bool:
    """Whether the shared schedule's next turn is so near that it is waited for."""
    turns = [next_turn(item, now) for item in plan_schedules(sources).schedules if not item.sources]
    return any(turn - now <= SOON for turn in turns)


def _is_on(schedules: Sequence[DeploymentSchedule]) -> bool:
    return any(schedule.slug == SHARED and schedule.active for schedule in schedules)


async def _comes_by_itself(
    client: PrefectClient, ingest: UUID, sources: Sequence[Source], now: datetime
) -> bool:
    if is_near(sources, now):
        return True
    return any(is_of_the_shared_kind(run) for run in await overdue(client, [ingest], now))
