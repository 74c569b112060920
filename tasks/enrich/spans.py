"""What every tagger takes and returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["person", "org", "place", "misc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A name at half-open character offsets of a text; score in [0, 1].

    misc holds events, products, works and nationalities; the document layer tells them apart.
    """

    start: int
    end: int
    kind: Kind
    score: float


class Tagger(Protocol):
    """Finds names; two taggers of one name and version find the same ones."""

    @property
    def name(self) -> str:
        """The name it was chosen by in sources.yaml."""

    @property
    def version(self) -> str:
        """What changes when its findings may change."""

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return each text's spans: in order, apart, none across a line break."""
        ...
