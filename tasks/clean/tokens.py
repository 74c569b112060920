"""The words of many short texts at once: found by one search, counted by a few sums.

A page has hundreds of lines of a few words each; to ask line by line costs more than the answers.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from tasks.clean.sign_words import FIRST_MARK, KIND_ROWS, KIND_TABLE, MARK_NAMES, ORIGIN_WORDS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BIO_WORDS = 80  # a longer text that speaks of a person's work is no note on its author
TAIL_WORDS = 8
_FIRST = itemgetter(0)
_WORD_OR_END = re.compile(r"\w+|\n")
_ROLE, _ORIGIN = MARK_NAMES.index("role"), MARK_NAMES.index("origin")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of some texts, one after the other; ``starts`` has one more for their end."""

    words: list[str]
    lengths: Ints  # of each word
    starts: Ints  # of each text: where its words begin

    def of(self, text: int) -> list[str]:
        """The words of one text."""
        return self.words[self.starts[text] : self.starts[text + 1]]

    def totals(self, values: npt.NDArray[np.generic]) -> Floats:
        """The sums of some values of the words, for every text."""
        sums = np.zeros((len(values) + 1, *values.shape[1:]))
        np.cumsum(values, axis=0, out=sums[1:])
        result: Floats = sums[self.starts[1:]] - sums[self.starts[:-1]]
        return result

    def totals_of(self, number: Callable[[str], int]) -> Floats:
        """The sums of what a function says of each word, for every text."""
        return self.totals(np.fromiter(map(number, self.words), np.int64, len(self.words)))

    def capitals(self) -> Floats:
        """How many words of each text begin with a capital."""
        firsts = map(_FIRST, self.words)
        return self.totals(np.fromiter(map(str.isupper, firsts), np.int64, len(self.words)))

    def counts(self) -> Ints:
        """How many words each text has."""
        return np.diff(self.starts)

    def lower(self) -> "Tokens":
        """The same words in lower case."""
        return Tokens(list(map(str.lower, self.words)), self.lengths, self.starts)

    def kinds(self) -> Floats:
        """How many words of each kind each text has: (texts, kinds), for words in lower case."""
        rows = map(KIND_ROWS.get, self.words, repeat(0))
        return self.totals(KIND_TABLE[np.fromiter(rows, np.intp, len(self.words))])


def read_tokens(texts: Sequence[str]) -> Tokens:
    """The words of texts that hold no line feed."""
    return _part(_WORD_OR_END.findall("\n".join(texts)), "\n")


def read_parts(texts: Sequence[str]) -> Tokens:
    """What stands between white space in texts that hold no NUL."""
    return _part(" \0 ".join(texts).split(), "\0")


def _part(parts: list[str], end: str) -> Tokens:
    """The words before each end."""
    ends = [at for at, part in enumerate(parts) if part == end]
    starts = np.array([-1, *ends, len(parts)]) - np.arange(-1, len(ends) + 1)
    words = [part for part in parts if part != end]
    return Tokens(words, np.fromiter(map(len, words), np.int64, len(words)), starts)


def mark_columns(tokens: Tokens, kinds: Floats, words: Sequence[int]) -> Floats:
    """How much texts speak of a company, of privacy, of an offer, of a person's work, and whether
    they end in a picture's origin; a row for each of :data:`MARK_NAMES`."""
    marks = kinds[:, FIRST_MARK:].T.copy()
    marks[_ROLE] *= np.array(words) <= BIO_WORDS
    for text in np.flatnonzero(marks[_ORIGIN]).tolist():
        marks[_ORIGIN, text] = not ORIGIN_WORDS.isdisjoint(tokens.of(text)[-TAIL_WORDS:])
    result: Floats = np.log1p(marks)
    return result
