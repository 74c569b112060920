"""Which blocks of a page are the article's body."""

from collections.abc import Sequence

from tasks.clean.blocks import TAG_BIT, Block, Place, Walk
from tasks.clean.class_words import BIT
from tasks.clean.reasons import ends_sentence, furniture
from tasks.clean.words import count_words

PROSE_WORDS = 10
LONG_WORDS = 25
MAX_LINK_SHARE = 0.5
FOREIGN = sum(BIT[name] for name in ("comment", "related", "sidebar", "offer", "footer", "consent"))
FURNITURE_TAGS = TAG_BIT["nav"] | TAG_BIT["aside"] | TAG_BIT["footer"] | TAG_BIT["figure"]


def keep_blocks(walk: Walk) -> list[bool]:
    """For every block whether it is body: the place with most prose, with lenience inside."""
    words = [count_words(block.text) for block in walk.blocks]
    prose = [_prose(block, count) for block, count in zip(walk.blocks, words, strict=True)]
    best = _best_place(walk, prose)
    inside = [_is_inside(block.place, best, walk.places) for block in walk.blocks]
    body = [at for at, mass in enumerate(prose) if mass and inside[at]]
    if not body:
        return [False] * len(words)
    return [
        inside[at] and (prose[at] > 0 or (body[0] < at < body[-1] and _fits(block, words[at])))
        for at, block in enumerate(walk.blocks)
    ]


def _prose(block: Block, words: int) -> float:
    link_share = block.link_chars / len(block.text)
    if words < PROSE_WORDS or link_share > MAX_LINK_SHARE:
        return 0.0
    if block.near & FOREIGN or block.tags & FURNITURE_TAGS:
        return 0.0
    return words * (1 - link_share) if words >= LONG_WORDS or ends_sentence(block.text) else 0.0


def _best_place(walk: Walk, prose: Sequence[float]) -> int:
    """The place whose blocks, and their children's, hold the most prose."""
    score = [0.0] * len(walk.places)
    for block, mass in zip(walk.blocks, prose, strict=True):
        place, weight = max(block.parent, 0), 1.0
        while place >= 0 and weight > 0.2:
            score[place] += mass * weight
            place, weight = walk.places[place].parent, weight * 0.6
    return max(range(len(score)), key=lambda place: score[place])


def _is_inside(place: int, best: int, places: Sequence[Place]) -> bool:
    while place > best:  # a parent always has the smaller number
        place = places[place].parent
    return place == best


def _fits(block: Block, words: int) -> bool:
    """Whether a short block between paragraphs may stay: a subhead or a list item."""
    if words < 2 or block.link_chars > MAX_LINK_SHARE * len(block.text):
        return False
    return not (block.near & FOREIGN or block.tags & FURNITURE_TAGS or furniture(block.text))
