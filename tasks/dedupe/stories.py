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

Matrix = npt.NDArray[np.float64]


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
    groups = [[report] for report in fresh] + [list(near[story])[-SPEAKERS:] for story in known]
    odds = score_reports([report for group in groups for report in group])
    ends = np.cumsum([len(group) for group in groups])
    places = [range(end - len(group), end) for group, end in zip(groups, ends, strict=True)]
    joined = []
    for members in link_groups(odds, places, fixed=len(known)):
        stories = [known[member - len(fresh)] for member in members if member >= len(fresh)]
        ours = [member for member in members if member < len(fresh)]
        everyone = [place for member in members for place in places[member]]
        joined.append(
            Joined(
                story=stories[0] if stories else None,
                reports=tuple(fresh[member].id for member in ours),
                scores=tuple(_belonging(odds, member, everyone) for member in ours),
            )
        )
    return [one for one in joined if one.reports]


def score_reports(reports: Sequence[Report]) -> Matrix:
    """Return the log-odds that two reports tell of one event, for every pair, clipped."""
    weights, bias = _model()
    odds: Matrix = measure_reports(reports) @ np.array(weights) + bias
    return odds.clip(-CLIP, CLIP)


def measure_reports(reports: Sequence[Report]) -> Matrix:
    """Return the measures of ``FEATURES`` for every pair of reports."""
    commonness = Counter(word for report in reports for word in report.words)
    cosines = [
        np.sqrt(_cosines([report.parts[part] for report in reports], commonness, len(reports)))
        for part in range(4)
    ]
    lengths = np.log1p([report.length for report in reports])
    shorter = np.minimum(lengths[:, None], lengths[None, :])
    longer = np.maximum(lengths[:, None], lengths[None, :])
    return np.stack([*cosines, shorter, longer, np.log1p(_days_apart(reports))], axis=-1)


def link_groups(odds: Matrix, places: Sequence[Sequence[int]], fixed: int) -> list[list[int]]:
    """Return which groups of rows belong together, by average linkage down to ``THRESHOLD``.

    The last ``fixed`` groups are never joined to each other.
    """
    count = len(places)
    member = np.zeros((count, len(odds)))
    for number, rows in enumerate(places):
        member[number, list(rows)] = 1.0
    sums = member @ odds @ member.T
    sizes = member.sum(1)
    barred = np.eye(count, dtype=bool)
    barred[count - fixed :, count - fixed :] = True
    joined = [[number] for number in range(count)]
    while count > 1:
        means = np.where(barred, -np.inf, sums / np.outer(sizes, sizes))
        one, other = sorted(divmod(int(means.argmax()), count))
        if means[one, other] < THRESHOLD:
            break
        _merge(one, other, sums, sizes, barred)
        joined[one] += joined[other]
        joined[other] = []
    return [members for members in joined if members]


def _merge(
    one: int, other: int, sums: Matrix, sizes: Matrix, barred: npt.NDArray[np.bool_]
) -> None:
    """Add a group's sums to another's, and bar it from now on."""
    sums[one] += sums[other]
    sums[:, one] += sums[:, other]
    sizes[one] += sizes[other]
    fixed = barred[one] | barred[other]
    barred[one] = barred[:, one] = fixed
    barred[other] = barred[:, other] = True


def _belonging(odds: Matrix, member: int, everyone: Sequence[int]) -> float:
    others = [place for place in everyone if place != member]
    mean = float(odds[member, others].mean()) if others else CLIP
    return round(1.0 / (1.0 + float(np.exp(-mean))), 4)


def _cosines(counts: Sequence[Counts], commonness: Counter[str], reports: int) -> Matrix:
    """Return the cosine of every pair, words weighted by how rarely they stand anywhere."""
    numbers = {
        word: number for number, word in enumerate({word for each in counts for word in each})
    }
    weights = {word: _weight(word, commonness[word], reports) for word in numbers}
    vectors = np.zeros((len(counts), max(1, len(numbers))), dtype=np.float32)
    for row, each in enumerate(counts):
        for word, count in each.items():
            vectors[row, numbers[word]] = (1.0 + np.log(count)) * weights[word]
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.clip((vectors @ vectors.T).astype(np.float64), 0.0, 1.0)


def _weight(word: str, held: int, reports: int) -> float:
    # Half from the background, half from these reports: what every article of the day says, an
    # election or a virus, tells no event apart.
    weight = (rarity(word) + float(np.log((reports + 1) / (held + 0.5)))) / 2
    return weight if weight > MIN_RARITY else 0.0


def _days_apart(reports: Sequence[Report]) -> Matrix:
    days = np.array([_days(report.at) for report in reports])
    apart = np.abs(days[:, None] - days[None, :])
    return np.where(np.isnan(apart), UNDATED_DAYS, apart)


def _days(at: datetime | None) -> float:
    return at.timestamp() / 86400 if at else float("nan")


@cache
def _model() -> tuple[tuple[float, ...], float]:
    stored = json.loads(files("tasks.dedupe").joinpath("stories.json").read_text("utf-8"))
    return tuple(stored["weights"]), stored["bias"]
