"""Several worker processes on one PostgreSQL: what waits is shared, each capture done once.

    python -m benchmarks.workers [--captures 5000] [--workers 4] [--cores 2] [--tagger accurate]

The same waiting captures are processed by one worker, by several, and by several of which two are
killed midway, each time in a fresh copy of the database. All processes, PostgreSQL too, are held on
`--cores` cores. Wall seconds count from when every worker has opened its run: starting Python costs
each of them some three seconds of CPU, whatever there is to do. The tagger is the one that a source
has by default, and most of the work; with `--tagger rules` the database has its largest share, and
one worker keeps more than one core busy. The machine must be quiet for the
ratio to say anything; the CPU seconds beside it tell whether it was. Cores that are two threads of
one do less than twice the work of one, so what this machine gives processes that share nothing is
measured first.
"""

import argparse
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import yaml

from benchmarks.made_news import Newsroom
from flows.opening import take_up
from storage.database import Database
from storage.ledger import Ledger
from storage.records import Hints, Link, Outcome, Received
from tasks.sources import Source
from tests.postgres import Postgres, running_postgres

TEMPLATE = "waiting"
TIMES = 1.7
"""What several workers must do at least of one worker's captures a second."""

STATE = {
    "contents": "SELECT sha256 FROM content ORDER BY 1",
    "derivations": (
        "SELECT d.capture_id, d.state, c.sha256 FROM derivation d"
        " LEFT JOIN content c ON c.id = d.content_id ORDER BY 1"
    ),
    "versions": (
        "SELECT a.identity, v.number, v.change, c.sha256 FROM article_version v"
        " JOIN article a ON a.id = v.article_id JOIN content c ON c.id = v.content_id"
        " WHERE v.superseded_at IS NULL ORDER BY 1, 2"
    ),
    "mentions": (
        "SELECT c.sha256, m.seq, m.char_start, m.surface FROM mention m"
        " JOIN enrichment e ON e.id = m.enrichment_id JOIN content c ON c.id = e.content_id"
        " ORDER BY 1, 2"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a round came to."""

    wall_s: float
    cpu_s: float
    errors: int
    state: dict[str, list[Any]]


def main() -> int:
    """Print each round; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captures", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--tagger", default="accurate")
    asked = parser.parse_args()
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: asked.cores]))
    with tempfile.TemporaryDirectory() as folder, running_postgres() as postgres:
        bench = Bench(Path(folder), postgres, asked.captures)
        gain = machine_gain(asked.cores)
        print(f"this machine gives {asked.cores} processes {gain:.2f} times the work of one")
        bench.fill(asked.tagger)
        alone = bench.measure("one worker", 1)
        shared = bench.measure(f"{asked.workers} workers", asked.workers)
        killed = bench.measure("two of them killed", asked.workers, kill=2)
    times = alone.wall_s / shared.wall_s
    print(f"throughput           {times:8.2f} times that of one worker (promised: {TIMES})")
    good = alone.state == shared.state == killed.state and not (alone.errors + shared.errors)
    print("every capture once, the same outcome, 0 errors" if good else "WRONG: outcomes differ")
    return int(not good or times < TIMES)


