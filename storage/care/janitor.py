"""What cut-off runs leave behind, put right: leases that nobody holds, runs that nobody does.

A run holds the lease ``run:ID`` from its row's first moment to its last, renewed every minute with
every other lease of its process. So a run that says "running" and has no living lease is dead.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage import leases
from storage.bulk import execute, execute_many, select
from storage.errors import LedgerError
from storage.leases import own_name

if TYPE_CHECKING:
    from storage.ledger import Ledger

RENEW_EVERY_S = 60.0
"""A fifth of a lease's life: four renewals may fail before another machine may take it."""

RUN = "run:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What was put right."""

    leases: tuple[str, ...]  # names of those that were dropped
    runs: tuple[int, ...]  # ids of those that are marked stale now
    prefect_runs: tuple[str, ...]  # what Prefect calls those runs


def sweep(ledger: "Ledger", now: datetime) -> Swept:
    """Drop leases that nobody holds any more, and mark runs stale that nobody does."""
    with ledger.database.write() as connection:
        dropped = leases.drop_dead(connection, now)
        stale = _mark_stale_runs(connection, now)
    return Swept(
        leases=tuple(dropped),
        runs=tuple(run_id for run_id, _ in stale),
        prefect_runs=tuple(name for _, name in stale if name),
    )


def living_prefect_runs(ledger: "Ledger") -> list[str]:
    """What Prefect calls the runs that are going on."""
    sql = "SELECT prefect_run_id FROM run WHERE state = 'running' AND prefect_run_id IS NOT NULL"
    with ledger.database.read() as connection:
        return [row[0] for row in select(connection, sql)]


def analyze(ledger: "Ledger") -> None:
    """Let the database look at its tables again, so that it plans its queries well."""
    with ledger.database.write() as connection:
        connection.exec_driver_sql("ANALYZE")


@contextmanager
def holding_on(ledger: "Ledger", now: Callable[[], datetime], life: timedelta) -> Iterator[None]:
    """Renew every lease of this process once a minute, however long the work takes."""
    over = threading.Event()
    thread = threading.Thread(target=_renew, args=(ledger, now, life, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(
    ledger: "Ledger", now: Callable[[], datetime], life: timedelta, over: threading.Event
) -> None:
    sql = "UPDATE lease SET expires_at = ? WHERE holder = ?"
    while not over.wait(RENEW_EVERY_S):
        with suppress(LedgerError), ledger.database.write() as connection:  # tried again soon
            execute(connection, sql, (now() + life, own_name()))


def _mark_stale_runs(connection: Connection, now: datetime) -> list[tuple[int, str | None]]:
    """Runs first, leases second: a run that starts between the two looks is not seen at all."""
    rows = select(connection, "SELECT id, prefect_run_id FROM run WHERE state = 'running'")
    living = {name for name, _ in leases.every(connection)}
    stale = [(row[0], row[1]) for row in rows if f"{RUN}{row[0]}" not in living]
    sql = "UPDATE run SET state = 'stale', finished_at = ? WHERE id = ? AND state = 'running'"
    execute_many(connection, sql, [(now, run_id) for run_id, _ in stale])
    return stale
