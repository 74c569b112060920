"""Train the model of headlines of dumps, report it out of fold over sites, and write its weights.

    python -m training.clean.train_titles --data ../shared/data/extraction \\
        --models tasks/clean/models --folds FOLDS

The dumps are made of the pages' blocks, one a line. Each stands there four times: as it is, with
the items of its menus on one line, without its headline, and with a ticker of other pages'
headlines in its place; so the model learns to say that there is none.
"""

import argparse
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser

from storage.records import Hints
from tasks.clean.draft import Setting
from tasks.clean.dump.front import kind_of, read_above
from tasks.clean.dump.line_body import body_lines
from tasks.clean.dump.line_facts import read_facts
from tasks.clean.dump.line_titles import MIN_SHARED, SURE, kinds_of, title_lines
from tasks.clean.dump.title_signs import SIGNS, title_rows
from tasks.clean.markup.blocks import read_blocks
from tasks.clean.network import Network
from tasks.sources import ANY_SOURCE
from training.clean.corpus import FOLDS, fold_of, read_pages
from training.clean.perceptron import Shape, save, train

SETS = ("fundus_parsers", "traf")
SHAPE = Shape(width=16, epochs=60, votes=5)
RIGHT_WEIGHT = 3.0
BARE_WEIGHT = 0.3  # of a dump without its headline
KINDS = ("whole", "joined", "bare", "ticker")
TICKER = 3  # headlines of other pages
MENU_WORDS, MENU_ITEMS = 3, 3  # items so short, and so many after each other, are a menu
PROSE_CHARS = 120
ANY = Setting(
    source=ANY_SOURCE,
    rules=None,
    url="",
    fetched_at=datetime(2100, 1, 1, tzinfo=UTC),
    hints=Hints(),
    repeated=frozenset(),
)
MIN_TITLE = 15  # characters; a shorter one may be part of any line


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """One dump in numbers: rows of its title-like lines, and which of them is the headline."""

    set: str
    site: str
    kind: str  # whole, joined; bare, ticker: without its headline
    rows: npt.NDArray[np.float32]
    shared: npt.NDArray[np.float64]
    right: npt.NDArray[np.int64]

    @property
    def bare(self) -> bool:
        """Whether it is without its headline."""
        return self.kind in ("bare", "ticker")


def read_dumps(data: Path) -> Iterator[Dump]:
    """The dumps of all pages whose title is known, with and without it."""
    for name in SETS:
        pages = [(row, html) for row, html in read_pages(data, name) if row.get("title")]
        titles = [row["title"] for row, _ in pages]
        for at, (row, html) in enumerate(pages):
            walk = read_blocks(LexborHTMLParser(html), menus=True)
            lines = [block.text for block in walk.blocks]
            title = _fold(row["title"])
            bare = [line for line in lines if not _says(line, title)]
            ticker = _ticker(titles[at + 1 : at + 1 + TICKER] or titles[:TICKER])
            opening = next((at for at, line in enumerate(bare) if _is_prose(line)), 0)
            kinds = (
                ("whole", lines),
                ("joined", _join_menus(lines)),
                ("bare", bare),
                ("ticker", [*_join_menus(bare[:opening]), *ticker, *bare[opening:]]),
            )
            for kind, kept in kinds:
                if dump := _read(name, row["site"], kept, title, kind):
                    yield dump


def out_of_fold(dumps: Sequence[Dump], folder: Path | None) -> list[npt.NDArray[np.float64]]:
    """The scores of every dump by a network that saw no dump of its site.

    With a folder the networks are written to ``folder/FOLD/titles.npz``.
    """
    networks = [_fit([dump for dump in dumps if fold_of(dump.site) != at]) for at in range(FOLDS)]
    if folder is not None:
        for at, network in enumerate(networks):
            save(network, SIGNS, folder / str(at) / "titles.npz")
    return [networks[fold_of(dump.site)].score(dump.rows) for dump in dumps]


