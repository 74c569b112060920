"""What the readers of the room hand to the chooser: a text, what was dropped, and candidates.

Every reader (HTML, plain text, dump record) makes a :class:`Draft`; :mod:`tasks.clean.choose`
turns it into an article. Candidates are never thrown away: they become evidence.
"""

from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import datetime

from storage.records import Basis, Credit, Dropped, Hints, Precision
from tasks.recipes import Rules
from tasks.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time as printed. ``at`` is naive where no zone was printed; a day has no clock at all."""

    at: datetime
    precision: Precision
    start: int = 0  # where in the line it was printed
    end: int = 0
    doubtful: bool = False  # day and month could be the other way round


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of one field; ``refused`` says why it cannot be the value."""

    field: str  # headline, author, published_at, modified_at, language, access
    value: str
    basis: Basis
    confidence: float
    stamp: Stamp | None = None
    refused: str | None = None

    def refuse(self, why: str) -> "Candidate":
        """The same reading, refused for a reason; the first reason stays."""
        return self if self.refused else replace(self, refused=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known about a page before it is read."""

    source: Source
    rules: Rules | None
    url: str | None
    fetched_at: datetime
    hints: Hints = field(default_factory=Hints)
    repeated: Container[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one reader made of a page; ``stub`` says why it is no article."""

    text: str
    dropped: tuple[Dropped, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    credits: tuple[Credit, ...] = ()
    canonical_url: str | None = None
    stub: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What the selectors of a recipe found; ``html`` is the page the generic way goes on with."""

    html: str
    candidates: tuple[Candidate, ...] = ()
    dropped: tuple[str, ...] = ()
