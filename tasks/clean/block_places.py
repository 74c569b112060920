"""How much prose each element of a page holds, and which element holds the body most likely."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.clean.blocks import Walk
from tasks.clean.class_words import BIT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FOREIGN = BIT["comment"] | BIT["related"] | BIT["sidebar"] | BIT["offer"]
FOREIGN_DISCOUNT = 0.4
LEVELS = (1.0, 0.6, 0.3)  # how much prose counts for its parent, grandparent and great-grandparent
_LEAVES = frozenset(
    ["p", "h2", "h3", "h4", "br", "blockquote", "ul", "ol", "figure", "tr", "td", "li"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Numbers of every place, and the places of every block."""

    direct: Floats  # prose of the blocks whose parent it is
    below: Floats  # prose of all blocks under it
    paragraphs: Floats
    repeats: Floats  # places of its shape that hold prose
    repeats_above: Floats  # the most repeated shape among it and what holds it
    ordinal: Floats  # which of those repeats it is in, from 0
    steps: Floats  # from the best place up to where its own path meets
    climb: Floats  # from it up to that meeting place
    best: int
    best_score: float
    best_depth: int
    total: float
    own: Ints  # of each block: its place,
    parent: Ints  # the parent of that place,
    grand: Ints  # and the parent's parent


def weigh_places(walk: Walk, prose: Sequence[float]) -> Places:
    """The places of a page by the prose of its blocks."""
    parents = [0, *(place.parent for place in walk.places[1:])]
    count, holder = len(parents), np.array(parents)
    own = np.array([block.place for block in walk.blocks])
    parent = holder[own]
    mass = np.array(prose)
    direct = np.bincount(parent, mass, count).astype(float)
    below = _below(np.bincount(own, mass, count).tolist(), parents)
    best, best_score = _best(walk, direct.tolist(), parents)
    steps, climb = _distances(best, parents)
    repeats, above, ordinal = _repeats(walk, below, parents)
    return Places(
        direct=direct,
        below=np.array(below),
        paragraphs=np.bincount(parent, mass > 0, count).astype(float),
        repeats=np.array(repeats),
        repeats_above=np.array(above),
        ordinal=np.array(ordinal),
        steps=np.array(steps),
        climb=np.array(climb),
        best=best,
        best_score=best_score,
        best_depth=walk.places[best].depth,
        total=float(mass.sum()) or 1.0,
        own=own,
        parent=parent,
        grand=holder[parent],
    )


def _below(below: list[float], parents: Sequence[int]) -> list[float]:
    for place in range(len(parents) - 1, 0, -1):  # children come after their parents
        if below[place]:
            below[parents[place]] += below[place]
    return below


def _best(walk: Walk, direct: Sequence[float], parents: Sequence[int]) -> tuple[int, float]:
    """The place with most prose of its own and of near descendants, and its score."""
    score = [0.0] * len(parents)
    for place, mass in enumerate(direct):
        above = place
        for share in LEVELS if mass else ():
            score[above] += mass * share
            if above == 0:
                break
            above = parents[above]
    for place, value in enumerate(score):
        if value and walk.places[place].words & FOREIGN:
            score[place] = value * FOREIGN_DISCOUNT
    best = max(range(len(score)), key=score.__getitem__)
    return best, score[best]


def _distances(best: int, parents: Sequence[int]) -> tuple[list[int], list[int]]:
    """For every place: steps from the best place to where their paths meet, and its own climb."""
    path = {best: 0}
    place = best
    while place:
        place = parents[place]
        path[place] = len(path)
    steps, climb = [path[0]] * len(parents), [0] * len(parents)
    for place, parent in enumerate(parents):
        if place in path:
            steps[place] = path[place]
        else:
            steps[place], climb[place] = steps[parent], climb[parent] + 1
    return steps, climb


def _repeats(
    walk: Walk, below: Sequence[float], parents: Sequence[int]
) -> tuple[list[int], list[int], list[int]]:
    """For every place: how often its shape holds prose, the most among its ancestors, and which."""
    shapes = [place.shape for place in walk.places]
    counts = Counter(shape for shape, mass in zip(shapes, below, strict=True) if mass)
    repeats = [counts[shape] for shape in shapes]
    above, ordinal = [0] * len(shapes), [0] * len(shapes)
    met = dict.fromkeys(counts, 0)
    for place in range(1, len(shapes)):
        parent, own = parents[place], repeats[place]
        above[place], ordinal[place] = above[parent], ordinal[parent]
        if own > above[place] and walk.places[place].tag not in _LEAVES:
            above[place], ordinal[place] = own, met[shapes[place]]
        if below[place]:
            met[shapes[place]] += 1
    return repeats, above, ordinal