def report(dumps: Sequence[Dump], scores: Sequence[npt.NDArray[np.float64]]) -> None:
    """Print how often the headline is right, of what is said, and how often it is said in vain."""
    for name in SETS:
        mine = [(d, _open(d, s)) for d, s in zip(dumps, scores, strict=True) if d.set == name]
        for sure in (0.3, 0.4, SURE, 0.6):
            said = [(d, s) for d, s in mine if len(s) and s.max() >= sure]
            right = sum(int(d.right[s.argmax()]) for d, s in said if not d.bare)
            whole, vain = sum(not d.bare for d, _ in mine), sum(d.bare for d, _ in said)
            print(
                f"{name} at {sure}: right {right / whole:.3f} of all,"
                f" {right / (len(said) - vain):.3f} of those said;"
                f" said of {vain / (len(mine) - whole):.3f} that have none"
            )
            for kind in KINDS:
                of = sum(d.kind == kind for d, _ in mine)
                hits = sum(int(d.right[s.argmax()]) for d, s in said if d.kind == kind)
                told = sum(d.kind == kind for d, _ in said)
                print(f"    {kind}: said {told / of:.3f}, right {hits / of:.3f} of {of}")


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--folds", type=Path)
    options = parser.parse_args()
    dumps = list(read_dumps(options.data))
    report(dumps, out_of_fold(dumps, options.folds))
    save(_fit(dumps), SIGNS, options.models / "titles.npz")


def _open(dump: Dump, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The scores, 0 for what shares nothing with the body."""
    return np.where(dump.shared >= MIN_SHARED, scores, 0.0)


def _read(name: str, site: str, lines: Sequence[str], title: str, kind: str) -> Dump | None:
    facts = read_facts(lines) if lines else None
    body = body_lines(facts) if facts else []
    if facts is None or not body:
        return None
    kinds = {at: kind_of(facts, at, ANY) for at in range(body[0])}
    head, opening = read_above(facts, body, kinds, None)
    titles = title_lines(facts, head, opening)
    spots = [line.at for line in titles]
    rows = title_rows(facts, body, spots, kinds_of(head, opening))
    return Dump(
        set=name,
        site=site,
        kind=kind,
        rows=rows,
        shared=rows[:, SIGNS.index("shared")].astype(np.float64),
        right=np.array([_fold(line.bare) == title for line in titles], np.int64),
    )


def _fit(dumps: Sequence[Dump]) -> Network:
    """A network for all of these; a dump weighs by the root of its titles."""
    used = [dump for dump in dumps if len(dump.rows)]
    weights = [
        np.where(dump.right == 1, RIGHT_WEIGHT, 1.0)
        * (BARE_WEIGHT if dump.bare else 1.0)
        / np.sqrt(len(dump.rows))
        for dump in used
    ]
    rows, right = np.vstack([dump.rows for dump in used]), np.concatenate([d.right for d in used])
    return train(rows, right, np.concatenate(weights), SHAPE)


def _join_menus(lines: Sequence[str]) -> list[str]:
    """The lines, with the items of each menu on one of them."""
    joined: list[str] = []
    for short, run in groupby(lines, lambda line: len(line.split()) <= MENU_WORDS):
        items = list(run)
        joined += [" ".join(items)] if short and len(items) >= MENU_ITEMS else items
    return joined


def _ticker(titles: Sequence[str]) -> list[str]:
    """Headlines of other pages, each with a stamp behind it."""
    return [
        line
        for day, title in enumerate(titles, start=3)
        for line in (title, f"{day:02} May 2025 {8 + day:02}:40")
    ]


def _is_prose(line: str) -> bool:
    return len(line) >= PROSE_CHARS and line.endswith((".", "!", "?", "。"))


def _says(line: str, title: str) -> bool:
    folded = _fold(line)
    return folded == title or (len(title) > MIN_TITLE and title in folded)


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


if __name__ == "__main__":
    main()
