"""Which lines of a text dump are the article's body: scores of a model, then one run of lines.

The body is the run of lines that collects most words above their cost; inside it, from the first
to the last line that is surely body, lines stay even where the model doubts. The numbers were
chosen out of fold on the development sites (training/clean/README.md).
"""

from collections.abc import Sequence

import numpy as np

from tasks.clean.bylines import opens_byline
from tasks.clean.credits import read_credits
from tasks.clean.dates import find_stamps
from tasks.clean.dump.line_facts import LineFacts
from tasks.clean.dump.line_features import FEATURES, best_run, measure_lines
from tasks.clean.dump.line_signs import Floats
from tasks.clean.furniture import stands_alone
from tasks.clean.glyphs import Ints
from tasks.clean.network import load_network

CLEAN_SHARE = 0.85  # of the words in whole sentences; dumps with menus have half of that
SURE = 0.5
EDGE = 0.25  # a whole sentence right before the run, or inside it, stays unless the model is sure
SENTENCE_WORDS = 10
SHORT_SENTENCE_WORDS = 6  # of one right behind the text of a brief
INSIDE = 0.35
RUN_COST = 0.4  # of a word
SHORT_COST = 0.4  # of a line under four words
SHORT_WORDS = 4
BRIEF_WORDS = 150  # of a whole dump; one of 140 development dumps has fewer
SIGNED_OFF = 6  # lines between the body and its credit
BOX = 6  # lines of furniture in a text
BETWEEN = 2  # lines between two sentences of a brief
ENDS = frozenset(["related", "comment", "legal", "login", "navigation"])  # what a page ends with
MAX_LINE_WORDS = 40  # longer lines weigh no more


def body_lines(facts: LineFacts) -> list[int]:
    """The indices of the lines that are body."""
    plain = _plain_body(facts)
    if plain is not None:
        return plain
    scores = load_network("lines", FEATURES).score(measure_lines(facts))
    found = _up_to_credit(facts, decide(facts, scores))
    return _whole_brief(facts, found) if facts.words.sum() <= BRIEF_WORDS else found


def _plain_body(facts: LineFacts) -> list[int] | None:
    """The indices of a body that needs no judging, or None.

    Sentences with next to nothing between them, and only certain furniture after them: the model
    learnt on dumps that hold more furniture than text, and a text that was cleaned before must come
    out as it went in.
    """
    sentences = [at for at in _sentences(facts) if not _is_apart(facts, at)]
    if not sentences:
        return None
    words = facts.words
    while (end := sentences[-1] + 1) < len(words) and facts.ends[end] and not _is_apart(facts, end):
        sentences.append(end)  # short as it may be
    first, last = sentences[0], sentences[-1]
    if words[sentences].sum() < CLEAN_SHARE * words[first : last + 1].sum():
        return None
    if not all(_is_apart(facts, at) for at in range(last + 1, len(words))):
        return None
    between = set(range(first, last + 1)).difference(sentences)
    if any(_is_apart(facts, at) or find_stamps(facts.lines[at]) for at in between):
        return None
    return list(range(first, last + 1))


def _sentences(facts: LineFacts) -> list[int]:
    """The lines that are sentences by their length and their end."""
    found: list[int] = np.flatnonzero((facts.words >= SENTENCE_WORDS) & facts.ends).tolist()
    return found


def _is_apart(facts: LineFacts, line: int) -> bool:
    """Whether a line is certainly no text of the article."""
    return bool(facts.furniture[line] or read_credits(facts.lines[line]))


def decide(facts: LineFacts, given: Floats) -> list[int]:
    """The indices of the lines that are body, given the scores of all."""
    start, end = _run(facts.words, given)
    scores = given.tolist()
    sure = [at for at in range(start, end) if scores[at] > SURE]
    if not sure:
        return []
    sentences = [False] * len(scores)
    for at in _sentences(facts):
        sentences[at] = scores[at] > EDGE and not _is_apart(facts, at)
    first, last = _extend(sure[0], sure[-1], sentences, scores)
    first, last, boxes = _over_boxes(facts, first, last, sentences, scores)
    inside = range(sure[0], sure[-1] + 1)
    return [
        at
        for at in range(first, last + 1)
        if (sentences[at] or scores[at] > (INSIDE if at in inside else EDGE))
        and at not in boxes
        and not _is_label(facts, at)
    ]


