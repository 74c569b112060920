"""What one block's own text shows, as numbers: length, endings, words of furniture, overlaps.

All signs are language-independent or hold the words of several languages at once; the model weighs
them. The order of :data:`SIGNS` is the order of the model's columns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from json import JSONDecoder
from math import log1p
from operator import itemgetter

from tasks.clean.blocks import Block
from tasks.clean.head import Head
from tasks.clean.reasons import ends_sentence
from tasks.clean.sign_words import (
    BYLINE,
    INVITATION,
    MARK_NAMES,
    count_kinds,
    mark_signs,
    read_stamp,
)
from tasks.clean.words import WORD

HEAD_CHARS = 240  # of a block that are looked at word by word
SHORT_WORDS = 40  # furniture is short: longer blocks are not searched for its words
MIN_MATCH_WORDS = 5

_SIGN_NAMES = """
words chars link_share emphasis_share ends_sentence ends_colon opens_lower capitals stop_words
mean_word digits symbols commas sentences date time furniture_share furniture invitation byline
quotes bars address title_share is_title in_description in_article_body repeats seen_before media
opens_with_link hashes copyright
"""
SIGNS = (*_SIGN_NAMES.split(), *MARK_NAMES)
_SENTENCE = re.compile(r"[.!?。！？](?=\s|$)")
_STRINGS = JSONDecoder(strict=False)
_TAG = re.compile("<[^>]+>")
_FIRST = itemgetter(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the head of the page says about its text, folded for comparison."""

    title_words: frozenset[str]
    description: str  # letters and digits only
    article_body: str


def squeeze(text: str) -> str:
    """Letters and digits only, lower case: for asking whether one text holds another."""
    return "".join(WORD.findall(text)).lower()


def read_signs(
    block: Block, words: int, copies: int, seen: bool, declared: Declared
) -> list[float]:
    """The signs of one block, in the order of :data:`SIGNS`."""
    text, chars = block.text, len(block.text)
    head = text[:HEAD_CHARS]
    tokens = WORD.findall(head)
    lower = list(map(str.lower, tokens))
    counted = count_kinds(lower)
    return [
        log1p(words),
        log1p(chars),
        min(1.0, block.link_chars / chars),
        min(1.0, block.emphasis_chars / chars),
        float(ends_sentence(text)),
        float(text[-1] == ":"),
        float(text[0].islower()),
        *_word_signs(tokens, counted.stop, len(head)),
        log1p(text.count(",")),
        log1p(_count_sentences(text)),
        *_furniture_signs(head.lower(), counted.furniture, words),
        float("“" in text or '"' in text or "„" in text or "«" in text),
        float("|" in text or "·" in text or "•" in text),
        float("@" in text or "http" in text or "www." in text),
        *_overlaps(lower, words, declared),
        log1p(copies - 1),
        float(seen),
        float(block.media),
        float(block.opens_with_link),
        float(text[0] == "#"),
        float("©" in head),
        *mark_signs(counted, lower, words),
    ]


def _word_signs(tokens: Sequence[str], stop: int, chars: int) -> list[float]:
    count = len(tokens) or 1
    letters = sum(map(len, tokens)) or 1
    capitals = sum(map(str.isupper, map(_FIRST, tokens)))
    digits = sum(map(str.isdigit, tokens))
    return [capitals / count, stop / count, letters / count, digits / count, 1 - letters / chars]


def _count_sentences(text: str) -> int:
    if not text.isascii():
        return len(_SENTENCE.findall(text))
    return text.count(". ") + text.count("? ") + text.count("! ") + (text[-1] in ".?!")


def _furniture_signs(lowered: str, furniture: int, words: int) -> list[float]:
    if words > 2 * SHORT_WORDS:
        return [0.0] * 6
    found = furniture if words < SHORT_WORDS else 0
    date, time = read_stamp(lowered)
    return [
        float(date),
        float(time),
        found / max(1, words),
        float(found > 0),
        float(bool(INVITATION.match(lowered))),
        float(bool(BYLINE.match(lowered))),
    ]


def _overlaps(lower: Sequence[str], words: int, declared: Declared) -> list[float]:
    """Shares with title, description and the declared article body (-1: declared, not in it)."""
    title = 0.0
    if words <= SHORT_WORDS and declared.title_words:
        title = len(declared.title_words & set(lower)) / len(declared.title_words)
    in_description = in_body = 0.0
    if words >= MIN_MATCH_WORDS and (declared.description or declared.article_body):
        text = "".join(lower)
        if len(declared.description) > 30:
            hit = text[:60] in declared.description or declared.description[:60] in text
            in_description = float(hit)
        if declared.article_body:
            in_body = 1.0 if text[:80] in declared.article_body else -1.0
    return [title, float(title > 0.9), in_description, in_body]


def read_declared(html: str, head: Head) -> Declared:
    """What the head of a page declares about its text."""
    title = head.first("og:title") or head.title or ""
    descriptions = [head.first("og:description") or "", head.first("description") or ""]
    words = frozenset(word for word in WORD.findall(title.lower()) if len(word) > 2)
    return Declared(
        title_words=words,
        description=squeeze(max(descriptions, key=len)),
        article_body=_declared_body(html),
    )


def _declared_body(html: str) -> str:
    """The longest ``articleBody`` of the page's scripts, squeezed; empty when there is none."""
    best, at = "", html.find('"articleBody"')
    while at >= 0:
        quote = html.find('"', at + 13)
        if 0 <= quote <= at + 20:
            best = max(best, _string_at(html, quote), key=len)
        at = html.find('"articleBody"', at + 13)
    return squeeze(_TAG.sub("", best)) if best else ""


def _string_at(text: str, start: int) -> str:
    try:
        return str(_STRINGS.raw_decode(text, start)[0])
    except ValueError:
        return ""
