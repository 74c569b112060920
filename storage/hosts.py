"""Politeness towards hosts, shared by every process on a ledger, and what hosts say of robots.

A process rents a host for a while; the row tells others from when on it is free. What hosts
publish for robots is kept beside it, under the document's own URL.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.bulk import execute, execute_many, select, time_of
from storage.database import Database
from storage.storable import storable


@dataclass(frozen=True, slots=True)
class Hosts:
    """Hosts as one ledger remembers them; answers what the fetch room calls `HostRent`, `Notes`."""

    database: Database

    def rent(self, host: str, now: datetime, until: datetime) -> datetime | None:
        """Take the host until then; None when it is taken, else from when on it is free."""
        sql = (
            "INSERT INTO host (host, next_allowed_at) VALUES (?, ?) ON CONFLICT (host) DO UPDATE"
            " SET next_allowed_at = excluded.next_allowed_at"
            " WHERE host.next_allowed_at IS NULL OR host.next_allowed_at <= ?"
        )
        with self.database.write() as connection:
            if execute(connection, sql, (host, until, now)):
                return None
            found = select(connection, "SELECT next_allowed_at FROM host WHERE host = ?", (host,))
        return time_of(found[0][0]) if found else now

    def hand_back(self, free_at: Mapping[str, datetime]) -> None:
        """These hosts are free again, each from its time on."""
        if not free_at:
            return
        with self.database.write() as connection:
            sql = "UPDATE host SET next_allowed_at = ? WHERE host = ?"
            execute_many(connection, sql, [(at, host) for host, at in sorted(free_at.items())])

    def recall(self, url: str) -> tuple[str, datetime] | None:
        """A document about a host, and when it was fetched."""
        sql = "SELECT robots, robots_fetched_at FROM host WHERE host = ?"
        with self.database.read() as connection:
            found = select(connection, sql, (url,))
        fetched_at = time_of(found[0][1]) if found else None
        return (found[0][0], fetched_at) if fetched_at is not None else None

    def keep(self, url: str, text: str, fetched_at: datetime) -> None:
        """Remember a document about a host."""
        sql = (
            "INSERT INTO host (host, robots, robots_fetched_at) VALUES (?, ?, ?) ON CONFLICT (host)"
            " DO UPDATE SET robots = excluded.robots,"
            " robots_fetched_at = excluded.robots_fetched_at"
        )
        with self.database.write() as connection:
            execute(connection, sql, (url, storable(text), fetched_at))
