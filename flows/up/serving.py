"""`newsledger up`: a Prefect server, the deployments of sources.yaml, and a worker that runs them.

::

    one `up` -> server (or the one of PREFECT_API_URL) -> deployments -> worker
                     |                                         ^              |
                     +-- started again when it ends            |              +-- started again too
                                             sources.yaml edited: applied anew

What is due is read at once (`flows/up/first_round.py`). Twice a minute it looks for runs that no
process does any more. The ledger is never Prefect's database: that one lies in the folder `prefect`
beside the ledger, unless PREFECT_HOME says where.
"""

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx
from prefect.exceptions import PrefectException

from flows.opening import take_up, utc_now
from flows.place import Place
from flows.settings import Settings
from flows.up.api import (
    check_welcome,
    crash_dead_runs,
    crash_runs,
    drop_missed,
    wait_for_server,
)
from flows.up.children import Children
from flows.up.deployments import Applied, apply_deployments, mend_schedules
from flows.up.first_round import start_first_round
from flows.up.ports import check_port
from flows.up.recipes import server, worker
from flows.up.schedules import plan_schedules
from flows.wording import counted
from storage.care.janitor import living_prefect_runs, sweep
from storage.errors import ConfigError, LedgerBusyError, UsageError
from storage.ledger import Ledger
from tasks.sources import Source
from tasks.sources_file import load_sources

POOL = "newsledger"
INSTEAD = ", or name the server there with PREFECT_API_URL"
SERVER_START_S = 240.0
LOOK_S = 0.5
"""Seconds between two looks at the children and at sources.yaml."""

SWEEP_S = 30.0
"""Seconds between two looks for dead runs."""


def serve(
    settings: Settings,
    place: Place,
    ledger: Ledger,
    tell: Callable[[str], None],
    over: threading.Event,
) -> None:
    """Serve the schedules and the forms until `over` is set; children are stopped at the end.

    Raises:
        UsageError: the server does not answer, or refuses us.
    """
    children = Children(place.home)
    children.clear_left_over()
    try:
        _have_server(place, children, over)
        if not over.is_set():
            Served(settings, place, ledger, children, tell).until(over)
    finally:
        tell("stopping ...")
        children.stop()


def apply(
    settings: Settings, work_pool: str, variables: Mapping[str, str], ledger: Ledger
) -> Applied:
    """Bring the server's deployments, and the ledger's sources, in line with sources.yaml.

    Raises:
        ConfigError: sources.yaml is wrong; nothing was changed.
    """
    now = utc_now()
    sources = load_sources(settings.sources_path, now.date()).sources
    take_up(ledger, sources, now)
    ids = sorted(source.id for source in sources if source.enabled)
    return asyncio.run(apply_deployments(plan_schedules(sources), ids, work_pool, variables))


class Served:
    """What `up` looks after while it runs: its children, sources.yaml, and dead runs."""

    def __init__(
        self,
        settings: Settings,
        place: Place,
        ledger: Ledger,
        children: Children,
        tell: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._place = place
        self._ledger = ledger
        self._children = children
        self._tell = tell
        self._seen = _stamp(settings.sources_path)
        self._swept_at = 0.0
        self._applied = self._apply()

    def until(self, over: threading.Event) -> None:
        """Start the worker, and look after everything until it is over."""
        asyncio.run(drop_missed(list(self._applied.deployments.values()), utc_now()))
        self._try(self._look_for_dead_runs)  # they hold what the first round is to read
        self._children.start(worker(POOL, self._place))
        self._tell(said(self._applied))
        self._try(self._start_first_round)
        self._tell(f"the UI is at {self._place.ui_url} (Ctrl-C stops it)")
        while not over.wait(LOOK_S):
            for role in self._children.revive():
                words, log = self._children.last_words(role), self._children.log(role)
                self._tell(f"the {role} had ended and was started again: {words} ({log})")
            self._try(self._look_at_sources, self._look_for_dead_runs)

    def _try(self, *acts: Callable[[], None]) -> None:
        """Do what a server or ledger that is busy may refuse for now."""
        try:
            for act in acts:
                act()
        except ConfigError:
            return  # told when the edit is seen
        except (httpx.HTTPError, PrefectException, LedgerBusyError) as error:
            self._tell(f"the server or the ledger does not answer ({error}); trying again")

    def _apply(self) -> Applied:
        # Named outright, the command runs in one process; left to the worker, it takes two.
        command = f"{sys.executable} -m prefect.engine"
        variables = {"working_dir": str(Path.cwd()), "command": command}
        return apply(self._settings, POOL, variables, self._ledger)

    def _look_at_sources(self) -> None:
        found = _stamp(self._settings.sources_path)
        if found == self._seen:
            return
        try:
            self._applied = self._apply()
        except ConfigError as error:
            self._tell(f"{error}\nthe schedules stay as they were")
        else:
            self._tell(f"sources.yaml was edited: {said(self._applied)}")
            self._start_first_round()
        self._seen = found

    def _start_first_round(self) -> None:
        sources, ingest = self._sources(), self._applied.deployments["ingest"]
        if words := asyncio.run(start_first_round(self._ledger, sources, ingest, utc_now())):
            self._tell(words)

    def _look_for_dead_runs(self) -> None:
        if time.monotonic() - self._swept_at < SWEEP_S:
            return
        self._swept_at = time.monotonic()
        swept = sweep(self._ledger, utc_now())
        asyncio.run(crash_runs(swept.prefect_runs))
        living = living_prefect_runs(self._ledger)
        deployments = list(self._applied.deployments.values())
        asyncio.run(crash_dead_runs(deployments, living, utc_now()))
        plan = plan_schedules(self._sources())
        asyncio.run(mend_schedules(plan, self._applied.deployments["ingest"]))

    def _sources(self) -> Sequence[Source]:
        return load_sources(self._settings.sources_path).sources


def said(applied: Applied) -> str:
    """What applying came to, in one sentence."""
    parts = [
        f"{len(slugs)} {verb} ({_some(slugs)})"
        for verb, slugs in (
            ("added", applied.created),
            ("changed", applied.changed),
            ("removed", applied.deleted),
        )
        if slugs
    ]
    return f"{counted(applied.schedules, 'schedule')}: " + (", ".join(parts) or "as before")


def _have_server(place: Place, children: Children, over: threading.Event) -> None:
    if place.own_server:
        # A server that is there already would take our deployments for its own.
        check_port(place.host, place.port, INSTEAD)
        children.start(server(place))

    def is_over() -> bool:
        return over.is_set() or bool(children.revive_killed())

    if not wait_for_server(place.api_url, is_over, SERVER_START_S) and not over.is_set():
        hint = f"; its words: {children.log('server')}" if place.own_server else ""
        raise UsageError(f"no Prefect server answers at {place.api_url}{hint}")
    if not over.is_set():
        check_welcome(place.api_url)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
