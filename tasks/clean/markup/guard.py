"""A linear look at HTML before a parser sees it: every parser is slow or worse on some shape.

The limits are those of the project's fetching rules. A tag that is long because of one value (an
inlined image) is harmless and passes; what costs quadratic time is many attributes, deep nesting
and formatting elements that the parser must open again in each block.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from storage.errors import PageError

MAX_TAGS = 400_000
MAX_DEPTH = 3_000
MAX_TAG_CHARS = 65_536
MAX_TAG_ATTRIBUTES = 2_000
MAX_REOPENED = 4_000_000  # formatting elements open at once, times tags
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")  # a value may hold thousands of words
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_OPEN_ENDED_WORDS = """
area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead
tbody tfoot option optgroup colgroup path rect circle line polygon use g
"""
OPEN_ENDED = frozenset(_OPEN_ENDED_WORDS.split())
FORMATTING = re.compile(
    r"</?(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![a-z0-9:-])", re.IGNORECASE
)


def refuse_hostile(html: str) -> None:
    """Return when a parser may have the page.

    Raises:
        PageError: its shape would take a parser too long.
    """
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise PageError(f"hostile: {tags:,} tags, more than {MAX_TAGS:,}")
    if len(html) > MAX_TAG_CHARS:
        _refuse_long_tags(html)
    if tags > MAX_DEPTH:
        _refuse_nested(html, tags)


def _refuse_long_tags(html: str) -> None:
    at = 0
    while at + MAX_TAG_CHARS < len(html):
        last = html.rfind(">", at, at + MAX_TAG_CHARS + 1)
        if last >= 0:
            at = last + 1
            continue
        end = html.find(">", at)
        part = html[at : end if end >= 0 else len(html)]
        opened = TAG.search(part)
        many = opened and _attributes(part[opened.start() :]) > MAX_TAG_ATTRIBUTES
        if many and not _in_script(html, at):
            raise PageError("hostile: one tag with thousands of attributes")
        at += len(part) + 1


def _in_script(html: str, at: int) -> bool:
    """Whether a place is inside a script or style, where a tag is only text."""
    return any(
        html.rfind(f"<{name}", 0, at) > html.rfind(f"</{name}", 0, at)
        for name in ("script", "style", "SCRIPT", "STYLE")
    )


def _attributes(tag: str) -> int:
    """How many attributes a tag may have; 0 when it is short or goes on into other tags."""
    if len(tag) <= MAX_TAG_CHARS or TAG.search(tag, 1):
        return 0
    return len(_QUOTED.sub("", tag).split())


def _refuse_nested(html: str, tags: int) -> None:
    opening = tags - html.count("</")  # no more than these are open at once
    if opening > MAX_DEPTH:
        _refuse_deep(html)
    if opening * tags > MAX_REOPENED:
        _refuse_reopened(html, tags)


def _refuse_deep(html: str) -> None:
    names = [(closing, name.lower()) for closing, name in TAG.findall(html)]
    deepest = _deepest([-1 if closing else 1 for closing, name in names if name not in OPEN_ENDED])
    if deepest > MAX_DEPTH:
        raise PageError(f"hostile: tags nested {deepest:,} deep, more than {MAX_DEPTH:,}")


def _refuse_reopened(html: str, tags: int) -> None:
    steps = [-1 if tag[1] == "/" else 1 for tag in FORMATTING.findall(html)]
    if _deepest(steps) * tags > MAX_REOPENED:
        raise PageError("hostile: unclosed formatting that every block would open again")


def _deepest(steps: Sequence[int]) -> int:
    """How far steps up and down lead from the ground, below which there is nothing."""
    heights = list(accumulate(steps))
    grounds = accumulate(heights, min, initial=0)
    return max(map(sub, heights, grounds), default=0)
