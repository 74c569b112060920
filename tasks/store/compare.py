"""How much an article changed: counted in words, with what never counts as minor."""

import re
from collections import Counter

from storage.records import Delta

_WORD = re.compile(r"\w+(?:[.,:]\d+)*")
_DIGIT = re.compile(r"\d")


def compare(old: tuple[str | None, str], new: tuple[str | None, str], minor_ratio: float) -> Delta:
    """How (headline, text) differs from what stood there before.

    Minor is a change of at most `minor_ratio` of both texts' words that leaves every number and
    the headline's words alone. A moved paragraph changes no words, and is minor.
    """
    before, after = _words(old[1]), _words(new[1])
    added, removed = after - before, before - after
    count_added, count_removed = added.total(), removed.total()
    share = (count_added + count_removed) / max(1, before.total() + after.total())
    numbers = any(_DIGIT.search(word) for word in (*added, *removed))
    headline = _words(_folded(old[0])) != _words(_folded(new[0]))
    return Delta(
        words_added=count_added,
        words_removed=count_removed,
        minor=share <= minor_ratio and not numbers and not headline,
    )


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _folded(headline: str | None) -> str:
    return (headline or "").casefold()
