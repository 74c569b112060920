"""Words as the search index has them: the same on PostgreSQL as SQLite's own tokenizer makes.

Runs of letters and numbers, in lower case, Latin ones without diacritics, as FTS5's ``unicode61
remove_diacritics 2`` does (https://sqlite.org/fts5.html, section 4.3.1). PostgreSQL's own parser
would keep ``é`` apart from ``e`` and take ``U.S.`` for the name of a host.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

DIACRITICS = range(0x0300, 0x0370)
LONGEST_BYTES = 500
"""Of a token. What is longer is a script without spaces, which is not looked for by words."""

_TOKEN = re.compile(r"\S+")
_WORD = re.compile("(?:[^\\W_]|[\u0300-\u036f])+")


def tokens_of(text: str) -> list[str]:
    """The tokens of a text in reading order."""
    return text.translate(_FOLDED).split()


def placed_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Each token with the characters where it stands."""
    folded = text.translate(_FOLDED)
    if len(folded) == len(text):  # no mark fell away, so places are the same
        for found in _TOKEN.finditer(folded):
            yield found[0], found.start(), found.end()
        return
    for match in _WORD.finditer(text):
        for token in tokens_of(match[0])[:1]:
            yield token, match.start(), match.end()


def tsvector_of(headline: str | None, text: str) -> str:
    """A tsvector as text; headlines weigh more, and no phrase goes from one into the text.

    A word has at most 255 places, and none counts after the 16,383rd, as PostgreSQL has it.
    """
    places: dict[str, list[str]] = {}
    before = tokens_of(headline or "")
    for place, token in enumerate(before, 1):
        places.setdefault(token, []).append(f"{place}A")
    for place, token in enumerate(tokens_of(text), len(before) + 2):
        places.setdefault(token, []).append(str(min(place, 16_383)))
    return " ".join(
        f"'{token}':{','.join(dict.fromkeys(found[:255]))}"
        for token, found in places.items()
        if len(token.encode()) <= LONGEST_BYTES
    )


class _Folding(dict[int, str]):
    """What becomes of each character, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code), code)
        return folded


_FOLDED = _Folding()


@cache
def _fold(letter: str, code: int) -> str:
    if code in DIACRITICS:
        return ""
    if unicodedata.category(letter)[0] not in "LN" and unicodedata.category(letter) != "Co":
        return " "
    base, *marks = list(unicodedata.normalize("NFD", letter))
    plain = base if base.isascii() and all(ord(mark) in DIACRITICS for mark in marks) else letter
    folded = plain.casefold()
    return folded if len(folded) == 1 else plain.lower()
