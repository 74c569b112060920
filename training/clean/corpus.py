"""Development pages with gold, read from a folder that is not part of the project.

The folder (``--data``) holds one folder a set: ``gold.jsonl`` and ``html/*.html.gz``, and
``lines/`` with line-labelled dumps. Everything trained here is scored over folds of sites: no page
is ever judged by a model that saw another page of its site.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDS = 6
GOLD_SETS = ("aeb", "fundus_eval", "fundus_parsers")
WEAK_SETS = ("traf", "htmldate")


def read_pages(data: Path, name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every row of a set with its HTML."""
    with (data / name / "gold.jsonl").open(encoding="utf-8") as rows:
        for line in rows:
            row = json.loads(line)
            packed = (data / name / "html" / row["file"]).read_bytes()
            yield row, gzip.decompress(packed).decode("utf-8")


def read_dumps(data: Path, name: str, mode: str) -> list[dict[str, Any]]:
    """The line-labelled dumps of a set: ``lines``, ``keep``, ``site``, ``body``."""
    path = data / "lines" / f"{name}.{mode}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        return [json.loads(line) for line in rows]


def fold_of(site: str) -> int:
    """The fold a site belongs to, the same in every set."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS
