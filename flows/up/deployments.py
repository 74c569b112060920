"""The plan of schedules, brought to a Prefect server: what is new, changed or gone, and no more.

::

    sources.yaml --plan_schedules--> Plan --difference--> create | change | delete, by slug

What a person paused in the UI stays paused, and a schedule that a person made there (it has no
slug of ours) is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import (
    DeploymentScheduleCreate,
    DeploymentUpdate,
    WorkPoolCreate,
)
from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.utilities.callables import parameter_schema

from flows.backfill import backfill
from flows.ingest import ingest
from flows.process import process
from flows.up.schedules import Plan, Planned
from flows.up.zombies import have_dead_runs_crash
from flows.upkeep import HOURLY, upkeep

FLOWS: tuple[Flow[Any, Any], ...] = (ingest, backfill, process, upkeep)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What applying came to: the deployments by name, and how many schedules were touched."""

    deployments: Mapping[str, UUID]
    schedules: int
    created: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What must be done so that a deployment's schedules are the planned ones."""

    create: tuple[Planned, ...]
    change: tuple[tuple[UUID, Planned], ...]
    delete: tuple[tuple[UUID, str], ...]


async def apply_deployments(
    plan: Plan, source_ids: Sequence[str], work_pool: str, variables: Mapping[str, Any]
) -> Applied:
    """Make the server's deployments what the plan says; applying again changes nothing."""
    async with get_client() as client:
        await _have_pool(client, work_pool)
        deployments = {
            flow.name: await _have_deployment(client, flow, source_ids, work_pool, variables)
            for flow in FLOWS
        }
        await have_dead_runs_crash(client)
        await _have_schedules(client, deployments["upkeep"], (HOURLY,))
        done = await _have_schedules(client, deployments["ingest"], plan.schedules)
    return Applied(
        deployments=deployments,
        schedules=len(plan.schedules),
        created=tuple(planned.slug for planned in done.create),
        changed=tuple(planned.slug for _, planned in done.change),
        deleted=tuple(slug for _, slug in done.delete),
    )


async def mend_schedules(plan: Plan, deployment_id: UUID) -> Difference:
    """Make the schedules of `ingest` the planned ones again.

    Prefect 3.8 forgets a schedule's parameters when a person switches it off or on in the UI:
    the update it takes has an empty set of parameters by default, and writes that.
    """
    async with get_client() as client:
        return await _have_schedules(client, deployment_id, plan.schedules)


def difference(existing: Sequence[DeploymentSchedule], planned: Sequence[Planned]) -> Difference:
    """What parts the schedules on the server from the planned ones."""
    ours = {schedule.slug: schedule for schedule in existing if schedule.slug}
    wanted = {item.slug: item for item in planned}
    change = [
        (found.id, item)
        for slug, item in wanted.items()
        if (found := ours.get(slug)) is not None and not _is_as_planned(found, item)
    ]
    return Difference(
        create=tuple(item for slug, item in wanted.items() if slug not in ours),
        change=tuple(change),
        delete=tuple((found.id, slug) for slug, found in ours.items() if slug not in wanted),
    )


def schema_with_choices(flow: Flow[Any, Any], source_ids: Sequence[str]) -> dict[str, Any]:
    """The flow's form: sources are picked from those of sources.yaml, days from a calendar."""
    schema = parameter_schema(flow).model_dump_for_openapi()
    for name, field in schema["properties"].items():
        field["title"] = name.replace("_", " ").capitalize()
        if "anyOf" in field:  # may be left empty: the UI would ask for its type first
            field |= field.pop("anyOf")[0]
            field.pop("default", None)
        if name == "sources" and source_ids:
            field["items"] = {"type": "string", "enum": list(source_ids)}
    return schema


async def _have_pool(client: PrefectClient, name: str) -> None:
    try:
        await client.read_work_pool(name)
    except ObjectNotFound:
        from prefect.workers.process import ProcessWorker

        template = ProcessWorker.get_default_base_job_template()
        pool = WorkPoolCreate(name=name, type="process", base_job_template=template)
        try:
            await client.create_work_pool(pool)
        except ObjectAlreadyExists:
            return  # another one was quicker


async def _have_deployment(
    client: PrefectClient,
    flow: Flow[Any, Any],
    source_ids: Sequence[str],
    work_pool: str,
    variables: Mapping[str, Any],
) -> UUID:
    fields: dict[str, Any] = {
        "description": flow.description,
        "work_pool_name": work_pool,
        "job_variables": dict(variables),
        "entrypoint": f"{flow.fn.__module__}.{flow.fn.__name__}",
        "parameter_openapi_schema": schema_with_choices(flow, source_ids),
        "enforce_parameter_schema": True,
        "tags": ["newsledger"],
    }
    try:
        found = await client.read_deployment_by_name(f"{flow.name}/{flow.name}")
    except ObjectNotFound:
        flow_id = await client.create_flow_from_name(flow.name)
        return await client.create_deployment(flow_id, flow.name, **fields)
    await client.update_deployment(found.id, DeploymentUpdate(**fields))
    return found.id


async def _have_schedules(
    client: PrefectClient, deployment_id: UUID, planned: Sequence[Planned]
) -> Difference:
    found = difference(await client.read_deployment_schedules(deployment_id), planned)
    for schedule_id, _ in found.delete:
        await client.delete_deployment_schedule(deployment_id, schedule_id)
    for schedule_id, item in found.change:
        await client.update_deployment_schedule(
            deployment_id, schedule_id, schedule=_timing(item), parameters=_parameters(item)
        )
    if found.create:
        await client.create_deployment_schedules(deployment_id, [_new(i) for i in found.create])
    return found


def _new(planned: Planned) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate(
        schedule=_timing(planned),
        active=True,
        parameters=_parameters(planned),
        slug=planned.slug,
    )


def _timing(planned: Planned) -> CronSchedule | IntervalSchedule:
    if planned.cron is not None:
        return CronSchedule(cron=planned.cron, timezone=planned.time_zone)
    assert planned.every is not None
    return IntervalSchedule(
        interval=planned.every, anchor_date=planned.anchor, timezone=planned.time_zone
    )


def _parameters(planned: Planned) -> dict[str, Any]:
    return {"sources": list(planned.sources)} if planned.sources else {}


def _is_as_planned(found: DeploymentSchedule, planned: Planned) -> bool:
    timing = found.schedule
    if found.parameters != _parameters(planned):
        return False
    if isinstance(timing, CronSchedule):
        return (timing.cron, timing.timezone) == (planned.cron, planned.time_zone)
    if isinstance(timing, IntervalSchedule):
        given = (timing.interval, timing.timezone, timing.anchor_date)
        return given == (planned.every, planned.time_zone, planned.anchor)
    return False
