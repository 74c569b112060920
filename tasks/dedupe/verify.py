"""Whether one text is a copy of another: a pure function of the two, judged on the full texts.

A logistic model over a dozen measures and their products, trained by training/copies on edits,
teasers, halves and foreign menus, and two rules about what the model saw little of: templates,
and texts of a few sentences. Nothing in it depends on what else the ledger holds, so the answer
for two texts never changes with the order in which texts arrive.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from storage.records import CopyKind
from tasks.dedupe.reading import Reading, find_grams
from tasks.dedupe.sketch import EPOCH

METHOD = f"copies-{EPOCH}"  # stored links name what judged them
# The smaller text of an excerpt covers less than this share of the larger one's prose: between
# the halves (.5 and less) and the edited copies (.8 and more) of the development copies.
EXCERPT_COVER = 0.65
# Two fillings of one template. Slots break what they share, at least half of the smaller, into a
# run for twenty grams or fewer; of the words that only the smaller has, names and numbers are
# `REFILLED`, and of its names and numbers they are `FILLED_ANEW`: what an excerpt lacks is mostly
# other words. So are 207 of 303 false excerpts among texts made from the templates by which this
# was chosen (benchmarks/templated_news.py), 316 of 390 from templates kept back, 5 of 503 true
# ones, and 8 of 2,111 true ones among the development copies.
SLOTS = 0.05
REFILLED = 0.65
FILLED_ANEW = 0.1
# Below, the smaller has a part of its own; above, it is an excerpt, whatever else it names.
TEMPLATED = (0.5, 0.85)
# Texts that are alike to this share, and none of the smaller's names and numbers is missing, are
# copies however short they are: of 1,123 such pairs among the development texts none is false.
ALIKE = 0.8
LEAD_GRAMS = 30
FEATURES = (
    "contained", "resemblance", "prose_contained", "prose_covered", "unquoted_contained",
    "vocabulary", "numbers", "names", "lead", "length_ratio", "longest_run", "longest_gap",
    "fragments", "weakest_quarter", "shared", "size", "number_count", "name_count",
)  # fmt: skip

RESEMBLANCE, CONTAINED, COVERED, FRAGMENTS = map(
    FEATURES.index, ("resemblance", "prose_contained", "prose_covered", "fragments")
)

Vector = npt.NDArray[np.float64]
Found = npt.NDArray[np.bool_]  # which prose grams of one text are in the other


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
    if measures is None:
        return None
    model = load_model()
    return decide(one, other, measures, _probability(model, measures), model.threshold)


def decide(
    one: Reading, other: Reading, measures: Vector, score: float, threshold: float
) -> Verdict | None:
    """Return the verdict on two texts to which the model has given a score."""
    contained, covered = measures[CONTAINED], measures[COVERED]
    alike = min(measures[RESEMBLANCE], contained, covered)
    if score < threshold:
        if alike < ALIKE or _lacks_names(one, other):
            return None
        return Verdict(kind=CopyKind.EDITED, score=round(float(alike), 4))
    excerpt = covered < EXCERPT_COVER
    low, high = TEMPLATED
    templated = low <= contained < high and measures[FRAGMENTS] >= SLOTS
    if excerpt and templated and _is_refilled(one, other):
        return None
    return Verdict(kind=CopyKind.EXCERPT if excerpt else CopyKind.EDITED, score=round(score, 4))


def measure(one: Reading, other: Reading) -> Vector | None:
    """Return the measures of ``FEATURES``, None where the texts share no run of four words."""
    small, large = sorted((one, other), key=_rank)
    shared = int(find_grams(small.gram_set, large.gram_set).sum())
    if not shared:
        return None
    sizes = len(small.gram_set), len(large.gram_set)
    found = find_grams(small.prose_grams, large.gram_set)
    hits = int(find_grams(small.prose_set, large.gram_set).sum())
    own = int(find_grams(small.unquoted_set, large.gram_set).sum())
    runs, longest, gap = _runs(found)
    count = len(found)
    return np.array(
        (
            shared / min(sizes),
            shared / (sum(sizes) - shared),
            hits / len(small.prose_set),
            float(find_grams(large.prose_set, small.gram_set).mean()),
            _share(own, len(small.unquoted_set)),
            _share_of(small.prose_vocabulary, large.vocabulary),
            _share_of(small.numbers, large.vocabulary),
            _share_of(small.names, large.vocabulary),
            float(found[:LEAD_GRAMS].mean()),
            math.log2((len(large.prose_grams) + 1) / (count + 1)),
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


def _is_refilled(one: Reading, other: Reading) -> bool:
    """Whether two texts seem to fill in one template, each with its own names and numbers."""
    small, large = sorted((one, other), key=_rank)
    own = small.prose_vocabulary - large.vocabulary
    told = small.names | small.numbers
    lacking = len(own & told)
    return lacking >= REFILLED * (len(own) + 0.5) and lacking >= FILLED_ANEW * (len(told) + 0.5)


def _lacks_names(one: Reading, other: Reading) -> bool:
    small, large = sorted((one, other), key=_rank)
    return not small.names | small.numbers <= large.vocabulary


def _rank(reading: Reading) -> tuple[int, int, Sequence[str]]:
    return (*reading.completeness, reading.words)


def _probability(model: Model, measures: Vector) -> float:
    # Clipped at four deviations: products of outliers must not outvote everything else.
    scaled = np.clip((measures - model.mean) / model.deviation, -4.0, 4.0)
    evidence = model.bias + scaled @ (model.linear + model.quadratic @ scaled)
    return float(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, float(evidence))))))


def _share(hits: int, size: int) -> float:
    """Return a share, drawn to one half where there is little to share."""
    return (hits + 0.5) / (size + 1.0)


def _share_of(part: frozenset[str], whole: frozenset[str]) -> float:
    return _share(len(part & whole), len(part))


def _runs(found: Found) -> tuple[int, int, int]:
    """Return the number of runs of hits, the longest run, and the longest gap."""
    edges = np.flatnonzero(np.diff(found, prepend=~found[:1], append=~found[-1:]))
    lengths = np.diff(edges)
    hits, misses = lengths[found[edges[:-1]]], lengths[~found[edges[:-1]]]
    return len(hits), int(hits.max(initial=0)), int(misses.max(initial=0))


def _weakest_quarter(found: Found) -> float:
    width = max(1, len(found) // 4)
    starts = range(0, min(4 * width, len(found)), width)
    return min(float(found[start : start + width].mean()) for start in starts)