def machine_gain(processes: int) -> float:
    """How much more so many processes that share nothing do than one does, best of three."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(count_words, range(processes))  # all have started
        alone = min(pool.apply(count_words, (0,)) for _ in range(3))
        together = min(max(pool.map(count_words, range(processes), 1)) for _ in range(3))
    return processes * alone / together


def count_words(_: int) -> float:
    """Wall seconds of work that a processor core does out of its own caches."""
    began = time.perf_counter()
    counts: dict[int, int] = {}
    for number in range(3_000_000):
        counts[number % 5000] = counts.get(number % 5000, 0) + len(str(number))
    return time.perf_counter() - began


class Bench:
    """A database of waiting captures, and the workers that are set on copies of it."""

    def __init__(self, folder: Path, postgres: Postgres, captures: int) -> None:
        self._folder = folder
        self._postgres = postgres
        self._captures = captures
        self._sources = folder / "sources.yaml"
        self._blobs = str(folder / "blobs")

    def fill(self, tagger: str) -> None:
        """Record what shall wait."""
        source = {
            "id": "bench",
            "name": "Bench",
            "languages": ["en"],
            "channels": [{"name": "inbox", "kind": "files", "path": "inbox/*"}],
            "enrich": {"tagger": tagger},
        }
        self._sources.write_text(yaml.safe_dump({"version": 1, "sources": [source]}), "utf-8")
        database = Database(self._postgres.make(TEMPLATE))
        database.migrate()
        database.close()
        with closing(Ledger.open(self._postgres.url(TEMPLATE), self._blobs)) as ledger:
            take_up(ledger, [Source.model_validate(source)], datetime.now(UTC))
            texts = list(Newsroom(1).articles(self._captures))
            for at in range(0, len(texts), 500):
                ledger.record(_received(at, texts[at : at + 500]), None)

    def measure(self, name: str, workers: int, kill: int = 0) -> Measured:
        """Have workers process everything; some of them are killed when a third is done."""
        url = self._postgres.make(f"round_{time.monotonic_ns()}", TEMPLATE)
        before = _server_cpu()
        running = [self._start(url, number) for number in range(workers)]
        with closing(Database(url)) as database:
            while _rows(database, "SELECT count(*) FROM run")[0][0] < workers:
                time.sleep(0.02)
            begun, first = time.perf_counter(), _done(database)
            while kill and _done(database) < self._captures / 3:
                time.sleep(0.02)
            for worker in running[:kill]:
                os.kill(worker.pid, signal.SIGKILL)
            cpu = sum(_reaped(worker) for worker in running)
            wall = time.perf_counter() - begun
            state = {key: _rows(database, sql) for key, sql in STATE.items()}
            left = _rows(database, "SELECT count(*) FROM pending")[0][0]
        errors = sum(worker.returncode != 0 for worker in running[kill:]) + left
        errors += self._captures - len(state["derivations"])
        cpu += _server_cpu() - before
        rate = (self._captures - first) / wall
        print(
            f"{name:20} {wall:8.1f} s, {cpu:8.1f} s of CPU, {rate:8.1f} captures a second,"
            f" {errors} errors",
            flush=True,
        )
        return Measured(
            wall_s=wall / (self._captures - first), cpu_s=cpu, errors=errors, state=state
        )

    def _start(self, url: str, number: int) -> subprocess.Popen[bytes]:
        place = {
            "NEWSLEDGER_DATABASE_URL": url,
            "NEWSLEDGER_BLOBS_URL": self._blobs,
            "NEWSLEDGER_SOURCES": str(self._sources),
            "NEWSLEDGER_WORKERS": "1",
            "NEWSLEDGER_BATCH_SIZE": "100",
        }
        with (self._folder / f"worker-{number}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "flows.cli", "process", "--direct", "--json"],
                env={**os.environ, **place},
                stdout=log,
                stderr=log,
            )


def _received(start: int, texts: Sequence[str]) -> list[Received]:
    return [
        Received(
            link=Link(
                source_id="bench",
                channel="inbox",
                url=f"bench/{start + number}.txt",
                identity=f"{start + number}.txt",
                hints=Hints(),
            ),
            fetched_at=datetime(2026, 3, 1, tzinfo=UTC),
            outcome=Outcome.STORED,
            final_url=f"bench/{start + number}.txt",
            status=None,
            media_type="text/plain",
            body=text.encode(),
        )
        for number, text in enumerate(texts)
    ]


def _done(database: Database) -> int:
    return int(_rows(database, "SELECT count(*) FROM derivation")[0][0])


def _rows(database: Database, sql: str) -> list[Any]:
    with database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]


def _reaped(worker: subprocess.Popen[bytes]) -> float:
    """Wait for a worker's end; returns the CPU seconds of it and of its own workers."""
    _, status, used = os.wait4(worker.pid, 0)
    worker.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def _server_cpu() -> float:
    """CPU seconds of PostgreSQL, ended connections included."""
    used = 0.0
    for process in psutil.Process().children():
        if "postgres" in process.name():
            times = process.cpu_times()
            used += times.user + times.system + times.children_user + times.children_system
    return used


if __name__ == "__main__":
    sys.exit(main())
