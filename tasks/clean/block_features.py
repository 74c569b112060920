"""Blocks of a page -> one row of numbers for each block that may be body.

Beside its own signs a row tells where the block stands: in which place, how much prose its place
and its neighbours hold, how far it lies from the headline and from the place with most prose, and
how much prose the blocks of its shape hold on the whole page. :data:`FEATURES` names the columns;
the weights in `models/` belong to exactly these.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean import block_position as position
from tasks.clean.block_places import weigh_places
from tasks.clean.block_position import Floats, Ints
from tasks.clean.block_signs import SIGNS, Declared, read_signs
from tasks.clean.blocks import TAG_BITS, Block, Walk
from tasks.clean.class_words import GROUPS
from tasks.clean.reasons import ends_sentence
from tasks.clean.words import count_words

PROSE_WORDS = 10
LONG_WORDS = 25
MAX_PROSE_LINKS = 0.5
_TAGS = """
p div li h1 h2 h3 h4 h5 h6 blockquote td figcaption section article button pre dt dd th
"""
TAGS = tuple(_TAGS.split())
_AROUND = ("words", "links", "ends", "is_p", "is_heading")
_STEPS = (-1, 1, -2, 2)
FEATURES = (
    *SIGNS,
    *position.ORDER,
    *position.HEADLINE,
    *position.PLACE,
    *position.CROWD,
    *position.HEADED,
    *position.BESIDE,
    *position.SHAPE,
    *(f"prose_{side}_{width}" for width in position.WINDOWS for side in ("before", "after")),
    *(f"{name}@{step}" for step in _STEPS for name in _AROUND),
    "parent@-1",
    "parent@1",
    *(f"tag_{tag}" for tag in TAGS),
    "tag_other",
    *(f"in_{bit}" for bit in range(TAG_BITS)),
    *(f"own_{name}" for name in GROUPS),
    *(f"near_{name}" for name in GROUPS),
    *(f"around_{name}" for name in GROUPS),
)
_TAG_PLACE = {tag: place for place, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The blocks of a page in numbers; ``rows`` belong to the blocks of ``candidates``."""

    candidates: list[int]
    rows: npt.NDArray[np.float32]
    words: list[int]
    links: list[float]  # share of a block's characters that are links, [0, 1]


def measure_blocks(walk: Walk, declared: Declared) -> Measured:
    """The features of a page's blocks; blocks that are surely no text get no row."""
    blocks = walk.blocks
    words = [count_words(block.text) for block in blocks]
    links = [min(1.0, block.link_chars / len(block.text)) for block in blocks]
    ends = [ends_sentence(block.text) for block in blocks]
    facts = list(zip(blocks, words, links, ends, strict=True))
    candidates = [spot for spot, fact in enumerate(facts) if _may_be_text(*fact)]
    rows = np.zeros((0, len(FEATURES)), np.float32)
    if candidates:
        prose = [_prose(*fact) for fact in facts]
        rows = np.concatenate(
            [
                _sign_rows(blocks, words, candidates, declared),
                _position_rows(walk, words, links, prose, declared, np.array(candidates)),
                _neighbour_rows(walk, words, links, ends, np.array(candidates)),
                _mask_rows(blocks, candidates),
            ],
            axis=1,
            dtype=np.float32,
        )
    return Measured(candidates=candidates, rows=rows, words=words, links=links)


def _may_be_text(block: Block, words: int, links: float, ends: bool) -> bool:
    if words == 0 or (links > 0.8 and words <= 8):
        return False
    return words > 2 or ends or block.text[-1] == ":"


def _prose(block: Block, words: int, links: float, ends: bool) -> float:
    """The words of a block that reads like a paragraph, link text aside; 0 for any other."""
    if words < PROSE_WORDS or links >= MAX_PROSE_LINKS or not (ends or words >= LONG_WORDS):
        return 0.0
    return words * (1 - links)


def _sign_rows(
    blocks: Sequence[Block], words: Sequence[int], candidates: Sequence[int], declared: Declared
) -> Floats:
    counts = Counter(block.text for block in blocks)
    first: dict[str, int] = {}
    for spot, block in enumerate(blocks):
        first.setdefault(block.text, spot)
    return read_signs(
        [blocks[spot] for spot in candidates],
        [words[spot] for spot in candidates],
        [counts[blocks[spot].text] for spot in candidates],
        [first[blocks[spot].text] < spot for spot in candidates],
        declared,
    )


def _position_rows(
    walk: Walk,
    words: Sequence[int],
    links: Sequence[float],
    prose: Sequence[float],
    declared: Declared,
    at: Ints,
) -> npt.NDArray[np.float32]:
    places = weigh_places(walk, prose)
    mass = np.array(prose)
    return _side_by_side(
        [
            *position.order_columns(mass, at),
            *position.headline_columns(walk, places, mass, at),
            *position.place_columns(walk, places, mass, at),
            *position.crowd_columns(places, np.array(words), np.array(links), mass, at),
            *position.headed_columns(walk.blocks, words, links, declared.title_words, at),
            *position.beside_columns(places, mass, at),
            *position.shape_columns(walk, links, prose, at),
            *position.window_columns(mass, at),
        ]
    )


def _side_by_side(columns: Sequence[npt.NDArray[Any]]) -> npt.NDArray[np.float32]:
    """One row a block of these columns; quicker than ``np.column_stack`` for many short ones."""
    joined = np.concatenate(columns, dtype=np.float32, casting="same_kind")
    return joined.reshape(len(columns), -1).T


def _neighbour_rows(
    walk: Walk, words: Sequence[int], links: Sequence[float], ends: Sequence[bool], at: Ints
) -> Floats:
    """What the two blocks before and after are like."""
    facts = np.zeros((len(words) + 4, len(_AROUND)))
    facts[:, 1] = 1.0  # beyond the page's ends: like links
    facts[2:-2, 0] = np.log1p(words)
    facts[2:-2, 1] = links
    facts[2:-2, 2] = ends
    facts[2:-2, 3] = [block.tag == "p" for block in walk.blocks]
    facts[2:-2, 4] = [block.tag in position.HEADINGS for block in walk.blocks]
    parent = np.array([-2, -2, *(block.parent for block in walk.blocks), -2, -2])
    same = [parent[at + 2] == parent[at + 2 + step] for step in (-1, 1)]
    return np.column_stack([*(facts[at + 2 + step] for step in _STEPS), *same])


def _mask_rows(blocks: Sequence[Block], candidates: Sequence[int]) -> Floats:
    """The bits of tags and class words around each block."""
    chosen = [blocks[spot] for spot in candidates]
    tags = np.zeros((len(chosen), len(TAGS) + 1))
    tags[np.arange(len(chosen)), [_TAG_PLACE.get(block.tag, len(TAGS)) for block in chosen]] = 1.0
    masks = [
        ([block.tags for block in chosen], TAG_BITS),
        ([block.own for block in chosen], len(GROUPS)),
        ([block.near for block in chosen], len(GROUPS)),
        ([block.around for block in chosen], len(GROUPS)),
    ]
    bits = [np.array(values)[:, None] >> np.arange(width) & 1 for values, width in masks]
    return np.concatenate([tags, *bits], axis=1)
