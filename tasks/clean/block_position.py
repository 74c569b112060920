"""Where a block stands on its page, as columns of numbers for the blocks asked for.

Distances count blocks and end at :data:`FAR`; amounts of prose are words, as logarithms or as
shares of the page's prose.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tasks.clean.block_places import Places
from tasks.clean.blocks import TAG_BIT, Block, Walk
from tasks.clean.sign_words import is_foreign_heading
from tasks.clean.words import WORD

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FAR = 50
WINDOWS = (2, 5)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
HEADING_BITS = TAG_BIT["h1"] | TAG_BIT["h2"] | TAG_BIT["h3"] | TAG_BIT["h4"]
HEADING_WORDS = 8
_ORDER_NAMES = """
position index index_from_end blocks prose_total prose_before prose_after gap_before gap_after
own_prose
"""
ORDER = tuple(_ORDER_NAMES.split())
_HEADLINE_NAMES = """
h1_offset has_h1 above_h1 h1_near
"""
HEADLINE = tuple(_HEADLINE_NAMES.split())
_PLACE_NAMES = """
direct_parent below_parent direct_own below_grand direct_of_best paragraphs steps climb in_best
parent_is_best inside_best before_best after_best depth best_share depth_from_best repeats_above
repeats below_own ordinal
"""
PLACE = tuple(_PLACE_NAMES.split())
_CROWD_NAMES = """
count_parent links_parent prose_parent count_grand links_grand prose_grand
"""
CROWD = tuple(_CROWD_NAMES.split())
_HEADED_NAMES = """
foreign_heading heading_gap heading_is_title linked_headings
"""
HEADED = tuple(_HEADED_NAMES.split())
_BESIDE_NAMES = """
same_parent_before same_parent_after
"""
BESIDE = tuple(_BESIDE_NAMES.split())
_SHAPE_NAMES = """
shape_prose shape_count shape_links shape_share
"""
SHAPE = tuple(_SHAPE_NAMES.split())


def order_columns(prose: Floats, at: Ints) -> list[Floats]:
    """Place in reading order, and the prose before and after."""
    count, total = len(prose), prose.sum() or 1.0
    before = np.concatenate(([0.0], np.cumsum(prose)))
    spots = np.flatnonzero(prose)
    left = np.searchsorted(spots, at)
    right = np.searchsorted(spots, at, side="right")
    padded = np.concatenate(([-FAR * 2], spots, [count + FAR * 2]))
    return [
        at / count,
        np.log1p(at),
        np.log1p(count - 1 - at),
        np.full(len(at), np.log1p(count)),
        np.full(len(at), np.log1p(total)),
        before[at] / total,
        1 - before[at + 1] / total,
        np.log1p(np.minimum(FAR, at - padded[left])),
        np.log1p(np.minimum(FAR, padded[right + 1] - at)),
        np.log1p(prose[at]),
    ]


def window_columns(prose: Floats, at: Ints) -> list[Floats]:
    """The prose within a few blocks before and after."""
    before = np.concatenate(([0.0], np.cumsum(prose)))
    columns = []
    for width in WINDOWS:
        start, end = np.maximum(0, at - width), np.minimum(len(prose), at + width + 1)
        columns += [np.log1p(before[at] - before[start]), np.log1p(before[end] - before[at + 1])]
    return columns


def headline_columns(walk: Walk, places: Places, prose: Floats, at: Ints) -> list[Floats]:
    """The distance to the headline: the last first-level heading above the body."""
    h1 = [n for n, b in enumerate(walk.blocks) if b.tag == "h1" or b.tags & TAG_BIT["h1"]]
    body = np.flatnonzero((places.steps[places.own] == 0) & (prose > 0))
    first = int(body[0]) if len(body) else 0
    above = [spot for spot in h1 if spot <= first]
    spot = above[-1] if above else h1[0] if h1 else 0
    has = 1.0 if h1 else 0.0
    offset = at - spot
    return [
        np.clip(offset, -40, 40) * has,
        np.full(len(at), has),
        (offset < 0) * has,
        np.clip(offset / 10, 0, 1) * has,
    ]


def place_columns(walk: Walk, places: Places, prose: Floats, at: Ints) -> list[Floats]:
    """The prose of the places around a block, and the way to the place with most prose."""
    own, parent, grand = places.own[at], places.parent[at], places.grand[at]
    total, score = places.total, places.best_score or 1.0
    steps, climb = places.steps[own], places.climb[own]
    body = np.flatnonzero((places.steps[places.own] == 0) & (prose > 0))
    first, last = (int(body[0]), int(body[-1])) if len(body) else (0, len(prose))
    depth = np.array([walk.blocks[spot].depth for spot in at])
    return [
        places.direct[parent] / total,
        places.below[parent] / total,
        places.direct[own] / total,
        places.below[grand] / total,
        places.direct[parent] / score,
        np.log1p(places.paragraphs[parent]),
        steps,
        climb,
        steps == 0,
        parent == places.best,
        (first <= at) & (at <= last),
        np.log1p(np.maximum(0, first - at)),
        np.log1p(np.maximum(0, at - last)),
        depth,
        np.full(len(at), places.best_score / total),
        depth - places.best_depth,
        np.log1p(places.repeats_above[own]),
        np.log1p(places.repeats[own]) * (own > 0),
        np.log1p(places.below[own]),
        np.log1p(places.ordinal[own]),
    ]


def crowd_columns(
    places: Places, words: Floats, links: Floats, prose: Floats, at: Ints
) -> list[Floats]:
    """What the blocks around are like: how many, how linked, how much of them prose."""
    size = len(places.direct)
    columns = []
    total = {}
    for name, weight in (("n", None), ("w", words), ("l", words * links), ("p", prose)):
        total[name] = np.bincount(places.parent, weight, size) + np.bincount(
            places.grand, weight, size
        )
    for group in (places.parent[at], places.grand[at]):
        weight = np.maximum(total["w"][group], 1.0)
        columns += [
            np.log1p(total["n"][group]),
            total["l"][group] / weight,
            total["p"][group] / weight,
        ]
    return columns


def headed_columns(
    blocks: Sequence[Block],
    words: Sequence[int],
    links: Sequence[float],
    title: frozenset[str],
    at: Ints,
) -> list[Floats]:
    """What the last heading announced: something else, the page's title; how far back it is."""
    kinds, titles = Events(0.0), Events(0.0)
    linked = []
    for at_block, (block, count, link) in enumerate(zip(blocks, words, links, strict=True)):
        heading = block.tag in HEADINGS or bool(block.tags & HEADING_BITS)
        if heading or (count <= 6 and link < 0.5):
            if count <= HEADING_WORDS and _is_foreign(block.text):
                kinds.add(at_block, 2.0)
            elif block.tag in HEADINGS:
                kinds.add(at_block, 1.0)
        if heading and count > 3:
            titles.add(at_block, _title_share(block.text, title))
            if link > 0.5:
                linked.append(at_block)
    gaps = np.minimum(FAR, at - 1 - kinds.last(at))
    return [
        kinds.value(at),
        np.log1p(gaps),
        titles.value(at),
        np.log1p(np.searchsorted(linked, at)),
    ]


