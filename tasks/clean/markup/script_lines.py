"""The lines of a body that stood in a script: all of its markup, but for what surrounds a text.

Whoever keeps an article's body under a key of its own has told what is body. What a page puts
between its paragraphs is still there: captions, links to other articles, slots for advertisements.
"""

import html as html_entities
import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from storage.errors import PageError
from tasks.clean.furniture import (
    MAX_FURNITURE_CHARS,
    MAX_FURNITURE_WORDS,
    furniture_of,
    stands_alone,
)
from tasks.clean.markup.block_gaps import is_pointer
from tasks.clean.markup.blocks import Block, read_blocks
from tasks.clean.markup.class_words import BIT
from tasks.clean.markup.elements import TAG_BIT
from tasks.clean.markup.guard import refuse_hostile
from tasks.clean.markup.shown import without_tags
from tasks.clean.words import count_words

PARAGRAPH = re.compile(r"<(?:p|br|li|h[2-6]|div)\b", re.IGNORECASE)
MAX_CAPTION_WORDS = 60
_PICTURE, _FIGURE = BIT["media"], TAG_BIT["figure"]
_CELLS = frozenset(["td", "th", "li"])


def read_lines(markup: str) -> tuple[str, list[tuple[str, str]]]:
    """The text, a line a block, and what was left out of it, with reasons.

    Markup without paragraphs has its lines as they are; what a parser may not have has none.
    """
    if not PARAGRAPH.search(markup):
        return plain_lines(markup), []
    try:
        refuse_hostile(markup)
    except PageError:
        return "", []
    blocks = read_blocks(LexborHTMLParser(f"<body>{markup}"), menus=True).blocks
    judged = list(zip((block.text for block in blocks), _reasons(blocks), strict=True))
    text = "\n".join(text for text, reason in judged if not reason)
    return text, [(text, reason) for text, reason in judged if reason]


def plain_lines(markup: str) -> str:
    """The lines of a text, tags and entities read."""
    lines = html_entities.unescape(without_tags(markup)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _reasons(blocks: Sequence[Block]) -> list[str | None]:
    short = [
        at
        for at, block in enumerate(blocks)
        if stands_alone(block.text)
        and len(block.text) <= MAX_FURNITURE_CHARS
        and count_words(block.text) <= MAX_FURNITURE_WORDS
    ]
    kinds = furniture_of([block.text.lower() for block in blocks], short)
    return [kind or _reason(block) for kind, block in zip(kinds, blocks, strict=True)]


def _reason(block: Block) -> str | None:
    pictured = block.near & _PICTURE or block.tags & _FIGURE
    if pictured and block.tag not in _CELLS and count_words(block.text) <= MAX_CAPTION_WORDS:
        return "caption"
    return "related" if is_pointer(block) else None
