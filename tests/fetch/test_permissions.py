"""What a host's documents allow is remembered for a day; that one did not come, for less."""

from datetime import datetime, timedelta

import pytest

from storage.records import Outcome
from tasks.fetch.web.addresses import Place
from tasks.fetch.web.asking import Answer, Ask, Purpose
from tasks.fetch.web.hosts import MemoryNotes
from tasks.fetch.web.permissions import Permissions
from tasks.fetch.web.trip import Trip
from tasks.sources import Fetch
from tests.fetch.fakes import NOON
from tests.fetch.web import Web

PLACE = Place(scheme="https", host="news.example", port=443)
TDM = f"{PLACE.origin}/.well-known/tdmrep.json"
RESERVED = '[{"location": "*", "tdm-reservation": 1}]'


class Host:
    """A host whose documents a test changes while time passes."""

    def __init__(self) -> None:
        self.web = Web()
        self.now = NOON
        self._permissions = Permissions(MemoryNotes(), lambda: self.now)

    def reservation(self) -> str | None:
        """What the host's tdmrep.json is taken to say of a page."""
        policy = Fetch(robots="ignore")
        ask = Ask(url=f"{PLACE.origin}/page", policy=policy, purpose=Purpose.PAGE)
        trip = Trip(ask=ask, now=self._clock)
        self._permissions.check(trip, PLACE, self._fetch)
        return trip.tdm_of_site

    def _clock(self) -> datetime:
        return self.now

    def _fetch(self, url: str, limit_s: float) -> Answer:
        return self.web.get(Ask(url=url, policy=Fetch(), purpose=Purpose.ROBOTS))


@pytest.mark.parametrize(
    ("outcome", "reason", "status"),
    [
        (Outcome.FAILED, "timeout", None),
        (Outcome.FAILED, "connection", None),
        (Outcome.FAILED, "http-status:500", 500),
        (Outcome.DEFERRED, "host-busy:429", 429),
    ],
)
def test_a_reservation_that_could_not_be_read_is_asked_for_again_in_an_hour(
    outcome: Outcome, reason: str, status: int | None
) -> None:
    host = Host()
    host.web.fail(TDM, outcome, reason, status=status)
    assert host.reservation() is None
    host.web.put(TDM, RESERVED)
    host.now += timedelta(minutes=59)
    assert host.reservation() is None
    host.now += timedelta(minutes=1)
    assert host.reservation() == "1"


def test_a_host_without_reservations_is_asked_once_a_day() -> None:
    host = Host()
    assert host.reservation() is None
    host.web.put(TDM, RESERVED)
    host.now += timedelta(hours=23)
    assert host.reservation() is None
    host.now += timedelta(hours=1)
    assert host.reservation() == "1"
