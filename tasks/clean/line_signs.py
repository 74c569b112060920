"""What one line of a text dump shows, as numbers. The order of :data:`SIGNS` is the model's."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log1p
from operator import itemgetter

from tasks.clean.reasons import ends_sentence
from tasks.clean.sign_words import (
    BYLINE,
    INVITATION,
    MARK_NAMES,
    count_kinds,
    mark_signs,
    shows_date,
    shows_time,
)
from tasks.clean.words import WORD

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


def core_words(lines: Sequence[str], words: Sequence[int]) -> Counter[str]:
    """How many long lines hold each of the page's longer words."""
    core: Counter[str] = Counter()
    for line, count in zip(lines, words, strict=True):
        if count >= CORE_WORDS:
            core.update({word for word in WORD.findall(line.lower()) if len(word) >= CORE_LETTERS})
    return core


def read_line_signs(
    line: str, words: int, core: Counter[str], title: frozenset[str], copies: int, *, seen: bool
) -> list[float]:
    """The signs of one line, in the order of :data:`SIGNS`."""
    head = line[:HEAD_CHARS]
    lowered = head.lower()
    lower = WORD.findall(lowered)
    counted = count_kinds(lower)
    signs = [
        log1p(words),
        log1p(len(line)),
        float(ends_sentence(line)),
        float(line[-1] in ":："),
        float(line[-1] in ",;-–、，"),
        float(line[0].islower()),
        float(not line[0].isalnum()),
        *_shares(head, lower, counted.stop),
        *_overlaps(lower, words, counted.furniture, core, title),
        log1p(copies - 1),
        float(seen),
    ]
    if words <= 2 and len(line) < 30:
        return signs + [0.0] * (len(SIGNS) - len(signs))
    return signs + _patterns(line, head, lowered, words) + mark_signs(counted, lower, words)


def _shares(head: str, lower: Sequence[str], stop: int) -> list[float]:
    count = len(lower) or 1
    letters = sum(map(len, lower)) or 1
    capitals = sum(map(str.isupper, map(_FIRST, head.split())))
    digits = sum(map(str.isdigit, lower))
    return [
        capitals / (head.count(" ") + 1),
        stop / count,
        letters / count,
        digits / count,
        1 - letters / len(head),
    ]


def _overlaps(
    lower: Sequence[str],
    words: int,
    furniture: int,
    core: Counter[str],
    title: frozenset[str],
) -> list[float]:
    """Furniture words, and what the line shares with the page's long lines and its first line."""
    if words > SHORT_WORDS:
        return [0.0, 0.0, 1.0, 0.0]
    content = [word for word in lower if len(word) >= CORE_LETTERS]
    others = 1 if words >= CORE_WORDS else 0  # its own words count once
    shared = len([1 for word in content if core.get(word, 0) > others])
    in_title = len(title.intersection(lower)) / len(title) if title else 0.0
    return [furniture / max(1, words), float(furniture > 0), shared / (len(content) or 1), in_title]


def _patterns(line: str, head: str, lowered: str, words: int) -> list[float]:
    short = words < SHORT_WORDS
    return [
        log1p(line.count(",")),
        log1p(len(_SENTENCE.findall(line))),
        float(short and shows_date(lowered)),
        float(short and shows_time(lowered)),
        float(short and bool(INVITATION.match(lowered))),
        float(short and bool(BYLINE.match(lowered))),
        float("“" in line or '"' in line or "„" in line or "«" in line),
        float("|" in line or "·" in line or "•" in line or "/" in line),
        float("@" in line or "http" in line or "www." in line),
        float(bool(_BULLET.match(line))),
        float(head.isupper()),
    ]
