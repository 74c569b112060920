"""What headlines share with a body: the content stems of many lines at once, as numbers.

The stems are those of :func:`tasks.clean.words.stems`; their numbers are told as those of words
(:mod:`tasks.clean.line_words`), so that no word is cut out of its text.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tasks.clean.glyphs import (
    CJK,
    DIGIT,
    LOWER,
    UNICODE,
    UPPER,
    Bools,
    Glyphs,
    Ints,
    read_glyphs,
)
from tasks.clean.line_words import Numbers, cut_words, number_chars, sum_chars
from tasks.clean.words import STEM

CASED = 0x20000  # no character from here on has another case


def stem_sets(lines: Sequence[str]) -> list[set[int]]:
    """The numbers of the content stems of each line; the lines hold no line feed and are not
    empty."""
    if not lines:
        return []
    numbers, places = _read_stems(read_glyphs(lines))
    found: list[set[int]] = [set() for _ in lines]
    for number, line in zip(numbers.tolist(), places.tolist(), strict=True):
        found[line].add(number)
    return found


def stems_of_lines(glyphs: Glyphs, lines: Sequence[int]) -> set[int]:
    """The numbers of the content stems of some lines, of which there is one, in order."""
    first, last = lines[0], lines[-1]
    numbers, places = _read_stems(glyphs.between(first, last + 1))
    if len(lines) <= last - first:
        chosen = np.zeros(last + 1 - first, np.bool_)
        chosen[np.subtract(lines, first)] = True
        numbers = numbers[chosen[places]]
    return set(numbers.tolist())


def _read_stems(glyphs: Glyphs) -> tuple[Numbers, Ints]:
    """The stems of all lines, and in which line each stands."""
    in_word, begins, lengths = cut_words(glyphs)
    kept = _bear_content(glyphs, begins, lengths)
    is_cjk = glyphs.has(CJK) & in_word
    if not is_cjk.any():
        return _openings(glyphs, begins[kept], lengths[kept])
    mixed = sum_chars(is_cjk, begins) > 0
    openings = _openings(glyphs, begins[kept & ~mixed], lengths[kept & ~mixed])
    in_pairs = np.zeros(len(in_word), np.bool_)
    in_pairs[in_word] = np.repeat(mixed, lengths)
    pairs = _pairs(glyphs, np.flatnonzero(in_pairs[:-1] & in_pairs[1:]))
    return np.append(openings[0], pairs[0]), np.append(openings[1], pairs[1])


def _bear_content(glyphs: Glyphs, begins: Ints, lengths: Ints) -> Bools:
    """Which words are long and no number, or an acronym."""
    kept: Bools = lengths > 3
    kept &= sum_chars(glyphs.has(DIGIT), begins) < lengths
    acronym = (lengths > 1) & (lengths <= 3) & (sum_chars(glyphs.has(UPPER), begins) > 0)
    acronym &= sum_chars(glyphs.has(LOWER), begins) == 0
    return kept | acronym


def _openings(glyphs: Glyphs, begins: Ints, lengths: Ints) -> tuple[Numbers, Ints]:
    """The first letters of words without case, and in which line each word stands."""
    cut = np.minimum(STEM, lengths)
    places = np.repeat(begins - (np.cumsum(cut) - cut), cut) + np.arange(cut.sum())
    return number_chars(_lower_case().take(glyphs.codes[places]), cut), _lines(glyphs, begins)


def _pairs(glyphs: Glyphs, places: Ints) -> tuple[Numbers, Ints]:
    """Characters with the one after each, and in which line they stand."""
    chars = glyphs.codes[np.column_stack((places, places + 1))].ravel()
    return number_chars(chars, np.full(len(places), 2)), _lines(glyphs, places)


def _lines(glyphs: Glyphs, places: Ints) -> Ints:
    return np.searchsorted(glyphs.starts, places, side="right") - 1


@lru_cache(maxsize=1)
def _lower_case() -> npt.NDArray[np.uint32]:
    """Every character in lower case; the few that have two there keep the first."""
    table = np.arange(UNICODE, dtype=np.uint32)
    chars = table[:CASED].view("<U1")
    table[:CASED] = np.char.lower(chars).astype("<U1").view(np.uint32)
    return table
