"""The way of one question: where it has come to, and what has been heard so far."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from requests.cookies import RequestsCookieJar

from storage.records import Outcome
from storage.storable import storable
from tasks.fetch.web.addresses import tidy, without_secrets
from tasks.fetch.web.asking import Answer, Ask, Purpose

ACCEPT = {
    Purpose.PAGE: "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1",
    Purpose.FEED: "application/atom+xml,application/rss+xml,application/feed+json,"
    "application/xml;q=0.9,text/xml;q=0.8,*/*;q=0.1",
    Purpose.SITEMAP: "application/xml,text/xml,text/plain;q=0.8,*/*;q=0.1",
    Purpose.ARCHIVE: "*/*",
    Purpose.ROBOTS: "text/plain,*/*;q=0.1",
}

NEVER_KEPT = frozenset(
    {"set-cookie", "set-cookie2", "authorization", "proxy-authorization", "www-authenticate"}
)
"""Headers that can carry a secret: never stored."""

MAX_HEADER_LENGTH = 8_192

_LOGIN = re.compile(r"//[^\s/?#@,;]{1,2000}@")
"""A user name or password in an address, such as a redirect's target."""


@dataclass(slots=True, kw_only=True)
class Trip:
    """What changes while a question is on its way."""

    ask: Ask
    now: Callable[[], datetime]
    url: str = ""
    hops: list[str] = field(default_factory=list)
    permanent: bool = True
    failures: int = 0  # attempts that came to nothing and were, or could be, made again
    deadline: float = 0.0  # on the monotonic clock; 0 before the first turn
    granted_s: float = 0.0  # by how much the source's own wish for pauses moved the deadline
    host: str | None = None  # whose turn this trip holds
    gap_s: float = 0.0
    last_at: float | None = None  # end of the last request on this host, monotonic
    cookies: RequestsCookieJar = field(default_factory=RequestsCookieJar)  # of this trip alone
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    answered: bool = False  # the last attempt brought a status
    not_before: datetime | None = None
    robots: str | None = None
    tdm: str | None = None
    tdm_of_site: str | None = None

    def __post_init__(self) -> None:
        self.url = self.url or tidy(self.ask.url)

    @property
    def is_aside(self) -> bool:
        """Whether this is about a host, on the way to one of its pages."""
        return self.ask.purpose is Purpose.ROBOTS

    def aside(self, url: str, deadline: float) -> "Trip":
        """A trip for a document about the host this one is at."""
        ask = Ask(url=url, policy=self.ask.policy, purpose=Purpose.ROBOTS)
        return Trip(
            ask=ask,
            now=self.now,
            deadline=min(deadline, self.deadline),
            host=self.host,
            gap_s=self.gap_s,
            last_at=self.last_at,
        )

    def request_headers(self) -> dict[str, str]:
        """What is sent: who asks, what is welcome, and the validators as they came."""
        return {
            "User-Agent": self.ask.policy.user_agent,
            "Accept": ACCEPT[self.ask.purpose],
            "Accept-Encoding": "gzip, deflate",
            **self.ask.conditions,
            **({"Range": f"bytes={span[0]}-{span[1]}"} if (span := self.ask.byte_range) else {}),
        }

    def heard(self, status: int, headers: Mapping[str, str]) -> None:
        """Note what the last request brought."""
        self.status = status
        self.headers = headers
        self.answered = True

    def answer(
        self,
        outcome: Outcome,
        *,
        reason: str | None = None,
        body: bytes | None = None,
        media_type: str | None = None,
        charset: str | None = None,
    ) -> Answer:
        """How the trip ended."""
        return Answer(
            outcome=outcome,
            url=without_secrets(self.ask.url),
            final_url=without_secrets(self.url),
            fetched_at=self.now(),
            permanent=self.permanent and bool(self.hops),
            reason=reason,
            status=self.status,
            headers=kept_headers(self.headers),
            body=body,
            media_type=media_type,
            charset=charset,
            not_before=self.not_before,
            robots=self.robots,
            tdm=self.tdm,
        )


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as they may be stored: none that carries secrets, none without bounds."""
    return {
        storable(name): _LOGIN.sub("//***@", storable(value))
        for name, value in headers.items()
        if name not in NEVER_KEPT and len(value) <= MAX_HEADER_LENGTH
    }
