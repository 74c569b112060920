"""What is asked again and again of the lines of a text dump: found once, for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tasks.clean.glyphs import (
    CJK,
    CLOSER,
    DIGIT,
    SEA,
    SPACE,
    STOP,
    WORD,
    Bools,
    Glyphs,
    Ints,
    read_glyphs,
)
from tasks.clean.reasons import ends_sentence, furniture_of

HEAD_CHARS = 200  # of a line, in which its words are looked up
STAMP_DIGITS = 4  # of the shortest complete date, such as 1/2/26


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """The lines of a dump, none empty, and a fact of each in every other field."""

    lines: Sequence[str]
    glyphs: Glyphs
    heads: Sequence[str]  # their beginnings in lower case
    words: Ints  # as count_words counts them
    parts: Sequence[int]  # between white space
    ends: Bools  # as sentences do
    digits: Sequence[int]
    may_date: Sequence[bool]  # False where there surely is no complete date
    furniture: Sequence[str | None]


def read_facts(lines: Sequence[str]) -> LineFacts:
    """The facts of lines, which are stripped and not empty; there must be one."""
    glyphs = read_glyphs(lines)
    heads = [line[:HEAD_CHARS].lower() for line in lines]
    parts = glyphs.count(glyphs.begins(~glyphs.has(SPACE))).tolist()
    digits = glyphs.count(glyphs.has(DIGIT))
    return LineFacts(
        lines=lines,
        glyphs=glyphs,
        heads=heads,
        words=_count_words(glyphs),
        parts=parts,
        ends=_ends(lines, glyphs),
        digits=digits.tolist(),
        may_date=(digits >= STAMP_DIGITS).tolist(),
        furniture=furniture_of(lines, heads, parts),
    )


def _count_words(glyphs: Glyphs) -> Ints:
    """As :func:`tasks.clean.words.count_words`, for every line."""
    count = glyphs.count(glyphs.spaces()) + 1
    few = count <= 3
    if few.any():
        count[few & (glyphs.count(glyphs.has(WORD)) == 0)] = 0
    foreign = glyphs.has(CJK | SEA)
    if not foreign.any():
        return count
    cjk, sea = glyphs.count(glyphs.has(CJK)), glyphs.count(glyphs.has(SEA))
    unspaced = (cjk == 0) & (count < glyphs.lengths() / 12)
    more = count + cjk // 2 + np.where(unspaced, sea // 4, 0)
    return np.where(count > 0, more, 0)


def _ends(lines: Sequence[str], glyphs: Glyphs) -> Bools:
    lasts = glyphs.lasts()
    ends: Bools = (lasts & np.uint16(STOP)) != 0
    for line in np.flatnonzero(lasts & np.uint16(CLOSER)).tolist():
        ends[line] = ends_sentence(lines[line])
    return ends
