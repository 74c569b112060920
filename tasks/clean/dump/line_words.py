"""The words of a dump's lines, as numbers: what two thousand words a page are is told at once.

A word's number is the sum of its characters, each times a random number of its place, modulo 2^64
(multilinear hashing, Carter and Wegman 1979): of a page's words no two share one by any chance that
counts, and no word needs to be cut out of its text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tasks.clean.dump.line_facts import HEAD_CHARS, LineFacts
from tasks.clean.glyphs import DIGIT, WORD, Bools, Ints, read_glyphs
from tasks.clean.sign_words import KIND_ROWS
from tasks.clean.tokens import Floats, sum_kinds
from tasks.clean.words import WORD as WORD_PATTERN

Numbers = npt.NDArray[np.uint64]

CORE_WORDS = 15  # words of a line from which the page's own vocabulary is taken
CORE_LETTERS = 4  # of such a word
SEED = 2026
_PLACES = 64  # of a word's characters; in a longer word they begin anew
_BUCKETS = 16  # bits
_FACTORS = np.random.default_rng(SEED).integers(0, 2**64, _PLACES, dtype=np.uint64) | np.uint64(1)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts; ``starts`` has one more for the end of the last."""

    numbers: Numbers
    lengths: Ints
    digits: Ints
    starts: Ints  # of each text: where its words begin
    texts: Ints  # in which text each word stands

    def totals(self, values: npt.NDArray[np.generic]) -> Floats:
        """The sums of some values of the words, for every text."""
        sums = np.zeros(len(values) + 1)
        np.cumsum(values, out=sums[1:])
        result: Floats = sums[self.starts[1:]] - sums[self.starts[:-1]]
        return result

    def kinds(self) -> Floats:
        """How many words of each kind each text has: (texts, kinds)."""
        known, rows, factor = _known_words()
        bucket = (self.numbers * factor) >> np.uint64(64 - _BUCKETS)
        row = rows[bucket]
        return sum_kinds(np.where(known[row] == self.numbers, row, 0), self.starts)


def read_words(texts: Sequence[str]) -> Words:
    """The words of texts that hold no line feed."""
    glyphs = read_glyphs(texts)
    in_word = glyphs.has(WORD)
    edges = np.flatnonzero(np.diff(in_word, prepend=False))
    begins, lengths = edges[::2], edges[1::2] - edges[::2]
    starts = np.append(np.searchsorted(begins, glyphs.starts), len(begins))
    return Words(
        numbers=_number(glyphs.codes[in_word], lengths),
        lengths=lengths,
        digits=_count(glyphs.has(DIGIT), begins),
        starts=starts,
        texts=np.repeat(np.arange(len(texts)), np.diff(starts)),
    )


def spread(facts: LineFacts, heads: Words, asked: Ints) -> Ints:
    """In how many core lines each of the words that are asked for stands."""
    lengths = facts.glyphs.lengths()
    in_core = facts.words >= CORE_WORDS
    longer = np.flatnonzero(in_core & (lengths > HEAD_CHARS))
    whole = read_words([facts.lines[at].lower() for at in longer.tolist()])
    near = (in_core & (lengths <= HEAD_CHARS))[heads.texts] & (heads.lengths >= CORE_LETTERS)
    far = whole.lengths >= CORE_LETTERS
    numbers = np.concatenate((heads.numbers[near], whole.numbers[far]))
    lines = np.concatenate((heads.texts[near], longer[whole.texts[far]]))
    known, counts = count_distinct(numbers, lines)
    return look_up(heads.numbers[asked], known, counts)


def shared(facts: LineFacts, heads: Words, asked: Ints, lines: Ints) -> Floats:
    """How much of the first line's longer words each line holds, given the words that are asked
    for and in which line each stands."""
    whole = len(facts.lines[0]) <= HEAD_CHARS
    first = heads if whole else read_words([facts.lines[0].lower()])
    title = first.numbers[: first.starts[1]][first.lengths[: first.starts[1]] >= CORE_LETTERS]
    title = np.unique(title)
    at, word = np.nonzero(heads.numbers[asked][:, None] == title)
    held = np.zeros((len(facts.lines), len(title)), np.bool_)
    held[lines[at], word] = True
    result: Floats = held.sum(axis=1) / max(1, len(title))
    return result


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


def _number(chars: npt.NDArray[np.uint32], lengths: Ints) -> Numbers:
    """The numbers of words, given their characters one word after the other."""
    if not len(lengths):
        return np.zeros(0, np.uint64)
    begins = np.cumsum(lengths) - lengths
    places = np.arange(len(chars)) - np.repeat(begins, lengths)
    return np.add.reduceat(chars * _FACTORS.take(places, mode="wrap"), begins)


def _count(chosen: Bools, begins: Ints) -> Ints:
    return np.add.reduceat(chosen, begins, dtype=np.int64) if len(begins) else begins


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
