"""What is counted of many lines by their characters alone, for all of them at once."""

from collections.abc import Sequence

import numpy as np

from tasks.clean.glyphs import CJK, CLOSER, MARK, SEA, SPACE, STOP, WORD, Bools, Glyphs, Ints
from tasks.clean.sentences import ends_sentence

SENTENCE_GLYPHS = 40  # of a line in a script without spaces and without marks at its end


def count_all_words(glyphs: Glyphs) -> Ints:
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


def count_sentences(glyphs: Glyphs) -> Ints:
    """How many marks that end a sentence stand before white space or at the end of each line."""
    before = np.append(glyphs.has(SPACE)[1:], True)
    return glyphs.count(glyphs.has(MARK) & before)


def find_ends(lines: Sequence[str], glyphs: Glyphs) -> Bools:
    """As :func:`tasks.clean.sentences.ends_sentence`, for every line."""
    lasts = glyphs.lasts()
    ends: Bools = (lasts & np.uint16(STOP)) != 0
    for line in np.flatnonzero(lasts & np.uint16(CLOSER)).tolist():
        ends[line] = ends_sentence(lines[line])
    return ends | _reads_on(glyphs)


def _reads_on(glyphs: Glyphs) -> Bools:
    """The long lines in scripts that end no sentence with a mark, such as Thai."""
    foreign = glyphs.has(SEA)
    if not foreign.any():
        return np.zeros(len(glyphs.starts), np.bool_)
    found: Bools = glyphs.count(foreign) >= SENTENCE_GLYPHS
    return found
