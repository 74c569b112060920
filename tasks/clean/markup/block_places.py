"""How much prose each element of a page holds, and which element holds the body most likely."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, repeat

import numpy as np

from tasks.clean.glyphs import Ints
from tasks.clean.markup.block_columns import Columns, Floats
from tasks.clean.markup.class_words import BIT
from tasks.clean.markup.elements import Place

FOREIGN = BIT["comment"] | BIT["related"] | BIT["sidebar"] | BIT["offer"]
FOREIGN_DISCOUNT = 0.4
LEVELS = (1.0, 0.6, 0.3)  # how much prose counts for its parent, grandparent and great-grandparent
_LEAVES = frozenset(
    ["p", "h2", "h3", "h4", "br", "blockquote", "ul", "ol", "figure", "tr", "td", "li"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Numbers of every place, and the places of every block."""

    known: Sequence[Place]
    direct: Floats  # prose of the blocks whose parent it is
    below: Floats  # prose of all blocks under it
    paragraphs: Floats
    repeats: Ints  # places of its shape that hold prose
    repeats_above: Ints  # the most repeated shape among it and what holds it
    ordinal: Ints  # which of those repeats it is in, from 0
    steps: Ints  # from the best place up to where its own path meets
    climb: Ints  # from it up to that meeting place
    best: int
    best_score: float
    total: float
    parent: Ints  # of each block: the parent of its place,
    grand: Ints  # and the parent's parent


def weigh_places(known: Sequence[Place], page: Columns) -> Places:
    """The places of a page by the prose of its blocks."""
    parents = [0, *[place.parent for place in known[1:]]]
    count, holder = len(parents), _ints(parents)
    parent = holder[page.place]
    direct = np.bincount(parent, page.prose, count).astype(float)
    below = _below(np.bincount(page.place, page.prose, count).tolist(), parents)
    best, best_score = _best(known, direct, parents)
    steps, climb = _distances(best, parents)
    repeats, above, ordinal = _repeats(known, below, parents)
    return Places(
        known=known,
        direct=direct,
        below=np.fromiter(below, np.float64, count),
        paragraphs=np.bincount(parent, page.prose > 0, count).astype(float),
        repeats=_ints(repeats),
        repeats_above=_ints(above),
        ordinal=_ints(ordinal),
        steps=_ints(steps),
        climb=_ints(climb),
        best=best,
        best_score=best_score,
        total=float(page.prose.sum()) or 1.0,
        parent=parent,
        grand=holder[parent],
    )


def _ints(values: Sequence[int]) -> Ints:
    return np.fromiter(values, np.int64, len(values))


def _below(below: list[float], parents: Sequence[int]) -> list[float]:
    for place in range(len(parents) - 1, 0, -1):  # children come after their parents
        if below[place]:
            below[parents[place]] += below[place]
    return below


def _best(known: Sequence[Place], direct: Floats, parents: Sequence[int]) -> tuple[int, float]:
    """The place with most prose of its own and of near descendants, and its score."""
    score: dict[int, float] = {0: 0.0}
    for place in np.flatnonzero(direct).tolist():
        above, mass = place, float(direct[place])
        for share in LEVELS:
            score[above] = score.get(above, 0.0) + mass * share
            if above == 0:
                break
            above = parents[above]
    for place in score:
        if known[place].words & FOREIGN:
            score[place] *= FOREIGN_DISCOUNT
    best = max(sorted(score), key=score.__getitem__)
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
    known: Sequence[Place], below: Sequence[float], parents: Sequence[int]
) -> tuple[list[int], list[int], list[int]]:
    """For every place: how often its shape holds prose, the most among its ancestors, and which."""
    shapes = [place.shape for place in known]
    counts = Counter(compress(shapes, below))
    repeats = list(map(counts.get, shapes, repeat(0)))
    above, ordinal = [0], [0]
    met = dict.fromkeys(counts, 0)
    for place in range(1, len(shapes)):
        parent, own, shape = parents[place], repeats[place], shapes[place]
        if own > above[parent] and known[place].tag not in _LEAVES:
            above.append(own)
            ordinal.append(met[shape])
        else:
            above.append(above[parent])
            ordinal.append(ordinal[parent])
        if below[place]:
            met[shape] += 1
    return repeats, above, ordinal
