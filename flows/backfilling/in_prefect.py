"""A backfill inside Prefect: its order checked first, its artifacts, and its end."""

from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.states import Completed

from flows.backfilling.doing import Done, do_backfill, order_from, tell_dry_run
from flows.backfilling.order import Asked
from flows.backfilling.report import partition_rows
from flows.reporting import ProgressArtifact
from flows.settings import read_settings
from flows.staged import as_tasks


def backfill_in_prefect(asked: Asked, prefect_run_id: str | None) -> State[dict[str, Any]]:
    """Do what the form asks; Partial when a day failed.

    Raises:
        UsageError: the form asks for what cannot be.
    """
    settings = read_settings()
    order = order_from(settings, asked)
    if order.dry_run:
        create_markdown_artifact(tell_dry_run(settings, order), key="backfill-plan")
        return Completed(name="DryRun", message="nothing was written; see the artifact", data={})
    progress = ProgressArtifact("backfill-progress")
    done = do_backfill(
        settings,
        order,
        as_tasks(),
        trigger="prefect",
        prefect_run_id=prefect_run_id,
        progress=progress,
    )
    progress.finished()
    _publish(done)
    emit_event(
        event="backfill.finished",
        resource={"prefect.resource.id": "newsledger.backfill", "newsledger.what": order.what},
        payload={"sentence": done.sentence, "failed": done.failed},
    )
    name = "Partial" if done.failed else "Completed"
    return Completed(name=name, message=done.sentence, data=done.outcome)


def _publish(done: Done) -> None:
    create_table_artifact(
        table=partition_rows(done.partitions),
        key="backfill-partitions",
        description=f"{len(done.partitions)} partitions of this run, failed ones first",
    )
    create_markdown_artifact(done.report, key="backfill-report")
