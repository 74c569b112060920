"""Out-of-fold scores by the measures that the benchmarks use, read from beside the data."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any


def measures(data: Path, name: str = "common") -> ModuleType:
    """A module of measures that lies beside the data, in ``bench``."""
    folder = str((data.parent.parent / "bench").resolve())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


def report(
    data: Path, sets: Sequence[str], rows: Sequence[dict[str, Any]], texts: Sequence[str]
) -> None:
    """Print precision, recall and F1 of every set."""
    common = measures(data)
    for name in dict.fromkeys(sets):
        pages = [(row, text) for s, row, text in zip(sets, rows, texts, strict=True) if s == name]
        if "with" in pages[0][0]:
            scores = common.aggregate_segments([common.segments(*page) for page in pages])
        elif "body" in pages[0][0]:
            scores = common.aggregate([common.best_page_pr(*page) for page in pages])
        else:
            continue
        print(name, {key: round(value, 4) for key, value in scores.items()}, len(pages))
