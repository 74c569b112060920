"""Pages in numbers; networks trained per fold of sites, scored out of fold.

A page weighs the same however many blocks it has, because the measure is a mean over pages; within
a page a block weighs by its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.network import Network
from training.clean.corpus import FOLDS, fold_of
from training.clean.perceptron import Shape, save, train

Floats = npt.NDArray[np.float64]
PAGE_WEIGHT = 100.0
MAX_WORDS = 80


@dataclass(slots=True)
class Sample:
    """One page in numbers: rows of its candidates, labels and weights of all its texts."""

    set: str
    id: str
    site: str
    texts: list[str]
    words: npt.NDArray[np.int64]
    candidates: npt.NDArray[np.int64]
    rows: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    weights: Floats
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def fold(self) -> int:
        """The fold of its site."""
        return fold_of(self.site)


def page_weights(words: npt.NDArray[np.int64], floor: float) -> Floats:
    """Weights of a page's texts by their words, with one sum for every page."""
    weights = np.minimum(words, MAX_WORDS) + floor
    result: Floats = weights / max(1.0, weights.sum()) * PAGE_WEIGHT
    return result


def train_on(samples: Sequence[Sample], shape: Shape) -> Network:
    """A network trained on all samples; texts that weigh nothing are left out."""
    used = [sample for sample in samples if len(sample.candidates)]
    rows = np.vstack([sample.rows for sample in used])
    labels = np.concatenate([sample.labels[sample.candidates] for sample in used])
    weights = np.concatenate([sample.weights[sample.candidates] for sample in used])
    kept = weights > 0
    return train(rows[kept], labels[kept], weights[kept], shape)


def out_of_fold(
    samples: Sequence[Sample],
    shape: Shape,
    features: Sequence[str] = (),
    folder: Path | None = None,
    name: str = "",
) -> list[Floats]:
    """The scores of every sample by a network that saw no page of its site; 0 without a row.

    With a folder the networks are written to ``folder/FOLD/name.npz``, so that the whole product
    can be measured out of fold (benchmarks/cleaning.py).
    """
    scores = [np.zeros(len(sample.texts)) for sample in samples]
    for fold in range(FOLDS):
        network = train_on([sample for sample in samples if sample.fold != fold], shape)
        if folder is not None:
            save(network, features, folder / str(fold) / f"{name}.npz")
        for sample, score in zip(samples, scores, strict=True):
            if sample.fold == fold:
                score[sample.candidates] = network.score(sample.rows)
    return scores