def _whole_brief(facts: LineFacts, found: list[int]) -> list[int]:
    """The body of a dump that is short as a whole: what was found, and the sentences around it, up
    to the first line of furniture behind. The model learnt on long dumps, in which two sentences
    among menus are a teaser."""
    told = [at for at in _sentences(facts) if not _is_apart(facts, at)]
    if not told:
        return found
    first = (found or told)[0]
    behind = range(first, len(facts.lines))
    rest = next((at for at in behind if facts.furniture[at] in ENDS), len(facts.lines))
    last = max(at for at in (first, *found, *told) if at < rest or at in found)
    start, end = _reach(facts, first, -1, -1), _reach(facts, last, 1, rest)
    return sorted(
        {
            *found,
            *(at for at in told if first <= at < rest),
            *range(start, first),
            *range(last + 1, end + 1),
        }
    )


def _reach(facts: LineFacts, at: int, step: int, limit: int) -> int:
    """How far the sentences go on from a line, with a line between two that is none of the rest."""
    while True:
        near = [at + step * far for far in range(1, 2 + BETWEEN) if step * (limit - at) > far]
        found = next((place for place in near if _is_short_sentence(facts, place)), None)
        if found is None or any(
            _stands_around(facts, between) for between in near[: near.index(found)]
        ):
            return at
        at = found


def _stands_around(facts: LineFacts, line: int) -> bool:
    """Whether a line stands around a text and is none of it: a credit, a byline, a stamp."""
    head, text = facts.heads[line], facts.lines[line]
    return _is_apart(facts, line) or opens_byline(head) or bool(find_stamps(text))


def _up_to_credit(facts: LineFacts, found: list[int]) -> list[int]:
    """The body with the few lines between it and the credit that signs it off.

    The last of them is a sentence, and none is furniture: a credit stands at the end of its text.
    """
    if not found:
        return found
    rest = range(found[-1] + 1, min(found[-1] + 2 + SIGNED_OFF, len(facts.lines)))
    credit = next((at for at in rest if _is_apart(facts, at)), None)
    if credit is None or facts.furniture[credit] or not facts.ends[credit - 1]:
        return found
    return [*found, *range(found[-1] + 1, credit)]


def _is_short_sentence(facts: LineFacts, line: int) -> bool:
    whole = facts.ends[line] and facts.words[line] >= SHORT_SENTENCE_WORDS
    return bool(whole) and not _is_apart(facts, line)


def _is_label(facts: LineFacts, line: int) -> bool:
    """Whether a line is furniture that stands alone: in a sentence that its links part, "Facebook"
    is a word like any other."""
    alone = not line or facts.ends[line - 1] or facts.furniture[line - 1]
    return bool(facts.furniture[line] and stands_alone(facts.lines[line]) and alone)


def _extend(
    first: int, last: int, sentences: Sequence[bool], scores: Sequence[float]
) -> tuple[int, int]:
    """The run with the sentences right before and after it, and those after one subhead."""
    while first and sentences[first - 1]:
        first -= 1
    padded = [*sentences, False, False]
    while padded[last + 1] or (padded[last + 2] and scores[last + 1] > EDGE):
        last += 1 if padded[last + 1] else 2
    return first, last


def _over_boxes(
    facts: LineFacts, first: int, last: int, sentences: Sequence[bool], scores: Sequence[float]
) -> tuple[int, int, set[int]]:
    """The run with the sentences beyond a box of furniture at its ends, and the lines of the boxes.

    A box opens with a line of furniture, and what goes on behind it is surely body.
    """
    boxes: set[int] = set()
    while True:
        before = range(max(0, first - 1 - BOX), first - 1)
        behind = range(last + 2, min(len(scores), last + 2 + BOX))
        up = [at for at in before if facts.furniture[at + 1]]
        down = behind if behind and facts.furniture[last + 1] else ()
        above = next((at for at in reversed(up) if sentences[at] and scores[at] > SURE), None)
        below = next((at for at in down if sentences[at] and scores[at] > SURE), None)
        if above is None and below is None:
            return first, last, boxes
        if above is not None:
            boxes |= {*range(above + 1, first)}
            first = above
        if below is not None:
            boxes |= {*range(last + 1, below)}
            last = below
        first, last = _extend(first, last, sentences, scores)


def _run(words: Ints, scores: Floats) -> tuple[int, int]:
    """The run of lines that collects most words above their cost."""
    gains = (scores - RUN_COST) * np.minimum(MAX_LINE_WORDS, words)
    return best_run(gains - SHORT_COST * (words < SHORT_WORDS))
