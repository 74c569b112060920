"""The upkeep flow: once an hour the ledger is looked after."""

from dataclasses import asdict

from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.opening import opened
from flows.schedules import Planned
from flows.settings import read_settings
from flows.tending import tend

HOURLY = Planned(slug="Hourly", sources=(), time_zone="UTC", cron="17 * * * *")


@flow(name="upkeep", flow_run_name="look after the ledger", persist_result=False)
def upkeep() -> State[dict[str, int]]:
    """Put right what cut-off runs left behind, index new texts, and refresh the statistics."""
    with opened(
        read_settings(), "upkeep", trigger="prefect", parameters={}, prefect_run_id=flow_run.id
    ) as (work, tally):
        tended = tend(work)
        tally.processed.update({item.task: item.count for item in tended})
    create_table_artifact(table=[asdict(item) for item in tended], key="upkeep")
    said = "; ".join(f"{item.task}: {item.said}" for item in tended)
    return Completed(message=said, data=tally.counts())
