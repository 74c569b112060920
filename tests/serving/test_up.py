"""`newsledger up` as a whole: a real server, a real worker, and what a person may do to them."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import Newsroom
from tests.serving.living import (
    ROOT,
    Living,
    busy,
    free_port,
    running_up,
    start_up,
    wait_until,
)
from tests.serving.served import count, finished, make_room, rows, schedules

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(600)]

log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom with one source that is read every few seconds, and three that are not."""
    return make_room(tmp_path_factory.mktemp("up"))


@pytest.fixture(scope="module")
def living(room: Newsroom) -> Iterator[Living]:
    """That newsroom, served."""
    with running_up(room.folder, room.settings) as running:
        yield running


def test_interval_schedule_makes_a_run_and_the_run_ingests(living: Living, room: Newsroom) -> None:
    def done() -> bool:
        return any(run["state_type"] == "COMPLETED" for run in living.runs("ingest"))

    wait_until(done, 120, lambda: [run["state_name"] for run in living.runs("ingest")])
    assert count(room, "article_version") == 2
    names = {run["name"] for run in living.runs("ingest") if run["state_type"] == "COMPLETED"}
    assert names == {"ingest daily"}


def test_schedules_carry_the_sources_names_and_time_zones(living: Living) -> None:
    assert set(schedules(living)) == {"daily", "weekly", "old", "quiet"}
    assert schedules(living)["weekly"]["schedule"]["timezone"] == "Asia/Tokyo"


def test_runs_are_kept_in_a_folder_that_is_ours_alone(living: Living, room: Newsroom) -> None:
    wait_until(lambda: bool(living.children("worker")), 60, living.said)
    (worker,) = {child.environ()["TMPDIR"] for child in living.children("worker")}
    assert Path(worker).stat().st_uid == os.geteuid()
    assert Path(worker).parent == room.folder / "prefect"


def test_second_up_on_the_same_ledger_is_refused_with_a_sentence(
    living: Living, room: Newsroom
) -> None:
    second = start_up(room.folder, room.settings, free_port())
    try:
        assert second.process.wait(200) == 6
    finally:
        second.process.kill()
    assert "another `newsledger up` serves this ledger" in second.said()
    for unwanted in ("Traceback", "starting Prefect"):
        assert unwanted not in second.said()


def test_up_of_another_ledger_leaves_a_server_that_is_there_alone(
    living: Living, tmp_path: Path
) -> None:
    other = make_room(tmp_path)
    second = start_up(other.folder, other.settings, living.port)
    try:
        assert second.process.wait(200) == 2
    finally:
        second.process.kill()
    assert f"127.0.0.1:{living.port} is not to be had (Address already in use)" in second.said()
    assert "--port" in second.said()


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
