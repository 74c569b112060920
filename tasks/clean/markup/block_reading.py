"""One page being decided: what the model says of its blocks, and what is kept so far."""

from dataclasses import dataclass

from tasks.clean.markup.block_features import Measured
from tasks.clean.markup.blocks import Walk

MAX_BLOCK_WORDS = 60  # longer blocks weigh no more
MAX_LINKS = 0.5  # of a block's characters; a line of links is no text
SURE = 0.55  # a block counts as body from here,
EASE = 0.6  # or from this share of the best element's mean, where the model is unsure throughout
WRAPPERS = 2  # around a subhead, or a paragraph, that may part it from what it stands beside
SUBHEADS = frozenset(["h2", "h3", "h4"])


@dataclass(slots=True)
class Reading:
    """One page being decided: scores by block, and what is kept so far."""

    walk: Walk
    measured: Measured
    score: list[float]  # 0 for blocks without a row
    sure: float
    keep: list[bool]

    def weight(self, at: int) -> int:
        """The words of a block, as far as they weigh."""
        return min(MAX_BLOCK_WORDS, self.measured.words[at])

    def ease(self) -> float:
        """What the other thresholds are multiplied with where the model is unsure throughout."""
        return self.sure / SURE

    def inside(self, at: int, tags: frozenset[str]) -> int:
        """The innermost place of one of these tags that holds a block; 0 for none."""
        place, places = self.walk.blocks[at].place, self.walk.places
        while place > 0 and places[place].tag not in tags:
            place = places[place].parent
        return max(place, 0)

    def close(self, at: int, other: int) -> bool:
        """Whether one element holds two blocks, a wrapper or two of each aside."""
        return not self._holders(at).isdisjoint(self._holders(other))

    def _holders(self, at: int) -> set[int]:
        """The innermost places around a block."""
        found: set[int] = set()
        place = self.walk.blocks[at].parent
        while place > 0 and len(found) <= WRAPPERS:
            found.add(place)
            place = self.walk.places[place].parent
        return found
