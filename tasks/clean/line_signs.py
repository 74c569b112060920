"""What one line of a text dump shows, as numbers. The order of :data:`SIGNS` is the model's."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, repeat
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

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
from tasks.clean.line_facts import HEAD_CHARS, LineFacts
from tasks.clean.reasons import lines_holding
from tasks.clean.sign_words import (
    BYLINE,
    INVITATION,
    KINDS,
    MARK_NAMES,
    read_stamp,
)
from tasks.clean.tokens import Tokens, mark_columns, read_tokens

Floats = npt.NDArray[np.float64]
Column = Sequence[float] | npt.NDArray[Any]

SHORT_WORDS = 40
CORE_WORDS = 15  # a line from which the page's own vocabulary is taken
CORE_LETTERS = 4
SPOKEN_WORDS, SPOKEN_CHARS = 3, 30  # a shorter line is not searched for patterns
_CORE_WORD = re.compile(rf"\w{{{CORE_LETTERS},}}")
_SIGN_NAMES = """
words chars ends_sentence ends_colon ends_comma opens_lower opens_symbol capitals stop_words
mean_word digits symbols furniture_share furniture core title_share repeats seen_before
commas sentences date time invitation byline quotes bars address bullet upper
"""
SIGNS = (*_SIGN_NAMES.split(), *MARK_NAMES)
_BULLET = re.compile(r"(?:[-*•–▪]|\d{1,2}[.)])\s")
_AGO = ("ago", "vor", "hace", "il y a")


def read_line_signs(facts: LineFacts, tokens: Tokens, kinds: Floats) -> Floats:
    """The signs of all lines of a dump: a row a line, columns as in :data:`SIGNS`.

    ``tokens`` are the words of the lines' heads, ``kinds`` how many there are of each kind.
    """
    columns = [
        *_shapes(facts),
        *_shares(facts, tokens, kinds[:, KINDS.index("stop")]),
        *_furniture(kinds[:, KINDS.index("furniture")], facts),
        *_overlaps(facts, tokens),
        *_copies(facts.lines),
        *_patterns(facts),
        *mark_columns(tokens, kinds, facts.words),
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


def _shares(facts: LineFacts, tokens: Tokens, stop: Floats) -> list[Column]:
    """Shares of capitals, stop words and numbers, letters a word, and the share of symbols."""
    glyphs = facts.glyphs
    count, letters = np.maximum(1, tokens.counts()), np.maximum(1, tokens.totals(tokens.lengths))
    in_head = glyphs.offsets() < HEAD_CHARS
    capitals = glyphs.has(UPPER) & glyphs.begins(~glyphs.has(SPACE)) & in_head
    spaces = glyphs.count(glyphs.spaces() & in_head)
    return [
        glyphs.count(capitals) / (spaces + 1),
        stop / count,
        letters / count,
        tokens.totals_of(str.isdigit) / count,
        1 - letters / np.minimum(HEAD_CHARS, glyphs.lengths()),
    ]


def _furniture(found: Floats, facts: LineFacts) -> list[Column]:
    """How much of each short line is words of furniture."""
    share = found / np.maximum(1, facts.words) * (facts.words <= SHORT_WORDS)
    return [share, share > 0]


def _overlaps(facts: LineFacts, tokens: Tokens) -> list[Column]:
    """What each short line shares with the page's long lines, and with its first line."""
    count = facts.words
    short = count <= SHORT_WORDS
    core = _core_words(facts, tokens)
    long = tokens.lengths >= CORE_LETTERS
    times = np.fromiter(map(core.get, tokens.words, repeat(0)), np.int64, len(tokens.words)) * long
    known = np.where(count >= CORE_WORDS, tokens.totals(times > 1), tokens.totals(times > 0))
    return [
        np.where(short, known / np.maximum(1, tokens.totals(long)), 1.0),
        _in_title(facts, tokens, short),
    ]


def _in_title(facts: LineFacts, tokens: Tokens, short: Bools) -> Floats:
    """How much of the first line's longer words each short line holds."""
    title = set(_CORE_WORD.findall(facts.lines[0].lower()))
    shares = np.zeros(len(short))
    if title:
        held = tokens.totals_of(title.__contains__) > 0
        for at in np.flatnonzero(short & held).tolist():
            shares[at] = len(title.intersection(tokens.of(at))) / len(title)
    return shares


def _core_words(facts: LineFacts, tokens: Tokens) -> Counter[str]:
    """How many long lines hold each word; a line's own words count once."""
    places = np.flatnonzero(facts.words >= CORE_WORDS).tolist()
    longer = [at for at in places if len(facts.lines[at]) > HEAD_CHARS]
    whole = read_tokens([facts.lines[at].lower() for at in longer])
    bags = [set(tokens.of(at)) for at in places if len(facts.lines[at]) <= HEAD_CHARS]
    bags += [set(whole.of(at)) for at in range(len(longer))]
    return Counter(chain.from_iterable(bags))


def _copies(lines: Sequence[str]) -> list[Column]:
    """How many more lines read the same, and whether one of them stands before."""
    counts = Counter(lines)
    first: dict[str, int] = {}
    for at, line in enumerate(lines):
        first.setdefault(line, at)
    return [
        [log1p(counts[line] - 1) for line in lines],
        [first[line] < at for at, line in enumerate(lines)],
    ]


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
        _where(facts, list(lines_holding(("@", "http", "www."), "\n".join(lines)))),
        _where(facts, [at for at in opened if _BULLET.match(lines[at])]),
        _where(facts, [at for at in capital if lines[at][:HEAD_CHARS].isupper()]),
    ]


def _stamps(facts: LineFacts, chosen: Sequence[int]) -> list[Column]:
    """Which of the chosen lines print a date, and which a time or how long ago."""
    ago = lines_holding(_AGO, "\n".join(facts.heads))
    likely = [at for at in chosen if at in ago or facts.digits[at]]
    stamps = {at: read_stamp(facts.heads[at]) for at in likely}
    return [
        _where(facts, [at for at, (date, _) in stamps.items() if date]),
        _where(facts, [at for at, (_, time) in stamps.items() if time]),
    ]


def _where(facts: LineFacts, lines: Sequence[int]) -> Floats:
    found = np.zeros(len(facts.lines))
    found[lines] = 1.0
    return found
