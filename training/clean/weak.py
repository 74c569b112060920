"""Texts of another extractor for pages without gold: weak labels, for training only.

    python -m training.clean.weak --data ../shared/data/extraction --out weak.json

Needs trafilatura (Apache-2.0). What it returns is used for blocks on which a model trained on gold
agrees or is unsure; see train_blocks.py.
"""

import argparse
import json
from multiprocessing import Pool
from pathlib import Path

import trafilatura

from training.clean.corpus import WEAK_SETS, read_pages


def extract(job: tuple[str, str]) -> tuple[str, str]:
    """A page's key and the other extractor's text, empty where it fails."""
    key, html = job
    options = {"fast": True, "include_comments": False, "favor_precision": True}
    return key, trafilatura.extract(html, **options) or ""


def main() -> None:
    """Write the weak texts of all pages without gold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    jobs = [
        (f"{name}/{row['id']}", html)
        for name in WEAK_SETS
        for row, html in read_pages(options.data, name)
    ]
    with Pool(2) as pool:
        texts = dict(pool.map(extract, jobs, chunksize=8))
    options.out.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
