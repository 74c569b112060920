"""What many sources cost: `up` until it is ready, and a poll round that finds nothing due.

    python -m benchmarks.many_sources [--sources 2000] [--own 0] [--no-up]

The sources are feeds that share the adaptive schedule; `--own` of them have a cron of their own.
No request is made: every channel is said to be due in a hundred years.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from flows.opening import opened, take_up
from flows.running import run_due
from flows.settings import Settings, read_settings
from flows.staged import PLAIN
from storage.ledger import Ledger
from tasks.sources_file import load_sources

CENTURY = timedelta(days=36_500)


def main() -> None:
    """Print wall and CPU seconds of each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--own", type=int, default=0)
    parser.add_argument("--no-up", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder))
        write_sources(settings.sources_path, asked.sources, asked.own)
        sources = _timed("read sources.yaml", lambda: load_sources(settings.sources_path).sources)
        ledger = Ledger.create(settings.database_url, settings.blobs_url)
        _timed("take them up, first", lambda: take_up(ledger, sources, _now()))
        _timed("take them up, again", lambda: take_up(ledger, sources, _now()))
        have_nothing_due(ledger)
        ledger.close()
        for _ in range(3):
            _timed("a round, nothing due", lambda: _round(settings))
        if not asked.no_up:
            _time_up(Path(folder), settings)


def write_sources(path: Path, count: int, own: int = 0) -> None:
    """A sources.yaml of so many feeds, with a rule each; `own` of them have their own schedule."""
    sources = [
        {
            "id": f"s{number}",
            "name": f"Paper {number}",
            "languages": ["en"],
            "country": "GB",
            "time_zone": "Europe/London",
            "channels": [
                {"name": "rss", "kind": "feed", "url": f"https://news{number}.example/rss"}
            ],
            "rules": [{"id": 1, "drop": {"lines": ["^Not Logged In$"]}}],
            **({"schedule": {"cron": f"{number % 60} 7 * * *"}} if number < own else {}),
        }
        for number in range(count)
    ]
    path.write_text(yaml.safe_dump({"version": 1, "sources": sources}), encoding="utf-8")


def have_nothing_due(ledger: Ledger) -> None:
    """Put every channel's next turn off."""
    later = _now() + CENTURY
    for name in ledger.due_sources(_now()):
        for channel, state in ledger.channel_states(name).items():
            ledger.keep_state(name, channel, replace(state, next_due_at=later))


def _settings(folder: Path) -> Settings:
    return replace(
        read_settings({}),
        database_url=f"sqlite:///{folder / 'ledger.db'}",
        blobs_url=str(folder / "blobs"),
        sources_path=folder / "sources.yaml",
    )


def _round(settings: Settings) -> None:
    with opened(settings, "ingest", trigger="bench", parameters={}) as (work, tally):
        run_due(work, tally, PLAIN)


def _time_up(folder: Path, settings: Settings) -> None:
    """A first `up` and a second on the same folder, until each says that the UI is there."""
    from tests.serving.living import running_up

    for which in ("first", "again"):
        begun = time.perf_counter()
        with running_up(folder, settings) as living:
            took, cpu = time.perf_counter() - begun, living.cpu_s()
            print(f"{f'up is ready, {which}':24} {took:7.2f} s, {cpu:.2f} s of CPU", flush=True)
            if which == "again":
                _time_poll(living)


def _time_poll(living: Any) -> None:
    """A poll round as a flow run, from its creation in the UI to its end."""
    from tests.serving.living import wait_until

    deployment = living.deployment("ingest")["id"]
    run = living.ask(f"/deployments/{deployment}/create_flow_run", parameters={})

    def found() -> dict[str, Any]:
        answer: dict[str, Any] = living.get(f"/flow_runs/{run['id']}")
        return answer

    whole = wait_until(lambda: found()["state_type"] in ("COMPLETED", "FAILED"), 300, found)
    said = f"of which {found()['total_run_time']:.2f} s running: {found()['state_name']}"
    print(f"{'the same as a flow run':24} {whole:7.2f} s, {said}")


def _timed(name: str, work: Callable[[], Any]) -> Any:
    began, used = time.perf_counter(), os.times()
    found = work()
    cpu = sum(os.times()[:4]) - sum(used[:4])
    print(f"{name:24} {time.perf_counter() - began:7.2f} s, {cpu:.2f} s of CPU", flush=True)
    return found


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
