"""`newsledger up` as a whole: a real server, a real worker, and what a person may do to them."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.settings import Settings
from tests.newsroom import Newsroom
from tests.serving.living import ROOT, Living, free_port, running_up, start_up, wait_until
from tests.serving.test_backfill import BODY

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(600), pytest.mark.xdist_group("prefect")]

EVERY = {"every": "PT15S"}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom with one source that is read every few seconds, and two that are not."""
    folder = tmp_path_factory.mktemp("up")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'ledger.db'}",
        blobs_url=str(folder / "blobs"),
        sources_path=folder / "sources.yaml",
        workers=1,
        batch_size=50,
    )
    made = Newsroom(folder=folder, settings=settings)
    made.source("daily", schedule=EVERY)
    made.source("weekly", schedule={"cron": "0 7 * * 1"}, time_zone="Asia/Tokyo")
    made.source("old", schedule={"cron": "0 7 * * 1"})
    made.write("loan.txt", BODY.format(place="Lindmouth"))
    return made


@pytest.fixture(scope="module")
def living(room: Newsroom) -> Iterator[Living]:
    """That newsroom, served."""
    with running_up(room.folder, room.settings) as running:
        yield running


def count(room: Newsroom, table: str) -> int:
    path = room.settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def schedules(living: Living) -> dict[str, dict[str, Any]]:
    return {item["slug"]: item for item in living.deployment("ingest")["schedules"]}


def test_interval_schedule_makes_a_run_and_the_run_ingests(living: Living, room: Newsroom) -> None:
    def done() -> bool:
        return any(run["state_type"] == "COMPLETED" for run in living.runs("ingest"))

    wait_until(done, 120, lambda: [run["state_name"] for run in living.runs("ingest")])
    assert count(room, "article_version") == 1
    names = {run["name"] for run in living.runs("ingest") if run["state_type"] == "COMPLETED"}
    assert names == {"ingest daily"}


def test_schedules_carry_the_sources_names_and_time_zones(living: Living) -> None:
    assert set(schedules(living)) == {"daily", "weekly", "old"}
    assert schedules(living)["weekly"]["schedule"]["timezone"] == "Asia/Tokyo"


def test_second_up_on_the_same_ledger_is_refused_with_a_sentence(
    living: Living, room: Newsroom
) -> None:
    second = start_up(room.folder, room.settings, free_port())
    assert second.process.wait(60) == 6
    assert "another `newsledger up` serves this ledger" in second.said()
    assert "Traceback" not in second.said()


def test_edit_of_sources_is_taken_up_and_what_was_paused_stays_paused(
    living: Living, room: Newsroom
) -> None:
    living.pause("ingest", "weekly")
    before = count(room, "article")
    room.sources = [entry for entry in room.sources if entry["id"] != "old"]
    room.source("new", schedule={"every": "PT6H"})
    wait_until(lambda: set(schedules(living)) == {"daily", "weekly", "new"}, 30, living.said)
    assert schedules(living)["weekly"]["active"] is False
    assert count(room, "article") >= before


def test_wrong_sources_are_told_and_the_schedules_stay(living: Living, room: Newsroom) -> None:
    kept = room.settings.sources_path.read_text(encoding="utf-8")
    room.settings.sources_path.write_text("sources: 7", encoding="utf-8")
    living.wait_said("the schedules stay as they were")
    room.settings.sources_path.write_text(kept, encoding="utf-8")
    assert set(schedules(living)) == {"daily", "weekly", "new"}


def test_backfill_of_a_bad_range_fails_with_a_sentence(living: Living) -> None:
    asked = {"from_date": "2026-03-02", "to_date": "2026-03-01"}
    deployment = living.deployment("backfill")["id"]
    run = living.ask(f"/deployments/{deployment}/create_flow_run", parameters=asked)

    def state() -> dict[str, Any]:
        found: dict[str, Any] = living.get(f"/flow_runs/{run['id']}")["state"]
        return found

    wait_until(lambda: state()["type"] in ("FAILED", "CRASHED", "COMPLETED"), 120, state)
    assert state()["type"] == "FAILED"
    assert state()["message"].endswith("swap the two days")


@pytest.mark.parametrize("word", ["worker start", "server start"])
def test_killed_child_is_started_again_and_runs_go_on(living: Living, word: str) -> None:
    role = word.split()[0]
    (child,) = [item for item in living.children(word) if item.ppid() == living.process.pid]
    os.kill(child.pid, signal.SIGKILL)
    living.wait_said(f"the {role} had ended and was started again")
    known = {run["id"] for run in _completed(living)}
    wait_until(lambda: bool({run["id"] for run in _completed(living)} - known), 180, living.said)


def test_stopping_leaves_no_process_behind(living: Living, room: Newsroom) -> None:
    assert living.stop() == []
    assert living.process.returncode == 0
    assert count(room, "lease") == 0


def test_deploying_to_no_server_is_refused_with_a_sentence(tmp_path: Path, room: Newsroom) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "deploy", "--work-pool", "news"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "PREFECT_API_URL is not set" in done.stderr


def _completed(living: Living) -> list[dict[str, Any]]:
    try:
        return [run for run in living.runs("ingest") if run["state_type"] == "COMPLETED"]
    except httpx.HTTPError:
        return []
