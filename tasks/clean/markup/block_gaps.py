"""What stands between the blocks of a body: subheads, lists and tables stay, furniture goes.

The model judges blocks of a few words badly, and those of one or two not at all; what they are is
told by where they stand.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from tasks.clean.furniture import (
    MAX_FURNITURE_CHARS,
    MAX_FURNITURE_WORDS,
    furniture_of,
    stands_alone,
)
from tasks.clean.markup.block_reading import MAX_LINKS, Reading
from tasks.clean.markup.blocks import HEADINGS, Block
from tasks.clean.sentences import ends_sentence
from tasks.clean.words import count_words

INSIDE = 0.4  # a block inside the run and at home
HEADING = 0.08  # a heading right before a kept block
MAX_GAP = 4  # blocks without a score of their own that may be filled in
HOME_SHARE = 0.2  # of the kept words: an element that holds the body
LISTS = frozenset(["ul", "ol", "dl", "table"])
_ITEMS = frozenset(["li", "td", "th", "dd", "dt", "tr"])
_LISTED = _ITEMS | {"h2", "h3", "h4", "h5"}
_PARAGRAPHS = frozenset(["p", "div"])
_LABEL = re.compile(r"(?:[^\s:：|]+\s+){0,4}[^\s:：|]*\s*(?:[:|]\s+|：\s*)")
NEARLY = 0.05  # of a link's characters that may stand beside it, such as arrows
MIN_POINTER_WORDS, MAX_POINTER_WORDS = 4, 25  # of 40 on the development pages none was a text's
MIN_RETOLD_CHARS, MIN_PART_CHARS = 300, 40
RETOLD_SHARE, BODY_SHARE = 0.85, 0.5  # of the block's characters, and of the rest of the body
_FILLED = frozenset(["li", "td", "th", "p", "dd", "dt", "div"])


def fill_gaps(reading: Reading, start: int) -> None:
    """Keep what stands between kept blocks of the run and belongs there."""
    kept = [at for at in reading.measured.candidates if reading.keep[at]]
    homes = _homes(reading, kept)
    for before, after in pairwise(kept):
        if after - before < 2 or before < start:
            continue
        gap = range(before + 1, after)
        if _is_listed(reading, gap, before, after):
            for at in gap:
                reading.keep[at] = reading.measured.words[at] > 0
            continue
        for at in reversed(gap):  # a subhead asks what follows it
            reading.keep[at] = _belongs(reading, at, before, after, homes)


def drop_furniture(reading: Reading) -> None:
    """Drop what is certainly furniture and no sentence, wherever it stands in the body."""
    blocks = reading.walk.blocks
    short = [
        at
        for at, kept in enumerate(reading.keep)
        if kept
        and reading.measured.words[at] <= MAX_FURNITURE_WORDS
        and len(blocks[at].text) <= MAX_FURNITURE_CHARS
        and stands_alone(blocks[at].text)
    ]
    kinds = furniture_of([blocks[at].text.lower() for at in short], range(len(short)))
    for at, kind in zip(short, kinds, strict=True):
        if kind:
            reading.keep[at] = False


def drop_pointers(reading: Reading) -> None:
    """Drop paragraphs that are but a link to another article, a label before it aside."""
    for at, kept in enumerate(reading.keep):
        if kept and reading.measured.links[at] > MAX_LINKS:
            reading.keep[at] = not is_pointer(reading.walk.blocks[at])


def is_pointer(block: Block) -> bool:
    """Whether a block is a paragraph that is but a link to another article."""
    long = block.link_chars > MAX_LINKS * len(block.text)
    return long and block.tag in _PARAGRAPHS and _is_pointer(block.text, block.link_chars)


def drop_retold(reading: Reading) -> None:
    """Drop a block that says the body once more, in one piece."""
    texts = {at: reading.walk.blocks[at].text for at, kept in enumerate(reading.keep) if kept}
    long = [at for at, text in texts.items() if len(text) >= MIN_RETOLD_CHARS]
    for at in reversed(long):
        whole = texts.pop(at)
        if _retells(whole, texts.values()):
            reading.keep[at] = False
        else:
            texts[at] = whole


def _is_pointer(text: str, linked: int) -> bool:
    """Whether a paragraph is a link that is no sentence, or one behind a label of such links."""
    label = _LABEL.match(text)
    title = text[label.end() :] if label else text
    if not MIN_POINTER_WORDS <= count_words(title) <= MAX_POINTER_WORDS:
        return False
    if label:
        known = label[0].rstrip().endswith("|") or furniture_of([text.lower()], [0])[0]
        return bool(known) and abs(linked - len(title)) <= NEARLY * len(title)
    return linked >= (1 - NEARLY) * len(text) and not ends_sentence(text)


def _retells(whole: str, others: Collection[str]) -> bool:
    """Whether a text consists of the others, and they of it for a good part."""
    parts = {part for part in others if len(part) >= MIN_PART_CHARS and part in whole}
    told, rest = sum(map(len, parts)), sum(map(len, others))
    return told >= RETOLD_SHARE * len(whole) and told >= BODY_SHARE * rest


def _homes(reading: Reading, kept: Sequence[int]) -> frozenset[int]:
    """The elements that hold a good part of the kept words directly."""
    words: dict[int, int] = {}
    for at in kept:
        parent = reading.walk.blocks[at].parent
        words[parent] = words.get(parent, 0) + reading.measured.words[at]
    least = HOME_SHARE * sum(words.values())
    return frozenset(parent for parent, count in words.items() if count > least)


def _at_home(reading: Reading, at: int, homes: frozenset[int], levels: int) -> bool:
    place = reading.walk.blocks[at].parent
    while place >= 0 and levels:
        if place in homes:
            return True
        place, levels = reading.walk.places[place].parent, levels - 1
    return False


def _is_listed(reading: Reading, gap: range, before: int, after: int) -> bool:
    """Whether a gap holds but items, not of links, of lists and tables that hold the blocks around
    it too, or stand beside these. Of names and numbers alone the model knows nothing."""
    blocks, places = reading.walk.blocks, reading.walk.places
    items = [at for at in gap if reading.measured.words[at]]
    if any(
        blocks[at].tag not in _LISTED or reading.measured.links[at] >= MAX_LINKS for at in items
    ):
        return False
    around = (_list_of(reading, before), _list_of(reading, after))
    parents = (blocks[before].parent, blocks[after].parent)
    lists = {_list_of(reading, at) for at in items if blocks[at].tag not in HEADINGS}
    return bool(lists) and all(
        place and (place in around or places[place].parent in parents) for place in lists
    )


def _list_of(reading: Reading, at: int) -> int:
    """The innermost list or table that holds a block; 0 for none."""
    return reading.inside(at, LISTS)


def _holder(reading: Reading, at: int) -> int:
    """The element that holds a paragraph, or the list or table of an item; 0 for other blocks."""
    block, places = reading.walk.blocks[at], reading.walk.places
    if block.tag == "p":
        return max(block.parent, 0)
    listed = _list_of(reading, at) if block.tag in _ITEMS else 0
    return max(places[listed].parent, 0) if listed else 0


def _belongs(reading: Reading, at: int, before: int, after: int, homes: frozenset[int]) -> bool:
    """Whether one block between two kept ones stays."""
    block, links = reading.walk.blocks[at], reading.measured.links[at]
    score, ease = reading.score[at], reading.ease()
    if not reading.measured.words[at]:
        return False
    home, heads = _at_home(reading, at, homes, 2), block.tag in HEADINGS and links < MAX_LINKS
    if heads and reading.keep[at + 1]:
        return (home or reading.close(at, at + 1)) and (not score or score > HEADING * ease)
    if score:
        beside = heads and (reading.close(at, before) or reading.close(at, after))
        return score > INSIDE * ease and (home or beside)
    parents = (reading.walk.blocks[before].parent, reading.walk.blocks[after].parent)
    if _holder(reading, at) in homes:
        return links < MAX_LINKS
    return (
        after - before <= MAX_GAP
        and block.tag in _FILLED
        and links < MAX_LINKS
        and block.parent in parents
    )
