"""Whether one text is a copy of another: a pure function of the two, judged on the full texts.

A logistic model over a dozen measures and their products, trained by training/copies on edits,
teasers, halves, foreign menus and templates. Nothing in it depends on what else the ledger
holds, so the answer for two texts never changes with the order in which texts arrive.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from storage.records import CopyKind
from tasks.dedupe.reading import Reading

METHOD = "copies-1"  # raise it with the weights: stored links name what judged them
# The smaller text of an excerpt covers less than this share of the larger one's prose: between
# the halves (.5 and less) and the edited copies (.8 and more) of the development copies.
EXCERPT_COVER = 0.65
LEAD_GRAMS = 30
FEATURES = (
    "contained", "resemblance", "prose_contained", "prose_covered", "unquoted_contained",
    "vocabulary", "numbers", "names", "lead", "length_ratio", "longest_run", "longest_gap",
    "fragments", "weakest_quarter", "shared", "size", "number_count", "name_count",
)  # fmt: skip

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Two texts that are copies: how they stand to each other, and how sure that is."""

    kind: CopyKind
    score: float  # [0, 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights of the logistic model; the order of ``FEATURES``."""

    mean: Vector
    deviation: Vector
    linear: Vector
    quadratic: Vector  # square
    bias: float
    threshold: float


def compare(one: Reading, other: Reading) -> Verdict | None:
    """Return how two texts are copies of each other, None where they are not. Symmetric."""
    if one.words == other.words:
        return Verdict(kind=CopyKind.EXACT, score=1.0) if one.words else None
    measures = measure(one, other)
    model = load_model()
    score = 0.0 if measures is None else _probability(model, measures)
    if measures is None or score < model.threshold:
        return None
    excerpt = measures[FEATURES.index("prose_covered")] < EXCERPT_COVER
    return Verdict(kind=CopyKind.EXCERPT if excerpt else CopyKind.EDITED, score=round(score, 4))


def measure(one: Reading, other: Reading) -> Vector | None:
    """Return the measures of ``FEATURES``, None where the texts share no run of four words."""
    small, large = sorted((one, other), key=_rank)
    shared = len(small.grams & large.grams)
    if not shared:
        return None
    found = [gram in large.grams for gram in small.prose]
    hits = len(small.prose_set & large.grams)
    runs, longest, gap = _runs(found)
    count = len(found)
    return np.array(
        (
            shared / min(len(small.grams), len(large.grams)),
            shared / (len(small.grams) + len(large.grams) - shared),
            hits / len(small.prose_set),
            len(large.prose_set & small.grams) / len(large.prose_set),
            _share(small.unquoted, large.grams),
            _share(small.prose_vocabulary, large.vocabulary),
            _share(small.numbers, large.vocabulary),
            _share(small.names, large.vocabulary),
            sum(found[:LEAD_GRAMS]) / min(count, LEAD_GRAMS),
            math.log2((len(large.prose) + 1) / (count + 1)),
            longest / count,
            gap / count,
            runs / max(1, hits),
            _weakest_quarter(found),
            math.log2(1 + hits),
            math.log2(count),
            math.log2(1 + len(small.numbers)),
            math.log2(1 + len(small.names)),
        )
    )


@cache
def load_model() -> Model:
    """Return the weights that are stored beside this module."""
    stored = json.loads(files("tasks.dedupe").joinpath("verify.json").read_text("utf-8"))
    upper = np.zeros((len(FEATURES), len(FEATURES)))
    upper[np.triu_indices(len(FEATURES))] = stored["quadratic"]
    return Model(
        mean=np.array(stored["mean"]),
        deviation=np.array(stored["deviation"]),
        linear=np.array(stored["linear"]),
        quadratic=upper,
        bias=stored["bias"],
        threshold=stored["threshold"],
    )


def _rank(reading: Reading) -> tuple[int, int, tuple[str, ...]]:
    return (*reading.completeness, reading.words)


def _probability(model: Model, measures: Vector) -> float:
    # Clipped at four deviations: products of outliers must not outvote everything else.
    scaled = np.clip((measures - model.mean) / model.deviation, -4.0, 4.0)
    evidence = model.bias + scaled @ (model.linear + model.quadratic @ scaled)
    return float(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, float(evidence))))))


def _share(part: frozenset[int] | frozenset[str], whole: frozenset[int] | frozenset[str]) -> float:
    """Return how much of a set is in the other, drawn to one half where there is little."""
    return (len(part & whole) + 0.5) / (len(part) + 1.0)


def _runs(found: list[bool]) -> tuple[int, int, int]:
    """Return the number of runs of hits, the longest run, and the longest gap."""
    runs = longest = gap = hit = miss = 0
    for value in found:
        if value:
            runs += hit == 0
            hit, miss = hit + 1, 0
            longest = max(longest, hit)
        else:
            hit, miss = 0, miss + 1
            gap = max(gap, miss)
    return runs, longest, gap


def _weakest_quarter(found: list[bool]) -> float:
    width = max(1, len(found) // 4)
    starts = range(0, min(4 * width, len(found)), width)
    return min(
        sum(found[start : start + width]) / len(found[start : start + width]) for start in starts
    )
