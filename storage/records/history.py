"""What an article was and when: facts, versions, and what to write."""

from dataclasses import dataclass
from datetime import datetime

from storage.records.kinds import Cause, Change, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One capture of an article, as the step in force sees it."""

    capture_id: int
    step_id: int
    observed_at: datetime
    tie: str  # orders captures of the same moment, whatever order they came in
    state: State
    content_id: int | None
    words: int = 0  # of the content


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an article said in one capture, and what else stood on that page."""

    headline: str | None
    text: str
    beside: tuple[str, ...] = ()  # the lines that were not taken for text
    fields: tuple[object, ...] = ()  # authors, credits and times, as they are stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """How what an article says differs from what it said before."""

    words_added: int
    words_removed: int
    minor: bool
    same: bool = False  # the publisher changed nothing: some lines were judged otherwise


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
