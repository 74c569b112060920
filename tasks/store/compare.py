"""How much an article changed: counted in words, with what never counts as minor."""

import re
from collections import Counter
from dataclasses import replace

from storage.records import Delta, Said
from storage.words import count_words, words_of

_DIGIT = re.compile(r"\d")


def compare(old: Said, new: Said, minor_ratio: float) -> Delta:
    """How what an article says differs from what it said before.

    Minor is a change of at most `minor_ratio` of the longer text's words that leaves every number
    where it stood and the headline's words alone. A moved paragraph changes no words, and is minor.
    """
    old, new = without_turned(old, new)
    before, after = Counter(old.text.split()), Counter(new.text.split())
    words_in, words_out = _words(after - before), _words(before - after)
    added, removed = words_in - words_out, words_out - words_in
    count_added, count_removed = added.total(), removed.total()
    share = (count_added + count_removed) / max(1, count_words(old.text), count_words(new.text))
    numbers = _numbers(old.text) != _numbers(new.text)
    headline = _words(_folded(old.headline)) != _words(_folded(new.headline))
    return Delta(
        words_added=count_added,
        words_removed=count_removed,
        minor=share <= minor_ratio and not numbers and not headline,
        same=old == replace(new, beside=old.beside),
    )


def without_turned(old: Said, new: Said) -> tuple[Said, Said]:
    """Both without what both pages show and only one of them was thought to say.

    A line that one page gives as text and the other among what stands beside it was judged
    otherwise there, because something around it changed. So was a headline, where each page shows
    the other's, too.
    """
    headline = new.headline if _both_show_both(old, new) else old.headline
    texts = _less_turned(old, new), _less_turned(new, old)
    if not all(texts):  # other texts of a page that shows several
        return old, new
    return replace(old, text=texts[0], headline=headline), replace(new, text=texts[1])


def _less_turned(said: Said, other: Said) -> str:
    """The text without the lines that the other page has beside its own; of a row, every cell."""
    lines, beside = said.text.split("\n"), Counter(other.beside) - Counter(said.beside)
    apart = Counter(lines) - Counter(other.text.split("\n"))
    left = []
    for line in lines:
        cells = Counter(line.split("\t"))
        if apart[line] > 0 and cells <= beside:
            apart[line] -= 1
            beside -= cells
        else:
            left.append(line)
    return "\n".join(left)


def _both_show_both(old: Said, new: Said) -> bool:
    """Whether each page shows the headline that the other is thought to have."""
    return all(
        headline is None or headline in (*said.beside, *said.text.split("\n"))
        for said, headline in ((old, new.headline), (new, old.headline))
    )


def _numbers(text: str) -> Counter[tuple[str, ...]]:
    """The numbers of each line, in order: two that change places are a change."""
    return Counter(
        tuple(word for word in words_of(line) if _DIGIT.search(word))
        for line in text.split("\n")
        if _DIGIT.search(line)
    )


def _words(tokens: Counter[str]) -> Counter[str]:
    """The words of tokens that white space parted: a comma that moved is no other word."""
    return Counter(words_of(" ".join(tokens.elements())))


def _folded(headline: str | None) -> Counter[str]:
    return Counter((headline or "").casefold().split())
