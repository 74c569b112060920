"""Train the model of text lines, report it out of fold over sites, and write its weights.

    python -m training.clean.train_lines --data ../shared/data/extraction \\
        --models tasks/clean/models --folds /tmp/folds

One model serves both kinds of dumps: one block a line, and soup where links split sentences.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tasks.clean.dump.line_body import decide
from tasks.clean.dump.line_facts import read_facts
from tasks.clean.dump.line_features import FEATURES, measure_lines
from training.clean.corpus import GOLD_SETS, read_dumps
from training.clean.perceptron import Shape, save
from training.clean.report import measures
from training.clean.samples import Floats, Sample, out_of_fold, page_weights, train_on

SHAPE = Shape(width=40, epochs=6, votes=5)
MODES = ("block", "soup")
REPORTED = ("aeb", "fundus_eval")  # what the project's targets are stated on


def measure(name: str, mode: str, row: dict[str, Any]) -> Sample:
    """One dump as a labelled sample."""
    texts = [line.strip() for line in row["lines"]]
    filled = [at for at, text in enumerate(texts) if text]
    facts = read_facts([texts[at] for at in filled])
    words = np.zeros(len(texts), np.int64)
    words[filled] = facts.words
    return Sample(
        set=name,
        id=row["id"],
        site=row["site"],
        texts=texts,
        words=words,
        candidates=np.array(filled, np.int64),
        rows=measure_lines(facts),
        labels=np.array(row["keep"], np.int64),
        weights=page_weights(words, 1.0),
        extra={"row": row, "mode": mode, "facts": facts},
    )


def keep(sample: Sample, scores: Floats) -> list[bool]:
    """Which lines the product would keep by these scores."""
    at = sample.candidates
    kept = set(at[decide(sample.extra["facts"], scores[at])].tolist())
    return [line in kept for line in range(len(sample.texts))]


def show(data: Path, samples: Sequence[Sample], scores: Sequence[Floats]) -> None:
    """Print token and shingle scores of both kinds of dumps."""
    bench = measures(data, "bench_lines")
    for mode in MODES:
        chosen = [
            (sample.extra["row"], keep(sample, score))
            for sample, score in zip(samples, scores, strict=True)
            if sample.extra["mode"] == mode and sample.set in REPORTED
        ]
        rows, masks = zip(*chosen, strict=True)
        bench.show(f"lines {mode}, out of fold", bench.evaluate(rows, masks))


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--folds", type=Path)
    options = parser.parse_args()
    samples = [
        measure(name, mode, row)
        for mode in MODES
        for name in GOLD_SETS
        for row in read_dumps(options.data, name, mode)
    ]
    scores = out_of_fold(samples, SHAPE, FEATURES, options.folds, "lines")
    show(options.data, samples, scores)
    save(train_on(samples, SHAPE), FEATURES, options.models / "lines.npz")


if __name__ == "__main__":
    main()
