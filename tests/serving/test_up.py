"""`newsledger up` as a whole: a real server, a real worker, and what a person may do to them."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.settings import Settings
from storage.ledger import Ledger
from tests.factories import a_link, a_source, an_article, publish, register
from tests.newsroom import Newsroom
from tests.serving.living import (
    READY_S,
    ROOT,
    Living,
    busy,
    free_port,
    is_alive,
    running_up,
    start_up,
    wait_until,
)
from tests.serving.test_backfill import BODY

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(600), pytest.mark.xdist_group("prefect")]

log = logging.getLogger(__name__)

EVERY = {"every": "PT15S"}
PAST = 54
"""Articles of the silent source."""


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
    made.source("quiet", schedule={"cron": "0 7 * * 1"})
    made.write("loan.txt", BODY.format(place="Lindmouth"))
    made.write("loan.txt", BODY.format(place="Tarrow"), "old")
    made.ingest("old")
    write_past_of_a_silent_source(made)
    return made


def write_past_of_a_silent_source(room: Newsroom) -> None:
    """Three articles a day from "quiet", until a week ago."""
    ledger = Ledger.create(room.settings.database_url, room.settings.blobs_url)
    register(ledger, a_source("quiet"))
    for ago in range(25, 7, -1):
        for number in range(3):
            link = a_link(f"https://quiet.example/{ago}/{number}", "quiet")
            at = datetime.now(UTC) - timedelta(days=ago)
            publish(ledger, an_article(f"News {ago} {number}."), link=link, at=at)
    ledger.close()


@pytest.fixture(scope="module")
def living(room: Newsroom) -> Iterator[Living]:
    """That newsroom, served."""
    with running_up(room.folder, room.settings) as running:
        yield running


def count(room: Newsroom, table: str) -> int:
    return int(rows(room, f"SELECT count(*) FROM {table}")[0][0])


def rows(room: Newsroom, sql: str) -> list[tuple[Any, ...]]:
    path = room.settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


def schedules(living: Living) -> dict[str, dict[str, Any]]:
    return {item["slug"]: item for item in living.deployment("ingest")["schedules"]}


def finished(living: Living, flow: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Start a run as the UI does, and wait for its end; returns its state."""
    deployment = living.deployment(flow)["id"]
    run = living.ask(f"/deployments/{deployment}/create_flow_run", parameters=parameters)

    def state() -> dict[str, Any]:
        found: dict[str, Any] = living.get(f"/flow_runs/{run['id']}")["state"]
        return found

    wait_until(lambda: state()["type"] in ("FAILED", "CRASHED", "COMPLETED"), 120, state)
    return state()


def events(living: Living, name: str) -> list[dict[str, Any]]:
    """The events of a name, once there is one."""

    def found() -> list[dict[str, Any]]:
        answer = living.ask("/events/filter", filter={"event": {"name": [name]}})
        told: list[dict[str, Any]] = answer["events"]
        return told

    wait_until(lambda: bool(found()), 90, living.said)
    return found()


def test_interval_schedule_makes_a_run_and_the_run_ingests(living: Living, room: Newsroom) -> None:
    def done() -> bool:
        return any(run["state_type"] == "COMPLETED" for run in living.runs("ingest"))

    wait_until(done, 120, lambda: [run["state_name"] for run in living.runs("ingest")])
    assert count(room, "article_version") == PAST + 2
    names = {run["name"] for run in living.runs("ingest") if run["state_type"] == "COMPLETED"}
    assert names == {"ingest daily"}


def test_schedules_carry_the_sources_names_and_time_zones(living: Living) -> None:
    assert set(schedules(living)) == {"daily", "weekly", "old", "quiet"}
    assert schedules(living)["weekly"]["schedule"]["timezone"] == "Asia/Tokyo"


def test_second_up_on_the_same_ledger_is_refused_with_a_sentence(
    living: Living, room: Newsroom
) -> None:
    second = start_up(room.folder, room.settings, free_port())
    try:
        assert second.process.wait(200) == 6
    finally:
        second.process.kill()
    assert "another `newsledger up` serves this ledger" in second.said()
    assert "Traceback" not in second.said()


