"""Strict F1: same start, same end, same kind."""

from collections import Counter
from collections.abc import Sequence

from training.corpora import Document

Found = set[tuple[int, int, str]]


def measure_f1(documents: Sequence[Document], found: Sequence[Found]) -> dict[str, float]:
    """Return strict F1 by kind and for `all`; kinds a document's corpus lacks do not count."""
    counts: dict[str, Counter[str]] = {}
    for document, spans in zip(documents, found, strict=True):
        gold = set(document.spans)
        for span in gold | spans:
            if span[2] == "misc" and not document.has_misc:
                continue
            outcome = "hit" if span in gold & spans else "missed" if span in gold else "false"
            for kind in (span[2], "all"):
                counts.setdefault(kind, Counter())[outcome] += 1
    return {kind: f1(count) for kind, count in sorted(counts.items())}


def f1(count: Counter[str]) -> float:
    """Return 2 hits / (2 hits + missed + false)."""
    doubled = 2 * count["hit"]
    return doubled / max(1, doubled + count["missed"] + count["false"])
