"""One article as the story rules read it: its words, its opening, its names and its numbers."""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files

LEAD_WORDS = 60  # headline and first sentences: what happened, before background sets in
# The share of articles that hold a word never seen in the background: half of the rarest kept.
UNSEEN = 0.005
RAREST = -math.log(UNSEEN)

_WORD = re.compile(r"\w+")
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s", "ly")

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article on its way into a story; words are stems, with how often they stand."""

    id: int
    at: datetime | None  # published, or first seen
    words: Counts = field(repr=False)
    lead: Counts = field(repr=False)
    names: Counts = field(repr=False)
    numbers: Counts = field(repr=False)

    @property
    def parts(self) -> tuple[Counts, Counts, Counts, Counts]:
        """What two reports are compared by, in the order of the model's weights."""
        return self.words, self.lead, self.names, self.numbers

    @property
    def length(self) -> int:
        """Words of the text."""
        return sum(self.words.values())


def read_report(report_id: int, headline: str | None, text: str, at: datetime | None) -> Report:
    """Return what the story rules need to know of an article."""
    shown = _words(text)
    opening = _words(headline or "") + shown[:LEAD_WORDS]
    small = {word for word in set(shown) if word == word.casefold()}
    names = (word for word in shown if word[0].isupper() and word.casefold() not in small)
    return Report(
        id=report_id,
        at=at,
        words=Counter(map(stem_word, shown)),
        lead=Counter(map(stem_word, opening[:LEAD_WORDS])),
        names=Counter(map(stem_word, names)),
        numbers=Counter(word for word in shown if word[0].isdigit()),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=1 << 15)
def stem_word(word: str) -> str:
    """Return a word, folded, without the commonest endings of European languages."""
    folded = word.casefold()
    for ending in _ENDINGS:
        if len(folded) > len(ending) + 3 and folded.endswith(ending):
            return folded[: -len(ending)]
    return folded


def rarity(stem: str) -> float:
    """Return how much a stem says, in nats: the less the more articles of its language hold it."""
    return _rarities().get(stem, RAREST)


@cache
def _rarities() -> dict[str, float]:
    """Rarities of the background's stems, each in the language where it is commonest."""
    shares = json.loads(files("tasks.dedupe").joinpath("story_words.json").read_text("utf-8"))
    return {stem: -math.log(share) for stem, share in shares.items()}
