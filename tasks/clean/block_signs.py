"""What one block's own text shows, as numbers: length, endings, words of furniture, overlaps.

All signs are language-independent or hold the words of several languages at once; the model weighs
them. The order of :data:`SIGNS` is the order of the model's columns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from json import JSONDecoder
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.blocks import Block
from tasks.clean.head import Head
from tasks.clean.reasons import ends_sentence
from tasks.clean.sign_words import (
    BYLINE,
    INVITATION,
    KINDS,
    MARK_NAMES,
    read_stamp,
)
from tasks.clean.tokens import Floats, Tokens, mark_columns, read_tokens
from tasks.clean.words import WORD

Column = Sequence[float] | npt.NDArray[Any]

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
    blocks: Sequence[Block],
    words: Sequence[int],
    copies: Sequence[int],
    seen: Sequence[bool],
    declared: Declared,
) -> Floats:
    """The signs of blocks: a row a block, columns as in :data:`SIGNS`.

    ``copies`` is how many blocks of the page read the same, ``seen`` whether one stood before.
    """
    texts = [block.text for block in blocks]
    heads = [text[:HEAD_CHARS] for text in texts]
    tokens = read_tokens(heads)
    lower = tokens.lower()
    kinds = lower.kinds()
    columns = [
        list(map(log1p, words)),
        *_shapes(blocks, texts),
        *_shares(heads, tokens, kinds[:, KINDS.index("stop")]),
        [log1p(text.count(",")) for text in texts],
        [log1p(_count_sentences(text)) for text in texts],
        *_furniture(heads, words, kinds[:, KINDS.index("furniture")]),
        ["“" in text or '"' in text or "„" in text or "«" in text for text in texts],
        ["|" in text or "·" in text or "•" in text for text in texts],
        ["@" in text or "http" in text or "www." in text for text in texts],
        *zip(
            *(_overlaps(lower.of(at), count, declared) for at, count in enumerate(words)),
            strict=True,
        ),
        [log1p(count - 1) for count in copies],
        seen,
        [block.media for block in blocks],
        [block.opens_with_link for block in blocks],
        [text[0] == "#" for text in texts],
        ["©" in head for head in heads],
        *mark_columns(lower, kinds, words),
    ]
    signs = np.empty((len(SIGNS), len(texts)))
    for place, column in enumerate(columns):
        signs[place] = column
    return signs.T


def _shapes(blocks: Sequence[Block], texts: Sequence[str]) -> list[Column]:
    """How long blocks are, what share of them are links and emphasis, how they begin and end."""
    chars = np.array(list(map(len, texts)))
    return [
        np.log1p(chars),
        np.minimum(1.0, [block.link_chars for block in blocks] / chars),
        np.minimum(1.0, [block.emphasis_chars for block in blocks] / chars),
        list(map(ends_sentence, texts)),
        [text[-1] == ":" for text in texts],
        [text[0].islower() for text in texts],
    ]


def _shares(heads: Sequence[str], tokens: Tokens, stop: Floats) -> list[Column]:
    """Shares of capitals, stop words and numbers, letters a word, and the share of symbols."""
    count, letters = np.maximum(1, tokens.counts()), np.maximum(1, tokens.totals(tokens.lengths))
    return [
        tokens.capitals() / count,
        stop / count,
        letters / count,
        tokens.totals_of(str.isdigit) / count,
        1 - letters / np.array(list(map(len, heads))),
    ]


def _count_sentences(text: str) -> int:
    if not text.isascii():
        return len(_SENTENCE.findall(text))
    return text.count(". ") + text.count("? ") + text.count("! ") + (text[-1] in ".?!")


def _furniture(heads: Sequence[str], words: Sequence[int], furniture: Floats) -> list[Column]:
    """What marks the furniture of pages, in blocks that are not long."""
    count = np.array(words)
    share = furniture / np.maximum(1, count) * (count < SHORT_WORDS)
    rows = [
        (*read_stamp(lowered), bool(INVITATION.match(lowered)), bool(BYLINE.match(lowered)))
        if short
        else (False, False, False, False)
        for lowered, short in zip(map(str.lower, heads), count <= 2 * SHORT_WORDS, strict=True)
    ]
    date, time, invitation, byline = np.array(rows).T
    return [date, time, share, share > 0, invitation, byline]


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
