"""Quality of copies beside datasketch and rensa, on the same texts.

The peers are given the recipe of their own manuals: MinHash of word 5-grams with 128
permutations, LSH at a Jaccard similarity of 0.7, and clusters by transitive closure.
"""

import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.entrypoints import duplicates

SETS = ("natural", "synthetic", "extract")
SEEN = (
    "newsledger was trained on these texts; of models that have not seen a text's copies, in five"
    " folds: python -m training.copies.train_verifier"
)
PERMUTATIONS = 128
THRESHOLD = 0.7
GRAM_WORDS = 5

_WORD = re.compile(r"\w+")

Clusters = Iterable[Sequence[int]]
Method = Callable[[list[str]], Clusters]


def print_quality(data: Path) -> None:
    """Print a line for each set and method; a library that is not installed says so."""
    print(SEEN)
    for name in SETS:
        lines = (data / f"{name}.jsonl").read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        gold: defaultdict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            gold[row["cluster"]].append(number)
        for title, method in (
            ("newsledger", duplicates),
            ("datasketch", by_datasketch),
            ("rensa", by_rensa),
        ):
            texts = [row["text"] for row in rows]
            _print_line(name, title, method, texts, gold.values(), _undecided(data, name, rows))


def by_datasketch(texts: list[str]) -> Clusters:
    """Clusters by datasketch's MinHash LSH."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    links = []
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([gram.encode() for gram in _grams(text)])
        links += [(number, int(other)) for other in index.query(sketch)]
        index.insert(number, sketch)
    return _closure(links, len(texts))


def by_rensa(texts: list[str]) -> Clusters:
    """Clusters by rensa's R-MinHash LSH, each candidate checked by its estimated similarity."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=16)
    sketches: list[RMinHash] = []
    links: list[tuple[int, int]] = []
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(_grams(text))
        found = [
            other for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= THRESHOLD
        ]
        links += [(number, other) for other in found]
        index.insert(number, sketch)
        sketches.append(sketch)
    return _closure(links, len(texts))


def _undecided(data: Path, name: str, rows: Sequence[dict[str, str]]) -> set[tuple[int, int]]:
    """Pairs that annotators left open (label 1): finding them is neither right nor wrong."""
    path = data / f"{name}_pairs.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    places = {row["id"]: number for number, row in enumerate(rows)}
    labelled = [json.loads(line) for line in lines]
    known = [p for p in labelled if p["label"] == 1 and p["a"] in places and p["b"] in places]
    return {(min(a, b), max(a, b)) for a, b in ((places[p["a"]], places[p["b"]]) for p in known)}


def _print_line(
    name: str,
    title: str,
    method: Method,
    texts: list[str],
    gold: Clusters,
    undecided: set[tuple[int, int]],
) -> None:
    try:
        start = time.process_time()
        found = _pairs(method(texts))
    except ImportError as error:
        print(f"{name:>10} {title:>11} not measured: {error}")
        return
    spent = time.process_time() - start
    wanted = _pairs(gold)
    found -= undecided - wanted
    hits = len(found & wanted)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(wanted))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    each = 1000 * spent / len(texts)
    print(
        f"{name:>10} {title:>11} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} {each:.2f} ms a text"
    )


def _grams(text: str) -> list[str]:
    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - GRAM_WORDS + 1)
    return [" ".join(words[at : at + GRAM_WORDS]) for at in range(count)]


def _closure(links: Iterable[tuple[int, int]], count: int) -> Clusters:
    parent = list(range(count))

    def root(of: int) -> int:
        while parent[of] != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    for one, other in links:
        parent[root(one)] = root(other)
    clusters: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(count):
        clusters[root(number)].append(number)
    return clusters.values()


def _pairs(clusters: Clusters) -> set[tuple[int, int]]:
    return {pair for cluster in clusters for pair in combinations(sorted(cluster), 2)}
