"""The guarded client: one question in, exactly one answer out, whatever the server does.

::

    Ask -> vet URL -> turn on its host -> leave (robots.txt, TDMRep) -> request -> judge
             ^                                                             |
             +---- redirect (8 at most) ---- retry (4 in all) -------------+--> Answer

All of it happens before one deadline. Nothing raises for what a server does.
"""

import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from weakref import WeakSet

import certifi

from storage.records import Outcome
from tasks.fetch.reasons import Reason
from tasks.fetch.web.addresses import Place, locate
from tasks.fetch.web.asking import Answer, Ask, Purpose, outcome_of
from tasks.fetch.web.hosts import CachedNotes, HostGate, MemoryGate, MemoryNotes, Notes
from tasks.fetch.web.judging import (
    PERMANENT,
    REDIRECTS,
    Meaning,
    charset_of,
    check_page,
    check_type,
    meaning_of,
    media_type_of,
    redirect_target,
)
from tasks.fetch.web.lost import Lost
from tasks.fetch.web.permissions import Permissions
from tasks.fetch.web.reply import Reply
from tasks.fetch.web.retrying import PATIENCE_S, backoff, retry_after
from tasks.fetch.web.trip import Trip
from tasks.fetch.web.trust import Trust
from tasks.fetch.web.turns import LONGEST_S, Turns
from tasks.fetch.web.watchdog import Watchdog
from tasks.fetch.web.wire import Wire
from tasks.fetch.web.world import World
from tasks.sources import Fetch

MAX_HOPS = 8
MAX_ROBOTS_HOPS = 5  # RFC 9309, 2.3.1.2

MAX_ATTEMPTS = 4
MAX_ROBOTS_ATTEMPTS = 2


