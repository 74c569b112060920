"""Processes that `newsledger up` keeps running: started again when they end, stopped at the end.

Each leads a process group of its own, so that a Ctrl-C in the terminal reaches `up` alone, and
`up` stops them in order. Who they are stands in a file, so that the next `up` can clear away what
a killed one left.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storage.leases import holder_is_dead, name_of_process

PATIENCE_S = 15.0
"""Seconds a child has to stop by itself before it is killed."""

RECORD = "children.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a child is started."""

    role: str
    command: Sequence[str]
    environment: Mapping[str, str]


class Children:
    """The running children of one `up`; their words go to a file each in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recipes: dict[str, Recipe] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._groups: list[int] = []

    def clear_left_over(self) -> None:
        """Stop children of an earlier `up` that could not stop them itself."""
        for holder in _recorded(self._folder / RECORD):
            if not holder_is_dead(holder):
                _stop_group(int(holder.split(":")[-2]), partial(holder_is_dead, holder))

    def start(self, recipe: Recipe) -> None:
        """Start a child, or start it again."""
        self._recipes[recipe.role] = recipe
        with self.log(recipe.role).open("ab") as log:
            child = subprocess.Popen(  # noqa: S603  (our own command lines)
                recipe.command,
                env=dict(recipe.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running[recipe.role] = child
        self._groups.append(child.pid)
        self._record()

    def log(self, role: str) -> Path:
        """The file that a child's words go to."""
        return self._folder / f"{role}.log"

    def ended(self) -> list[str]:
        """The roles of children that have ended by themselves."""
        return [role for role, child in self._running.items() if child.poll() is not None]

    def revive(self) -> list[str]:
        """Start again what has ended; returns the roles."""
        ended = self.ended()
        for role in ended:
            self.start(self._recipes[role])
        return ended

    def revive_killed(self) -> list[str]:
        """Start again what was killed; returns the roles of what has ended for reasons of its own,
        and would do so again."""
        for role in self.ended():
            if (self._running[role].returncode or 0) < 0:
                self.start(self._recipes[role])
        return self.ended()

    def stop(self) -> None:
        """Stop all, the last started first, and what earlier ones may have left in their groups."""
        for child in reversed(self._running.values()):
            _stop_group(child.pid, partial(_has_ended, child))
        for group in self._groups:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        self._running.clear()
        (self._folder / RECORD).unlink(missing_ok=True)

    def _record(self) -> None:
        names = [name_of_process(child.pid) for child in self._running.values()]
        (self._folder / RECORD).write_text(json.dumps(names), encoding="utf-8")


def _recorded(path: Path) -> list[str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    return child.poll() is not None


def _stop_group(group: int, is_over: Callable[[], bool]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGTERM)
    until = time.monotonic() + PATIENCE_S
    while not is_over() and time.monotonic() < until:
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
