"""What reading gives back of facts: mentions, entities, and the chain from a fact to its bytes."""

from dataclasses import dataclass
from datetime import datetime

from storage.records import Hints
from storage.views import ContentView, DerivationView, VersionView


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """A mention in its sentence. Its id is written ``ENRICHMENT:SEQ``."""

    id: str
    article_id: int
    source_id: str
    headline: str | None
    published_at: datetime | None
    kind: str
    surface: str
    start: int
    end: int
    before: str  # text around it
    after: str
    value: str | None
    score: float
    role: str | None  # the title before a person's name


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLine:
    """One line of a list of entities. `texts` counts copies of one text once."""

    id: int
    kind: str
    name: str
    mentions: int
    articles: int
    texts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeView:
    """Why two names are held for one entity."""

    name: str
    other_name: str
    method: str
    score: float
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """An entity with its names, the reasons they are one, and where it is spoken of."""

    entity: EntityLine
    names: tuple[str, ...]
    merges: tuple[MergeView, ...]
    mentions: tuple[MentionView, ...]
    together: tuple[EntityLine, ...]  # spoken of in the same articles
    earlier: tuple[int, ...]  # where no current text speaks of it: articles that once did


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureView:
    """A capture as a chain shows it."""

    id: int
    source_id: str
    channel: str
    url: str
    final_url: str
    fetched_at: datetime
    status: int | None
    media_type: str | None
    blob_sha256: str | None
    size: int | None
    run_id: int | None
    robots: str | None
    tdm: str | None
    hints: Hints


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A way of deriving, as it was recorded."""

    id: int
    kind: str
    name: str
    version: str
    config_hash: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One link of a chain, tried: whether it holds, and what was compared."""

    link: str
    holds: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The way from a fact back to its bytes, every link checked."""

    mention: MentionView | None
    enriched_by: StepView | None
    version: VersionView
    content: ContentView
    derivation: DerivationView
    cleaned_by: StepView
    capture: CaptureView
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether every link does."""
        return all(check.holds for check in self.checks)
