"""How much an article changed: counted in words, with what never counts as minor."""

import re
from collections import Counter

from storage.records import Delta
from storage.words import count_words, words_of

_DIGIT = re.compile(r"\d")


def compare(old: tuple[str | None, str], new: tuple[str | None, str], minor_ratio: float) -> Delta:
    """How (headline, text) differs from what stood there before.

    Minor is a change of at most `minor_ratio` of both texts' words that leaves every number and
    the headline's words alone. A moved paragraph changes no words, and is minor.
    """
    before, after = Counter(old[1].split()), Counter(new[1].split())
    words_in, words_out = _words(after - before), _words(before - after)
    added, removed = words_in - words_out, words_out - words_in
    count_added, count_removed = added.total(), removed.total()
    share = (count_added + count_removed) / max(1, count_words(old[1]) + count_words(new[1]))
    numbers = any(_DIGIT.search(word) for word in (*added, *removed))
    headline = _words(_folded(old[0])) != _words(_folded(new[0]))
    return Delta(
        words_added=count_added,
        words_removed=count_removed,
        minor=share <= minor_ratio and not numbers and not headline,
    )


def _words(tokens: Counter[str]) -> Counter[str]:
    """The words of tokens that white space parted: a comma that moved is no other word."""
    return Counter(words_of(" ".join(tokens.elements())))


def _folded(headline: str | None) -> Counter[str]:
    return Counter((headline or "").casefold().split())
