"""What was asked for, what came, and what is remembered of asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from storage.records.kinds import ChannelKind, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed, sitemap or listing said about an item; evidence, not truth."""

    guid: str | None = None
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # as printed there
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something to fetch or read: a URL, or a path relative to the source's folder."""

    source_id: str
    channel: str
    url: str
    identity: str  # what makes it the same article next time: GUID, URL key or relative path
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The world's one answer to a link, not yet stored."""

    link: Link
    fetched_at: datetime
    outcome: Outcome
    final_url: str
    reason: str | None = None  # the kind of failure, skip or delay, from a fixed list
    status: int | None = None  # HTTP status; None for files
    media_type: str | None = None
    charset: str | None = None  # as declared; decoding decides for itself
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None  # present exactly when the outcome is STORED
    not_before: datetime | None = None  # for DEFERRED
    robots: str | None = None
    tdm: str | None = None
    permanent: bool = False  # redirected to final_url, and every hop said it is for good


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A stored answer: a row, and a blob when bytes came."""

    id: int
    source_id: str
    channel: str
    url: str
    final_url: str
    identity: str
    fetched_at: datetime
    outcome: Outcome
    reason: str | None
    status: int | None
    media_type: str | None
    charset: str | None
    blob_sha256: str | None
    hints: Hints
    permanent: bool = False  # redirected to final_url, and every hop said it is for good


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One capture with its bytes, ready to be cleaned."""

    capture: Capture
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the ledger holds of a URL or path already: the ground for a conditional request."""

    blob_sha256: str | None
    etag: str | None  # byte for byte as received
    last_modified: str | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """What polling a channel remembers from one round to the next."""

    etag: str | None = None  # byte for byte as received
    last_modified: str | None = None
    body_sha256: str | None = None
    honest: bool = True  # False: it said 304 over a changed body, and is asked outright since
    polls: int = 0  # rounds so far
    unmodified: int = 0  # 304s since the last full answer
    moved_from: str | None = None  # the configured URL that answered with a move for good
    moved_to: str | None = None
    interval: timedelta | None = None  # the adaptive one, between the source's bounds
    next_due_at: datetime | None = None
    not_before: datetime | None = None  # by the publisher's wish
    failures: int = 0  # in a row
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    gone_at: datetime | None = None  # 410: not polled any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """The last time a link was asked for, whatever came of it."""

    outcome: Outcome
    at: datetime
    status: int | None = None
    reason: str | None = None
    not_before: datetime | None = None
    failures: int = 0  # in a row, up to and with this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page that was asked for before: when first, when last, and what its list said of it."""

    channel: str
    url: str
    identity: str
    first_at: datetime
    last_at: datetime
    hints: Hints = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What the ledger itself keeps of a source; the rest stays in sources.yaml."""

    id: str
    name: str
    country: str | None
    language: str | None
    time_zone: str
    config_hash: str
    minor_change_ratio: float
    channels: tuple[tuple[str, ChannelKind, str | None], ...]  # name, kind, url or path


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A run as it begins: which flow, on whose order, with what."""

    flow: str
    trigger: str
    parameters: Mapping[str, Any]
    software: str
    prefect_run_id: str | None = None
