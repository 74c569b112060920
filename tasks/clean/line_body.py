"""Which lines of a text dump are the article's body: scores of a model, then one run of lines.

The body is the run of lines that collects most words above their cost; inside it, from the first
to the last line that is surely body, lines stay even where the model doubts. The numbers were
chosen out of fold on the development sites (training/clean/README.md).
"""

from collections.abc import Sequence

from tasks.clean.credits import read_credits
from tasks.clean.dates import find_stamps
from tasks.clean.line_features import FEATURES, measure_lines
from tasks.clean.network import load_network
from tasks.clean.reasons import ends_sentence, furniture
from tasks.clean.words import count_words

CLEAN_SHARE = 0.85  # of the words in whole sentences; dumps with menus have half of that
SURE = 0.5
EDGE = 0.25  # a whole sentence right before the run, or inside it, stays unless the model is sure
SENTENCE_WORDS = 10
INSIDE = 0.35
RUN_COST = 0.4  # of a word
SHORT_COST = 0.4  # of a line under four words
SHORT_WORDS = 4
MAX_LINE_WORDS = 40  # longer lines weigh no more


def keep_lines(lines: Sequence[str]) -> list[bool]:
    """For every line whether it is body; empty lines are not."""
    filled = [at for at, line in enumerate(lines) if line]
    texts = [lines[at] for at in filled]
    chosen = _plain_body(texts)
    if chosen is None:
        scores = load_network("lines", FEATURES).score(measure_lines(texts))
        chosen = decide(texts, scores.tolist())
    body = {filled[at] for at in chosen}
    return [at in body for at in range(len(lines))]


def _plain_body(lines: Sequence[str]) -> list[int] | None:
    """The indices of a body that needs no judging, or None.

    Sentences with next to nothing between them, and only certain furniture after them: the model
    learnt on dumps that hold more furniture than text, and a text that was cleaned before must come
    out as it went in.
    """
    words = [count_words(line) for line in lines]
    sentences = [at for at, line in enumerate(lines) if _is_sentence(line, words[at])]
    if not sentences:
        return None
    first, last = sentences[0], sentences[-1]
    inside = range(first, last + 1)
    if sum(words[at] for at in sentences) < CLEAN_SHARE * sum(words[at] for at in inside):
        return None
    if not all(_is_apart(line) for line in lines[last + 1 :]):
        return None
    if any(_is_apart(lines[at]) or find_stamps(lines[at]) for at in inside if at not in sentences):
        return None
    return list(inside)


def _is_sentence(line: str, words: int) -> bool:
    return words >= SENTENCE_WORDS and ends_sentence(line) and not _is_apart(line)


def _is_apart(line: str) -> bool:
    """Whether a line is certainly no text of the article."""
    return bool(furniture(line) or read_credits(line))


def decide(lines: Sequence[str], scores: Sequence[float]) -> list[int]:
    """The indices of the lines that are body, given the scores of all; none may be empty."""
    words = [count_words(line) for line in lines]
    start, end = _run(words, scores)
    sure = [at for at in range(start, end) if scores[at] > SURE]
    if not sure:
        return []
    sentences = [
        score > EDGE and _is_sentence(line, count)
        for line, count, score in zip(lines, words, scores, strict=True)
    ]
    first, last = _extend(sure[0], sure[-1], sentences, scores)
    inside = range(sure[0], sure[-1] + 1)
    return [
        at
        for at in range(first, last + 1)
        if sentences[at] or scores[at] > (INSIDE if at in inside else EDGE)
    ]


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


def _run(words: Sequence[int], scores: Sequence[float]) -> tuple[int, int]:
    best, run, start, span = 0.0, 0.0, 0, (0, 0)
    for at, (count, score) in enumerate(zip(words, scores, strict=True)):
        run += (score - RUN_COST) * min(MAX_LINE_WORDS, count) - SHORT_COST * (count < SHORT_WORDS)
        if run <= 0:
            start, run = at + 1, 0.0
        elif run > best:
            best, span = run, (start, at + 1)
    return span
