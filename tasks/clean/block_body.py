"""Which blocks of a page are the article's body: scores of a model, then one reading of the page.

The model judges each block where it stands. Read together, the body is the run of blocks that
collects most words above their cost; a standfirst before it may join. Inside the run, at home in
the elements that hold most of it, lists, quotes and subheads stay even where the model doubts.
The numbers were chosen out of fold on the development sites (training/clean/README.md).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.clean.block_features import FEATURES, Measured, measure_blocks
from tasks.clean.block_signs import Declared
from tasks.clean.blocks import HEADINGS, Block, Walk
from tasks.clean.network import load_network
from tasks.clean.words import WORD

SURE = 0.55  # a block counts as body from here,
EASE = 0.6  # or from this share of the best element's mean, where the model is unsure throughout
RUN_COST = 0.35  # of a word; what the run of blocks must earn
LEAD = 0.6  # a block before the run that is this sure is a standfirst
INSIDE = 0.4  # a block inside the run and at home
HEADING = 0.08  # a heading right before a kept block
LIST_MEAN = 0.05  # a gap made of list items only
MAX_GAP = 4  # blocks without a score of their own that may be filled in
HOME_SHARE = 0.2  # of the kept words: an element that holds the body
MAX_BLOCK_WORDS = 60  # longer blocks weigh no more
MAX_LINKS = 0.5
MIN_BODY_WORDS = 40
MIN_TITLE_WORDS = 3
TITLE_SHARE, OWN_SHARE = 0.75, 0.9
MAX_HEADING_CHARS = 250
_QUOTING = re.compile(r"(.*\S)\s*[“„«\"'‘「『].+[”“»\"'’」』]\W*")  # 3 thoughts on “The title”
_FILLED = frozenset(["li", "td", "th", "p", "h2", "h3", "h4", "dd", "dt", "div"])
SUBHEADS = frozenset(["h2", "h3", "h4"])
_LISTED = frozenset(["li", "td", "th", "dd", "dt", "h2", "h3", "h4", "h5", "tr"])


@dataclass(slots=True)
class Reading:
    """One page being decided: scores by block, and what is kept so far."""

    walk: Walk
    measured: Measured
    score: list[float]  # 0 for blocks without a row
    sure: float
    keep: list[bool]

    def weight(self, at: int) -> int:
        """The words of a block, as far as they weigh."""
        return min(MAX_BLOCK_WORDS, self.measured.words[at])


def keep_blocks(walk: Walk, declared: Declared) -> list[bool]:
    """For every block whether it is body."""
    measured = measure_blocks(walk, declared)
    scores = load_network("blocks", FEATURES).score(measured.rows)
    return decide(walk, measured, scores.tolist(), declared.title_words)


def decide(
    walk: Walk, measured: Measured, scores: Sequence[float], title: frozenset[str] = frozenset()
) -> list[bool]:
    """For every block whether it is body, given the scores of the candidates."""
    score = [0.0] * len(walk.blocks)
    for at, value in zip(measured.candidates, scores, strict=True):
        score[at] = value
    reading = Reading(walk, measured, score, 0.0, [False] * len(score))
    if not measured.candidates:
        return reading.keep
    reading.sure = _sure_from(reading)
    start, end = _run(reading)
    reading.keep = [
        value > reading.sure and at < end and (at >= start or value > LEAD)
        for at, value in enumerate(score)
    ]
    _fill_gaps(reading, start)
    _only_this_article(reading, title)
    _open_with_subhead(reading, title)
    return reading.keep


def _sure_from(reading: Reading) -> float:
    """The score from which a block counts: lower where the model is unsure of the whole page."""
    mass: dict[int, float] = {}
    words: dict[int, float] = {}
    for at in reading.measured.candidates:
        parent, weight = reading.walk.blocks[at].parent, reading.weight(at)
        mass[parent] = mass.get(parent, 0.0) + reading.score[at] * weight
        words[parent] = words.get(parent, 0.0) + weight
    means = {parent: mass[parent] / max(1.0, words[parent]) for parent in mass}
    large = [mean for parent, mean in means.items() if words[parent] >= 30]
    return min(SURE, EASE * max(large or means.values()))


def _run(reading: Reading) -> tuple[int, int]:
    """The run of blocks that collects most words above their cost."""
    cost = RUN_COST * reading.sure / SURE
    best, run, start, span = 0.0, 0.0, 0, (0, len(reading.score))
    for at in reading.measured.candidates:
        run += (reading.score[at] - cost) * (reading.weight(at) + 2)
        if run <= 0:
            start, run = at + 1, 0.0
        elif run > best:
            best, span = run, (start, at + 1)
    return span


def _fill_gaps(reading: Reading, start: int) -> None:
    """Keep what stands between kept blocks of the run and belongs there."""
    kept = [at for at in reading.measured.candidates if reading.keep[at]]
    homes = _homes(reading, kept)
    for before, after in pairwise(kept):
        if after - before < 2 or before < start:
            continue
        gap = range(before + 1, after)
        if len(gap) > 1 and _is_list(reading, gap, homes):
            for at in gap:
                reading.keep[at] = reading.measured.words[at] > 0
            continue
        for at in gap:
            reading.keep[at] = _belongs(reading, at, before, after, homes)


def _open_with_subhead(reading: Reading, title: frozenset[str]) -> None:
    """Keep a subhead right before the first kept block, of the same parent, that is no title."""
    first = next((at for at, kept in enumerate(reading.keep) if kept), 0)
    if not first:
        return
    heading, block = reading.walk.blocks[first - 1], reading.walk.blocks[first]
    if heading.tag in SUBHEADS and heading.parent == block.parent and not _is_title(heading, title):
        at = first - 1
        reading.keep[at] = reading.measured.words[at] > 0 and reading.measured.links[at] < MAX_LINKS


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


def _is_list(reading: Reading, gap: range, homes: frozenset[int]) -> bool:
    """Whether a gap is one list or table inside the body, not of links."""
    items = [at for at in gap if reading.measured.words[at]]
    scored = [reading.score[at] for at in items if reading.score[at]]
    return (
        sum(scored) > LIST_MEAN * len(scored)
        and all(reading.walk.blocks[at].tag in _LISTED for at in items)
        and all(reading.measured.links[at] < MAX_LINKS + 0.1 for at in items)
        and all(_at_home(reading, at, homes, 4) for at in items)
    )


def _belongs(reading: Reading, at: int, before: int, after: int, homes: frozenset[int]) -> bool:
    """Whether one block between two kept ones stays."""
    block, links = reading.walk.blocks[at], reading.measured.links[at]
    if not reading.measured.words[at]:
        return False
    if reading.score[at]:
        heads = block.tag in HEADINGS and links < MAX_LINKS and reading.keep[at + 1]
        least = (HEADING if heads else INSIDE) * reading.sure / SURE
        return reading.score[at] > least and _at_home(reading, at, homes, 2)
    parents = (reading.walk.blocks[before].parent, reading.walk.blocks[after].parent)
    return (
        after - before <= MAX_GAP
        and block.tag in _FILLED
        and links < MAX_LINKS
        and block.parent in parents
    )


def _only_this_article(reading: Reading, title: frozenset[str]) -> None:
    """Drop what stands above the page's own headline, or in another article than the headline.

    A list of teasers may read like a body; but a body stands under its headline, and a page that
    shows several articles names the one it is about in its title.
    """
    kept = [at for at, value in enumerate(reading.keep) if value]
    spot = _headline_spot(reading, title, kept)
    if spot is None:
        return
    after = [at for at in kept if at > spot]
    if sum(reading.measured.words[at] for at in after) < MIN_BODY_WORDS:
        return
    own = _article_of(reading, spot)
    mine = [at for at in after if _article_of(reading, at) == own]
    if own and sum(reading.measured.words[at] for at in mine) >= MIN_BODY_WORDS:
        after = mine
    for at in set(kept) - set(after):
        reading.keep[at] = False


def _headline_spot(reading: Reading, title: frozenset[str], kept: Sequence[int]) -> int | None:
    """The last heading before the end of the body that says what the page's title says."""
    if not kept or len(title) < MIN_TITLE_WORDS:
        return None
    for at in range(kept[-1], -1, -1):
        block = reading.walk.blocks[at]
        if block.tag not in ("h1", "h2") or len(block.text) > MAX_HEADING_CHARS:
            continue
        if reading.measured.links[at] < MAX_LINKS and _is_title(block, title):
            return at
    return None


def _is_title(heading: Block, title: frozenset[str]) -> bool:
    """Whether a heading says most of the title, or nothing that is not in it.

    One that quotes it behind words of its own opens the comments.
    """
    quoting = _QUOTING.fullmatch(heading.text) if heading.tag == "h2" else None
    if quoting and not title.intersection(WORD.findall(quoting[1].lower())):
        return False
    own = {word for word in WORD.findall(heading.text.lower()) if len(word) > 2}
    shared = len(own & title)
    whole = heading.tag == "h1" and len(own) > 1 and shared >= OWN_SHARE * len(own)
    return whole or shared >= TITLE_SHARE * len(title)


def _article_of(reading: Reading, at: int) -> int:
    """The innermost article element that holds a block; 0 for none."""
    place, places = reading.walk.blocks[at].place, reading.walk.places
    while place > 0 and places[place].tag != "article":
        place = places[place].parent
    return max(place, 0)
