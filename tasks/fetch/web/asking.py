"""What is asked of the client, and what it answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.records import Outcome
from tasks.fetch.reasons import Reason
from tasks.sources import Fetch

PAGE_BYTES = 10_000_000
LIST_BYTES = 50_000_000
ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5


_SENDABLE = re.compile(r"^(?! )[\x20-\x7e\x80-\xff]{1,8192}(?<! )\Z")  # RFC 9110, 5.5


class Purpose(StrEnum):
    """What for: it decides the cap, the types that are welcome, and who is asked for leave."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    ARCHIVE = "archive"  # a page out of a web archive, with the status it had then
    ROBOTS = "robots"

    @property
    def max_bytes(self) -> int:
        """The cap on the wire and decoded."""
        if self is Purpose.ROBOTS:
            return ROBOTS_BYTES
        return LIST_BYTES if self in (Purpose.FEED, Purpose.SITEMAP) else PAGE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing to get."""

    url: str
    policy: Fetch
    purpose: Purpose = Purpose.PAGE
    etag: str | None = None  # sent back byte for byte
    last_modified: str | None = None
    byte_range: tuple[int, int] | None = None  # first and last byte, both included

    @property
    def conditions(self) -> dict[str, str]:
        """The validators as request headers, byte for byte; none that cannot be sent so."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value and _SENDABLE.match(value)}

    @property
    def conditional(self) -> bool:
        """Whether a 304 may come."""
        return bool(self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How it ended."""

    outcome: Outcome
    url: str
    final_url: str
    fetched_at: datetime
    permanent: bool = False  # redirected, and every hop said it is for good
    reason: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    media_type: str | None = None
    charset: str | None = None
    not_before: datetime | None = None
    robots: str | None = None
    tdm: str | None = None


SKIPPED = frozenset(
    {
        Reason.BINARY,
        Reason.EMPTY,
        Reason.MEDIA_TYPE,
        Reason.ROBOTS,
        Reason.ROBOTS_UNREACHABLE,
        Reason.TDM_RESERVED,
    }
)
DEFERRED = frozenset({Reason.RETRY_AFTER, Reason.HOST_BUSY})


def outcome_of(reason: Reason) -> Outcome:
    """The outcome that a reason goes with."""
    if reason in SKIPPED:
        return Outcome.SKIPPED
    return Outcome.DEFERRED if reason in DEFERRED else Outcome.FAILED
