"""Every enumeration: what the columns and fields of one name may hold."""

from collections.abc import Mapping
from enum import StrEnum


class ChannelKind(StrEnum):
    """How a channel is read."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    CDX = "cdx"
    FILES = "files"
    WARC = "warc"
    URL = "url"


class Outcome(StrEnum):
    """How one request ended; every request ends in exactly one."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    DEFERRED = "deferred"
    FAILED = "failed"


class State(StrEnum):
    """What cleaning made of a capture."""

    ARTICLE = "article"
    STUB = "stub"  # a wall, a soft 404, an index page: never put over a good earlier text
    FAILED = "failed"  # could not be read; the reason says why
    GONE = "gone"  # the publisher answered 404 or 410


class Precision(StrEnum):
    """How exactly a time is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


INEXACT: Mapping[str, str] = {
    Precision.YEAR: "%Y",
    Precision.MONTH: "%Y-%m",
    Precision.DAY: "%Y-%m-%d",
}
"""How times that are known less exactly than to the minute are written, as ISO 8601 has them."""


class Basis(StrEnum):
    """Where a metadata value was read."""

    RULE = "rule"
    JSON_LD = "json-ld"
    META = "meta"
    TIME_ELEMENT = "time-element"
    HEADING = "heading"
    TITLE_ELEMENT = "title-element"
    BYLINE = "byline"
    URL = "url"
    FEED = "feed"
    TEXT = "text"
    INFERRED = "inferred"


class Change(StrEnum):
    """What the publisher did between one version and the one before it."""

    FIRST = "first"
    SUBSTANTIVE = "substantive"
    MINOR = "minor"
    RESTORED = "restored"  # an earlier text came back


class Cause(StrEnum):
    """Why the ledger came to believe a version row: our axis of history, not the publisher's."""

    OBSERVED = "observed"  # a capture showed it
    CLOSED = "closed"  # its end became known, because a later version was seen
    LATE = "late"  # an earlier capture arrived after later ones
    RECLEANED = "recleaned"  # the same page, cleaned by another step or read more fully


class MentionKind(StrEnum):
    """What a mention names."""

    PERSON = "person"
    ORG = "org"
    PLACE = "place"
    EVENT = "event"
    PRODUCT = "product"
    NATIONALITY = "nationality"
    DATE = "date"
    MONEY = "money"


class CopyKind(StrEnum):
    """How one text stands to an earlier one."""

    EXACT = "exact_copy"
    EDITED = "edited_copy"
    EXCERPT = "excerpt_of"


class NoticeKind(StrEnum):
    """What a publisher says was done to a text."""

    CORRECTION = "correction"
    UPDATE = "update"


LAYOUT_BREAK = "layout break"
"""The reason of a stub whose body is what a broken layout left."""

BROKEN_LINE = "layout-break"
"""The reason of each line of such a body."""

NOT_FREE = "not free"
"""The evidence of ``access`` where a publisher says that not all may read the whole text."""

ROBOTS_UNREACHABLE = "robots-unreachable"
"""The reason of what was not asked for because its host's robots.txt did not answer."""


class StepKind(StrEnum):
    """Which work a step does."""

    CLEAN = "clean"
    ENRICH = "enrich"
