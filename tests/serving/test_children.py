"""Child processes: what was killed is started again, what gives up is not, a zombie is dead."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flows.up.children import SHORT_S, Children, Life, Recipe
from storage.leases import holder_is_dead, name_of_process
from tests.serving.living import wait_until

SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    """Nobody yet; all of them are gone at the end."""
    made = Children(tmp_path)
    yield made
    made.stop()


def start(children: Children, program: str) -> psutil.Process:
    command = (sys.executable, "-c", program)
    children.start(Recipe(role="server", command=command, environment=os.environ))
    return newest()


def newest() -> psutil.Process:
    return max(psutil.Process().children(), key=lambda child: child.create_time())


def test_killed_child_is_started_again(children: Children) -> None:
    first = start(children, SLEEP)
    first.send_signal(signal.SIGKILL)
    wait_until(lambda: children.ended() == ["server"], 30, children.ended)
    assert children.revive_killed() == []
    assert newest().pid != first.pid
    assert children.ended() == []


def test_child_that_gives_up_is_named_and_not_started_again(children: Children) -> None:
    start(children, "raise SystemExit(3)")
    wait_until(lambda: children.ended() == ["server"], 30, children.ended)
    assert children.revive_killed() == ["server"]


def test_child_that_ends_again_and_again_is_started_ever_later() -> None:
    life, waits = Life(0.0, 0), []
    for _ in range(8):
        life.ended = life.began + 1
        waits.append(life.wait_s())
        life = life.next(life.ended)
    assert waits == [0, 1, 3, 7, 15, 31, 60, 60]
    life.ended = life.began + SHORT_S
    assert (life.wait_s(), life.next(life.ended).failures) == (0, 0)


def test_child_that_ended_twice_waits_for_its_second_start(children: Children) -> None:
    start(children, "raise ValueError('no ledger here')")
    wait_until(lambda: children.ended() == ["server"], 30, children.ended)
    assert children.last_words("server") == "ValueError: no ledger here"
    assert children.revive() == ["server"]
    wait_until(lambda: children.ended() == ["server"], 30, children.ended)
    assert children.revive() == []
    wait_until(lambda: children.revive() == ["server"], 30, children.ended)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc to tell a zombie by")
def test_zombie_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", SLEEP])
    name = name_of_process(child.pid)
    assert not holder_is_dead(name)
    child.kill()
    until = time.monotonic() + 30
    while psutil.Process(child.pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until
    assert holder_is_dead(name)
    child.wait()


def test_children_of_a_killed_up_are_stopped_by_the_next(tmp_path: Path) -> None:
    left = start(Children(tmp_path), SLEEP)
    begun = time.monotonic()
    Children(tmp_path).clear_left_over()
    assert time.monotonic() - begun < 10, "a zombie was waited for"
    assert left.wait(10) is not None or not left.is_running()
