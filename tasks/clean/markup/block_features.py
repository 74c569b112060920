"""Blocks of a page -> one row of numbers for each block that may be body.

Beside its own signs a row tells where the block stands: in which place, how much prose its place
and its neighbours hold, how far it lies from the headline and from the place with most prose, and
how much prose the blocks of its shape hold on the whole page. :data:`FEATURES` names the columns;
the weights in `models/` belong to exactly these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.glyphs import Ints
from tasks.clean.markup import block_position as position
from tasks.clean.markup.block_columns import Columns, Floats, read_columns
from tasks.clean.markup.block_places import weigh_places
from tasks.clean.markup.block_signs import SIGNS, Declared, read_signs
from tasks.clean.markup.blocks import Walk
from tasks.clean.markup.class_words import GROUPS
from tasks.clean.markup.elements import TAG_BITS, Place

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
    rows = np.zeros((0, len(FEATURES)), np.float32)
    if not walk.blocks:
        return Measured(candidates=[], rows=rows, words=[], links=[])
    page = read_columns(walk.blocks)
    at = page.candidates()
    if len(at):
        rows = np.concatenate(
            [
                read_signs(page, at, declared),
                _position_rows(walk.places, page, declared, at),
                _neighbour_rows(page, at),
                _mask_rows(page, at),
            ],
            axis=1,
            dtype=np.float32,
        )
    return Measured(
        candidates=at.tolist(), rows=rows, words=page.words.tolist(), links=page.links.tolist()
    )


def _position_rows(
    known: Sequence[Place], page: Columns, declared: Declared, at: Ints
) -> npt.NDArray[np.float32]:
    places = weigh_places(known, page)
    return _side_by_side(
        [
            *position.order_columns(page.prose, at),
            *position.headline_columns(page, places, at),
            *position.place_columns(page, places, at),
            *position.crowd_columns(page, places, at),
            *position.headed_columns(page, declared.title_words, at),
            *position.beside_columns(page.prose, places, at),
            *position.shape_columns(page, places, at),
            *position.window_columns(page.prose, at),
        ]
    )


def _side_by_side(columns: Sequence[npt.NDArray[Any]]) -> npt.NDArray[np.float32]:
    """One row a block of these columns; quicker than ``np.column_stack`` for many short ones."""
    joined = np.concatenate(columns, dtype=np.float32, casting="same_kind")
    return joined.reshape(len(columns), -1).T


def _neighbour_rows(page: Columns, at: Ints) -> Floats:
    """What the two blocks before and after are like."""
    facts = np.zeros((len(page.words) + 4, len(_AROUND)))
    facts[:, 1] = 1.0  # beyond the page's ends: like links
    facts[2:-2, 0] = np.log1p(page.words)
    facts[2:-2, 1] = page.links
    facts[2:-2, 2] = page.ends
    facts[2:-2, 3] = [tag == "p" for tag in page.tags]
    facts[2:-2, 4] = page.is_heading
    parent = np.concatenate(([-2, -2], page.parent, [-2, -2]))
    same = [(parent[at + 2] == parent[at + 2 + step])[:, None] for step in (-1, 1)]
    return np.concatenate([*(facts[at + 2 + step] for step in _STEPS), *same], axis=1)


def _mask_rows(page: Columns, at: Ints) -> Floats:
    """The bits of tags and class words around each block."""
    tags = np.zeros((len(at), len(TAGS) + 1))
    named = [_TAG_PLACE.get(page.tags[block], len(TAGS)) for block in at.tolist()]
    tags[np.arange(len(at)), named] = 1.0
    groups = np.arange(len(GROUPS))
    bits = [masks[at, None] >> groups & 1 for masks in (page.own, page.near, page.around)]
    return np.concatenate([tags, page.bits[at, None] >> np.arange(TAG_BITS) & 1, *bits], axis=1)
