"""What is asked of a Prefect server besides deployments: is it there, and which runs are over."""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.states import Cancelled, Crashed

from storage.errors import UsageError

ANSWER_S = 5.0
UNAUTHORIZED = 401
QUIET_FOR = timedelta(minutes=2)
"""How old a run must be that the ledger knows nothing of, before it is held for dead."""


def wait_for_server(api_url: str, has_ended: Callable[[], bool], patience_s: float) -> bool:
    """Whether the server answers, within our patience and before its process ends."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until and not has_ended():
        if is_healthy(api_url):
            return True
        time.sleep(0.25)
    return False


def is_healthy(api_url: str) -> bool:
    """Whether a Prefect server answers at this address."""
    try:
        return httpx.get(f"{api_url}/health", timeout=ANSWER_S).is_success
    except httpx.HTTPError:
        return False


def check_welcome(api_url: str) -> None:
    """Raise where the server wants an auth string that we do not give.

    Raises:
        UsageError: it refuses us.
    """
    try:
        asyncio.run(_ask_anything())
    except PrefectHTTPStatusError as error:
        if error.response.status_code != UNAUTHORIZED:
            raise
        raise UsageError(
            f"the Prefect server at {api_url} refuses us; set PREFECT_API_AUTH_STRING to the"
            " PREFECT_SERVER_API_AUTH_STRING that it was started with"
        ) from error


async def drop_missed(deployments: Collection[UUID], now: datetime) -> int:
    """Of runs whose time has passed, keep the oldest of each kind; returns how many were dropped.

    After a night switched off, a source is read once and not forty times. The oldest is the next
    in a worker's queue: were the newest kept, a busy worker would put the same source off for ever.
    """
    dropped = 0
    async with get_client() as client:
        while runs := superseded(await overdue(client, deployments, now)):
            for run in runs:
                message = "Missed while nothing was running; another run does its work."
                await client.set_flow_run_state(run.id, Cancelled(message=message), force=True)
            dropped += len(runs)
    return dropped


def superseded(runs: Sequence[FlowRun]) -> list[FlowRun]:
    """All scheduled runs but the oldest of each deployment and parameters; what people started
    by hand is left alone."""
    scheduled = sorted((run for run in runs if run.auto_scheduled), key=_due_at)
    oldest: dict[str, FlowRun] = {}
    for run in scheduled:
        oldest.setdefault(_kind(run), run)
    return [run for run in scheduled if oldest[_kind(run)].id != run.id]


async def crash_dead_runs(
    deployments: Collection[UUID], living: Collection[str], now: datetime
) -> list[str]:
    """Mark runs as crashed that say they run, while no process does them; returns their names."""
    crashed = []
    async with get_client() as client:
        for run in await _going_on(client, deployments):
            begun = run.start_time or run.expected_start_time or now
            if str(run.id) not in living and now - begun > QUIET_FOR:
                message = "Its process is gone; what it left is taken up by the next run."
                await client.set_flow_run_state(run.id, Crashed(message=message), force=True)
                crashed.append(run.name)
    return crashed


async def crash_runs(run_ids: Sequence[str]) -> None:
    """Mark these runs as crashed, unless they have ended."""
    async with get_client() as client:
        for run_id in run_ids:
            try:
                run = await client.read_flow_run(UUID(run_id))
            except ObjectNotFound:
                continue
            if run.state is not None and not run.state.is_final():
                message = "Its process was killed; what it left is taken up by the next run."
                await client.set_flow_run_state(run.id, Crashed(message=message), force=True)


async def overdue(
    client: PrefectClient, deployments: Collection[UUID], now: datetime
) -> list[FlowRun]:
    """Runs of these deployments that should have begun by now."""
    return await client.read_flow_runs(
        deployment_filter=_these(deployments),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            next_scheduled_start_time=FlowRunFilterNextScheduledStartTime(before_=now),
        ),
        sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
        limit=200,
    )


async def _ask_anything() -> None:
    async with get_client() as client:
        await client.read_work_pools(limit=1)


async def _going_on(client: PrefectClient, deployments: Collection[UUID]) -> list[FlowRun]:
    types = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    return await client.read_flow_runs(
        deployment_filter=_these(deployments),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types))
        ),
        limit=200,
    )


def _kind(run: FlowRun) -> str:
    return f"{run.deployment_id} {sorted(run.parameters.items())}"


def _due_at(run: FlowRun) -> float:
    return run.expected_start_time.timestamp() if run.expected_start_time else 0.0


def _these(deployments: Collection[UUID]) -> DeploymentFilter:
    return DeploymentFilter(id=DeploymentFilterId(any_=list(deployments)))
