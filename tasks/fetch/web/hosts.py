"""Politeness: whose turn it is on a host, and what is remembered of its robots.txt.

A gate lets one exchange at a time onto a host and keeps a pause between two. The memory gate
does so within one process; the shared gate rents a host from the ledger for a stretch of time, so
that processes take turns while each pays for a database write only every few seconds.
"""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

OCCUPIED_WAIT_S = 0.02
"""How soon to look again at a host that another thread of this process uses."""

RENT = timedelta(seconds=5)
"""For how long a process rents a host at a time."""

LONGEST_STAY = timedelta(seconds=16)
"""Past the rent's end, for the exchange then under way; a killed process blocks no longer."""


class HostGate(Protocol):
    """Turns on hosts."""

    def enter(self, host: str, now: datetime) -> float:
        """Seconds until it is worth asking again; 0 when the turn is taken."""
        ...

    def leave(self, host: str, next_at: datetime) -> None:
        """Give the turn back; nobody is let in before ``next_at``."""
        ...

    def close(self) -> None:
        """Give back whatever is held beyond this process."""
        ...


class HostRent(Protocol):
    """What the ledger does for the shared gate."""

    def rent(self, host: str, now: datetime, until: datetime) -> datetime | None:
        """Take the host until then; None when it is taken, else from when on it is free."""
        ...

    def hand_back(self, free_at: Mapping[str, datetime]) -> None:
        """These hosts are free again, each from its time on."""
        ...


class Notes(Protocol):
    """Small documents about hosts (robots.txt, tdmrep.json), by their URL."""

    def recall(self, url: str) -> tuple[str, datetime] | None:
        """The text and when it was fetched."""
        ...

    def keep(self, url: str, text: str, fetched_at: datetime) -> None:
        """Remember a text."""
        ...


class MemoryGate:
    """Turns within one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside: set[str] = set()
        self._next_at: dict[str, datetime] = {}

    def enter(self, host: str, now: datetime) -> float:
        """Seconds until it is worth asking again; 0 when the turn is taken."""
        with self._lock:
            if host in self._inside:
                return OCCUPIED_WAIT_S
            next_at = self._next_at.get(host)
            if next_at is not None and next_at > now:
                return (next_at - now).total_seconds()
            self._inside.add(host)
            return 0.0

    def leave(self, host: str, next_at: datetime) -> None:
        """Give the turn back; nobody is let in before ``next_at``."""
        with self._lock:
            self._inside.discard(host)
            self._next_at[host] = next_at

    def close(self) -> None:
        """Nothing is held beyond this process."""


class SharedGate:
    """Turns across processes: a memory gate in front of hosts rented from the ledger."""

    def __init__(self, rents: HostRent) -> None:
        self._rents = rents
        self._gate = MemoryGate()
        self._lock = threading.Lock()
        self._until: dict[str, datetime] = {}
        self._next_at: dict[str, datetime] = {}

    def enter(self, host: str, now: datetime) -> float:
        """Seconds until it is worth asking again; 0 when the turn is taken."""
        wait = self._gate.enter(host, now)
        if wait > 0:
            return wait
        with self._lock:
            until = self._until.get(host)
        if until is not None and until > now:
            return 0.0
        free_at = self._rents.rent(host, now, now + RENT + LONGEST_STAY)
        if free_at is not None:
            self._gate.leave(host, now)
            return max(OCCUPIED_WAIT_S, (free_at - now).total_seconds())
        with self._lock:
            self._until[host] = now + RENT
        return 0.0

    def leave(self, host: str, next_at: datetime) -> None:
        """Give the turn back, and the host itself once its rent is over."""
        with self._lock:
            self._next_at[host] = next_at
            over = self._until.get(host, next_at) <= next_at
            if over:
                self._until.pop(host, None)
        if over:
            self._rents.hand_back({host: next_at})
        self._gate.leave(host, next_at)

    def close(self) -> None:
        """Hand every rented host back."""
        with self._lock:
            rented, self._until = list(self._until), {}
        self._rents.hand_back(
            {host: self._next_at[host] for host in rented if host in self._next_at}
        )


class MemoryNotes:
    """Notes within one process."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[str, datetime]] = {}

    def recall(self, url: str) -> tuple[str, datetime] | None:
        """The text and when it was fetched."""
        return self._texts.get(url)

    def keep(self, url: str, text: str, fetched_at: datetime) -> None:
        """Remember a text."""
        self._texts[url] = (text, fetched_at)


class CachedNotes:
    """Notes of the ledger, read from it once a process and document."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._cache = MemoryNotes()

    def recall(self, url: str) -> tuple[str, datetime] | None:
        """The text and when it was fetched."""
        found = self._cache.recall(url)
        if found is None:
            found = self._notes.recall(url)
            if found is not None:
                self._cache.keep(url, *found)
        return found

    def keep(self, url: str, text: str, fetched_at: datetime) -> None:
        """Remember a text."""
        self._cache.keep(url, text, fetched_at)
        self._notes.keep(url, text, fetched_at)
