"""Lines of a text dump -> one row of numbers a line: its own signs, and the flow around it.

Where one block stands on one line, prose lines carry the body; where links split sentences, no
line is prose, so running words and stop words are summed over windows as well.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tasks.clean.line_signs import SIGNS, core_words, read_line_signs
from tasks.clean.sign_words import is_foreign_heading
from tasks.clean.words import WORD, count_words

Floats = npt.NDArray[np.float64]

WINDOWS = (1, 3, 6, 12)
PROSE_WORDS = 8
SHORT_WORDS = 5
FAR = 60
RUN_COST = (
    10  # words a line must have to make a run denser (body text extraction, Finn et al. 2001)
)
HEADING_WORDS = 8
_SUMS = ("prose", "words", "stops", "short")
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


def measure_lines(lines: Sequence[str]) -> npt.NDArray[np.float32]:
    """The features of lines, none of which may be empty; shape (lines, features)."""
    if not lines:
        return np.zeros((0, len(FEATURES)), np.float32)
    words = [count_words(line) for line in lines]
    signs = _sign_rows(lines, words)
    counts = np.array(words, dtype=float)
    return np.concatenate(
        [signs, _flow_rows(lines, counts, signs), _window_rows(counts, signs), _near_rows(signs)],
        axis=1,
        dtype=np.float32,
    )


def _sign_rows(lines: Sequence[str], words: Sequence[int]) -> Floats:
    core = core_words(lines, words)
    title = frozenset(word for word in WORD.findall(lines[0].lower()) if len(word) > 3)
    counts = Counter(lines)
    first: dict[str, int] = {}
    for at, line in enumerate(lines):
        first.setdefault(line, at)
    return np.array(
        [
            read_line_signs(line, count, core, title, counts[line], seen=first[line] < at)
            for at, (line, count) in enumerate(zip(lines, words, strict=True))
        ]
    )


def _prose(words: Floats, signs: Floats) -> Floats:
    return words * ((words >= PROSE_WORDS) & (signs[:, _ENDS] > 0))


def _flow_rows(lines: Sequence[str], words: Floats, signs: Floats) -> Floats:
    """Where a line stands in the flow of prose, and what the last heading announced."""
    count = len(lines)
    prose = _prose(words, signs)
    at = np.arange(count)
    before, words_before = _sums(prose), _sums(words)
    total, words_total = max(1.0, before[-1]), max(1.0, words_before[-1])
    spots = np.concatenate(([-2 * FAR], np.flatnonzero(prose), [count + 2 * FAR]))
    left = np.searchsorted(spots, at)
    right = np.searchsorted(spots, at, side="right")
    start, end = _densest(words)
    return np.column_stack(
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
            *_headings(lines, words),
        ]
    )


def _sums(values: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(values)))


def _densest(words: Floats) -> tuple[int, int]:
    """The run of lines with most words above the cost of their lines."""
    best, run, start, span = 0.0, 0.0, 0, (0, 0)
    for at, count in enumerate(words.tolist()):
        run += count - RUN_COST
        if run <= 0:
            start, run = at + 1, 0.0
        elif run > best:
            best, span = run, (start, at + 1)
    return span


def _headings(lines: Sequence[str], words: Floats) -> tuple[Floats, Floats]:
    """Whether a short line before announced something else, and how far back it is."""
    kind, gap, kinds, gaps = 0.0, FAR, [], []
    for line, count in zip(lines, words.tolist(), strict=True):
        kinds.append(kind)
        gaps.append(gap)
        gap = min(FAR, gap + 1)
        if count <= HEADING_WORDS and is_foreign_heading(WORD.findall(line.lower())):
            kind, gap = 1.0, 0
    return np.array(kinds), np.log1p(np.array(gaps, dtype=float))


def _window_rows(words: Floats, signs: Floats) -> Floats:
    """Sums over the lines within some distance before and after."""
    at, count = np.arange(len(words)), len(words)
    series = {
        "prose": _prose(words, signs),
        "words": words,
        "stops": words * signs[:, _STOPS],
        "short": (words < SHORT_WORDS).astype(float),
    }
    sums = {name: _sums(values) for name, values in series.items()}
    columns = []
    for width in WINDOWS:
        start, end = np.maximum(0, at - width), np.minimum(count, at + width + 1)
        for name in _SUMS:
            total = sums[name]
            columns += [total[at] - total[start], total[end] - total[at + 1]]
    return np.log1p(np.column_stack(columns))


def _near_rows(signs: Floats) -> Floats:
    """Some signs of the two lines before and after."""
    count, width = len(signs), max(_STEPS)
    padded = np.zeros((count + 2 * width, len(_NEAR)))
    padded[width:-width] = signs[:, _NEAR]
    return np.concatenate([padded[width + step : width + step + count] for step in _STEPS], axis=1)
