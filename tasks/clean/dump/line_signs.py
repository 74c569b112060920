"""What one line of a text dump shows, as numbers. The order of :data:`SIGNS` is the model's."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.dump.line_facts import HEAD_CHARS, LineFacts
from tasks.clean.dump.line_words import CORE_LETTERS, CORE_WORDS, shared, spread
from tasks.clean.dump.word_numbers import Words
from tasks.clean.furniture import join_lines, lines_holding
from tasks.clean.glyph_counts import count_sentences
from tasks.clean.glyphs import (
    BAR,
    COLON,
    COMMA,
    LOWER,
    QUOTE,
    SPACE,
    UPPER,
    Bools,
)
from tasks.clean.sign_words import (
    BYLINE,
    INVITATION,
    KINDS,
    MARK_NAMES,
    read_stamp,
    tells_age,
)
from tasks.clean.tokens import mark_columns
from tasks.clean.words import WORD

Floats = npt.NDArray[np.float64]
Column = Sequence[float] | npt.NDArray[Any]

SHORT_WORDS = 40
SPOKEN_WORDS, SPOKEN_CHARS = 3, 30  # a shorter line is not searched for patterns
_SIGN_NAMES = """
words chars ends_sentence ends_colon ends_comma opens_lower opens_symbol capitals stop_words
mean_word digits symbols furniture_share furniture core title_share repeats seen_before
commas sentences date time invitation byline quotes bars address bullet upper
"""
SIGNS = (*_SIGN_NAMES.split(), *MARK_NAMES)
_BULLET = re.compile(r"(?:[-*•–▪]|\d{1,2}[.)])\s")


def read_line_signs(facts: LineFacts, words: Words, kinds: Floats) -> Floats:
    """The signs of all lines of a dump: a row a line, columns as in :data:`SIGNS`.

    ``kinds`` says how many words of each kind the lines have.
    """
    columns = [
        *_shapes(facts),
        *_shares(facts, words, kinds[:, KINDS.index("stop")]),
        *_furniture(kinds[:, KINDS.index("furniture")], facts),
        *_overlaps(facts, words),
        *_copies(facts.lines),
        *_patterns(facts),
        *mark_columns(lambda line: WORD.findall(facts.heads[line]), kinds, facts.words),
    ]
    signs = np.zeros((len(SIGNS), len(facts.lines)))
    for place, column in enumerate(columns):
        signs[place] = column
    signs[SIGNS.index("commas") :, ~_spoken(facts)] = 0.0
    return signs.T


def _spoken(facts: LineFacts) -> Bools:
    """The lines that are long enough to be searched for patterns."""
    return (facts.words >= SPOKEN_WORDS) | (facts.glyphs.lengths() >= SPOKEN_CHARS)


def _shapes(facts: LineFacts) -> list[Column]:
    """How long the lines are, and how they begin and end."""
    firsts, lasts = facts.glyphs.firsts(), facts.glyphs.lasts()
    return [
        np.log1p(facts.words),
        np.log1p(facts.glyphs.lengths()),
        facts.ends,
        (lasts & COLON) != 0,
        (lasts & COMMA) != 0,
        (firsts & LOWER) != 0,
        [not line[0].isalnum() for line in facts.lines],
    ]


def _shares(facts: LineFacts, words: Words, stop: Floats) -> list[Column]:
    """Shares of capitals, stop words and numbers, letters a word, and the share of symbols."""
    glyphs = facts.glyphs
    count = np.maximum(1, np.diff(words.starts))
    letters = np.maximum(1, words.totals(words.lengths))
    in_head = glyphs.offsets() < HEAD_CHARS
    capitals = glyphs.has(UPPER) & glyphs.begins(~glyphs.has(SPACE)) & in_head
    spaces = glyphs.count(glyphs.spaces() & in_head)
    return [
        glyphs.count(capitals) / (spaces + 1),
        stop / count,
        letters / count,
        words.totals(words.are_numbers()) / count,
        1 - letters / np.minimum(HEAD_CHARS, glyphs.lengths()),
    ]


def _furniture(found: Floats, facts: LineFacts) -> list[Column]:
    """How much of each short line is words of furniture."""
    share = found / np.maximum(1, facts.words) * (facts.words <= SHORT_WORDS)
    return [share, share > 0]


def _overlaps(facts: LineFacts, words: Words) -> list[Column]:
    """What each short line shares with the page's long lines, and with its first line."""
    count, short = len(facts.lines), facts.words <= SHORT_WORDS
    asked = np.flatnonzero((words.lengths >= CORE_LETTERS) & short[words.texts])
    lines = words.texts[asked]
    times = spread(facts, words, asked)
    known = times > (facts.words >= CORE_WORDS)[lines]  # a core line holds its own words
    share = np.bincount(lines[known], minlength=count) / np.maximum(
        1, np.bincount(lines, minlength=count)
    )
    return [np.where(short, share, 1.0), shared(facts, words, asked, lines)]


def _copies(lines: Sequence[str]) -> list[Column]:
    """How many more lines read the same, and whether one of them stands before."""
    total = len(lines)
    counts = Counter(lines)
    first = dict(zip(reversed(lines), range(total - 1, -1, -1), strict=True))
    times = np.fromiter(map(counts.__getitem__, lines), np.int64, total)
    places = np.fromiter(map(first.__getitem__, lines), np.int64, total)
    return [np.log1p(times - 1), places < np.arange(total)]


def _patterns(facts: LineFacts) -> list[Column]:
    """What the lines are searched for: stamps, invitations, bylines, quotes, bars, addresses."""
    glyphs, heads, lines = facts.glyphs, facts.heads, facts.lines
    firsts, spoken = glyphs.firsts(), _spoken(facts)
    chosen = np.flatnonzero((facts.words < SHORT_WORDS) & spoken).tolist()
    opened = np.flatnonzero(spoken & ((firsts & (UPPER | LOWER)) == 0)).tolist()
    capital = np.flatnonzero(spoken & ((firsts & LOWER) == 0)).tolist()
    return [
        np.log1p(glyphs.count(glyphs.codes == ord(","))),
        np.log1p(count_sentences(glyphs)),
        *_stamps(facts, chosen),
        _where(facts, [at for at in chosen if INVITATION.match(heads[at])]),
        _where(facts, [at for at in chosen if BYLINE.match(heads[at])]),
        glyphs.count(glyphs.has(QUOTE)) > 0,
        glyphs.count(glyphs.has(BAR)) > 0,
        _where(facts, list(lines_holding(("@", "http", "www."), join_lines(lines)))),
        _where(facts, [at for at in opened if _BULLET.match(lines[at])]),
        _where(facts, [at for at in capital if lines[at][:HEAD_CHARS].isupper()]),
    ]


def _stamps(facts: LineFacts, chosen: Sequence[int]) -> list[Column]:
    """Which of the chosen lines print a date, and which a time or how long ago."""
    likely = [at for at in chosen if facts.digits[at] or tells_age(facts.heads[at])]
    stamps = {at: read_stamp(facts.heads[at]) for at in likely}
    return [
        _where(facts, [at for at, (date, _) in stamps.items() if date]),
        _where(facts, [at for at, (_, time) in stamps.items() if time]),
    ]


def _where(facts: LineFacts, lines: Sequence[int]) -> Floats:
    found = np.zeros(len(facts.lines))
    found[lines] = 1.0
    return found
