"""The words of a dump's lines, as numbers: what two thousand words a page are is told at once.

A word's number is the sum of its characters, each times a random number of its place, modulo 2^64
(multilinear hashing, Carter and Wegman 1979): of a page's words no two share one by any chance that
counts, and no word needs to be cut out of its text. The sums run on from word to word, so that the
number of a word, or of its beginning, is one difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tasks.clean.glyphs import (
    CJK,
    DIGIT,
    LOWER,
    UPPER,
    WORD,
    Bools,
    Classes,
    Glyphs,
    Ints,
    read_glyphs,
)
from tasks.clean.sign_words import KIND_ROWS
from tasks.clean.tokens import Floats, sum_kinds
from tasks.clean.words import STEM
from tasks.clean.words import WORD as WORD_PATTERN

Numbers = npt.NDArray[np.uint64]
Number = TypeVar("Number", np.int64, np.uint64)

SEED = 2026
CONTENT_LETTERS = 4  # of a word that is no function word; of a shorter one, capitals say so
_PLACES = 64  # of a word's characters; in a longer word they begin anew
_BUCKETS = 16  # bits
_FACTORS = np.random.default_rng(SEED).integers(0, 2**64, _PLACES, dtype=np.uint64) | np.uint64(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of some texts, one after the other, read in lower case."""

    numbers: Numbers
    lengths: Ints
    offsets: Ints  # where in its text each word begins
    texts: Ints  # in which text each word stands
    starts: Ints  # of each text: where its words begin; and the end of the last
    begins: Ints  # of each word: where its characters begin among those of all
    chars: npt.NDArray[np.uint32]
    every: Classes  # of which all its characters are, as they were written, for each word
    some: Classes  # of which one is
    sums: Numbers  # of the characters before each, and of all

    def totals(self, values: npt.NDArray[np.generic]) -> Floats:
        """The sums of some values of the words, for every text."""
        sums = np.zeros(len(values) + 1)
        np.cumsum(values, out=sums[1:])
        result: Floats = sums[self.starts[1:]] - sums[self.starts[:-1]]
        return result

    def kinds(self) -> Floats:
        """How many words of each kind each text has: (texts, kinds)."""
        known, rows, factor = _known_words()
        row = rows[(self.numbers * factor) >> np.uint64(64 - _BUCKETS)]
        return sum_kinds(np.where(known[row] == self.numbers, row, 0), self.starts)

    def heads(self, limit: int) -> "Words":
        """The words that begin among the first characters of each text, cut where these end."""
        inside = self.offsets < limit
        lengths = np.minimum(self.lengths, limit - self.offsets)[inside]
        begins = self.begins[inside]
        return replace(
            self,
            numbers=self.sums[begins + lengths] - self.sums[begins],
            lengths=lengths,
            offsets=self.offsets[inside],
            texts=self.texts[inside],
            starts=_running(inside, self.starts.dtype)[self.starts],
            begins=begins,
            every=self.every[inside],
            some=self.some[inside],
        )

    def are_numbers(self) -> Bools:
        """Which words are digits alone."""
        found: Bools = (self.every & np.uint16(DIGIT)) != 0
        return found

    def stems(self, chosen: Bools) -> tuple[Numbers, Ints]:
        """The numbers of the content stems in the chosen texts, as
        :func:`tasks.clean.words.stems` tells them, and in which text each stands."""
        asked = np.flatnonzero(chosen[self.texts])
        lengths, some = self.lengths[asked], self.some[asked]
        shouted = (lengths > 1) & ((some & np.uint16(UPPER | LOWER)) == UPPER)
        content = np.where(lengths >= CONTENT_LETTERS, ~self.are_numbers()[asked], shouted)
        ideographs = (some & np.uint16(CJK)) != 0
        stem = asked[content & ~ideographs]
        begins = self.begins[stem]
        numbers = self.sums[begins + np.minimum(STEM, self.lengths[stem])] - self.sums[begins]
        if not ideographs.any():
            return numbers, self.texts[stem]
        pairs, texts = self._pairs(asked[ideographs])
        return np.concatenate((numbers, pairs)), np.concatenate((self.texts[stem], texts))

    def _pairs(self, words: Ints) -> tuple[Numbers, Ints]:
        """The numbers of every two characters that stand together in some words."""
        count = self.lengths[words] - 1
        before = np.cumsum(count) - count
        at = np.arange(count.sum()) + np.repeat(self.begins[words] - before, count)
        numbers = self.chars[at] * _FACTORS[0] + self.chars[at + 1] * _FACTORS[1]
        return numbers, np.repeat(self.texts[words], count)


