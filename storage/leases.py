"""Leases: the right to do something alone, for a while.

A lease names its holder, machine and process, so that a dead one is known for dead.
"""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storage.bulk import execute, execute_many, select, time_of
from storage.database import Database
from storage.errors import LedgerBusyError

LOOK_AGAIN_S = 0.2
"""How soon to look again at a lease that another process holds."""


def own_name() -> str:
    """This process, as others can check it."""
    return _own(os.getpid())


def name_of_process(pid: int) -> str:
    """A process of this machine: host, pid, and when the pid was born."""
    return f"{_host()}:{pid}:{_born(pid)}"


def holder_is_dead(holder: str) -> bool:
    """Whether a holder ran on this machine and runs no more; of others nothing is known."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != _host() or not rest.isdigit():
        return False
    pid, born = int(rest), holder.rpartition(":")[2]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _born(pid) != born or _is_zombie(pid)


def hold(connection: Connection, name: str, now: datetime, until: datetime) -> None:
    """Take a lease or hold it longer; one whose holder has died on this machine is free.

    Raises:
        LedgerBusyError: another run holds it.
    """
    holder = take(connection, name, own_name(), now, until)
    if holder is not None and holder_is_dead(holder):
        drop(connection, name, holder)
        holder = take(connection, name, own_name(), now, until)
    if holder is not None:
        error = LedgerBusyError(f"{name} is being worked on by another run ({holder})")
        error.holder = holder
        raise error


@contextmanager
def in_turn(
    database: Database,
    name: str,
    now: Callable[[], datetime],
    lasting: timedelta,
    patience: timedelta,
) -> Iterator[None]:
    """Do something alone, after whoever does it already.

    Raises:
        LedgerBusyError: another process kept the lease for longer than our patience.
    """
    until = now() + patience
    while True:
        try:
            with database.write() as connection:
                hold(connection, name, now(), now() + lasting)
            break
        except LedgerBusyError:
            if now() > until:
                raise
        time.sleep(LOOK_AGAIN_S)
    try:
        yield
    finally:
        with database.write() as connection:
            drop(connection, name, own_name())


def take(
    connection: Connection, name: str, holder: str, now: datetime, until: datetime
) -> str | None:
    """Take or renew a lease; returns None when it is ours, else who holds it."""
    row = select(connection, "SELECT holder, expires_at FROM lease WHERE name = ?", (name,))
    if row and row[0][0] != holder:
        expires = time_of(row[0][1])
        if expires is not None and expires > now:
            return str(row[0][0])
    sql = (
        "INSERT INTO lease (name, holder, acquired_at, expires_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
        " acquired_at = excluded.acquired_at, expires_at = excluded.expires_at"
        " WHERE lease.holder = excluded.holder OR lease.expires_at <= excluded.acquired_at"
    )
    taken = execute(connection, sql, (name, holder, now, until))
    if taken:
        return None
    holders = select(connection, "SELECT holder FROM lease WHERE name = ?", (name,))
    return str(holders[0][0]) if holders else "another run"


def drop(connection: Connection, name: str, holder: str) -> None:
    """Give a lease back; somebody else's is left alone."""
    execute(connection, "DELETE FROM lease WHERE name = ? AND holder = ?", (name, holder))


def every(connection: Connection) -> list[tuple[str, str]]:
    """Every lease as (name, holder)."""
    return [(row[0], row[1]) for row in select(connection, "SELECT name, holder FROM lease")]


def living(connection: Connection, now: datetime) -> dict[str, str]:
    """Leases that have not run out and whose holders are not known for dead, name -> holder."""
    return {row[0]: row[1] for row in _all_leases(connection) if not _is_over(row, now)}


def drop_dead(connection: Connection, now: datetime) -> list[str]:
    """Drop every other lease, as it was read: one that is taken anew meanwhile stays."""
    dead = [row for row in _all_leases(connection) if _is_over(row, now)]
    sql = "DELETE FROM lease WHERE name = ? AND holder = ? AND expires_at = ?"
    execute_many(connection, sql, dead)
    return [row[0] for row in dead]


@cache
def _own(pid: int) -> str:
    return name_of_process(pid)  # looked up once: a forked process has a pid of its own


@cache
def _host() -> str:
    return socket.gethostname()


def _born(pid: int) -> str:
    """The process's start in clock ticks, which tells a reused pid apart; 0 where unknown."""
    fields = _stat(pid)
    return fields[19] if fields else "0"


def _is_zombie(pid: int) -> bool:
    """Whether it has ended, and nobody has asked how: so it stays in a container without init."""
    return _stat(pid)[:1] == ["Z"]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none where there is no such file."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return stat.rpartition(")")[2].split()


def _all_leases(connection: Connection) -> list[tuple[Any, ...]]:
    rows = select(connection, "SELECT name, holder, expires_at FROM lease")
    return [tuple(row) for row in rows]


def _is_over(lease: tuple[Any, ...], now: datetime) -> bool:
    _, holder, expires_at = lease
    return (time_of(expires_at) or now) <= now or holder_is_dead(holder)
