"""What reading the ledger gives back: plain values, made for showing and for JSON.

Writing speaks :mod:`storage.records`; these join what a reader wants to see together.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.records import Credit, Dropped, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source as the ledger knows it."""

    id: str
    name: str
    country: str | None
    language: str | None
    articles: int
    waiting: int  # captures that wait to be processed
    last_capture_at: datetime | None
    removed_at: datetime | None  # since when sources.yaml names it no more


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """One line of a list of articles."""

    id: int
    source_id: str
    headline: str | None
    opening: str  # the first characters of the text
    published_at: datetime | None
    published_precision: str | None
    language: str | None
    word_count: int
    url: str
    state: str  # live, gone or erased
    versions: int
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentView:
    """What an article says."""

    id: int
    sha256: str
    headline: str | None
    authors: tuple[str, ...]
    credits: tuple[Credit, ...]
    published_at: datetime | None
    published_precision: str | None
    published_basis: str | None
    modified_at: datetime | None
    language: str | None
    word_count: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version row: when the publisher showed it, and when the ledger believed so."""

    id: int
    article_id: int
    number: int
    content_id: int
    capture_id: int
    step_id: int
    change: str
    cause: str
    words_added: int
    words_removed: int
    observed_from: datetime
    observed_to: datetime | None
    recorded_at: datetime
    superseded_at: datetime | None
    headline: str | None
    step: str  # name, version and the first characters of its configuration's hash


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article as of some moment, with all that is known of it besides."""

    id: int
    source_id: str
    source_name: str
    time_zone: str  # of the source
    url: str
    state: str
    first_seen_at: datetime
    last_seen_at: datetime
    versions: int  # believed now
    version: VersionView
    content: ContentView


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingView:
    """One capture of an article and what the newest look at it made of it."""

    capture_id: int
    fetched_at: datetime
    status: int | None
    state: str
    reason: str | None
    content_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivationView:
    """What a cleaning step made of a capture besides the article itself."""

    capture_id: int
    step_id: int
    fetched_at: datetime
    state: str
    reason: str | None
    dropped: tuple[Dropped, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StubView:
    """A page that came and was taken for no article."""

    article_id: int
    capture_id: int
    step_id: int
    source_id: str
    url: str
    fetched_at: datetime
    reason: str
    has_text: bool  # whether a text of an earlier look is still the current one


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A text that a search found, with the place; `marks` are character offsets in `snippet`."""

    article_id: int
    number: int  # of the version
    current: bool
    source_id: str
    headline: str | None
    published_at: datetime | None
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a run could not have, or could not read."""

    source_id: str
    outcome: str  # skipped, deferred or failed; unreadable where the page came and no text of it
    reason: str  # as its row has it
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run of a flow."""

    id: int
    flow: str
    trigger: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, object]
    prefect_run_id: str | None
