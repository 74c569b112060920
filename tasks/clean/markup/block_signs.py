"""What one block's own text shows, as numbers: length, endings, words of furniture, overlaps.

All signs are language-independent or hold the words of several languages at once; the model weighs
them. The order of :data:`SIGNS` is the order of the model's columns.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from json import JSONDecoder
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.glyph_counts import count_sentences
from tasks.clean.glyphs import DIGIT, LOWER, UPPER, Glyphs, Ints, read_glyphs
from tasks.clean.markup.block_columns import Columns, Floats
from tasks.clean.markup.head import Head
from tasks.clean.markup.shown import without_tags
from tasks.clean.sign_words import (
    BYLINE,
    INVITATION,
    KINDS,
    MARK_NAMES,
    read_stamp,
)
from tasks.clean.tokens import Tokens, lower_tokens, mark_columns
from tasks.clean.words import WORD

Column = Sequence[float] | npt.NDArray[Any]

HEAD_CHARS = 240  # of a block that are looked at word by word
SHORT_WORDS = 40  # furniture is short: longer blocks are not searched for its words
MIN_MATCH_WORDS = 5
MIN_DESCRIPTION = 30  # letters

_SIGN_NAMES = """
words chars link_share emphasis_share ends_sentence ends_colon opens_lower capitals stop_words
mean_word digits symbols commas sentences date time furniture_share furniture invitation byline
quotes bars address title_share is_title in_description in_article_body repeats seen_before media
opens_with_link hashes copyright
"""
SIGNS = (*_SIGN_NAMES.split(), *MARK_NAMES)
_STRINGS = JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the head of the page says about its text, folded for comparison."""

    title_words: frozenset[str]
    description: str  # letters and digits only
    article_body: str


def squeeze(text: str) -> str:
    """Letters and digits only, lower case: for asking whether one text holds another."""
    return "".join(WORD.findall(text)).lower()


def read_signs(page: Columns, at: Ints, declared: Declared) -> Floats:
    """The signs of these blocks of a page: a row a block, columns as in :data:`SIGNS`."""
    texts = [page.texts[block] for block in at.tolist()]
    heads = [text[:HEAD_CHARS] for text in texts]
    glyphs, words = read_glyphs(heads), page.words[at]
    tokens = lower_tokens(glyphs)
    kinds = tokens.kinds()
    columns = [
        *_shapes(page, at),
        *_shares(glyphs, tokens, kinds[:, KINDS.index("stop")]),
        [log1p(text.count(",")) for text in texts],
        np.log1p(count_sentences(page.glyphs)[at]),
        *_furniture(heads, glyphs, words, kinds[:, KINDS.index("furniture")]),
        ["“" in text or '"' in text or "„" in text or "«" in text for text in texts],
        ["|" in text or "·" in text or "•" in text for text in texts],
        ["@" in text or "http" in text or "www." in text for text in texts],
        *_title_shares(tokens, words, declared.title_words),
        *_declared_shares(tokens, words, declared),
        *_copies(page.texts, at),
        page.media[at],
        page.opens_with_link[at],
        [text[0] == "#" for text in texts],
        ["©" in head for head in heads],
        *mark_columns(tokens.of, kinds, words),
    ]
    signs = np.empty((len(SIGNS), len(texts)))
    for place, column in enumerate(columns):
        signs[place] = column
    return signs.T


def _shapes(page: Columns, at: Ints) -> list[Column]:
    """How long blocks are, what share of them are links and emphasis, how they begin and end."""
    return [
        np.log1p(page.words[at]),
        np.log1p(page.chars[at]),
        page.links[at],
        page.emphasis[at],
        page.ends[at],
        page.colon[at],
        (page.glyphs.firsts()[at] & LOWER) != 0,
    ]


def _shares(glyphs: Glyphs, tokens: Tokens, stop: Floats) -> list[Column]:
    """Shares of capitals, stop words and numbers, letters a word, and the share of symbols."""
    count, letters = np.maximum(1, tokens.counts()), np.maximum(1, tokens.totals(tokens.lengths))
    return [
        tokens.totals((tokens.firsts & UPPER) != 0) / count,
        stop / count,
        letters / count,
        tokens.numbers() / count,
        1 - letters / glyphs.lengths(),
    ]


def _furniture(
    heads: Sequence[str], glyphs: Glyphs, words: Ints, furniture: Floats
) -> list[Column]:
    """What marks the furniture of pages, in blocks that are not long."""
    share = furniture / np.maximum(1, words) * (words < SHORT_WORDS)
    lower = "\n".join(heads).lower().split("\n")
    short = words <= 2 * SHORT_WORDS
    stamps = np.zeros((2, len(heads)))
    for at in np.flatnonzero(short & (glyphs.count(glyphs.has(DIGIT)) > 0)).tolist():
        stamps[:, at] = read_stamp(lower[at])
    return [
        *stamps,
        share,
        share > 0,
        short & np.array([INVITATION.match(head) is not None for head in lower]),
        short & np.array([BYLINE.match(head) is not None for head in lower]),
    ]


def _title_shares(tokens: Tokens, words: Ints, title: frozenset[str]) -> list[Column]:
    """How much of the page's title short blocks repeat, and whether that is nearly all of it."""
    shares = np.zeros(len(words))
    if title:
        for at in np.flatnonzero(words <= SHORT_WORDS).tolist():
            shares[at] = len(title.intersection(tokens.of(at))) / len(title)
    return [shares, shares > 0.9]


def _declared_shares(tokens: Tokens, words: Ints, declared: Declared) -> list[Column]:
    """Whether blocks are in the description and in the declared body (-1: declared, not in it)."""
    described, in_body = np.zeros(len(words)), np.zeros(len(words))
    description = declared.description if len(declared.description) > MIN_DESCRIPTION else ""
    if description or declared.article_body:
        for at in np.flatnonzero(words >= MIN_MATCH_WORDS).tolist():
            text = "".join(tokens.of(at))
            described[at] = bool(description) and (
                text[:60] in description or description[:60] in text
            )
            if declared.article_body:
                in_body[at] = 1.0 if text[:80] in declared.article_body else -1.0
    return [described, in_body]


def _copies(texts: Sequence[str], at: Ints) -> list[Column]:
    """How many more blocks of the page read the same, and whether one of them stands before."""
    counts = Counter(texts)
    spots = at.tolist()
    copies = [counts[texts[spot]] - 1 for spot in spots]
    return [
        np.log1p(copies),
        [
            count > 0 and texts.index(texts[spot]) < spot
            for spot, count in zip(spots, copies, strict=True)
        ],
    ]


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
    return squeeze(without_tags(best)) if best else ""


def _string_at(text: str, start: int) -> str:
    try:
        return str(_STRINGS.raw_decode(text, start)[0])
    except ValueError:
        return ""
