"""One text as the copy rules read it: folded words, their 4-grams, and which of them are prose.

::

    text --NFKC--> lines --> words --casefold, XXH3--> 4-grams --lines long enough--> Reading

Menus, tickers and link lists come as short lines. Two pages of one site share them whatever
the articles are, so copies are judged by the lines that are long enough to be sentences.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress

import numpy as np
import numpy.typing as npt
import xxhash

GRAM_WORDS = 4
# A line with fewer words is furniture. On the development copies it lifts the share of copies
# that meet their original in the index from .9935 to .9986 (synthetic, two shared hashes).
PROSE_WORDS = 10
REMEMBERED_WORDS = 1 << 17  # some 15 MB; a language's everyday words are a tenth of it
MIN_PROSE_GRAMS = 12  # with fewer, the whole text counts: a list of headlines is all there is

_WORD = re.compile(r"\w+")
_QUOTE = re.compile('["“”„«»]')
# Scripts written without spaces (Thai to Burmese, kana, Han): one character is one word.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_MULTIPLIERS = tuple(
    np.uint64(odd)
    for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
)
_SHIFT = np.uint64(32)

Flags = npt.NDArray[np.bool_]
Grams = npt.NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What copies are judged by; what only judging needs is worked out when asked for."""

    words: Sequence[str] = field(repr=False)  # folded
    hashes: Grams = field(repr=False)  # of every 4-gram, in the order of the text
    in_prose: Flags = field(repr=False)  # which words stand in prose lines
    shown: Sequence[str] = field(repr=False)  # the words as written
    quoted: Flags = field(repr=False)  # which words stand inside quotation marks

    @cached_property
    def prose_grams(self) -> Grams:
        """Grams that begin and end in prose lines, in the order of the text."""
        return self.hashes[self._whole(self.in_prose)]

    @cached_property
    def completeness(self) -> tuple[int, int]:
        """How much the text holds: different prose grams first, then all words."""
        return len(self.prose_set), len(self.words)

    @cached_property
    def gram_set(self) -> Grams:
        """The different grams of the whole text, ascending."""
        return distinct_grams(self.hashes)

    @cached_property
    def prose_set(self) -> Grams:
        """The different prose grams, ascending."""
        return distinct_grams(self.prose_grams)

    @cached_property
    def unquoted_set(self) -> Grams:
        """The different prose grams outside quotation marks: what the author wrote."""
        own = self._whole(self.in_prose) & self._whole(~self.quoted)
        return distinct_grams(self.hashes[own])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)

    @cached_property
    def prose_vocabulary(self) -> frozenset[str]:
        """The different words of prose lines."""
        return frozenset(compress(self.words, self.in_prose.tolist()))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Prose words that begin with a digit."""
        return frozenset(word for word in self.prose_vocabulary if word[0].isdigit())

    @cached_property
    def names(self) -> frozenset[str]:
        """Prose words, folded, that are never written without their capital."""
        shown = set(compress(self.shown, self.in_prose.tolist()))
        capitalised = {word for word in shown if word[0].isupper()}
        small = {word for word in shown - capitalised if word == word.casefold()}
        return frozenset({word.casefold() for word in capitalised} - small)

    def _whole(self, flags: Flags) -> Flags:
        """Which grams have the flag on their first and on their last word."""
        count = len(self.hashes)
        return flags[:count] & flags[len(flags) - count :]


def fold_words(text: str) -> list[str]:
    """Return the words of a text folded by NFKC and case; unspaced scripts by character."""
    return _fold(_WORD.findall(_normalize(text)))


def read_text(text: str) -> Reading:
    """Return what the copy rules need to know of a text."""
    shown, lengths, quoted = _scan(_normalize(text))
    words = _fold(shown)
    hashes = hash_grams(words)
    in_prose = np.repeat(lengths >= PROSE_WORDS, lengths)
    reading = Reading(words=words, hashes=hashes, in_prose=in_prose, shown=shown, quoted=quoted)
    if len(reading.prose_grams) >= MIN_PROSE_GRAMS:
        return reading
    everywhere = np.ones(len(words), dtype=bool)
    return Reading(words=words, hashes=hashes, in_prose=everywhere, shown=shown, quoted=quoted)


def hash_grams(words: Sequence[str]) -> Grams:
    """Return a 64-bit hash of every run of four words; of all words where there are fewer.

    XXH3 of each word, the four weighted by odd constants and folded, so that a text costs one
    hash a word, mostly remembered, and no joined strings.
    """
    hashed = np.fromiter(map(_HASHED.__getitem__, words), dtype=np.uint64, count=len(words))
    width = min(GRAM_WORDS, len(words))
    count = len(words) - width + 1 if words else 0
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(width):
        mixed += hashed[offset : offset + count] * _MULTIPLIERS[offset]
    mixed ^= mixed >> _SHIFT
    mixed *= _MULTIPLIERS[0]
    return mixed ^ (mixed >> _SHIFT)


def distinct_grams(grams: Grams) -> Grams:
    """Return the different hashes, ascending."""
    ascending = np.sort(grams)
    first = np.ones(len(ascending), dtype=bool)
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def find_grams(grams: Grams, gram_set: Grams) -> Flags:
    """Return which of the hashes are in a set of ascending ones."""
    if not len(gram_set):
        return np.zeros(len(grams), dtype=bool)
    places = np.searchsorted(gram_set, grams)
    places[places == len(gram_set)] = 0
    found: Flags = gram_set[places] == grams
    return found


def _fold(words: list[str]) -> list[str]:
    # One call for all words; no word holds a space, and folding makes none.
    return " ".join(words).casefold().split(" ") if words else []


class _HashedWords(dict[str, int]):
    """Hashes of words, remembered: a look-up that finds one runs no Python."""

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED_WORDS:
            self.clear()
        self[word] = hashed = xxhash.xxh3_64_intdigest(word.encode())
        return hashed


_HASHED = _HashedWords()


def _normalize(text: str) -> str:
    # Lone surrogates cannot be encoded and mean nothing.
    shown = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode())
    return _UNSPACED.sub(r" \g<0> ", shown) if _UNSPACED.search(shown) else shown


def _scan(text: str) -> tuple[list[str], npt.NDArray[np.int64], Flags]:
    """Return the words as written, the words of each line, and which stand inside quotes.

    A quotation mark that never closes ends with its line.
    """
    words: list[str] = []
    lengths: list[int] = []
    spans: list[tuple[int, int]] = []
    for line in text.split("\n"):
        start = len(words)
        for number, part in enumerate(_QUOTE.split(line)):
            found = _WORD.findall(part)
            if number % 2:
                spans.append((len(words), len(words) + len(found)))
            words += found
        lengths.append(len(words) - start)
    quoted = np.zeros(len(words), dtype=bool)
    for first, last in spans:
        quoted[first:last] = True
    return words, np.array(lengths), quoted
