"""Logits to spans: the best sequence of labels that BIO allows (Viterbi where needed)."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tasks.enrich.spans import Kind, Span
from tasks.enrich.tagger.labels import LABELS, OUTSIDE, is_inside, kind_of, may_follow

Scores = NDArray[np.float32]

FORBIDDEN = np.float32(-1e4)
COLUMNS = range(len(LABELS))
IMPOSSIBLE = float(FORBIDDEN)
BEFORE = [
    [before for before in COLUMNS if may_follow(before, column)] if is_inside(column) else []
    for column in COLUMNS
]
"""The labels that each label may follow; none stands for all."""

INSIDE = np.array([is_inside(column) for column in COLUMNS])


def decode_spans(
    words: Sequence[tuple[int, int]], opens: Sequence[bool], logits: Scores
) -> list[Span]:
    """Return the spans of one chunk, in order.

    logits: (words, LABELS); no span runs on into a word that opens a line. A span's score is
    the mean probability of its words' labels.
    """
    scores = log_softmax(logits)
    scores[np.ix_(np.asarray(opens), INSIDE)] = FORBIDDEN
    columns = find_columns(scores)
    chosen = np.exp(np.minimum(scores[np.arange(len(columns)), columns], 0.0))
    return [
        Span(
            start=words[first][0],
            end=words[last][1],
            kind=kind,
            score=round(float(chosen[first : last + 1].mean()), 4),
        )
        for first, last, kind in join_columns(columns)
    ]


def log_softmax(logits: Scores) -> Scores:
    """Return log-probabilities over the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    result: Scores = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def find_columns(scores: Scores) -> list[int]:
    """Return the best allowed label column of each word."""
    greedy: list[int] = scores.argmax(-1).tolist()
    pairs = zip([OUTSIDE, *greedy], greedy, strict=False)
    if all(may_follow(before, after) for before, after in pairs):
        return greedy
    return find_best_path(scores)


def find_best_path(scores: Scores) -> list[int]:
    """Return the best allowed sequence of label columns (Viterbi).

    In plain numbers: nine labels are too few for an array to be faster.
    """
    rows: list[list[float]] = scores.tolist()
    total = [score if may_follow(OUTSIDE, at) else IMPOSSIBLE for at, score in enumerate(rows[0])]
    came_from = []
    for row in rows[1:]:
        likeliest = max(COLUMNS, key=total.__getitem__)
        best = [max(only, key=total.__getitem__) if only else likeliest for only in BEFORE]
        came_from.append(best)
        total = [total[before] + score for before, score in zip(best, row, strict=True)]
    path = [max(COLUMNS, key=total.__getitem__)]
    for best in reversed(came_from):
        path.append(best[path[-1]])
    return path[::-1]


def join_columns(columns: Sequence[int]) -> Iterator[tuple[int, int, Kind]]:
    """Return (first word, last word, kind) of each run of labels."""
    first = None
    for number, column in enumerate([*columns, OUTSIDE]):
        if first is not None and not is_inside(column):
            yield first, number - 1, kind_of(columns[first])
            first = None
        if column != OUTSIDE and not is_inside(column):
            first = number
