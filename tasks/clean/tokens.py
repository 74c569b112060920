"""The words of many short texts at once: cut out of one array, counted by a few sums.

A page has hundreds of lines of a few words each; to ask line by line costs more than the answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.glyphs import DIGIT, WORD, Classes, Glyphs, read_glyphs
from tasks.clean.sign_words import FIRST_MARK, KIND_ROWS, KIND_TABLE, MARK_NAMES, ORIGIN_WORDS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BIO_WORDS = 80  # a longer text that speaks of a person's work is no note on its author
TAIL_WORDS = 8
_ROLE, _ORIGIN = MARK_NAMES.index("role"), MARK_NAMES.index("origin")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of some texts, one after the other; ``starts`` has one more for their end."""

    words: list[str]
    lengths: Ints  # of each word
    starts: Ints  # of each text: where its words begin
    firsts: Classes  # of each word's first character, as it was written

    def of(self, text: int) -> list[str]:
        """The words of one text."""
        return self.words[self.starts[text] : self.starts[text + 1]]

    def totals(self, values: npt.NDArray[np.generic]) -> Floats:
        """The sums of some values of the words, for every text."""
        sums = np.zeros((len(values) + 1, *values.shape[1:]))
        np.cumsum(values, axis=0, out=sums[1:])
        result: Floats = sums[self.starts[1:]] - sums[self.starts[:-1]]
        return result

    def numbers(self) -> Floats:
        """How many words of each text are digits alone."""
        found = np.zeros(len(self.words), bool)
        for at in np.flatnonzero(self.firsts & DIGIT).tolist():
            found[at] = self.words[at].isdigit()
        return self.totals(found)

    def counts(self) -> Ints:
        """How many words each text has."""
        return np.diff(self.starts)

    def kinds(self) -> Floats:
        """How many words of each kind each text has: (texts, kinds), for words in lower case."""
        rows = map(KIND_ROWS.get, self.words, repeat(0))
        return sum_kinds(np.fromiter(rows, np.intp, len(self.words)), self.starts)


def sum_kinds(rows: npt.NDArray[np.integer[Any]], starts: Ints) -> Floats:
    """How many words of each kind each text has: (texts, kinds), given the row of each word in the
    table of kinds and where each text begins, and the last one ends."""
    known = np.flatnonzero(rows)
    sums = np.zeros((len(known) + 1, KIND_TABLE.shape[1]))
    np.cumsum(KIND_TABLE[rows[known]], axis=0, out=sums[1:])
    places = np.searchsorted(known, starts)
    result: Floats = sums[places[1:]] - sums[places[:-1]]
    return result


def read_tokens(texts: Sequence[str]) -> Tokens:
    """The words of texts that hold no line feed, as they were written."""
    glyphs = read_glyphs(texts)
    return _tokens(glyphs, glyphs.text_of(glyphs.has(WORD)))


def lower_tokens(glyphs: Glyphs) -> Tokens:
    """The words of texts in lower case."""
    return _tokens(glyphs, glyphs.text_of(glyphs.has(WORD)).lower())


def _tokens(glyphs: Glyphs, text: str) -> Tokens:
    """The words of a text that holds nothing else, and where they stand."""
    edges = np.flatnonzero(np.diff(glyphs.has(WORD), prepend=False))
    begins, ends = edges[::2], edges[1::2]
    starts = np.append(np.searchsorted(begins, glyphs.starts), len(begins))
    return Tokens(text.split(), ends - begins, starts, glyphs.classes[begins])


def mark_columns(
    words_of: Callable[[int], Sequence[str]],
    kinds: Floats,
    words: Sequence[int] | npt.NDArray[np.int64],
) -> Floats:
    """How much texts speak of a company, of privacy, of an offer, of a person's work, and whether
    they end in a picture's origin; a row for each of :data:`MARK_NAMES`.

    ``words_of`` gives the words of one text, ``words`` says how many each has.
    """
    marks = kinds[:, FIRST_MARK:].T.copy()
    marks[_ROLE] *= np.array(words) <= BIO_WORDS
    for text in np.flatnonzero(marks[_ORIGIN]).tolist():
        marks[_ORIGIN, text] = not ORIGIN_WORDS.isdisjoint(words_of(text)[-TAIL_WORDS:])
    result: Floats = np.log1p(marks)
    return result
