"""What orchestration costs: 1,000 articles through the Prefect flow against a plain loop.

    python -m benchmarks.overhead [--articles 1000]

Both run the same stages over the same files, each into a fresh SQLite ledger. The flow's fixed
start (server, first run) is measured by a run over an empty inbox and told apart.
"""

import argparse
import os
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from flows.quiet import quiet_prefect
from flows.settings import Settings, read_settings

WORDS = ("harbour", "council", "vote", "ferry", "bridge", "school", "river", "market", "storm")
NAMES = ("Ada Merrin", "Bo Tarrant", "Cleo Vance", "Dag Ostrom", "Lindmouth Ferries")


def main() -> None:
    """Print wall seconds and task runs of both ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PREFECT_HOME"] = str(Path(folder) / "prefect")
        quiet_prefect()
        empty = _newsroom(Path(folder) / "empty", 0)
        plain = _newsroom(Path(folder) / "plain", count)
        staged = _newsroom(Path(folder) / "staged", count)
        _direct(empty)
        plain_s = _seconds(lambda: _direct(plain))
        first_s = _seconds(lambda: _flow(empty))
        fixed_s = _seconds(lambda: _flow(empty))
        flow_s = _seconds(lambda: _flow(staged))
        runs = _task_runs()
    over = flow_s - fixed_s - plain_s
    print(f"articles              {count}")
    print(f"plain loop            {plain_s:8.2f} s")
    print(f"flow                  {flow_s:8.2f} s, of which a run's fixed start {fixed_s:.2f} s")
    print(f"first flow (server)   {first_s:8.2f} s")
    print(f"orchestration         {100 * over / plain_s:8.1f} % of the plain loop")
    print(f"articles a task run   {count / max(1, runs):8.1f}")


def _newsroom(folder: Path, count: int) -> Settings:
    (folder / "inbox").mkdir(parents=True)
    dice = random.Random(count)
    for number in range(count):
        lines = [_sentence(dice) for _ in range(12)]
        (folder / "inbox" / f"{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    source = {
        "id": "bench",
        "name": "Bench",
        "channels": [{"name": "inbox", "kind": "files", "path": "inbox/*.txt"}],
        "enrich": {"tagger": "rules"},
    }
    path = folder / "sources.yaml"
    path.write_text(yaml.safe_dump({"version": 1, "sources": [source]}), encoding="utf-8")
    return replace(
        read_settings({}),
        database_url=f"sqlite:///{folder / 'ledger.db'}",
        blobs_url=str(folder / "blobs"),
        sources_path=path,
    )


def _sentence(dice: random.Random) -> str:
    words = " ".join(dice.choices(WORDS, k=18))
    return f"{dice.choice(NAMES)} told the {words} on Tuesday, number {dice.random()}."


def _direct(settings: Settings) -> None:
    from flows.direct import run_directly
    from flows.running import run_ingest

    run_directly(
        settings, "ingest", {}, lambda work, tally, stages: run_ingest(work, tally, stages, [])
    )


def _flow(settings: Settings) -> None:
    from flows.ingest import ingest

    settings.export()
    state: Any = ingest([], due_or_not=True, return_state=True)
    if not state.is_completed():
        raise SystemExit(f"the flow ended as {state}")


def _task_runs() -> int:
    """Task runs of the newest flow run."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import FlowRunSort

    with get_client(sync_client=True) as client:
        newest = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)[0]
        time.sleep(3)  # task runs are recorded behind the flow
        from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

        wanted = FlowRunFilter(id=FlowRunFilterId(any_=[newest.id]))
        return len(client.read_task_runs(flow_run_filter=wanted))


def _seconds(work: Any) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
