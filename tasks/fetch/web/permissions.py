"""Leave to ask: robots.txt (RFC 9309, read by protego) and TDMRep, per scheme, host and port.

What a host's documents say is kept for a day. The decision is noted on the trip, so that it is
stored with the capture, whichever way the source's policy lets it count.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from protego import Protego

from storage.records import Outcome
from tasks.fetch.reasons import Reason
from tasks.fetch.web.addresses import Place
from tasks.fetch.web.asking import Answer, Purpose
from tasks.fetch.web.hosts import Notes
from tasks.fetch.web.lost import Lost
from tasks.fetch.web.tdm import reservation_in_file, reservation_in_headers, reservation_in_page
from tasks.fetch.web.trip import Trip
from tasks.fetch.web.turns import LONGEST_S

FRESH = timedelta(hours=24)  # RFC 9309, 2.4

ROBOTS_LIMIT_S = LONGEST_S
"""As for any document: some sites make their robots.txt as slowly as their pages."""

SIDE_LIMIT_S = 5.0
"""For another document about a host, out of the deadline of the page it is about. A robots.txt
that took longer leaves a page too little of it: the question is put off, to be asked again."""

MAX_CRAWL_DELAY_S = 5.0
"""A longer crawl-delay is kept at this: it is waited for twice before a host's first page, behind
robots.txt and behind tdmrep.json, and both and the page must fit into one deadline."""

UNREACHABLE = "# could not be fetched\nUser-agent: *\nDisallow: /\n"
UNANSWERED = "null"
"""What is noted of a tdmrep.json that did not come: it says nothing, for a while."""

NETWORK_TROUBLE = frozenset(
    {
        Reason.ADDRESS_REFUSED,
        Reason.BAD_ENCODING,
        Reason.BAD_RESPONSE,
        Reason.CONNECTION,
        Reason.DNS,
        Reason.TLS,
        Reason.TRUNCATED,
    }
)
"""What keeps robots.txt from coming, and most likely the page too: RFC 9309, 2.3.1.4."""

SOON_OVER = {UNREACHABLE: timedelta(minutes=5), UNANSWERED: timedelta(hours=1)}
"""How long it is remembered that a document did not come. A page whose host's tdmrep.json hangs
loses a third of its deadline to it, so that is asked for less often."""

FetchAside = Callable[[str, float], Answer]

_PRODUCT = re.compile(r"^[\w-]+")


class Permissions:
    """Asks hosts for their rules, remembers them, and applies them to trips."""

    def __init__(self, notes: Notes, now: Callable[[], datetime]) -> None:
        self._notes = notes
        self._now = now
        self._parsed: dict[str, tuple[str, Protego]] = {}

    def check(self, trip: Trip, place: Place, fetch: FetchAside) -> None:
        """Note what the host says of this URL.

        Raises:
            Lost: the source's policy is to heed it, and it says no.
        """
        policy = trip.ask.policy
        self._check_robots(trip, place, fetch, obey=policy.robots == "obey")
        if policy.tdm != "ignore" and trip.ask.purpose is Purpose.PAGE:
            url = f"{place.origin}/.well-known/tdmrep.json"
            text = self._remembered(url) or self._ask_tdm(url, fetch)
            trip.tdm_of_site = reservation_in_file(text, trip.url)

    def check_reply(self, trip: Trip, body: bytes) -> None:
        """Note whether the page is reserved from text and data mining.

        Raises:
            Lost: it is, and the policy is to respect that.
        """
        policy = trip.ask.policy
        if policy.tdm == "ignore" or trip.ask.purpose is not Purpose.PAGE:
            return
        # The page itself outweighs its headers, and those the file: TDMRep, section 6.
        said = reservation_in_page(body) or reservation_in_headers(trip.headers)
        trip.tdm = said or trip.tdm_of_site
        if policy.tdm == "respect" and trip.tdm is not None and trip.tdm.startswith("1"):
            raise Lost(Reason.TDM_RESERVED)

    def _check_robots(self, trip: Trip, place: Place, fetch: FetchAside, *, obey: bool) -> None:
        if not obey:
            trip.robots = "ignored"
            return
        url = f"{place.origin}/robots.txt"
        text = self._remembered(url)
        began = self._now()
        if text is None:
            text = self._ask_robots(url, fetch)
        if text == UNREACHABLE:
            trip.robots = "unreachable"
            raise Lost(Reason.ROBOTS_UNREACHABLE)
        if self._now() - began > timedelta(seconds=SIDE_LIMIT_S):
            trip.not_before = self._now()
            raise Lost(Reason.HOST_BUSY, "robots.txt")
        rules = self._parse(url, text)
        agent = product_of(trip.ask.policy.user_agent)
        delay = rules.crawl_delay(agent)
        if delay is not None:
            trip.gap_s = max(trip.gap_s, min(float(delay), MAX_CRAWL_DELAY_S))
        allowed = rules.can_fetch(trip.url, agent)
        trip.robots = "allowed" if allowed else "disallowed"
        if not allowed:
            raise Lost(Reason.ROBOTS)

    def _ask_robots(self, url: str, fetch: FetchAside) -> str:
        """The rules: none for 4xx and too many redirects, all closed when nothing answers."""
        answer = fetch(url, ROBOTS_LIMIT_S)
        reason = _reason(answer)
        if answer.outcome is Outcome.STORED:
            text = (answer.body or b"").decode("utf-8", "replace").removeprefix("\ufeff")
        elif _did_not_answer(answer):
            text = UNREACHABLE
        elif reason in NETWORK_TROUBLE:
            raise Lost(Reason(reason), "robots.txt")  # as closed as any other, and named
        else:
            text = ""
        self._notes.keep(url, text, self._now())
        return text

    def _ask_tdm(self, url: str, fetch: FetchAside) -> str:
        answer = fetch(url, SIDE_LIMIT_S)
        text = (answer.body or b"").decode("utf-8", "replace") or "[]"
        busy = answer.outcome is Outcome.DEFERRED
        if busy or _did_not_answer(answer) or _reason(answer) in NETWORK_TROUBLE:
            text = UNANSWERED
        self._notes.keep(url, text, self._now())
        return text

    def _remembered(self, url: str) -> str | None:
        note = self._notes.recall(url)
        if note is None:
            return None
        text, fetched_at = note
        return text if self._now() - fetched_at < SOON_OVER.get(text, FRESH) else None

    def _parse(self, url: str, text: str) -> Protego:
        parsed = self._parsed.get(url)
        if parsed is None or parsed[0] != text:
            parsed = (text, Protego.parse(text))
            self._parsed[url] = parsed
        return parsed[1]


def product_of(user_agent: str) -> str:
    """The product token that robots.txt names a crawler by (RFC 9309, 2.2.1)."""
    found = _PRODUCT.match(user_agent.strip())
    return found[0] if found else "*"


def _did_not_answer(answer: Answer) -> bool:
    return (answer.status or 0) >= 500 or _reason(answer) == Reason.TIMEOUT


def _reason(answer: Answer) -> str:
    """The kind of an answer's reason, without what is named beside it."""
    return (answer.reason or "").partition(":")[0]
