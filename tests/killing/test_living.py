"""`newsledger up` among kills and changes: what it tells, starts again, and takes over."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.newsroom import Newsroom
from tests.serving.living import (
    READY_S,
    ROOT,
    Living,
    busy,
    is_alive,
    running_up,
    start_up,
    wait_until,
)
from tests.serving.served import (
    completed,
    count,
    events,
    finished,
    make_room,
    rows,
    schedules,
    write_past_of_a_silent_source,
)
from tests.serving.test_backfill import BODY

pytestmark = [pytest.mark.killing, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom with one source that is read every few seconds, and one that fell silent."""
    made = make_room(tmp_path_factory.mktemp("up"))
    write_past_of_a_silent_source(made)
    return made


@pytest.fixture(scope="module")
def living(room: Newsroom) -> Iterator[Living]:
    """That newsroom, served."""
    with running_up(room.folder, room.settings) as running:
        yield running


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


@pytest.mark.parametrize("word", ["worker start", "server start"])
def test_killed_child_is_started_again_and_runs_go_on(living: Living, word: str) -> None:
    role = word.split()[0]
    (child,) = [item for item in living.children(word) if item.ppid() == living.process.pid]
    os.kill(child.pid, signal.SIGKILL)
    living.wait_said(f"the {role} had ended and was started again")
    known = {run["id"] for run in completed(living)}
    wait_until(lambda: bool({run["id"] for run in completed(living)} - known), 180, living.said)


def test_killed_flow_run_is_told_as_crashed_and_its_source_is_read_again(living: Living) -> None:
    wait_until(lambda: bool(living.children("prefect.engine")), 120, living.said)
    for process in living.children("prefect.engine"):
        process.kill()

    def crashed() -> bool:
        return any(run["state_type"] == "CRASHED" for run in living.runs("ingest"))

    wait_until(crashed, 120, lambda: living.runs("ingest"))
    known = {run["id"] for run in completed(living)}
    wait_until(lambda: bool({run["id"] for run in completed(living)} - known), 180, living.said)


def test_up_after_one_that_was_killed_takes_everything_over(living: Living, room: Newsroom) -> None:
    left = living.children("prefect")
    living.process.kill()
    living.process.wait()
    known = {run["id"] for run in completed(living)}
    again = start_up(room.folder, room.settings, living.port)
    again.wait_said("the UI is at", READY_S)
    wait_until(lambda: not any(is_alive(child) for child in left), 60, again.said)
    wait_until(lambda: bool({run["id"] for run in completed(again)} - known), 180, again.said)
    living.process, living.log = again.process, again.log
    assert not schedules(living)["weekly"]["active"]


def test_stopping_leaves_no_process_behind(living: Living, room: Newsroom) -> None:
    assert living.stop() == []
    assert living.process.returncode == 0
    assert count(room, "lease") == 0
    assert rows(room, "SELECT url FROM capture GROUP BY url, blob_sha256 HAVING count(*) > 1") == []
