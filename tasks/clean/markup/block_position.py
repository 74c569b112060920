"""Where a block stands on its page, as columns of numbers for the blocks asked for.

Distances count blocks and end at :data:`FAR`; amounts of prose are words, as logarithms or as
shares of the page's prose.
"""

from functools import lru_cache

import numpy as np

from tasks.clean.glyphs import Bools, Ints
from tasks.clean.markup.block_columns import Columns, Floats
from tasks.clean.markup.block_places import Places
from tasks.clean.markup.elements import TAG_BIT
from tasks.clean.sign_words import is_foreign_heading
from tasks.clean.words import WORD

FAR = 50
WINDOWS = (2, 5)
HEADING_BITS = TAG_BIT["h1"] | TAG_BIT["h2"] | TAG_BIT["h3"] | TAG_BIT["h4"]
HEADING_WORDS = 8
LABEL_WORDS = 6
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


def headline_columns(page: Columns, places: Places, at: Ints) -> list[Floats]:
    """The distance to the headline: the last first-level heading above the body."""
    h1 = np.flatnonzero(page.bits & TAG_BIT["h1"])
    if not len(h1):
        return [np.zeros(len(at))] * 4
    first, _ = _body_span(page, places)
    above = int(np.searchsorted(h1, first, side="right"))
    offset = at - h1[max(0, above - 1)]
    return [
        np.clip(offset, -40, 40).astype(float),
        np.ones(len(at)),
        (offset < 0).astype(float),
        np.clip(offset / 10, 0, 1),
    ]


def place_columns(page: Columns, places: Places, at: Ints) -> list[Floats]:
    """The prose of the places around a block, and the way to the place with most prose."""
    own, parent, grand = page.place[at], places.parent[at], places.grand[at]
    total, score = places.total, places.best_score or 1.0
    steps, climb, depth = places.steps[own], places.climb[own], page.depth[at]
    first, last = _body_span(page, places)
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
        depth - places.known[places.best].depth,
        np.log1p(places.repeats_above[own]),
        np.log1p(places.repeats[own]) * (own > 0),
        np.log1p(places.below[own]),
        np.log1p(places.ordinal[own]),
    ]


def _body_span(page: Columns, places: Places) -> tuple[int, int]:
    """The first and the last block with prose in the place that holds most of it."""
    body = np.flatnonzero((places.steps[page.place] == 0) & (page.prose > 0))
    return (int(body[0]), int(body[-1])) if len(body) else (0, len(page.prose))


def crowd_columns(page: Columns, places: Places, at: Ints) -> list[Floats]:
    """What the blocks around are like: how many, how linked, how much of them prose."""
    size = len(places.direct)
    number, words, linked, prose = (
        np.bincount(places.parent, weight, size) + np.bincount(places.grand, weight, size)
        for weight in (None, page.words, page.words * page.links, page.prose)
    )
    columns = []
    for group in (places.parent[at], places.grand[at]):
        weight = np.maximum(words[group], 1.0)
        columns += [np.log1p(number[group]), linked[group] / weight, prose[group] / weight]
    return columns


def headed_columns(page: Columns, title: frozenset[str], at: Ints) -> list[Floats]:
    """What the last heading announced: something else, the page's title; how far back it is."""
    kinds, titles = Events(0.0), Events(0.0)
    heading = page.is_heading | ((page.bits & HEADING_BITS) != 0)
    short = page.words <= HEADING_WORDS
    for spot in np.flatnonzero(short & (heading | _label(page)) | page.is_heading).tolist():
        if short[spot] and _is_foreign(page.texts[spot]):
            kinds.add(spot, 2.0)
        elif page.is_heading[spot]:
            kinds.add(spot, 1.0)
    titled = np.flatnonzero(heading & (page.words > 3))
    for spot in titled.tolist():
        titles.add(spot, _title_share(page.texts[spot], title))
    linked = titled[page.links[titled] > 0.5]
    return [
        kinds.value(at),
        np.log1p(np.minimum(FAR, at - 1 - kinds.last(at))),
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


def _label(page: Columns) -> Bools:
    """Lines of few words without links, which may announce as headings do."""
    return (page.words <= LABEL_WORDS) & (page.links < 0.5)


def _title_share(heading: str, title: frozenset[str]) -> float:
    """How much of the page's title a heading repeats."""
    return len(title.intersection(WORD.findall(heading.lower()))) / len(title) if title else 0.0


def beside_columns(prose: Floats, places: Places, at: Ints) -> list[Floats]:
    """Whether the block before and the block after are prose of the same parent."""
    parent = np.concatenate(([-1], places.parent, [-1]))
    mass = np.concatenate(([0.0], prose, [0.0]))
    here = parent[at + 1]
    return [
        (parent[at] == here) & (mass[at] > 0),
        (parent[at + 2] == here) & (mass[at + 2] > 0),
    ]


def shape_columns(page: Columns, places: Places, at: Ints) -> list[Floats]:
    """What the blocks of the same shape are like on the whole page: prose, number, links."""
    holders = [places.known[parent].words for parent in places.parent.tolist()]
    kinds: dict[tuple[str, int, int, int], int] = {}
    looks = zip(page.tags, page.own.tolist(), holders, page.depth.tolist(), strict=True)
    shape = np.array([kinds.setdefault(look, len(kinds)) for look in looks])
    own = shape[at]
    count = np.bincount(shape)[own]
    return [
        np.bincount(shape, page.prose)[own] / (sum(page.prose.tolist()) or 1.0),
        np.log1p(count),
        np.bincount(shape, page.links)[own] / count,
        np.bincount(shape, page.prose > 0)[own] / count,
    ]