def test_edit_of_sources_is_taken_up_and_what_was_paused_stays_paused(
    living: Living, room: Newsroom
) -> None:
    living.pause("ingest", "weekly")
    before = count(room, "article")
    room.sources = [entry for entry in room.sources if entry["id"] != "old"]
    room.source("new", schedule={"every": "PT6H"})
    left = {"daily", "weekly", "quiet", "new"}
    took = wait_until(lambda: set(schedules(living)) == left, max(30, 5 * busy()), living.said)
    log.info("the schedules were as asked for after %.1f s, %.1f processes a core", took, busy())
    assert schedules(living)["weekly"]["active"] is False
    assert count(room, "article") >= before
    assert len(rows(room, "SELECT id FROM article WHERE source_id = 'old'")) == 1


def test_changed_article_is_told_as_an_event(living: Living, room: Newsroom) -> None:
    room.write("loan.txt", BODY.format(place="Lindmouth").replace("4.2 million", "5.9 million"))
    (event,) = events(living, "article.changed")
    assert event["resource"]["newsledger.source"] == "daily"
    told = {name: event["payload"][name] for name in ("url", "number", "change")}
    assert told == {"url": "daily/loan.txt", "number": 2, "change": "substantive"}


def test_silent_source_is_told_once_and_an_automation_reads_it(living: Living) -> None:
    example = ROOT / "docs" / "examples" / "read_silent_sources.py"
    place = {**os.environ, "PREFECT_API_URL": f"{living.ui_url}/api"}
    subprocess.run([sys.executable, str(example)], env=place, check=True)
    for _ in range(2):
        finished(living, "upkeep", {})
    (event,) = events(living, "source.silent")
    assert event["resource"]["prefect.resource.id"] == "newsledger.source.quiet"
    assert "nothing new for" in event["payload"]["why"][0]

    def read() -> bool:
        return any(run["name"] == "ingest quiet" for run in living.runs("ingest"))

    wait_until(read, 60 * busy(), lambda: living.runs("ingest"))


def test_wrong_sources_are_told_and_the_schedules_stay(living: Living, room: Newsroom) -> None:
    kept = room.settings.sources_path.read_text(encoding="utf-8")
    room.settings.sources_path.write_text("sources: 7", encoding="utf-8")
    living.wait_said("the schedules stay as they were")
    room.settings.sources_path.write_text(kept, encoding="utf-8")
    assert set(schedules(living)) == {"daily", "weekly", "quiet", "new"}


def test_backfill_of_a_bad_range_fails_with_a_sentence(living: Living) -> None:
    asked = {"from_date": "2026-03-02", "to_date": "2026-03-01"}
    state = finished(living, "backfill", asked)
    assert state["type"] == "FAILED"
    assert state["message"].endswith("swap the two days")


@pytest.mark.parametrize("word", ["worker start", "server start"])
def test_killed_child_is_started_again_and_runs_go_on(living: Living, word: str) -> None:
    role = word.split()[0]
    (child,) = [item for item in living.children(word) if item.ppid() == living.process.pid]
    os.kill(child.pid, signal.SIGKILL)
    living.wait_said(f"the {role} had ended and was started again")
    known = {run["id"] for run in _completed(living)}
    wait_until(lambda: bool({run["id"] for run in _completed(living)} - known), 180, living.said)


def test_killed_flow_run_is_told_as_crashed_and_its_source_is_read_again(living: Living) -> None:
    wait_until(lambda: bool(living.children("prefect.engine")), 120, living.said)
    for process in living.children("prefect.engine"):
        process.kill()

    def crashed() -> bool:
        return any(run["state_type"] == "CRASHED" for run in living.runs("ingest"))

    wait_until(crashed, 120, lambda: living.runs("ingest"))
    known = {run["id"] for run in _completed(living)}
    wait_until(lambda: bool({run["id"] for run in _completed(living)} - known), 180, living.said)


def test_up_after_one_that_was_killed_takes_everything_over(living: Living, room: Newsroom) -> None:
    left = living.children("prefect")
    living.process.kill()
    living.process.wait()
    known = {run["id"] for run in _completed(living)}
    again = start_up(room.folder, room.settings, living.port)
    again.wait_said("the UI is at", READY_S)
    wait_until(lambda: not any(is_alive(child) for child in left), 60, again.said)
    wait_until(lambda: bool({run["id"] for run in _completed(again)} - known), 180, again.said)
    living.process, living.log = again.process, again.log
    assert not schedules(living)["weekly"]["active"]


def test_stopping_leaves_no_process_behind(living: Living, room: Newsroom) -> None:
    assert living.stop() == []
    assert living.process.returncode == 0
    assert count(room, "lease") == 0
    assert rows(room, "SELECT url FROM capture GROUP BY url, blob_sha256 HAVING count(*) > 1") == []


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
