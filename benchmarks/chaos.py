"""A served newsroom that somebody feeds, and that somebody shoots at: see benchmarks/kills.py."""

import contextlib
import itertools
import json
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from flows.settings import Settings
from tests.newsroom import Newsroom
from tests.serving.living import Living, free_port, start_up, wait_until

SOURCES = ("daily", "weekly")
TARGETS = {"flow": "prefect.engine", "worker": "worker start", "server": "server start", "up": ""}
BLOCKED_S, RUNNING_S = 360.0, 180.0
READY_S, PATIENCE_S = 300.0, 400.0
PAUSE_S = 2.0

Found = dict[str, tuple[object, bool]]
"""What was looked at, how it is, and whether that is as it must be."""


class Chaos:
    """A served newsroom that somebody feeds, and that somebody shoots at."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self._path = folder / "ledger.db"
        settings = Settings(
            database_url=f"sqlite:///{self._path}",
            blobs_url=str(folder / "blobs"),
            sources_path=folder / "sources.yaml",
            workers=1,
            batch_size=5,
        )
        self._room = Newsroom(folder=folder, settings=settings)
        for name in SOURCES:
            self._room.source(name, schedule={"every": "PT15S"})
        self._dice = dice
        self._port = free_port()
        self._written = 0
        self._living: Living | None = None

    @property
    def living(self) -> Living:
        """The `up` of now."""
        assert self._living is not None
        return self._living

    def start(self) -> None:
        """Start `up`, and wait until both sources were read."""
        self._living = start_up(self._room.folder, self._room.settings, self._port)
        self.living.wait_said("the UI is at", READY_S)
        self._wait_read(time.time())

    @contextmanager
    def feeding(self) -> Iterator[None]:
        """Drop a new text every now and then, all the while."""
        over = threading.Event()
        thread = threading.Thread(target=self._feed, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def kill(self, target: str) -> float:
        """Kill one of them at a random moment; returns the seconds until all was read again."""
        time.sleep(self._dice.uniform(0, 15))
        if target == "up":
            self.living.process.kill()
            self.living.process.wait()
            shot_at = time.time()
            self._living = start_up(self._room.folder, self._room.settings, self._port)
        else:
            shot_at = self._shoot(TARGETS[target])
        return self._wait_read(shot_at)

    def look(self) -> Found:
        """Let everything settle, and tell how long runs and sources were held up."""
        sql = "SELECT count(*) FROM article"
        wait_until(lambda: self._count(sql) >= self._written, PATIENCE_S, self._said)
        runs = self._runs()
        longest = max(_seconds(run) for run in runs)
        gaps = {name: self._longest_gap(name) for name in SOURCES}
        states = Counter(str(run["state_type"]) for run in runs)
        return {
            "longest time unread, s": (gaps, max(gaps.values()) < BLOCKED_S),
            "longest time Running, s": (round(longest, 1), longest < RUNNING_S),
            "flow runs that had begun": (dict(states), not states["FAILED"]),
        }

    def stop(self) -> list[psutil.Process]:
        """Stop `up`; returns what it left behind."""
        self.living.stop()
        here = str(self._room.folder)
        return [item for item in psutil.process_iter() if here in _folder_of(item)]

    def look_into_ledger(self) -> Found:
        """Whether every text stands there once, and nothing else is left."""
        wanted = self._written
        once = "SELECT count(*) FROM (SELECT url FROM capture GROUP BY url HAVING count(*) = 1)"
        return {
            "texts written": (wanted, True),
            "captured, each once": self._is(once, wanted),
            "captures": self._is("SELECT count(*) FROM capture", wanted),
            "articles": self._is("SELECT count(*) FROM article", wanted),
            "versions": self._is("SELECT count(*) FROM article_version", wanted),
            "waiting": self._is("SELECT count(*) FROM pending", 0),
            "leases left": self._is("SELECT count(*) FROM lease", 0),
            "runs said to go on": self._is("SELECT count(*) FROM run WHERE state = 'running'", 0),
            "database": self._is("PRAGMA integrity_check", "ok"),
        }

    def _feed(self, over: threading.Event) -> None:
        for number in itertools.count():
            source = SOURCES[number % len(SOURCES)]
            text = (
                f"Report number {number + 10_000} was handed to the harbour board on Tuesday.\n\n"
                "It asks for 4.2 million pounds for the pier, which was built a century ago.\n\n"
                "The board will vote on it in its next meeting at the town hall.\n"
            )
            beside = self._room.folder / "half-written"
            beside.write_text(text, encoding="utf-8")
            beside.replace(self._room.folder / source / f"{number:05}.txt")
            self._written = number + 1
            if over.wait(PAUSE_S):
                return

    def _shoot(self, word: str) -> float:
        def found() -> list[psutil.Process]:
            return self.living.children(word)

        wait_until(lambda: bool(found()), PATIENCE_S, self._said)
        time.sleep(self._dice.uniform(0, 8) if word == TARGETS["flow"] else 0)
        with contextlib.suppress(IndexError, psutil.NoSuchProcess):
            self._dice.choice(found()).send_signal(signal.SIGKILL)
            return time.time()
        return self._shoot(word)  # it ended by itself just now

    def _wait_read(self, since: float) -> float:
        """Wait until a run that began after this moment has read each source."""

        def all_read() -> bool:
            return all(any(begun > since for begun, _ in self._read_at(name)) for name in SOURCES)

        wait_until(all_read, PATIENCE_S, self._said)
        return time.time() - since

    def _read_at(self, name: str) -> list[tuple[float, float]]:
        """When runs that read a source began and ended."""
        sql = (
            "SELECT started_at, finished_at, parameters FROM run"
            " WHERE flow = 'ingest' AND state = 'completed' ORDER BY id"
        )
        rows = [row for row in self._rows(sql) if name in json.loads(row[2])["sources"]]
        return [(_moment(begun), _moment(ended)) for begun, ended, _ in rows]

    def _longest_gap(self, name: str) -> float:
        ended = [moment for _, moment in self._read_at(name)]
        return round(max(after - before for before, after in itertools.pairwise(ended)), 1)

    def _runs(self) -> list[dict[str, Any]]:
        """Every flow run that has begun."""
        found: list[dict[str, Any]] = []

        def answered() -> bool:
            with contextlib.suppress(httpx.HTTPError):
                for at in itertools.count(0, 200):
                    page = self.living.ask("/flow_runs/filter", limit=200, offset=at)
                    found.extend(page)
                    if len(page) < 200:
                        return True
            return False

        wait_until(answered, PATIENCE_S, self._said)
        return [run for run in found if run["start_time"]]

    def _count(self, sql: str) -> Any:
        return self._rows(sql)[0][0]

    def _is(self, sql: str, wanted: object) -> tuple[object, bool]:
        return self._count(sql), self._count(sql) == wanted

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        if not self._path.exists():
            return []
        with contextlib.closing(sqlite3.connect(self._path, timeout=30)) as connection:
            return connection.execute(sql).fetchall()

    def _said(self) -> str:
        return self.living.said()[-2000:]


def _seconds(run: dict[str, Any]) -> float:
    """How long a run was said to be running; of one that goes on, up to now."""
    ended = run["end_time"] or (
        datetime.now().astimezone().isoformat() if run["state_type"] == "RUNNING" else None
    )
    if not ended:
        return 0.0
    begun = datetime.fromisoformat(run["start_time"])
    return (datetime.fromisoformat(ended) - begun).total_seconds()


def _moment(text: str) -> float:
    return datetime.fromisoformat(f"{text}+00:00").timestamp()


def _folder_of(process: psutil.Process) -> str:
    try:
        return process.cwd()
    except psutil.Error:
        return ""
