"""The upkeep flow: once an hour the ledger is looked after, and its sources are judged."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from prefect import flow, get_run_logger
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.ailing import Turn, find_turns, remember
from flows.expecting import expectations
from flows.opening import opened
from flows.prefect_run import failed_in_a_sentence
from flows.report.keeping import FILE, keep_report
from flows.settings import read_settings
from flows.tending import Tended, tend
from flows.up.schedules import Planned
from flows.watching import read_topics
from tasks.work import Work

HOURLY = Planned(slug="Hourly", sources=(), time_zone="UTC", cron="17 * * * *")


@flow(name="upkeep", flow_run_name="look after the ledger", persist_result=False)
def upkeep() -> State[dict[str, int]]:
    """Put right what cut-off runs left behind, index new texts, refresh the statistics, make the
    backup of the day, and tell which sources have fallen silent or broken."""
    return failed_in_a_sentence(_look_after)


def _look_after() -> State[dict[str, int]]:
    settings = read_settings()
    with opened(
        settings, "upkeep", trigger="prefect", parameters={}, prefect_run_id=flow_run.id
    ) as (work, tally):
        tended = [*tend(work, settings), _tell_turns(work)]
        tally.processed.update({item.task: item.count for item in tended})
        report = work.root / FILE
        keep_report(work.ledger.reader(), report, work.now(), read_topics(work.root))
    _link_report(report)
    create_table_artifact(table=[asdict(item) for item in tended], key="upkeep")
    for item in tended:
        get_run_logger().info("%s: %s", item.task, item.said)
    said = "; ".join(f"{item.task}: {item.said}" for item in tended)
    return Completed(message=said, data=tally.counts())


def _link_report(report: Path) -> None:
    said = f"The last 30 days, on the machine that ran this, as {report}"
    create_link_artifact(report.as_uri(), "The report", key="report", description=said)


def _tell_turns(work: Work) -> Tended:
    """An event for each source that has fallen ill or recovered since the last look."""
    turns, states = find_turns(work.ledger, work.now(), expectations(work.sources.values()))
    for turn in turns:
        _tell(turn)
    remember(work.ledger, states, work.now())
    return Tended(task="health", said=_said(turns), count=len(turns))


def _tell(turn: Turn) -> None:
    emit_event(
        event=turn.event,
        resource={
            "prefect.resource.id": f"newsledger.source.{turn.source_id}",
            "prefect.resource.name": turn.source_id,
            "newsledger.source": turn.source_id,
        },
        payload={
            "state": str(turn.judgement.state),
            "before": str(turn.before),
            "why": list(turn.judgement.why),
        },
    )


def _said(turns: Sequence[Turn]) -> str:
    return ", ".join(f"{turn.source_id} ({turn.event})" for turn in turns) or "as it was"
