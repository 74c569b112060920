"""Processes that `newsledger up` keeps running: started again when they end, stopped at the end.

Each leads a process group of its own, so that a Ctrl-C in the terminal reaches `up` alone, and
`up` stops them in order. Who they are stands in a file, so that the next `up` can clear away what
a killed one left.
"""

import json
import os
import re
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

SHORT_S = 30.0
"""A child that ends sooner may have a reason that still holds."""

WAIT_S = 60.0
"""Seconds, at most, until such a child is started again."""

RECORD = "children.json"
_ERROR = re.compile(r"\w*(Error|Exception)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a child is started."""

    role: str
    command: Sequence[str]
    environment: Mapping[str, str]


@dataclass(slots=True)
class Life:
    """How long a child has lived, and how many of its lives before were short."""

    began: float  # seconds of the monotonic clock, as the next
    failures: int
    ended: float | None = None

    def wait_s(self) -> float:
        """Seconds from its end until it should be started again."""
        return min(WAIT_S, 2.0**self.failures - 1) if self._was_short() else 0.0

    def next(self, now: float) -> "Life":
        """The life that follows it."""
        return Life(now, self.failures + 1 if self._was_short() else 0)

    def _was_short(self) -> bool:
        return self.ended is not None and self.ended - self.began < SHORT_S


class Children:
    """The running children of one `up`; their words go to a file each in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recipes: dict[str, Recipe] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._lives: dict[str, Life] = {}
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
        now, former = time.monotonic(), self._lives.get(recipe.role)
        self._lives[recipe.role] = former.next(now) if former else Life(now, 0)
        self._groups.append(child.pid)
        self._record()

    def log(self, role: str) -> Path:
        """The file that a child's words go to."""
        return self._folder / f"{role}.log"

    def last_words(self, role: str) -> str:
        """The last line of a child's words that names an error; else the last line of all."""
        said = self.log(role).read_text(encoding="utf-8", errors="replace").splitlines()
        errors = [line for line in said if _ERROR.match(line)]
        return (errors or said or ["it said nothing"])[-1]

    def ended(self) -> list[str]:
        """The roles of children that have ended by themselves."""
        return [role for role, child in self._running.items() if child.poll() is not None]

    def revive(self) -> list[str]:
        """Start again what has ended: at once, but ever later what ends soon again and again.

        Returns the roles that were started.
        """
        now = time.monotonic()
        due = []
        for role in self.ended():
            life = self._lives[role]
            life.ended = life.ended or now
            if now - life.ended >= life.wait_s():
                due.append(role)
        for role in due:
            self.start(self._recipes[role])
        return due

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
