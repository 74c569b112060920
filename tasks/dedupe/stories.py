"""Stories: articles about one event, joined as batches come, by text, names, numbers and time.

::

    new reports --near--> stories of the last weeks that share rare words with them
         |                            |
         +---- score of every pair ---+--> average linkage: the likeliest two join, again and
                                           again, until nothing is likely; known stories are
                                           never split and never joined to each other

Only new reports are placed: the archive is not clustered again when an article comes.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from tasks.dedupe.report import Counts, Report, rarity

METHOD = "stories-1"
# Latest reports that speak for a known story: its beginnings are background by then.
SPEAKERS = 20
# Log-odds below which two groups of reports stay apart: of -1.25 to -0.25 by quarters, the best
# sum of F1 on two sets of development stories; a quarter to either side costs .01.
THRESHOLD = -1.0
CLIP = 4.0  # one certain pair must not outvote three doubtful ones
MIN_RARITY = 0.7  # words in half of all articles say nothing
UNDATED_DAYS = 10.0  # what a gap counts for where one date is unknown
FEATURES = ("words", "lead", "names", "numbers", "shorter", "longer", "days_apart")

PARTS = 4  # the first features are cosines of a report's parts
BLOCK = 500  # reports whose vectors are written out at once: 60 MB

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """New reports of one story; ``story`` is None where they make a new one."""

    story: int | None
    reports: tuple[int, ...]
    scores: tuple[float, ...]  # [0, 1]: how surely each belongs


def join_stories(new: Sequence[Report], near: Mapping[int, Sequence[Report]]) -> list[Joined]:
    """Return the stories of new reports, given the known stories near them and their reports.

    The order in which the new reports are given does not matter.
    """
    if not new:
        return []
    fresh = sorted(new, key=lambda report: report.id)
    known = sorted(near)
    speakers = [list(near[story])[-SPEAKERS:] for story in known]
    odds = score_reports(fresh, [*fresh, *(report for story in speakers for report in story)])
    sizes = np.array([1] * len(fresh) + [len(story) for story in speakers], dtype=float)
    sums = np.add.reduceat(odds, _starts(sizes), axis=1)
    return [
        Joined(
            story=known[column - len(fresh)] if column >= len(fresh) else None,
            reports=tuple(fresh[row].id for row in rows),
            scores=tuple(_belonging(odds, row, rows, column, sizes) for row in rows),
        )
        for column, rows in link_groups(sums, sizes).items()
    ]


def score_reports(new: Sequence[Report], reports: Sequence[Report]) -> Matrix:
    """Return the log-odds, clipped, that a new report (row) and a report tell of one event."""
    weights, bias = _model()
    odds: Matrix = measure_reports(new, reports) @ np.array(weights) + bias
    return odds.clip(-CLIP, CLIP)


def measure_reports(new: Sequence[Report], reports: Sequence[Report]) -> Matrix:
    """Return the measures of ``FEATURES`` for each new report (row) and each report."""
    weighing = _Weighing(reports)
    cosines = [
        np.sqrt(
            _cosines(
                [one.parts[part] for one in new], [one.parts[part] for one in reports], weighing
            )
        )
        for part in range(PARTS)
    ]
    ours = np.log1p([report.length for report in new])[:, None]
    theirs = np.log1p([report.length for report in reports])[None, :]
    apart = np.log1p(_days_apart(new, reports))
    return np.stack([*cosines, np.minimum(ours, theirs), np.maximum(ours, theirs), apart], axis=-1)


def link_groups(sums: Matrix, sizes: Vector) -> dict[int, list[int]]:
    """Return the new reports (rows) that end in each group (column), by average linkage.

    The first columns are the new reports themselves, the others known groups; ``sums`` holds the
    log-odds of each row's report with all of a column's, ``sizes`` how many those are.
    """
    count = len(sums)
    sums, sizes = sums.copy(), sizes.copy()
    rows = np.ones(count)  # reports of each row's cluster
    barred = np.eye(*sums.shape, dtype=np.bool_)
    joined = {number: [number] for number in range(count)}
    while count:
        means = np.where(barred, -np.inf, sums / np.outer(rows, sizes))
        row, column = divmod(int(means.argmax()), sums.shape[1])
        if means[row, column] < THRESHOLD:
            break
        joined[column] = joined.get(column, []) + joined.pop(row)
        sums[:, column] += sums[:, row]
        sizes[column] += sizes[row]
        barred[row] = barred[:, row] = True
        if column < count:
            sums[column] += sums[row]
            rows[column] += rows[row]
    return {column: sorted(members) for column, members in joined.items()}


def _starts(sizes: Vector) -> npt.NDArray[np.int64]:
    return (np.cumsum(sizes) - sizes).astype(np.int64)


def _belonging(odds: Matrix, row: int, rows: Sequence[int], column: int, sizes: Vector) -> float:
    """Return how surely a report belongs to its group: the mean of its log-odds, as a share."""
    others = [other for other in rows if other != row]
    if column >= len(odds):
        start = int(_starts(sizes)[column])
        others += range(start, start + int(sizes[column]))
    mean = float(odds[row, others].mean()) if others else CLIP
    return round(1.0 / (1.0 + float(np.exp(-mean))), 4)


def _cosines(new: Sequence[Counts], counts: Sequence[Counts], weighing: "_Weighing") -> Matrix:
    """Return the cosines of new reports (rows) with others, words weighted by their rarity."""
    places = {
        word: place for place, word in enumerate(sorted({word for one in new for word in one}))
    }
    ours = _vectors(new, places, weighing)
    blocks = [
        ours @ _vectors(counts[start : start + BLOCK], places, weighing).T
        for start in range(0, len(counts), BLOCK)
    ]
    return np.clip(np.hstack(blocks).astype(np.float64), 0.0, 1.0)


class _Weighing(dict[str, float]):
    """How much each word says: half from the background, half from the reports at hand.

    What every article of the day says, an election or a virus, tells no event apart.
    """

    def __init__(self, reports: Sequence[Report]) -> None:
        super().__init__()
        self._reports = len(reports)
        self._held = Counter(word for report in reports for word in report.words)

    def __missing__(self, word: str) -> float:
        seldom = math.log((self._reports + 1) / (self._held[word] + 0.5))
        says = (rarity(word) + seldom) / 2
        self[word] = says if says > MIN_RARITY else 0.0
        return self[word]


def _vectors(
    counts: Sequence[Counts], places: Mapping[str, int], weighing: _Weighing
) -> npt.NDArray[np.float32]:
    """Return unit vectors, of which only the words of new reports are written out."""
    vectors = np.zeros((len(counts), max(1, len(places))), dtype=np.float32)
    for row, words in enumerate(counts):
        weights = {word: _often(count) * weighing[word] for word, count in words.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        shown = [word for word in weights if word in places]
        vectors[row, [places[word] for word in shown]] = [weights[word] / norm for word in shown]
    return vectors


@cache
def _often(count: int) -> float:
    return 1.0 + math.log(count)


def _days_apart(new: Sequence[Report], reports: Sequence[Report]) -> Matrix:
    ours = np.array([_days(report.at) for report in new])
    theirs = np.array([_days(report.at) for report in reports])
    apart = np.abs(ours[:, None] - theirs[None, :])
    return np.where(np.isnan(apart), UNDATED_DAYS, apart)


def _days(at: datetime | None) -> float:
    return at.timestamp() / 86400 if at else float("nan")


@cache
def _model() -> tuple[tuple[float, ...], float]:
    stored = json.loads(files("tasks.dedupe").joinpath("stories.json").read_text("utf-8"))
    return tuple(stored["weights"]), stored["bias"]
