"""Train the model of HTML blocks, report it out of fold over sites, and write its weights.

    python -m training.clean.train_blocks --data ../shared/data/extraction --weak weak.json \\
        --models tasks/clean/models --folds /tmp/folds

Two rounds: gold pages with weak labels as they are; then the weak labels where the first round,
out of fold, agrees with them (others weigh a quarter). Sites with gold weigh most.
"""

import argparse
import json
import re
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from tasks.clean.markup.block_body import decide
from tasks.clean.markup.block_features import FEATURES, measure_blocks
from tasks.clean.markup.block_signs import read_declared
from tasks.clean.markup.blocks import read_blocks
from tasks.clean.markup.head import read_head
from training.clean.corpus import GOLD_SETS, WEAK_SETS, read_pages
from training.clean.labels import WORD, label
from training.clean.perceptron import Shape, save
from training.clean.report import report
from training.clean.samples import Floats, Sample, out_of_fold, page_weights, train_on

SHAPE = Shape(width=32, epochs=10, votes=3)
WEAK_WEIGHT = 0.4
DOUBTED_WEIGHT = 0.1
WEAK_ROUND = (0.3, 0.7)  # weight of pages without gold in the two rounds
MIN_WEAK_CHARS = 400


def measure(job: tuple[str, dict[str, Any], str]) -> Sample:
    """One page as a sample without labels."""
    name, row, html = job
    tree = LexborHTMLParser(html)
    walk = read_blocks(tree)
    declared = read_declared(html, read_head(tree))
    measured = measure_blocks(walk, declared)
    texts = [block.text for block in walk.blocks]
    words = np.array(measured.words, np.int64)
    return Sample(
        set=name,
        id=row["id"],
        site=row["site"],
        texts=texts,
        words=words,
        candidates=np.array(measured.candidates, np.int64),
        rows=measured.rows,
        labels=np.zeros(len(texts), np.int64),
        weights=page_weights(words, 4.0),
        extra={"row": row, "walk": walk, "measured": measured, "title": declared.title_words},
    )


def label_gold(sample: Sample) -> Sample:
    """The sample with the labels of its gold; optional paragraphs weigh nothing."""
    row = sample.extra["row"]
    gold = "\n".join(row["paras"]) if row.get("paras") else row["body"]
    sample.labels = np.array(label(sample.texts, gold), np.int64)
    optional = {_squeeze(row["paras"][place]) for place in row.get("optional") or ()}
    for at, text in enumerate(sample.texts):
        if optional and _squeeze(text) in optional:
            sample.weights[at] = 0.0
    return sample


def label_weak(sample: Sample, text: str) -> Sample | None:
    """The sample labelled by another extractor where that passes the page's segments."""
    row, base = sample.extra["row"], sample.weights.copy()
    wanted, unwanted = row.get("with", ()), row.get("without", ())
    flat = _flat(text)
    trusted = all(_flat(s) in flat for s in wanted) and not any(_flat(s) in flat for s in unwanted)
    if not wanted and len(text) < MIN_WEAK_CHARS:
        return None
    if trusted:
        sample.labels = np.array(label(sample.texts, text), np.int64)
    sample.weights = base * (WEAK_WEIGHT if trusted else 0.0)
    pinned = np.zeros(len(base), bool)
    for segments, value in ((wanted, 1), (unwanted, 0)):
        for at in _holding(sample.texts, segments, both_ways=bool(value)):
            sample.labels[at], pinned[at] = value, True
            sample.weights[at] = max(sample.weights[at], 2.0 + 2.0 * value)
    sample.extra |= {"base": base, "pinned": pinned, "trusted": trusted}
    return sample


def clean_labels(sample: Sample, scores: Floats) -> None:
    """Trust weak labels where the model agrees; take the model's where there are none."""
    base, pinned = sample.extra["base"], sample.extra["pinned"]
    guess = (scores > 0.5).astype(np.int64)
    if sample.extra["trusted"]:
        doubted = np.where(guess == sample.labels, WEAK_WEIGHT, DOUBTED_WEIGHT)
        sample.weights = np.where(pinned, sample.weights, base * doubted)
    else:
        sure = WEAK_WEIGHT * np.abs(scores - 0.5) * 2
        sample.weights = np.where(pinned, sample.weights, base * sure)
        sample.labels = np.where(pinned, sample.labels, guess)


def load(data: Path, weak: Path) -> tuple[list[Sample], list[Sample]]:
    """The gold samples and the weak ones; a page of both weak sets counts once."""
    jobs = [(name, row, html) for name in GOLD_SETS for row, html in read_pages(data, name)]
    known = {row["site"] for row, _ in read_pages(data, WEAK_SETS[0])}
    others = [
        (name, row, html)
        for name in WEAK_SETS
        for row, html in read_pages(data, name)
        if name == WEAK_SETS[0] or row["site"] not in known
    ]
    texts = json.loads(weak.read_text(encoding="utf-8"))
    with Pool(2) as pool:
        gold = [label_gold(sample) for sample in pool.map(measure, jobs, chunksize=8)]
        found = pool.map(measure, others, chunksize=8)
    labelled = [label_weak(sample, texts[f"{sample.set}/{sample.id}"]) for sample in found]
    return gold, [sample for sample in labelled if sample is not None]


def body_of(sample: Sample, scores: Floats) -> str:
    """The text that the product would make of these scores."""
    walk, measured = sample.extra["walk"], sample.extra["measured"]
    keep = decide(walk, measured, scores[sample.candidates].tolist(), sample.extra["title"])
    return "\n".join(text for text, kept in zip(sample.texts, keep, strict=True) if kept)


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weak", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--folds", type=Path)
    options = parser.parse_args()
    gold, weak = load(options.data, options.weak)
    samples = _weigh([*gold, *weak], WEAK_ROUND[0])
    first = out_of_fold(samples, SHAPE)
    for sample, scores in zip(weak, first[len(gold) :], strict=True):
        clean_labels(sample, scores)
    samples = _weigh(samples, WEAK_ROUND[1])
    second = out_of_fold(samples, SHAPE, FEATURES, options.folds, "blocks")
    texts = [body_of(sample, scores) for sample, scores in zip(samples, second, strict=True)]
    report(options.data, [s.set for s in samples], [s.extra["row"] for s in samples], texts)
    save(train_on(samples, SHAPE), FEATURES, options.models / "blocks.npz")


def _weigh(samples: Sequence[Sample], share: float) -> list[Sample]:
    """The samples with the pages without gold scaled to a share of a page with gold."""
    for sample in samples:
        if "base" in sample.extra:
            sample.weights = sample.weights * share / sample.extra.get("share", 1.0)
            sample.extra["share"] = share
    return list(samples)


def _holding(texts: Sequence[str], segments: Sequence[str], *, both_ways: bool) -> list[int]:
    flat = [_flat(segment) for segment in segments]
    return [
        at
        for at, text in enumerate(map(_flat, texts))
        if any(s in text or (both_ways and len(text) > 20 and text in s) for s in flat)
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", "".join(WORD.findall(text)))


if __name__ == "__main__":
    main()
