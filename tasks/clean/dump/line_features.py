"""Lines of a text dump -> one row of numbers a line: its own signs, and the flow around it.

Where one block stands on one line, prose lines carry the body; where links split sentences, no
line is prose, so running words and stop words are summed over windows as well.
"""

import numpy as np
import numpy.typing as npt

from tasks.clean.dump.line_facts import HEAD_CHARS, LineFacts
from tasks.clean.dump.line_signs import SIGNS, Floats, read_line_signs
from tasks.clean.sign_words import KINDS

WINDOWS = (1, 3, 6, 12)
PROSE_WORDS = 8
SHORT_WORDS = 5
FAR = 60
RUN_COST = (
    10  # words a line must have to make a run denser (body text extraction, Finn et al. 2001)
)
HEADING_WORDS = 8
_SUMS = ("prose", "words", "stops", "short", "stamps")
_NEAR_SIGNS_NAMES = """
words ends_sentence furniture date time capitals stop_words core opens_lower opens_symbol
seen_before symbols origin
"""
_NEAR_SIGNS = tuple(_NEAR_SIGNS_NAMES.split())
_STEPS = (-2, -1, 1, 2)
_FLOW_NAMES = """
gap_before gap_after prose_before prose_after words_before words_after in_run before_run
after_run lines prose_total index index_from_end position foreign_heading heading_gap
"""
_FLOW = tuple(_FLOW_NAMES.split())
FEATURES = (
    *SIGNS,
    *_FLOW,
    *(
        f"{name}_{side}_{width}"
        for width in WINDOWS
        for name in _SUMS
        for side in ("before", "after")
    ),
    *(f"{name}@{step}" for step in _STEPS for name in _NEAR_SIGNS),
)
_NEAR = [SIGNS.index(name) for name in _NEAR_SIGNS]
_ENDS, _STOPS = SIGNS.index("ends_sentence"), SIGNS.index("stop_words")
_DATE, _TIME = SIGNS.index("date"), SIGNS.index("time")


def measure_lines(facts: LineFacts) -> npt.NDArray[np.float32]:
    """The features of the lines of a dump; shape (lines, features)."""
    read = facts.vocabulary.heads(HEAD_CHARS)
    kinds = read.kinds()
    signs = read_line_signs(facts, read, kinds)
    words, foreign = facts.words.astype(float), kinds[:, KINDS.index("foreign")]
    return np.concatenate(
        [signs, _flow_rows(foreign, words, signs), _window_rows(words, signs), _near_rows(signs)],
        axis=1,
        dtype=np.float32,
    )


def _prose(words: Floats, signs: Floats) -> Floats:
    return words * ((words >= PROSE_WORDS) & (signs[:, _ENDS] > 0))


def _flow_rows(foreign: Floats, words: Floats, signs: Floats) -> Floats:
    """Where a line stands in the flow of prose, and what the last heading announced."""
    count = len(words)
    prose = _prose(words, signs)
    at = np.arange(count)
    before, words_before = _sums(prose), _sums(words)
    total, words_total = max(1.0, before[-1]), max(1.0, words_before[-1])
    spots = np.concatenate(([-2 * FAR], np.flatnonzero(prose), [count + 2 * FAR]))
    left = np.searchsorted(spots, at)
    right = np.searchsorted(spots, at, side="right")
    start, end = _densest(words)
    return np.array(
        [
            np.log1p(np.minimum(FAR, at - spots[left - 1])),
            np.log1p(np.minimum(FAR, spots[right] - at)),
            before[:-1] / total,
            1 - before[1:] / total,
            words_before[:-1] / words_total,
            1 - words_before[1:] / words_total,
            (start <= at) & (at < end),
            np.log1p(np.maximum(0, start - at)),
            np.log1p(np.maximum(0, at + 1 - end)),
            np.full(count, np.log1p(count)),
            np.full(count, np.log1p(total)),
            np.log1p(at),
            np.log1p(count - 1 - at),
            at / max(1, count - 1),
            *_headings(foreign, words),
        ]
    ).T


def _sums(values: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(values)))


def _densest(words: Floats) -> tuple[int, int]:
    """The run of lines with most words above the cost of their lines."""
    return best_run(words - RUN_COST)


def best_run(gains: Floats) -> tuple[int, int]:
    """The half-open run with the largest sum, (0, 0) if none is above zero (Kadane)."""
    sums = _sums(gains)
    lowest = np.minimum.accumulate(sums[:-1])
    gained = sums[1:] - lowest
    end = int(np.argmax(gained))
    if gained[end] <= 0:
        return 0, 0
    starts = np.flatnonzero(sums[: end + 1] == lowest[end])
    return int(starts[-1]), end + 1


def _headings(foreign: Floats, words: Floats) -> tuple[Floats, Floats]:
    """Whether a short line before announced something else, and how far back it is."""
    spots = np.flatnonzero((foreign > 0) & (words <= HEADING_WORDS))
    spots = np.concatenate(([-1 - FAR], spots))
    at = np.arange(len(words))
    place = np.searchsorted(spots, at) - 1
    return (place > 0).astype(float), np.log1p(np.minimum(FAR, at - 1 - spots[place]))


def _window_rows(words: Floats, signs: Floats) -> Floats:
    """Sums over the lines within some distance before and after."""
    at, count = np.arange(len(words)), len(words)
    series = [
        _prose(words, signs),
        words,
        words * signs[:, _STOPS],
        (words < SHORT_WORDS).astype(float),
        (signs[:, _DATE] > 0) | (signs[:, _TIME] > 0),
    ]
    sums = np.zeros((count + 1, len(series)))
    np.cumsum(np.array(series).T, axis=0, out=sums[1:])
    columns = np.empty((count, len(WINDOWS), len(_SUMS), 2))
    for place, width in enumerate(WINDOWS):
        start, end = np.maximum(0, at - width), np.minimum(count, at + width + 1)
        columns[:, place, :, 0] = sums[:-1] - sums[start]
        columns[:, place, :, 1] = sums[end] - sums[1:]
    result: Floats = np.log1p(columns).reshape(count, -1)
    return result


def _near_rows(signs: Floats) -> Floats:
    """Some signs of the two lines before and after."""
    count, width = len(signs), max(_STEPS)
    padded = np.zeros((count + 2 * width, len(_NEAR)))
    padded[width:-width] = signs[:, _NEAR]
    return np.concatenate([padded[width + step : width + step + count] for step in _STEPS], axis=1)
