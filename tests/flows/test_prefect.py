"""The flows inside Prefect, on a server of the tests' own."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from storage.errors import NotFoundError
from tests.newsroom import Newsroom

pytestmark = [pytest.mark.prefect]

TEXT = "The harbour board of Lindmouth, led by Ada Merrin, met on Tuesday to vote on the loan.\n"


@pytest.fixture
def room(
    newsroom_at: Callable[[str], Newsroom],
    tmp_path: Path,
    prefect_server: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Newsroom:
    """A newsroom whose settings the flows find in the environment."""
    room = newsroom_at(f"sqlite:///{tmp_path / 'ledger.db'}")
    monkeypatch.setenv("NEWSLEDGER_DATABASE_URL", room.settings.database_url)
    monkeypatch.setenv("NEWSLEDGER_BLOBS_URL", room.settings.blobs_url)
    monkeypatch.setenv("NEWSLEDGER_SOURCES", str(room.settings.sources_path))
    room.source("daily")
    for number in range(3):
        room.write(f"{number}.txt", TEXT.replace("Lindmouth", f"Lindmouth {number}") * 3)
    return room


def run(*names: str) -> Any:
    from flows.ingest import ingest

    state: Any = ingest(list(names), return_state=True)
    return state


def about_newest_run() -> tuple[Any, list[Any], list[Any]]:
    """The newest flow run, its task runs and its artifacts, as the server tells them."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import (
        ArtifactFilter,
        ArtifactFilterFlowRunId,
        FlowRunFilter,
        FlowRunFilterId,
    )
    from prefect.client.schemas.sorting import FlowRunSort

    with get_client(sync_client=True) as client:
        newest = client.read_flow_runs(sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=1)[0]
        wanted = FlowRunFilter(id=FlowRunFilterId(any_=[newest.id]))
        of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[newest.id]))
        for _ in range(100):  # task runs are recorded a moment behind the flow
            tasks = client.read_task_runs(flow_run_filter=wanted)
            if len(tasks) >= 5:
                break
            time.sleep(0.1)
        return newest, tasks, client.read_artifacts(artifact_filter=of_run)


def test_flow_stores_what_the_plain_loop_stores(room: Newsroom) -> None:
    state = run()
    assert state.name == "Completed"
    assert state.result()["counts"]["new_articles"] == 3
    assert "3 stored" in state.message


def test_what_is_wrong_is_told_in_a_sentence_without_a_stack(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    state = run("nobody")
    assert (state.name, state.message) == (
        "Failed",
        "no source 'nobody' in sources.yaml; there are: daily",
    )
    assert "Traceback" not in caplog.text
    with pytest.raises(NotFoundError, match="no source 'nobody'"):
        state.result()


def test_flow_run_reads_well_and_batches_are_its_task_runs(room: Newsroom) -> None:
    run("daily")
    flow_run, tasks, _ = about_newest_run()
    assert flow_run.name == "ingest daily"
    assert sorted(task.name.partition(" ")[0] for task in tasks) == [
        "clean",
        "collect",
        "enrich",
        "judge",
        "store",
    ]


def test_flow_run_has_one_table_and_one_progress_bar(room: Newsroom) -> None:
    run()
    _, _, artifacts = about_newest_run()
    assert sorted(artifact.type for artifact in artifacts) == ["progress", "table"]
    (progress,) = [artifact for artifact in artifacts if artifact.type == "progress"]
    assert float(progress.data) == 100.0


def test_second_flow_run_changes_nothing(room: Newsroom) -> None:
    run()
    assert run().result()["counts"] == {"unchanged": 3}


def test_something_that_cannot_be_read_makes_the_run_partial(room: Newsroom) -> None:
    (room.folder / "daily" / "bad.jsonl").write_text('{"title": "A", \n', encoding="utf-8")
    state = run()
    assert state.name == "Partial"
    ((row),) = state.result()["sources"]
    assert "bad.jsonl" in row["why"]


def test_ledger_knows_which_flow_run_it_was(room: Newsroom) -> None:
    run()
    flow_run, _, _ = about_newest_run()
    with room.ledger() as ledger, ledger.database.read() as connection:
        stored = connection.exec_driver_sql("SELECT prefect_run_id, trigger FROM run").fetchall()
    assert [tuple(row) for row in stored] == [(str(flow_run.id), "prefect")]


def test_run_that_prefect_cancels_is_interrupted_in_the_ledger(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker tells the process of a cancelled run by SIGTERM."""
    from prefect.exceptions import TerminationSignal

    monkeypatch.setattr("flows.ingest.run_due", lambda *_: signal.raise_signal(signal.SIGTERM))
    former = signal.signal(signal.SIGTERM, lambda *_: None)  # Prefect hands the signal on
    try:
        with pytest.raises(TerminationSignal):
            run()
    finally:
        signal.signal(signal.SIGTERM, former)
    with room.ledger() as ledger, ledger.database.read() as connection:
        assert connection.exec_driver_sql("SELECT state FROM run").scalars().all() == [
            "interrupted"
        ]


def test_wrong_source_is_named_with_those_there_are(room: Newsroom) -> None:
    from storage.errors import NotFoundError

    with pytest.raises(NotFoundError, match=r"no source 'dayly'.*daily"):
        run("dayly").result()


def test_command_reads_a_source_that_has_a_schedule_of_its_own(room: Newsroom) -> None:
    room.source("daily", schedule={"cron": "0 7 * * *"})
    result = CliRunner().invoke(app, ["--in", str(room.folder), "ingest", "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["counts"]["new_articles"] == 3


def test_scheduled_run_leaves_sources_with_their_own_schedule_alone(room: Newsroom) -> None:
    room.source("daily", schedule={"cron": "0 7 * * *"})
    assert run().result()["counts"] == {}


def test_upkeep_leads_to_the_report(room: Newsroom) -> None:
    from flows.upkeep import upkeep

    assert run().name == "Completed"
    assert upkeep(return_state=True).name == "Completed"
    report = room.settings.root / "report.html"
    (link,) = [item for item in about_newest_run()[2] if item.key == "report"]
    assert report.as_uri() in str(link.data)
    assert "newsledger, as of" in report.read_text("utf-8")
