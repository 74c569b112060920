"""What cleaning and enriching make of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.records.kinds import Basis, MentionKind, Precision, State, StepKind
from storage.records.reading import Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A person or agency named in a credit line, with the role, e.g. ``proofreader``."""

    role: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One candidate for a field: where it was read, how sure, and whether it was chosen."""

    field: str  # headline, author, published_at, modified_at, language, access
    value: str
    basis: Basis
    confidence: float  # [0, 1]
    chosen: bool
    note: str | None = None  # why it was refused


class Dropped(NamedTuple):
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
    annotations: Annotations | None = None  # None: enriched already
