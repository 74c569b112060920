"""What one line of a text dump shows, as numbers. The order of :data:`SIGNS` is the model's."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.reasons import ends_sentence
from tasks.clean.sign_words import (
    BYLINE,
    INVITATION,
    KINDS,
    MARK_NAMES,
    read_stamp,
)
from tasks.clean.tokens import Tokens, mark_columns, read_parts, read_tokens

Floats = npt.NDArray[np.float64]
Column = Sequence[float] | npt.NDArray[Any]

HEAD_CHARS = 200
SHORT_WORDS = 40
CORE_WORDS = 15  # a line from which the page's own vocabulary is taken
CORE_LETTERS = 4
_CORE_WORD = re.compile(rf"\w{{{CORE_LETTERS},}}")
_SIGN_NAMES = """
words chars ends_sentence ends_colon ends_comma opens_lower opens_symbol capitals stop_words
mean_word digits symbols furniture_share furniture core title_share repeats seen_before
commas sentences date time invitation byline quotes bars address bullet upper
"""
SIGNS = (*_SIGN_NAMES.split(), *MARK_NAMES)
_SENTENCE = re.compile(r"[.!?。！？](?=\s|$)")
_BULLET = re.compile(r"(?:[-*•–▪]|\d{1,2}[.)])\s")


def read_line_signs(
    lines: Sequence[str], words: Sequence[int], tokens: Tokens, kinds: Floats
) -> Floats:
    """The signs of all lines of a dump, none empty: a row a line, columns as in :data:`SIGNS`.

    ``tokens`` are the words of the lines' heads in lower case, ``kinds`` how many there are of each
    kind.
    """
    heads = [line[:HEAD_CHARS] for line in lines]
    columns = [
        *_shapes(lines, words),
        *_shares(heads, tokens, kinds[:, KINDS.index("stop")]),
        *_furniture(kinds[:, KINDS.index("furniture")], words),
        *_overlaps(lines, tokens, words),
        *_copies(lines),
    ]
    signs = np.zeros((len(SIGNS), len(lines)))
    for place, column in enumerate(columns):
        signs[place] = column
    spoken = [at for at, line in enumerate(lines) if words[at] > 2 or len(line) >= 30]
    if spoken:
        patterns = np.array([_patterns(lines[at], heads[at], words[at]) for at in spoken])
        signs[len(columns) : -len(MARK_NAMES), spoken] = patterns.T
        signs[-len(MARK_NAMES) :, spoken] = mark_columns(tokens, kinds, words)[:, spoken]
    return signs.T


def line_tokens(lines: Sequence[str]) -> Tokens:
    """The words of the beginnings of lines, in lower case."""
    return read_tokens([line[:HEAD_CHARS].lower() for line in lines])


def _shapes(lines: Sequence[str], words: Sequence[int]) -> list[Column]:
    """How long the lines are, and how they begin and end."""
    return [
        list(map(log1p, words)),
        list(map(log1p, map(len, lines))),
        list(map(ends_sentence, lines)),
        [line[-1] in ":：" for line in lines],
        [line[-1] in ",;-–、，" for line in lines],
        [line[0].islower() for line in lines],
        [not line[0].isalnum() for line in lines],
    ]


def _shares(heads: Sequence[str], tokens: Tokens, stop: Floats) -> list[Column]:
    """Shares of capitals, stop words and numbers, letters a word, and the share of symbols."""
    count, letters = np.maximum(1, tokens.counts()), np.maximum(1, tokens.totals(tokens.lengths))
    capitals = read_parts(heads).capitals()
    parts = np.array([head.count(" ") + 1 for head in heads])
    chars = np.array(list(map(len, heads)))
    return [
        capitals / parts,
        stop / count,
        letters / count,
        tokens.totals_of(str.isdigit) / count,
        1 - letters / chars,
    ]


def _furniture(found: Floats, words: Sequence[int]) -> list[Column]:
    """How much of each short line is words of furniture."""
    short = np.array(words) <= SHORT_WORDS
    share = found / np.maximum(1, words) * short
    return [share, share > 0]


def _overlaps(lines: Sequence[str], tokens: Tokens, words: Sequence[int]) -> list[Column]:
    """What each short line shares with the page's long lines, and with its first line."""
    count = np.array(words)
    short = count <= SHORT_WORDS
    core = _core_words(lines, words)
    times = np.fromiter(map(core.get, tokens.words, repeat(0)), np.int64, len(tokens.words))
    known = np.where(count >= CORE_WORDS, tokens.totals(times > 1), tokens.totals(times > 0))
    content = tokens.totals(tokens.lengths >= CORE_LETTERS)
    title = set(_CORE_WORD.findall(lines[0].lower()))
    in_title = np.zeros(len(lines))
    for at in np.flatnonzero(short & (tokens.totals_of(title.__contains__) > 0)).tolist():
        in_title[at] = len(title.intersection(tokens.of(at))) / len(title)
    return [np.where(short, known / np.maximum(1, content), 1.0), in_title]


def _core_words(lines: Sequence[str], words: Sequence[int]) -> Counter[str]:
    """How many long lines hold each of the page's longer words; a line's own words count once."""
    core: Counter[str] = Counter()
    for line, count in zip(lines, words, strict=True):
        if count >= CORE_WORDS:
            core.update(set(_CORE_WORD.findall(line.lower())))
    return core


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


def _patterns(line: str, head: str, words: int) -> list[float]:
    short, lowered = words < SHORT_WORDS, head.lower()
    date, time = read_stamp(lowered) if short else (False, False)
    others = "" if line.isascii() else line  # in which marks beyond ASCII are looked for
    return [
        log1p(line.count(",")),
        log1p(len(_SENTENCE.findall(line))),
        float(date),
        float(time),
        float(short and bool(INVITATION.match(lowered))),
        float(short and bool(BYLINE.match(lowered))),
        float('"' in line or "“" in others or "„" in others or "«" in others),
        float("|" in line or "/" in line or "·" in others or "•" in others),
        float("@" in line or "http" in line or "www." in line),
        float(bool(_BULLET.match(line))),
        float(head.isupper()),
    ]
