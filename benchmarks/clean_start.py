"""From nothing to a schedule that runs: an environment from the locks, `up`, and its first run.

    python -m benchmarks.clean_start [--python python3]

Installs this working tree and `requirements.lock` into an environment of its own, starts
`newsledger up` there on one source that is read every fifteen seconds, and times its first run.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.serving.living import ROOT, Living, free_port, wait_until

PROMISED_S = 60.0
COPIED = ("flows", "tasks", "storage", "samples", "pyproject.toml", "README.md", "LICENSE")
PATIENCE_S = 600.0


def main() -> int:
    """Print the seconds of each step; 1 where the run came later than is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    python = parser.parse_args().python
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _timed("installed from the locks", lambda: install(place, python))
        begun = time.monotonic()
        living = _start(place)
        try:
            living.wait_said("the UI is at", PATIENCE_S)
            _tell("the UI is there", begun, living)
            wait_until(lambda: bool(_runs(living, None)), PATIENCE_S, living.said)
            _tell("a run is scheduled", begun, living)
            wait_until(lambda: bool(_runs(living, "COMPLETED")), PATIENCE_S, living.said)
            took = _tell("a run has completed", begun, living)
        finally:
            living.process.send_signal(signal.SIGINT)
            living.process.wait(60)
    print(f"promised: {PROMISED_S:.0f} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return int(took > PROMISED_S)


def install(place: Path, python: str) -> None:
    """Make an environment in the folder as `make run` does, with a copy of this tree in it."""
    tree = place / "tree"
    tree.mkdir()
    for name in COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tree / name)
    venv = place / "venv"
    locked = ["--require-hashes", "--no-deps", "-r"]
    _run(python, "-m", "venv", venv)
    setup = ROOT / "requirements-setup.lock"
    _run(venv / "bin" / "python", "-m", "pip", "install", "--quiet", *locked, setup)
    uv = (venv / "bin" / "uv", "pip", "install", "--quiet", "--python", venv / "bin" / "python")
    _run(*uv, *locked, ROOT / "requirements.lock")
    _run(*uv, "--no-deps", "--no-build-isolation", tree)


def _start(place: Path) -> Living:
    folder = place / "news"
    (folder / "inbox").mkdir(parents=True)
    (folder / "inbox" / "a.txt").write_text("The ferry sails again on Monday.\n" * 3, "utf-8")
    source = {
        "id": "daily",
        "name": "Daily",
        "languages": ["en"],
        "channels": [{"name": "inbox", "kind": "files", "path": "inbox/*"}],
        "schedule": {"every": "PT15S"},
    }
    text = yaml.safe_dump({"version": 1, "sources": [source]})
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    theirs = ("PREFECT_", "NEWSLEDGER_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(theirs)}
    port, log = free_port(), place / "up.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [place / "venv" / "bin" / "newsledger", "up", "--port", str(port)],
            cwd=folder,
            env=kept,
            stdout=out,
            stderr=out,
            text=True,
        )
    return Living(process, log, port)


def _runs(living: Living, state: str | None) -> list[dict[str, Any]]:
    try:
        runs = living.runs("ingest")
    except httpx.HTTPError:
        return []
    return [run for run in runs if state in (None, run["state_type"])]


def _timed(name: str, work: Callable[[], None]) -> None:
    begun = time.monotonic()
    work()
    _tell(name, begun)


def _tell(name: str, begun: float, living: Living | None = None) -> float:
    took = time.monotonic() - begun
    cpu = f", {living.cpu_s():.1f} s of CPU" if living else ""
    print(f"{name:26} {took:7.1f} s{cpu}", flush=True)
    return took


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    sys.exit(main())
