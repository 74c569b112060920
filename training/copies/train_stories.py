"""Train the story model: background words and the weights of a pair of reports.

    python -m training.copies.train_stories DATA --write

DATA holds natural.jsonl (with lang), synthetic.jsonl and extract.jsonl for the background, and
story_fh.jsonl and story_ecb.jsonl ({title?, text, date?, cluster}) for the weights. Prints the F1
of pairs on each half of the topics, the model trained on the other half. Needs scikit-learn.
"""

import argparse
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import py3langid
from sklearn.linear_model import LogisticRegression

from tasks.dedupe import stories
from tasks.dedupe.report import Report, read_report
from tasks.dedupe.stories import FEATURES, Matrix, measure_reports

SETS = ("story_fh", "story_ecb")
MIN_ARTICLES = 30  # of a language, before its words are background
MIN_SHARE = 0.01
MIN_COUNT = 5
# Pairs that share next to no word are no question: they would only teach the bias.
MIN_COSINE_ROOT = 0.15

Row = dict[str, str | None]


def read_rows(data: Path, name: str) -> list[Row]:
    """Return the lines of a set."""
    return [json.loads(line) for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines()]


def count_background(data: Path) -> dict[str, float]:
    """Return the share of articles that hold a stem, in the language where it is commonest."""
    texts: dict[str, tuple[str, str | None]] = {}
    for row in read_rows(data, "natural"):
        texts[str(row["id"])] = (str(row["text"]), row["lang"])
    for row in read_rows(data, "synthetic"):
        if row["kind"] == "base":
            texts.setdefault(str(row["id"]).removeprefix("s:"), (str(row["text"]), None))
    for row in read_rows(data, "extract"):
        if row["kind"] == "gold":
            texts[str(row["id"])] = (str(row["text"]), None)
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    articles: Counter[str] = Counter()
    for text, language in texts.values():
        spoken = language or py3langid.classify(text[:2000])[0]
        articles[spoken] += 1
        held[spoken].update(read_report(0, None, text, None).words.keys())
    return _shares(held, articles)


def read_stories(data: Path, name: str) -> tuple[list[Report], list[str]]:
    """Return the reports of a set and the story of each."""
    rows = read_rows(data, name)
    reports = [
        read_report(number, row.get("title"), str(row["text"]), _date(row.get("date")))
        for number, row in enumerate(rows)
    ]
    return reports, [str(row["cluster"]) for row in rows]


def fit(sets: Sequence[tuple[Matrix, Sequence[str]]]) -> LogisticRegression:
    """Return the logistic model of pairs; each set weighs the same."""
    measures, same, weights = [], [], []
    for matrix, labels in sets:
        first, second = np.triu_indices(len(labels), 1)
        names = np.array(labels)
        equal = names[first] == names[second]
        chosen = (matrix[first, second, 0] > MIN_COSINE_ROOT) | equal
        measures.append(matrix[first, second][chosen])
        same.append(equal[chosen])
        weights.append(np.full(chosen.sum(), 1.0 / chosen.sum()))
    scale = sum(map(len, same)) / len(sets)
    model = LogisticRegression(C=1.0, max_iter=3000)
    return model.fit(np.vstack(measures), np.hstack(same), sample_weight=np.hstack(weights) * scale)


def f1_of(model: LogisticRegression, matrix: Matrix, labels: Sequence[str]) -> float:
    """Return the F1 of pairs that linkage by the model's log-odds puts together."""
    odds = matrix @ model.coef_[0] + model.intercept_[0]
    odds = np.clip(odds, -stories.CLIP, stories.CLIP)
    found = _pairs(list(stories.link_groups(odds, np.ones(len(labels))).values()))
    gold = defaultdict(list)
    for number, label in enumerate(labels):
        gold[label].append(number)
    wanted = _pairs(list(gold.values()))
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def main() -> None:
    """Train, print the figures of either half, and write the files where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    folder = Path(stories.__file__).parent
    if arguments.write:
        words = json.dumps(count_background(arguments.data), ensure_ascii=False, indent=0)
        (folder / "story_words.json").write_text(words + "\n", "utf-8")
    sets = {}
    for name in SETS:
        reports, labels = read_stories(arguments.data, name)
        sets[name] = (measure_reports(reports, reports), labels)
    for half in (0, 1):
        halves = {name: _halves(matrix, labels, half) for name, (matrix, labels) in sets.items()}
        model = fit([trained for trained, _ in halves.values()])
        figures = {name: round(f1_of(model, *held), 3) for name, (_, held) in halves.items()}
        whole = {name: round(f1_of(model, *each), 3) for name, each in sets.items()}
        print(f"half {half}: held out {figures}, all topics {whole}")
    model = fit(list(sets.values()))
    if arguments.write:
        weights = [round(float(weight), 4) for weight in model.coef_[0]]
        stored = {
            "features": FEATURES,
            "weights": weights,
            "bias": round(float(model.intercept_[0]), 4),
        }
        (folder / "stories.json").write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    print("trained on all:", {name: round(f1_of(model, *each), 3) for name, each in sets.items()})


def _halves(
    matrix: Matrix, labels: Sequence[str], half: int
) -> tuple[tuple[Matrix, list[str]], tuple[Matrix, list[str]]]:
    """Return a set without one half of its topics, and that half."""
    # "1ecb" and "1ecbplus" are two events of one topic: they stay together.
    sides = [zlib.crc32(label[2:].replace("ecbplus", "ecb").encode()) % 2 for label in labels]
    kept = [row for row, side in enumerate(sides) if side != half]
    held = [row for row, side in enumerate(sides) if side == half]
    return (
        (matrix[np.ix_(kept, kept)], [labels[row] for row in kept]),
        (matrix[np.ix_(held, held)], [labels[row] for row in held]),
    )


def _shares(held: dict[str, Counter[str]], articles: Counter[str]) -> dict[str, float]:
    shares: dict[str, float] = {}
    for language, count in articles.items():
        if count < MIN_ARTICLES:
            continue
        for stem, times in held[language].items():
            if times >= MIN_COUNT and times / count >= MIN_SHARE:
                shares[stem] = max(shares.get(stem, 0.0), round(times / count, 3))
    return dict(sorted(shares.items()))


def _pairs(clusters: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    return {pair for cluster in clusters for pair in combinations(sorted(cluster), 2)}


def _date(printed: str | None) -> datetime | None:
    return datetime.fromisoformat(printed) if printed else None


if __name__ == "__main__":
    main()
