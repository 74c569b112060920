"""Turns on hosts and the pauses between requests, measured against one deadline."""

from datetime import timedelta

from tasks.fetch.reasons import Reason
from tasks.fetch.web.hosts import HostGate
from tasks.fetch.web.lost import Lost
from tasks.fetch.web.trip import Trip
from tasks.fetch.web.world import World

LONGEST_S = 14.0
"""The deadline of one question. A second is kept of the promised 15, for closing and parsing."""

LONGEST_QUEUE_S = 600.0
"""How long to stand in line for a host that other threads or processes are using."""

LONGEST_NAP_S = 0.25
"""A host may be given back before the time that was named."""

FREE_PAUSE_S = 1.0
"""Pauses of politeness count into the deadline up to this; a source that wishes longer ones
gets the time back."""


class Turns:
    """Lets trips onto hosts, one at a time, and keeps their pauses."""

    def __init__(self, gate: HostGate, world: World, longest_s: float) -> None:
        self._gate = gate
        self._world = world
        self._longest_s = longest_s

    def enter(self, trip: Trip, host: str) -> None:
        """Take the turn on a host, once for all requests of a trip there."""
        if trip.host == host or trip.is_aside:
            return
        self.leave(trip)
        queueing_since = self._world.monotonic()
        while (wait := self._gate.enter(host, self._world.now())) > 0:
            waited = self._world.monotonic() - queueing_since
            if waited + wait > (self.time_left(trip) if trip.deadline else LONGEST_QUEUE_S):
                trip.not_before = self._world.now() + timedelta(seconds=wait)
                raise Lost(Reason.HOST_BUSY)
            self._world.sleep(min(wait, LONGEST_NAP_S))
        trip.host = host
        trip.gap_s = trip.ask.policy.min_delay.total_seconds()
        trip.last_at = None
        if not trip.deadline:
            allowed = min(trip.ask.policy.timeout.total_seconds(), self._longest_s)
            trip.deadline = self._world.monotonic() + allowed

    def leave(self, trip: Trip) -> None:
        """Give the turn back; the pause is owed only where something was asked."""
        if trip.host is not None and not trip.is_aside:
            owed = timedelta(seconds=0.0 if trip.last_at is None else trip.gap_s)
            self._gate.leave(trip.host, self._world.now() + owed)
            trip.host = None

    def pause(self, trip: Trip, at_least_s: float = 0.0) -> None:
        """Wait between two requests of one trip."""
        since = None if trip.last_at is None else self._world.monotonic() - trip.last_at
        polite = 0.0 if since is None else max(0.0, trip.gap_s - since)
        wait = max(polite, at_least_s)
        if wait <= 0:
            return
        own = trip.ask.policy.min_delay.total_seconds() - (since or 0.0)  # not the server's wish
        granted = max(0.0, min(polite, own) - FREE_PAUSE_S)
        trip.deadline += granted
        trip.granted_s += granted
        if wait >= self.time_left(trip):
            raise Lost(Reason.TIMEOUT)
        self._world.sleep(wait)

    def time_left(self, trip: Trip) -> float:
        """Seconds until the trip's deadline."""
        return trip.deadline - self._world.monotonic()
