"""Headline, authors and day of publication beside the peers: the same pages, one run, one table.

    python -m benchmarks.metadata [--data ../shared/data/extraction] [--out FILE]

The measures are those of ``bench_meta.py`` beside the data: headlines word for word, authors as
equal sets, days exactly; precision is over the days that were given. Nothing of the metadata is
learnt from these pages by weights; the words and thresholds were chosen on the half of the sites
that :func:`is_development` names, and the table gives the other half by itself. Peers that are not
installed are left out by name.
"""

import argparse
import hashlib
import importlib
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.cleaning import find_bench
from benchmarks.entrypoints import html_metadata

SETS = ("fundus_parsers", "traf", "htmldate")
OURS = "newsledger"
Answer = dict[str, Any]
Read = Callable[[str, str | None], Answer]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/extraction"))
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"skipped: the development pages are not at {options.data}")
    text = "\n".join(table(options.data, options.sets.split(",")))
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


def table(data: Path, sets: Sequence[str]) -> list[str]:
    """One row for each reader, set and half of the sites."""
    common, bench = find_bench(data, "common"), find_bench(data, "bench_meta")
    rows = [
        "| | set | headline | authors | day | day precision | ms a page |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in sets:
        gold = [row for row in common.load_gold(name) if _is_scored(row)]
        pages = [(common.load_html(name, row), row["url"] or None) for row in gold]
        for label, read in {OURS: html_metadata, **peers()}.items():
            answers, cost = run(read, pages)
            pairs = list(zip(gold, answers, strict=True))
            halves = {"": pairs, ", sites not looked at": [p for p in pairs if _is_held_out(p[0])]}
            for half, chosen in halves.items():
                if label == OURS or not half:
                    figures = " | ".join(score(bench, chosen))
                    rows.append(f"| {label} | {name}{half} | {figures} | {cost:.1f} |")
    return rows


def score(bench: Any, pairs: Sequence[tuple[Answer, Answer]]) -> list[str]:
    """Shares of headlines, author sets and days that are right, and the days' precision."""
    titles = [bench.nt(g["title"]) == bench.nt(a.get("title")) for g, a in pairs if g.get("title")]
    authors = [
        bench.names(g["authors"]) == bench.names(a.get("authors"))
        for g, a in pairs
        if g.get("authors")
    ]
    days = [(g["date"], (a.get("date") or "")[:10]) for g, a in pairs if _has_day(g)]
    right, given = sum(g == a for g, a in days), sum(bool(a) for _, a in days)
    return [
        _share(sum(titles), len(titles)),
        _share(sum(authors), len(authors)),
        _share(right, len(days)),
        _share(right, given),
    ]


def run(read: Read, pages: Sequence[tuple[str, str | None]]) -> tuple[list[Answer], float]:
    """The answers and the CPU milliseconds a page."""
    _guarded(read, *pages[0])  # loading is not charged
    start = time.process_time()
    answers = [_guarded(read, *page) for page in pages]
    return answers, 1000 * (time.process_time() - start) / len(pages)


def peers() -> dict[str, Read]:
    """The peers that are installed, each as (html, url) -> title, authors, date."""
    makers = {"trafilatura": _trafilatura, "newspaper4k": _newspaper, "htmldate": _htmldate}
    found: dict[str, Read] = {"JSON-LD alone": _json_ld}
    for name, make in makers.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name}: left out ({error})", file=sys.stderr)
    return found


def is_development(site: str) -> bool:
    """Whether words and thresholds were chosen with this site's pages in view."""
    return hashlib.sha256(site.encode()).digest()[0] % 2 == 0


def _is_held_out(row: Answer) -> bool:
    return not is_development(row["site"])


def _is_scored(row: Answer) -> bool:
    return bool(row.get("title") or row.get("authors") or row.get("date"))


def _has_day(row: Answer) -> bool:
    return bool(_DAY.fullmatch(str(row.get("date") or "")))


def _share(right: int, of: int) -> str:
    return f"{right / of:.3f}" if of else "-"


def _guarded(read: Read, html: str, url: str | None) -> Answer:
    try:
        return read(html, url)
    except Exception as error:  # noqa: BLE001 - who fails on a page scores nothing there
        print(f"{read.__module__} failed: {error!r}", file=sys.stderr)
        return {}


def _json_ld(html: str, url: str | None) -> Answer:
    """What the first article node of the page says, and nothing else."""
    from tasks.clean.markup.json_ld import read_json_ld

    node = next(iter(read_json_ld(html).articles), None)
    if node is None:
        return {}
    day = _DAY.search(node.published or "")
    return {
        "title": node.headline,
        "authors": list(node.authors),
        "date": day[0] if day else None,
    }


def _trafilatura() -> Read:
    module = importlib.import_module("trafilatura.metadata")

    def read(html: str, url: str | None) -> Answer:
        found = module.extract_metadata(html, default_url=url)
        authors = [name.strip() for name in (found.author or "").split(";")]
        return {"title": found.title, "authors": authors, "date": found.date}

    return read


def _newspaper() -> Read:
    article = importlib.import_module("newspaper").article

    def read(html: str, url: str | None) -> Answer:
        found = article(url or "https://example.org/", input_html=html)
        day = found.publish_date.date().isoformat() if found.publish_date else None
        return {"title": found.title, "authors": list(found.authors), "date": day}

    return read


def _htmldate() -> Read:
    find = importlib.import_module("htmldate").find_date
    return lambda html, url: {"date": find(html, url=url, original_date=True)}


if __name__ == "__main__":
    main()
