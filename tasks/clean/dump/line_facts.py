"""What is asked again and again of the lines of a text dump: found once, for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tasks.clean.dump.word_numbers import Words, words_of
from tasks.clean.furniture import MAX_FURNITURE_CHARS, MAX_FURNITURE_WORDS, furniture_of
from tasks.clean.glyph_counts import count_all_words, find_ends
from tasks.clean.glyphs import DIGIT, SPACE, Bools, Glyphs, Ints, read_glyphs

HEAD_CHARS = 200  # of a line, in which its words are looked up
STAMP_DIGITS = 4  # of the shortest complete date, such as 1/2/26


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """The lines of a dump, none empty, and a fact of each in every other field."""

    lines: Sequence[str]
    glyphs: Glyphs
    heads: Sequence[str]  # their beginnings in lower case
    words: Ints  # as count_words counts them
    vocabulary: Words
    parts: Sequence[int]  # between white space
    ends: Bools  # as sentences do
    digits: Sequence[int]
    may_date: Sequence[bool]  # False where there surely is no complete date
    furniture: Sequence[str | None]


def read_facts(lines: Sequence[str]) -> LineFacts:
    """The facts of lines, which are stripped and not empty; there must be one."""
    glyphs = read_glyphs(lines)
    heads = [line[:HEAD_CHARS].lower() for line in lines]
    parts = glyphs.count(glyphs.begins(~glyphs.has(SPACE)))
    short = (parts <= MAX_FURNITURE_WORDS) & (glyphs.lengths() <= MAX_FURNITURE_CHARS)
    digits = glyphs.count(glyphs.has(DIGIT))
    return LineFacts(
        lines=lines,
        glyphs=glyphs,
        heads=heads,
        words=count_all_words(glyphs),
        vocabulary=words_of(glyphs),
        parts=parts.tolist(),
        ends=find_ends(lines, glyphs),
        digits=digits.tolist(),
        may_date=(digits >= STAMP_DIGITS).tolist(),
        furniture=furniture_of(heads, np.flatnonzero(short).tolist()),
    )