class Events:
    """Things that happen at blocks, each of which counts for the blocks after it up to the next."""

    def __init__(self, before: float) -> None:
        self._spots = [-1 - FAR]
        self._values = [before]

    def add(self, spot: int, value: float) -> None:
        """What happens at a block; blocks in order."""
        self._spots.append(spot)
        self._values.append(value)

    def last(self, at: Ints) -> Ints:
        """The last block before each of these at which something happened; far before the first."""
        return np.array(self._spots)[np.searchsorted(self._spots, at) - 1]

    def value(self, at: Ints) -> Floats:
        """What happened there."""
        return np.array(self._values)[np.searchsorted(self._spots, at) - 1]


@lru_cache(maxsize=8_192)  # menus and teasers come again on every page of a source
def _is_foreign(heading: str) -> bool:
    return is_foreign_heading(WORD.findall(heading.lower()))


def _title_share(heading: str, title: frozenset[str]) -> float:
    """How much of the page's title a heading repeats."""
    return len(title.intersection(WORD.findall(heading.lower()))) / len(title) if title else 0.0


def beside_columns(places: Places, prose: Floats, at: Ints) -> list[Floats]:
    """Whether the block before and the block after are prose of the same parent."""
    parent = np.concatenate(([-1], places.parent, [-1]))
    mass = np.concatenate(([0.0], prose, [0.0]))
    here = parent[at + 1]
    return [
        ((parent[at] == here) & (mass[at] > 0)).astype(float),
        ((parent[at + 2] == here) & (mass[at + 2] > 0)).astype(float),
    ]


def shape_columns(
    walk: Walk, links: Sequence[float], prose: Sequence[float], at: Ints
) -> list[Floats]:
    """What the blocks of the same shape are like on the whole page: prose, number, links."""
    places = walk.places
    kinds = [
        hash((block.tag, block.own, places[max(block.parent, 0)].words, block.depth))
        for block in walk.blocks
    ]
    _, shape = np.unique(kinds, return_inverse=True)
    mass, total = np.array(prose), sum(prose) or 1.0
    own = shape[at]
    count = np.bincount(shape)[own]
    return [
        np.bincount(shape, mass)[own] / total,
        np.log1p(count),
        np.bincount(shape, links)[own] / count,
        np.bincount(shape, mass > 0)[own] / count,
    ]
