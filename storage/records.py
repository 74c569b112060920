"""The vocabulary of the house: what travels between the rooms, and nothing else.

Plain values on the standard library, so that every floor may speak it. One article passes
through these, in this order::

    Link -> Received -> Capture -> Page -> Cleaned(Article) -> Judged -> Annotated -> Version

Times are aware and in UTC. Text offsets count characters and are half-open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
    RECLEANED = "recleaned"  # the same captures, cleaned by another step


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One capture with its bytes, ready to be cleaned."""

    capture: Capture
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A person or agency named in a credit line, with the role, e.g. ``proofreader``."""

    role: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One candidate for a field: where it was read, how sure, and whether it was chosen."""

    field: str  # headline, author, published_at, modified_at, language
    value: str
    basis: Basis
    confidence: float  # [0, 1]
    chosen: bool
    note: str | None = None  # why it was refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A line or block that is not part of the article, kept with the reason it went."""

    position: int  # order on the page, from 0
    text: str
    reason: str  # rule:ID, navigation, related, ticker, credit, duplicate-title, login, ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A schema.org NewsArticle as one capture shows it. What is unknown is None."""

    headline: str | None
    authors: tuple[str, ...]
    credits: tuple[Credit, ...]
    published_at: datetime | None
    published_precision: Precision | None
    published_basis: Basis | None
    modified_at: datetime | None
    language: str | None  # ISO 639-1
    text: str  # paragraphs parted by one line feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What cleaning made of one page."""

    capture: Capture
    state: State
    reason: str | None
    article: Article | None  # present exactly when the state is ARTICLE
    dropped: tuple[Dropped, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    canonical_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name, date or amount at exact characters: ``text[start:end] == surface``."""

    kind: MentionKind
    start: int
    end: int
    surface: str
    score: float  # [0, 1]
    name: str | None = None  # the full name it stands for in this document
    key: str | None = None  # the entity leaf: name folded by the rules of its kind
    value: str | None = None  # ISO 8601 date or range; "CUR amount" for money
    role: str | None = None  # title or honorific that stood before a person's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A statement between two mentions (indices into the mentions), with its evidence span."""

    subject: int
    predicate: str
    object: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two entity leaves of one kind that a document says are the same, and where it says so."""

    kind: MentionKind
    key: str
    other_key: str
    method: str
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """What enriching found in one text. ``looked`` is False where no tagger speaks the language."""

    looked: bool
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the ledger holds of a URL or path already: the ground for a conditional request."""

    blob_sha256: str | None
    etag: str | None  # byte for byte as received
    last_modified: str | None
    fetched_at: datetime


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


class StepKind(StrEnum):
    """Which work a step does."""

    CLEAN = "clean"
    FINGERPRINT = "fingerprint"
    ENRICH = "enrich"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How something is derived: equal ways give equal results."""

    kind: StepKind
    name: str
    version: str
    config: Mapping[str, object]
    config_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """One capture with all that was made of it, ready to be written."""

    cleaned: Cleaned
    content_sha256: str | None  # present exactly when there is an article
    sketch: tuple[int, ...] | None = None  # None: known already
    annotations: Annotations | None = None  # None: enriched already


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLink:
    """A verified link from one content to an earlier one."""

    content_sha256: str
    of_sha256: str
    kind: CopyKind
    score: float  # [0, 1]
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One capture of an article, as the step in force sees it."""

    capture_id: int
    step_id: int
    observed_at: datetime
    tie: str  # orders captures of the same moment, whatever order they came in
    state: State
    content_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """How one content differs from the one before it."""

    words_added: int
    words_removed: int
    minor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an article: what the publisher showed from one moment to another."""

    number: int  # from 1, in the publisher's order
    content_id: int
    capture_id: int
    step_id: int
    change: Change
    words_added: int
    words_removed: int
    observed_from: datetime
    observed_to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """A version row that the ledger holds for true."""

    id: int
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Intents:
    """The difference between what is believed of an article and what should be."""

    article_id: int
    state: str  # live or gone
    last_seen_at: datetime
    supersede: tuple[int, ...]  # ids of version rows
    insert: tuple[tuple[Version, Cause], ...]


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
    """A page that was stored before: when first, and when it was last asked for."""

    channel: str
    url: str
    identity: str
    first_at: datetime
    last_at: datetime
