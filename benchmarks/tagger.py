"""The taggers alone, before any document rules: strict F1 by kind, and articles a CPU second.

python -m benchmarks.tagger [--data ../shared/data/entities] [NAME ...]

The development data are kept outside the repository; without them it says so and measures
nothing. An article is 364 words of them; articles are tagged sixteen at a time on one thread.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tasks.enrich.spans import Tagger
from tasks.enrich.tagger.load import load_tagger
from training.corpora import DEVELOPMENT, HELD_OUT, Document, load_corpus
from training.measure import Found, measure_f1

NAMES = ("fast", "accurate", "rules")
KINDS = ("all", "person", "org", "place", "misc")
ARTICLE_WORDS = 364
ARTICLES_AT_ONCE = 16

CASES: dict[str, Callable[[str], str]] = {
    "as written": str,
    "lower": lambda text: recase(text, str.lower),
    "upper": lambda text: recase(text, str.upper),
}


def main() -> int:
    """Print the figures of each tagger; return 0."""
    options = read_options()
    if not options.data.is_dir():
        print(f"skipped: no development data at {options.data}")
        return 0
    corpora = {name: load_corpus(options.data, name) for name in (*DEVELOPMENT, *HELD_OUT)}
    for name in options.names or NAMES:
        report_tagger(name, corpora)
    return 0


def read_options() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/entities"))
    parser.add_argument("names", nargs="*")
    return parser.parse_args()


def report_tagger(name: str, corpora: dict[str, list[Document]]) -> None:
    """Print what one tagger finds, and how fast it is."""
    started = time.perf_counter()
    tagger = load_tagger(name)
    tagger.tag(["Ready."])
    print(f"\n{name} {tagger.version}: ready in {time.perf_counter() - started:.2f} s")
    print(f"{'corpus':24}" + "".join(f"{kind:>8}" for kind in KINDS))
    for corpus, documents in corpora.items():
        for case, change in CASES.items():
            if case == "as written" or corpus == "wikigold.dev":
                print_row(f"{corpus} {case}", measure(tagger, documents, change))
    articles = cut_articles([d for name in DEVELOPMENT[:3] for d in corpora[name]])
    print(f"{count_speed(tagger, articles):.1f} articles a CPU second")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{peak_mb:.0f} MB at most so far")


def print_row(title: str, measured: dict[str, float]) -> None:
    """Print one line of the table; a kind that the corpus lacks is a dash."""
    cells = (f"{measured[kind]:8.3f}" if kind in measured else f"{'-':>8}" for kind in KINDS)
    print(f"{title.removesuffix(' as written'):24}" + "".join(cells))


def measure(
    tagger: Tagger, documents: Sequence[Document], change: Callable[[str], str]
) -> dict[str, float]:
    """Return strict F1 by kind on texts changed without moving a character."""
    found = tagger.tag([change(document.text) for document in documents])
    spans: list[Found] = [{(span.start, span.end, span.kind) for span in one} for one in found]
    return measure_f1(documents, spans)


def recase(text: str, change: Callable[[str], str]) -> str:
    """Return the text in another case, character for character."""
    return "".join(new if len(new := change(char)) == 1 else char for char in text)


def cut_articles(documents: Sequence[Document]) -> list[str]:
    """Return the documents' words in articles of ARTICLE_WORDS each."""
    words = " ".join(document.text for document in documents).split(" ")
    starts = range(0, len(words) - ARTICLE_WORDS, ARTICLE_WORDS)
    return [" ".join(words[start : start + ARTICLE_WORDS]) for start in starts]


def count_speed(tagger: Tagger, articles: Sequence[str]) -> float:
    """Return articles a second of CPU time."""
    started = time.process_time()
    for start in range(0, len(articles), ARTICLES_AT_ONCE):
        tagger.tag(articles[start : start + ARTICLES_AT_ONCE])
    return len(articles) / (time.process_time() - started)


if __name__ == "__main__":
    sys.exit(main())
