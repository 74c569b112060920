"""Captions of pictures: who took them, and the text of a page that consists of them.

A caption is no part of an article that goes on without its pictures; but whose picture it is stays
known. Where the captions say more than all the rest, as in a gallery, they are its text.
"""

from collections.abc import Sequence

from tasks.clean.credits import read_caption
from tasks.clean.markup.blocks import Block, Walk
from tasks.clean.markup.class_words import BIT
from tasks.clean.markup.elements import TAG_BIT
from tasks.clean.markup.html_lines import NEAR_BEFORE, Credits
from tasks.clean.words import count_words

MIN_CAPTIONS = 3  # a gallery has
MIN_WORDS = 5  # of a caption that tells something
SUBSTANCE = 1.0  # of the words of the rest; on no development page three captions have over 0.24
MAX_LINKS = 0.5  # of a caption's characters: else it leads to another article
_FIGCAPTION = TAG_BIT["figcaption"] & ~TAG_BIT["figure"]
_BESIDE = TAG_BIT["aside"] | TAG_BIT["footer"]
_FOREIGN = BIT["related"] | BIT["sidebar"] | BIT["comment"] | BIT["popular"] | BIT["footer"]


def caption_spots(walk: Walk) -> list[int]:
    """The positions of the captions of a page's own pictures."""
    return [
        at
        for at, block in enumerate(walk.blocks)
        if block.tags & _FIGCAPTION and _is_of_the_page(block)
    ]


def with_gallery(walk: Walk, captions: Sequence[int], keep: list[bool]) -> list[bool]:
    """What is kept, with the captions where they are what the page tells."""
    telling = {walk.blocks[at].text: at for at in captions if not keep[at]}
    words = {at: count_words(text) for text, at in telling.items()}
    words = {at: count for at, count in words.items() if count >= MIN_WORDS}
    if len(words) < MIN_CAPTIONS:
        return keep
    others = sum(count_words(walk.blocks[at].text) for at, kept in enumerate(keep) if kept)
    if sum(words.values()) < SUBSTANCE * others:
        return keep
    return [kept or at in words for at, kept in enumerate(keep)]


def caption_reasons(captions: Sequence[int], keep: Sequence[bool]) -> dict[int, str]:
    """Position -> reason of the captions that are not kept."""
    return {at: "caption" for at in captions if not keep[at]}


def caption_credits(walk: Walk, captions: Sequence[int], keep: Sequence[bool]) -> Credits:
    """Position of a caption of the body, or right before it -> whom it credits for its picture."""
    if True not in keep:
        return {}
    first, end = keep.index(True) - NEAR_BEFORE, len(keep) - keep[::-1].index(True)
    near = ((at, read_caption(walk.blocks[at].text)) for at in captions)
    return {at: credits for at, credits in near if credits and first <= at <= end}


def _is_of_the_page(caption: Block) -> bool:
    """Whether a caption stands beside no other article and leads to none."""
    beside = caption.tags & _BESIDE or caption.around & _FOREIGN
    return not beside and caption.link_chars < MAX_LINKS * len(caption.text)
