"""A real `newsledger up` for tests: server, worker and all, in a folder of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from flows.settings import Settings

ROOT = Path(__file__).parents[2]
ANSWER_S = 180.0
"""Seconds that a question to the API may take on a machine that does ten things at once."""

READY_S = 240.0
"""Seconds for a first start, with Prefect's own database to be made, on a busy machine."""


@dataclass
class Living:
    """A running `up`: what it said, and its API."""

    process: subprocess.Popen[str]
    log: Path
    port: int

    @property
    def ui_url(self) -> str:
        """The address of the UI."""
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        """All that it has said so far."""
        return self.log.read_text(encoding="utf-8")

    def wait_said(self, words: str, patience_s: float = 60.0) -> None:
        """Wait until it has said this."""
        wait_until(lambda: words in self.said(), patience_s, lambda: self.said())

    def ask(self, path: str, **body: Any) -> Any:
        """What the API answers to a question."""
        return self._answer("POST", path, json=body)

    def get(self, path: str) -> Any:
        """What the API has at a path."""
        return self._answer("GET", path)

    def _answer(self, method: str, path: str, **more: Any) -> Any:
        """What the API answers; a busy server says 503, and means: again."""
        answers: list[httpx.Response] = []

        def answered() -> bool:
            answer = httpx.request(method, f"{self.ui_url}/api{path}", timeout=ANSWER_S, **more)
            answers.append(answer)
            return answer.status_code != httpx.codes.SERVICE_UNAVAILABLE

        wait_until(answered, 60, self.said)
        answers[-1].raise_for_status()
        return answers[-1].json()

    def pause(self, flow: str, slug: str) -> None:
        """Switch a schedule off, as a person does in the UI."""
        found = self.deployment(flow)
        (item,) = [item for item in found["schedules"] if item["slug"] == slug]
        url = f"{self.ui_url}/api/deployments/{found['id']}/schedules/{item['id']}"

        def done() -> bool:
            return httpx.patch(url, json={"active": False}, timeout=ANSWER_S).is_success

        wait_until(done, 60, self.said)  # a busy server says 503, and means: again

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment by the name of its flow."""
        found: dict[str, Any] = self.get(f"/deployments/name/{name}/{name}")
        return found

    def runs(self, name: str) -> list[dict[str, Any]]:
        """The runs of a flow, newest first."""
        which = {"flows": {"name": {"any_": [name]}}, "sort": "EXPECTED_START_TIME_DESC"}
        found: list[dict[str, Any]] = self.ask("/flow_runs/filter", **which)
        return found

    def children(self, word: str) -> list[psutil.Process]:
        """Its child processes whose command holds a word."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in family if word in " ".join(_command(child))]

    def cpu_s(self) -> float:
        """CPU seconds of it and of all below it, without those that have ended."""
        root = psutil.Process(self.process.pid)
        family = [root, *root.children(recursive=True)]
        return float(sum(sum(member.cpu_times()[:2]) for member in family))

    def stop(self) -> list[psutil.Process]:
        """Stop it as Ctrl-C does; returns the processes it left behind."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        _, left = psutil.wait_procs(family, timeout=10)
        return left


def wait_until(holds: Callable[[], bool], patience_s: float, tell: Callable[[], object]) -> float:
    """Wait until something holds; returns how many seconds that took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < patience_s, tell()
        time.sleep(0.25)
    return time.monotonic() - begun


def is_alive(process: psutil.Process) -> bool:
    """Whether a process still does anything; one that nobody has reaped does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def busy() -> float:
    """How many processes want each core; what takes a second alone may take so many."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start_up(folder: Path, settings: Settings, port: int) -> Living:
    """Start `newsledger up`; it is not ready yet."""
    log = folder / f"up-{time.monotonic_ns()}.log"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    named = {
        "NEWSLEDGER_DATABASE_URL": settings.database_url,
        "NEWSLEDGER_BLOBS_URL": settings.blobs_url,
        "NEWSLEDGER_SOURCES": str(settings.sources_path),
        "NEWSLEDGER_WORKERS": "1",
        "PYTHONPATH": str(ROOT),
    }
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "up", "--port", str(port)],
            cwd=folder,
            env={**kept, **named},
            stdout=out,
            stderr=out,
            text=True,
        )
    return Living(process, log, port)


@contextmanager
def running_up(folder: Path, settings: Settings) -> Iterator[Living]:
    """A ready `up`; it and all its children are gone at the end."""
    living = start_up(folder, settings, free_port())
    try:
        living.wait_said("the UI is at", READY_S)
        yield living
    finally:
        if living.process.poll() is None:
            for child in living.stop():
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []
