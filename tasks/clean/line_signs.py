"""What one line of a text dump shows, as numbers. The order of :data:`SIGNS` is the model's."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.reasons import ends_sentence
from tasks.clean.sign_words import (
    BYLINE,
    INVITATION,
    MARK_NAMES,
    Counted,
    count_kinds,
    mark_signs,
    read_stamp,
)
from tasks.clean.words import WORD

Floats = npt.NDArray[np.float64]
Column = Sequence[float] | npt.NDArray[Any]

HEAD_CHARS = 200
SHORT_WORDS = 40
CORE_WORDS = 15  # a line from which the page's own vocabulary is taken
CORE_LETTERS = 4
_SIGN_NAMES = """
words chars ends_sentence ends_colon ends_comma opens_lower opens_symbol capitals stop_words
mean_word digits symbols furniture_share furniture core title_share repeats seen_before
commas sentences date time invitation byline quotes bars address bullet upper
"""
SIGNS = (*_SIGN_NAMES.split(), *MARK_NAMES)
_SENTENCE = re.compile(r"[.!?。！？](?=\s|$)")
_FIRST = itemgetter(0)
_BULLET = re.compile(r"(?:[-*•–▪]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Split:
    """The beginnings of lines, which are looked at word by word."""

    heads: list[str]
    lowered: list[str]
    tokens: list[list[str]]
    counted: list[Counted]


def split_lines(lines: Sequence[str]) -> Split:
    """The words of lines."""
    heads = [line[:HEAD_CHARS] for line in lines]
    lowered = list(map(str.lower, heads))
    tokens = list(map(WORD.findall, lowered))
    return Split(heads, lowered, tokens, list(map(count_kinds, tokens)))


def read_line_signs(lines: Sequence[str], split: Split, words: Sequence[int]) -> Floats:
    """The signs of all lines of a dump, none empty: a row a line, columns as in :data:`SIGNS`."""
    counted, tokens = split.counted, split.tokens
    columns = [
        *_shapes(lines, words),
        *_shares(split.heads, tokens, [kinds.stop for kinds in counted]),
        *_furniture([kinds.furniture for kinds in counted], words),
        *_overlaps(lines, tokens, words),
        *_copies(lines),
    ]
    signs = np.zeros((len(SIGNS), len(lines)))
    for place, column in enumerate(columns):
        signs[place] = column
    spoken = [at for at, line in enumerate(lines) if words[at] > 2 or len(line) >= 30]
    if spoken:
        patterns = [
            _patterns(lines[at], split.heads[at], split.lowered[at], words[at])
            + mark_signs(counted[at], tokens[at], words[at])
            for at in spoken
        ]
        signs[len(columns) :, spoken] = np.array(patterns).T
    return signs.T


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


def _shares(
    heads: Sequence[str], tokens: Sequence[Sequence[str]], stop: Sequence[int]
) -> list[Column]:
    """Shares of capitals, stop words and numbers, letters a word, and the share of symbols."""
    count = np.array([len(found) or 1 for found in tokens])
    letters = np.array([sum(map(len, found)) or 1 for found in tokens])
    capitals = [sum(map(str.isupper, map(_FIRST, head.split()))) for head in heads]
    parts = np.array([head.count(" ") + 1 for head in heads])
    digits = [sum(map(str.isdigit, found)) for found in tokens]
    chars = np.array(list(map(len, heads)))
    return [capitals / parts, stop / count, letters / count, digits / count, 1 - letters / chars]


def _furniture(found: Sequence[int], words: Sequence[int]) -> list[Column]:
    """How much of each short line is words of furniture."""
    short = np.array(words) <= SHORT_WORDS
    share = found / np.maximum(1, words) * short
    return [share, share > 0]


def _overlaps(
    lines: Sequence[str], tokens: Sequence[Sequence[str]], words: Sequence[int]
) -> list[Column]:
    """What each short line shares with the page's long lines, and with its first line."""
    title = {word for word in WORD.findall(lines[0].lower()) if len(word) > CORE_LETTERS - 1}
    core = _core_words(lines, words)
    known, twice = set(core), {word for word, count in core.items() if count > 1}
    in_core, in_title = [1.0] * len(lines), [0.0] * len(lines)
    for at, (found, count) in enumerate(zip(tokens, words, strict=True)):
        if count > SHORT_WORDS:
            continue
        content = [word for word in found if len(word) >= CORE_LETTERS]
        others = twice if count >= CORE_WORDS else known  # its own words count once
        in_core[at] = sum(map(others.__contains__, content)) / (len(content) or 1)
        in_title[at] = len(title.intersection(content)) / (len(title) or 1)
    return [in_core, in_title]


def _core_words(lines: Sequence[str], words: Sequence[int]) -> Counter[str]:
    """How many long lines hold each of the page's longer words."""
    core: Counter[str] = Counter()
    for line, count in zip(lines, words, strict=True):
        if count >= CORE_WORDS:
            core.update({word for word in WORD.findall(line.lower()) if len(word) >= CORE_LETTERS})
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


def _patterns(line: str, head: str, lowered: str, words: int) -> list[float]:
    short = words < SHORT_WORDS
    date, time = read_stamp(lowered) if short else (False, False)
    return [
        log1p(line.count(",")),
        log1p(len(_SENTENCE.findall(line))),
        float(date),
        float(time),
        float(short and bool(INVITATION.match(lowered))),
        float(short and bool(BYLINE.match(lowered))),
        float("“" in line or '"' in line or "„" in line or "«" in line),
        float("|" in line or "·" in line or "•" in line or "/" in line),
        float("@" in line or "http" in line or "www." in line),
        float(bool(_BULLET.match(line))),
        float(head.isupper()),
    ]
