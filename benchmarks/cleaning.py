"""Cleaning beside its peers: the same pages, the same measures, one run, one table.

    python -m benchmarks.cleaning --data ../shared/data/extraction [--folds FOLDS] [--out FILE]

Ours is measured through the whole product. With ``--folds`` (training/clean/README.md) a page is
cleaned by networks that saw no page of its site; without, by the shipped ones, which have seen the
development pages: the table says which. Peers that are not installed are left out by name.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.entrypoints import html_body, text_body
from tasks.clean import network

SETS = ("aeb", "fundus_eval", "fundus_parsers", "traf")
MODES = ("block", "soup")
OURS = "newsledger"
Extract = Callable[[str], str]


def peers() -> dict[str, Extract]:
    """The peers that are installed, each as html -> text."""
    makers = {
        "trafilatura": _trafilatura,
        "newspaper4k": _newspaper,
        "readability-lxml": _readability,
        "resiliparse": _resiliparse,
    }
    found = {}
    for name, make in makers.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name}: left out ({error})", file=sys.stderr)
    return found


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/extraction"))
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"skipped: the development pages are not at {options.data}")
    lines = [*html_table(options), "", *line_table(options)]
    text = "\n".join(lines)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


def html_table(options: argparse.Namespace) -> list[str]:
    """Main text of HTML pages: F1 (precision, recall) and CPU a page, by set."""
    common = find_bench(options.data, "common")
    which = "out of fold" if options.folds else "shipped weights, which know these pages"
    rows = [
        f"Main text of HTML, newsledger {which}",
        "",
        "| | set | F1 | P | R | ms a page | times ours |",
        "|---|---|---|---|---|---|---|",
    ]
    extracts = {OURS: html_body, **peers()}
    for name in options.sets.split(","):
        pages = [(row, common.load_html(name, row)) for row in common.load_gold(name)]
        ran = run(pages, extracts, options.folds)
        for label, (outputs, cost) in ran.items():
            score = _score(common, [row for row, _ in pages], outputs)
            rows.append(
                f"| {label} | {name} | {score['f1']:.4f} | {score['precision']:.4f} "
                f"| {score['recall']:.4f} | {cost:.1f} | {cost / ran[OURS][1]:.1f} |"
            )
    return rows


def line_table(options: argparse.Namespace) -> list[str]:
    """Body lines of text dumps: shingle and token F1, CPU a page."""
    bench = find_bench(options.data, "bench_lines")
    rows = [
        "Body lines of text dumps",
        "",
        "| | dumps | shingle F1 | token F1 | ms a page |",
        "|---|---|---|---|---|",
    ]
    for mode in MODES:
        dumps = [(row, "\n".join(row["lines"])) for row in bench.load("aeb,fundus_eval", mode)]
        outputs, cost = run(dumps, {OURS: text_body}, options.folds)[OURS]
        masks = [
            bench.mask_from_text(row["lines"], row["keep"], output)
            for (row, _), output in zip(dumps, outputs, strict=True)
        ]
        score = bench.evaluate([row for row, _ in dumps], masks, outputs)
        shingle, token = score["shingle"]["f1"], score["token"][2]
        rows.append(f"| {OURS} | {mode} | {shingle:.4f} | {token:.4f} | {cost:.1f} |")
    return rows


def run(
    pages: Sequence[tuple[dict[str, Any], str]], extracts: dict[str, Extract], folds: Path | None
) -> dict[str, tuple[list[str], float]]:
    """By extractor: the outputs and the CPU milliseconds a page.

    A page goes through all of them before the next does, so that whatever else the machine is doing
    slows them alike. Ours runs with the networks of the page's fold, if there are any.
    """
    outputs = {label: [""] * len(pages) for label in extracts}
    spent = dict.fromkeys(extracts, 0.0)
    for fold, chosen in _by_fold(pages, folds):
        if fold is not None:
            network.MODELS = fold
            network.load_network.cache_clear()
        for extract in extracts.values():
            _guarded(extract, pages[chosen[0]][1])  # loading is not charged
        for at in chosen:
            for label, extract in extracts.items():
                start = time.process_time()
                outputs[label][at] = _guarded(extract, pages[at][1])
                spent[label] += time.process_time() - start
    return {label: (outputs[label], 1000 * spent[label] / len(pages)) for label in extracts}


def _by_fold(
    pages: Sequence[tuple[dict[str, Any], str]], folds: Path | None
) -> list[tuple[Path | None, list[int]]]:
    if folds is None:
        return [(None, list(range(len(pages))))]
    from training.clean.corpus import FOLDS, fold_of

    groups: dict[int, list[int]] = {fold: [] for fold in range(FOLDS)}
    for at, (row, _) in enumerate(pages):
        groups[fold_of(row["site"])].append(at)
    return [(folds / str(fold), chosen) for fold, chosen in groups.items() if chosen]


def _guarded(extract: Extract, html: str) -> str:
    try:
        return extract(html)
    except Exception as error:  # noqa: BLE001 - who fails on a page scores nothing there
        print(f"{extract.__module__} failed: {error!r}", file=sys.stderr)
        return ""


def _score(common: Any, rows: Sequence[dict[str, Any]], outputs: Sequence[str]) -> dict[str, float]:
    pairs = list(zip(rows, outputs, strict=True))
    if "with" in rows[0]:
        segments: dict[str, float] = common.aggregate_segments(
            [common.segments(*pair) for pair in pairs]
        )
        return segments
    scores: dict[str, float] = common.aggregate([common.best_page_pr(*pair) for pair in pairs])
    return scores


def find_bench(data: Path, name: str) -> Any:
    """A module of measures from beside the data."""
    folder = str((data.parent.parent / "bench").resolve())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


def _trafilatura() -> Extract:
    extract = importlib.import_module("trafilatura").extract
    return lambda html: extract(html, include_comments=False, favor_precision=True) or ""


def _newspaper() -> Extract:
    article = importlib.import_module("newspaper").article
    return lambda html: article("https://example.org/", input_html=html).text


def _readability() -> Extract:
    document = importlib.import_module("readability").Document
    parse = importlib.import_module("lxml.html").fromstring
    return lambda html: str(parse(document(html).summary()).text_content())


def _resiliparse() -> Extract:
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda html: extract(html, main_content=True)


if __name__ == "__main__":
    main()
