"""Word lists that ship with the package; what each is made of stands in its first line."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicons"
_CAPITALISED = re.compile(r"[A-Z]\w*")


@cache
def word_set(name: str) -> frozenset[str]:
    """Return the lower-cased entries of ``lexicons/NAME.txt``."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))


@cache
def demonyms() -> dict[str, str]:
    """Return adjective or noun of nationality, as written -> the country it points to."""
    found: dict[str, str] = {}
    for line in (FOLDER / "demonyms.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, country = line.split("=")
            found |= dict.fromkeys(words.split(","), country)
    return found


def find_demonyms(text: str) -> Iterator[re.Match[str]]:
    """Yield where demonyms stand as whole words, the longest at each place.

    One walk over the capitalised words; trying hundreds of words everywhere costs five times that.
    """
    end = 0
    for word in _CAPITALISED.finditer(text):
        if word.group() in _demonym_starts() and word.start() >= end:
            match = _demonym_pattern().match(text, word.start())
            if match:
                end = match.end()
                yield match


@cache
def _demonym_pattern() -> re.Pattern[str]:
    words = sorted(demonyms(), key=len, reverse=True)
    return re.compile(rf"(?<![\w\-])(?:{'|'.join(words)})s?(?![\w])")


@cache
def _demonym_starts() -> frozenset[str]:
    """Return the first words of the demonyms, in singular and plural."""
    starts = {match.group() for word in demonyms() if (match := _CAPITALISED.match(word))}
    return frozenset(starts | {f"{start}s" for start in starts})


FUNCTION_WORDS = word_set("function_words")
ORG_HEADS = word_set("org_heads")
EVENT_HEADS = word_set("event_heads")