class Client:
    """Asks the web. Safe to share between threads: each has its own connections."""

    def __init__(
        self,
        *,
        gate: HostGate | None = None,
        notes: Notes | None = None,
        world: World | None = None,
        longest_s: float = LONGEST_S,
        root: Path = Path(),
    ) -> None:
        self._world = world or World()
        self._trust = Trust(self._world.ca_file or certifi.where(), root)
        self._gate = gate or MemoryGate()
        self._turns = Turns(self._gate, self._world, longest_s)
        self._permissions = Permissions(CachedNotes(notes or MemoryNotes()), self._world.now)
        self._watchdog = Watchdog(self._world.monotonic)
        self._local = threading.local()
        self._wires: WeakSet[Wire] = WeakSet()  # a thread that ends takes its own along

    def get(self, ask: Ask) -> Answer:
        """The one answer to a question."""
        trip = Trip(ask=ask, now=self._world.now)
        try:
            return self._travel(trip)
        except Lost as lost:
            return trip.answer(outcome_of(lost.reason), reason=str(lost))
        finally:
            self._turns.leave(trip)

    def close(self) -> None:
        """Let go of connections and turns."""
        for wire in list(self._wires):
            wire.close()
        self._watchdog.stop()
        self._gate.close()

    def _travel(self, trip: Trip) -> Answer:
        while True:
            place = self._vet(trip)
            self._turns.enter(trip, place.host)
            self._ask_leave(trip, place)
            answer = self._ask(trip)
            if answer is not None:
                return answer

    def _vet(self, trip: Trip) -> Place:
        place = locate(trip.url, private=trip.ask.policy.allow_private_hosts)
        if isinstance(place, Reason):
            known = place is not Reason.BAD_URL or not trip.hops
            raise Lost(place if known else Reason.REDIRECT_TARGET)
        return place

    def _ask_leave(self, trip: Trip, place: Place) -> None:
        if trip.is_aside:
            return

        def fetch(url: str, limit_s: float) -> Answer:
            side = trip.aside(url, self._world.monotonic() + trip.gap_s + limit_s)
            try:
                return self._travel(side)
            except Lost as lost:
                return side.answer(outcome_of(lost.reason), reason=str(lost))
            finally:
                trip.last_at = side.last_at
                trip.deadline += side.granted_s

        self._permissions.check(trip, place, fetch)

    def _ask(self, trip: Trip) -> Answer | None:
        """The answer, after retries; None when it is a redirect that the trip now follows."""
        while True:
            try:
                meaning, answer = self._ask_once(trip)
            except Lost as lost:
                if not lost.worth_again:
                    raise
                self._pause_before_retry(trip, lost)
                continue
            if meaning is not Meaning.RETRY:
                return answer
            self._pause_before_retry(trip, Lost(Reason.HTTP_STATUS, trip.status))

    def _ask_once(self, trip: Trip) -> tuple[Meaning, Answer | None]:
        self._turns.pause(trip)
        wire = self._wire(trip.ask.policy)
        try:
            with wire.open(
                trip.url, trip.request_headers(), trip.deadline, trip.cookies or None
            ) as reply:
                return self._judge(trip, reply)
        finally:
            trip.last_at = self._world.monotonic()

    def _judge(self, trip: Trip, reply: Reply) -> tuple[Meaning, Answer | None]:
        trip.heard(reply.status, reply.headers)
        trip.cookies.update(reply.cookies)
        meaning = self._meaning(trip, reply)
        if meaning is Meaning.READ:
            return meaning, self._read(trip, reply)
        reply.discard()
        if meaning is Meaning.UNCHANGED:
            return meaning, trip.answer(Outcome.UNCHANGED)
        if meaning is Meaning.REDIRECT:
            self._follow(trip, reply.headers.get("location"))
        return meaning, None

    def _meaning(self, trip: Trip, reply: Reply) -> Meaning:
        archived = trip.ask.purpose is Purpose.ARCHIVE and reply.header("memento-datetime")
        if archived and reply.status not in REDIRECTS:
            return Meaning.READ  # a 429 from back then is content, and no wish of the archive
        if reply.status == 206 and trip.ask.byte_range is not None:
            return Meaning.READ
        return meaning_of(reply.status, conditional=trip.ask.conditional)

    def _read(self, trip: Trip, reply: Reply) -> Answer:
        purpose = trip.ask.purpose
        media_type = media_type_of(reply.headers)
        if purpose is not Purpose.ARCHIVE:
            check_type(media_type, purpose)
        body = reply.read(purpose.max_bytes, cut=trip.is_aside)
        if purpose is Purpose.PAGE:
            media_type = check_page(body, media_type)
        self._permissions.check_reply(trip, body)
        return trip.answer(
            Outcome.STORED, body=body, media_type=media_type, charset=charset_of(reply.headers)
        )

    def _follow(self, trip: Trip, location: str | None) -> None:
        target = redirect_target(location, trip.url)
        trip.hops.append(trip.url)
        if len(trip.hops) > (MAX_ROBOTS_HOPS if trip.is_aside else MAX_HOPS):
            raise Lost(Reason.TOO_MANY_REDIRECTS)
        if trip.hops.count(target) > 1:  # once may be a cookie wall, which lets in who returns
            raise Lost(Reason.REDIRECT_LOOP)
        trip.permanent = trip.permanent and trip.status in PERMANENT
        trip.url = target

    def _pause_before_retry(self, trip: Trip, lost: Lost) -> None:
        """Wait as long as is asked for or is wise; or give up with what was lost."""
        trip.failures += 1
        spent = trip.failures >= (MAX_ROBOTS_ATTEMPTS if trip.is_aside else MAX_ATTEMPTS)
        asked = self._asked_wait(trip.status, trip.headers) if trip.answered else None
        if asked is not None and (asked > PATIENCE_S or spent):
            self._put_off(trip, asked)
        if spent:
            raise lost
        wait = backoff(trip.failures, self._world.chance) if asked is None else asked
        if wait >= self._turns.time_left(trip):
            if asked is not None:
                self._put_off(trip, asked)
            raise lost
        trip.answered = False
        self._turns.pause(trip, wait)

    def _asked_wait(self, status: int | None, headers: Mapping[str, str]) -> float | None:
        if status not in (429, 503):
            return None
        return retry_after(headers.get("retry-after"), self._world.now())

    def _put_off(self, trip: Trip, seconds: float) -> None:
        trip.not_before = self._world.now() + timedelta(seconds=seconds)
        raise Lost(Reason.RETRY_AFTER, int(seconds))

    def _wire(self, policy: Fetch) -> Wire:
        """This thread's wire for sources that may reach, and trust, the same."""
        mine: dict[tuple[bool, str | None], Wire] = self._local.__dict__.setdefault("wires", {})
        private, bundle = policy.allow_private_hosts, policy.ca_bundle
        if (private, bundle) not in mine:
            context = self._trust.context(bundle)
            wire = Wire(self._world, self._watchdog, context, private=private)
            mine[private, bundle] = wire
            self._wires.add(wire)
        return mine[private, bundle]