def words_of(glyphs: Glyphs) -> Words:
    """The words of lines."""
    in_word = glyphs.has(WORD)
    edges = np.flatnonzero(np.diff(in_word, prepend=False))
    places, lengths = edges[::2], edges[1::2] - edges[::2]
    starts = np.append(np.searchsorted(places, glyphs.starts), len(places))
    texts = np.repeat(np.arange(len(glyphs.starts)), np.diff(starts))
    inside, begins = np.flatnonzero(in_word), np.cumsum(lengths) - lengths
    chars, classes = glyphs.lowered().take(inside), glyphs.classes.take(inside)
    factors = _FACTORS.take(inside - np.repeat(places, lengths), mode="wrap")
    sums = _running(chars * factors, np.dtype(np.uint64))
    return Words(
        numbers=sums[begins + lengths] - sums[begins],
        lengths=lengths,
        offsets=places - glyphs.starts[texts],
        texts=texts,
        starts=starts,
        begins=begins,
        chars=chars,
        every=_reduced(np.bitwise_and, classes, begins),
        some=_reduced(np.bitwise_or, classes, begins),
        sums=sums,
    )


def read_words(texts: Sequence[str]) -> Words:
    """The words of texts, none empty and none with a line feed."""
    return words_of(read_glyphs(texts))


def count_distinct(numbers: Numbers, lines: Ints) -> tuple[Numbers, Ints]:
    """The different numbers, in order, and on how many lines each stands.

    The numbers of one line must stand together.
    """
    if not len(numbers):
        return numbers, lines
    order = np.argsort(numbers, kind="stable")
    ordered, places = numbers[order], lines[order]
    fresh = np.append(True, ordered[1:] != ordered[:-1])
    starts = np.flatnonzero(fresh)
    fresh[1:] |= places[1:] != places[:-1]
    return ordered[starts], np.add.reduceat(fresh, starts, dtype=np.int64)


def look_up(numbers: Numbers, known: Numbers, values: Ints) -> Ints:
    """The value of each number, 0 where it is not known; the known ones stand in order."""
    if not len(known):
        return np.zeros(len(numbers), np.int64)
    place = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return np.where(known[place] == numbers, values[place], 0)


def holds(known: Numbers, numbers: Numbers) -> Bools:
    """Which of the numbers are known; the known ones stand in order,
    a number once or more."""
    return look_up(numbers, known, np.ones(len(known), np.int64)) > 0


def _reduced(how: np.ufunc, classes: Classes, begins: Ints) -> Classes:
    result: Classes = how.reduceat(classes, begins) if len(begins) else classes
    return result


def _running(values: npt.NDArray[np.generic], dtype: np.dtype[Number]) -> npt.NDArray[Number]:
    """The sum of the values before each, and of all of them."""
    sums = np.zeros(len(values) + 1, dtype)
    np.cumsum(values, out=sums[1:])
    return sums


@lru_cache(maxsize=1)
def _known_words() -> tuple[Numbers, npt.NDArray[np.int16], np.uint64]:
    """The number of each row of the table of kinds, the row of each bucket, and what a number is
    multiplied with to find its bucket: one that parts all known words."""
    words = [word for word in KIND_ROWS if WORD_PATTERN.fullmatch(word)]
    numbers = read_words(words).numbers
    random = np.random.default_rng(SEED + 1)
    factor, buckets = np.uint64(1), np.zeros(0, np.uint64)
    while len(np.unique(buckets)) < len(words):
        factor = random.integers(0, 2**64, dtype=np.uint64) | np.uint64(1)
        buckets = (numbers * factor) >> np.uint64(64 - _BUCKETS)
    known = np.zeros(len(KIND_ROWS) + 1, np.uint64)
    rows = np.zeros(1 << _BUCKETS, np.int16)
    places = [KIND_ROWS[word] for word in words]
    known[places], rows[buckets] = numbers, places
    return known, rows, factor
