"""Which blocks of a page are the article's body: scores of a model, then one reading of the page.

The model judges each block where it stands. Read together, the body is the run of blocks that
collects most words above their cost; a standfirst before it may join. Inside the run, at home in
the elements that hold most of it, lists, quotes and subheads stay even where the model doubts.
The numbers were chosen out of fold on the development sites (training/clean/README.md).
"""

from collections.abc import Sequence

from tasks.clean.markup.block_article import is_title, only_this_article
from tasks.clean.markup.block_features import FEATURES, Measured, measure_blocks
from tasks.clean.markup.block_gaps import drop_furniture, drop_pointers, drop_retold, fill_gaps
from tasks.clean.markup.block_reading import EASE, MAX_LINKS, SUBHEADS, SURE, Reading
from tasks.clean.markup.block_signs import Declared
from tasks.clean.markup.blocks import Walk
from tasks.clean.network import load_network

RUN_COST = 0.35  # of a word; what the run of blocks must earn
LEAD = 0.6  # a block before the run that is this sure is a standfirst


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
    fill_gaps(reading, start)
    drop_furniture(reading)
    drop_pointers(reading)
    drop_retold(reading)
    only_this_article(reading, title)
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
    cost = RUN_COST * reading.ease()
    best, run, start, span = 0.0, 0.0, 0, (0, len(reading.score))
    for at in reading.measured.candidates:
        run += (reading.score[at] - cost) * (reading.weight(at) + 2)
        if run <= 0:
            start, run = at + 1, 0.0
        elif run > best:
            best, span = run, (start, at + 1)
    return span


def _open_with_subhead(reading: Reading, title: frozenset[str]) -> None:
    """Keep a subhead right before the first kept block and close to it, that is no title."""
    first = next((at for at, kept in enumerate(reading.keep) if kept), 0)
    at = first - 1
    if at < 0 or not reading.close(at, first):
        return
    heading = reading.walk.blocks[at]
    if heading.tag in SUBHEADS and not is_title(heading, title):
        reading.keep[at] = reading.measured.words[at] > 0 and reading.measured.links[at] < MAX_LINKS
