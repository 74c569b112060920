"""Everything the enrich room promises, measured: names, resolution, dates, money, speed.

python -m benchmarks.entities [--shared ../shared] [fast accurate rules]

The texts are kept outside the repository; without them it says so and measures nothing.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from benchmarks.entity_points import LABELS, cluster_mentions, plain_article, tagger_named
from benchmarks.seed_gold import Name, load_seeds, score_names, score_pairs, score_values
from benchmarks.tagger import cut_articles, recase
from storage.records import Annotations, Article, MentionKind, Precision
from tasks.enrich.annotate import annotate, annotate_text
from tasks.enrich.date_values import Anchor
from tasks.enrich.spans import Span, Tagger
from training.corpora import DEVELOPMENT, HELD_OUT, Document, load_corpus
from training.measure import Found, f1, measure_f1

KINDS = ("all", "person", "org", "place", "misc")
AS_WRITTEN: dict[str, Callable[[str], str]] = {"": str}
CASES: dict[str, Callable[[str], str]] = {"": str, "lower": str.lower, "upper": str.upper}
LINKED = "gum-bysa.train"
LANGUAGES = Path(__file__).with_name("other_languages.txt")
START_UP = (
    "import time, resource; t = time.process_time();"
    "from benchmarks.entity_points import find_names;"
    "find_names(['Acme grew in Basel on 8 May 2017.'], '{}');"
    "print(time.process_time() - t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
)


def main() -> int:
    """Print the figures of each tagger; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("names", nargs="*", default=["fast", "accurate", "rules"])
    options = parser.parse_args()
    data = options.shared / "data" / "entities"
    if not data.is_dir():
        print(f"skipped: no development data at {data}")
        return 0
    corpora = {name: load_corpus(data, name) for name in (*DEVELOPMENT[:3], *HELD_OUT)}
    for name in options.names:
        tagger = tagger_named(name)
        print(f"\n## {name} {tagger.version}")
        print_corpora(tagger, corpora)
        print_seeds(tagger, options.shared)
        print_languages(tagger)
        print_speed(name, tagger, cut_articles([d for found in corpora.values() for d in found]))
    print_links(data / f"{LINKED}.jsonl")
    return 0


def print_corpora(tagger: Tagger, corpora: dict[str, list[Document]]) -> None:
    """Print strict F1 by kind, the tagger alone and with the document layer."""
    print(f"{'strict F1':32}" + "".join(f"{kind:>8}" for kind in KINDS))
    for corpus, documents in corpora.items():
        for case, change in (CASES if corpus in DEVELOPMENT[:2] else AS_WRITTEN).items():
            texts = [recase(document.text, change) for document in documents]
            tagged = tagger.tag(texts)
            alone: list[Found] = [{(s.start, s.end, s.kind) for s in one} for one in tagged]
            print_row(f"{corpus} {case} tagger alone", measure_f1(documents, alone))
            names = [set(names_of(found)) for found in annotate_tagged(texts, tagged)]
            print_row(f"{corpus} {case} with rules", measure_f1(documents, names))


def print_row(title: str, measured: dict[str, float]) -> None:
    """Print one line; a kind that the corpus lacks is a dash."""
    cells = (f"{measured[kind]:8.3f}" if kind in measured else f"{'-':>8}" for kind in KINDS)
    print(f"{' '.join(title.split()):32}" + "".join(cells))


def print_seeds(tagger: Tagger, shared: Path) -> None:
    """Print what is found of the sample dumps' gold."""
    seeds, gold = load_seeds(shared)
    articles = [dated_article(seed.body, seed.published) for seed in seeds]
    found = annotate(articles, tagger, None)
    spans = tagger.tag([seed.body for seed in seeds])
    scored = [index for index, seed in enumerate(seeds) if "mentions" in seed.gold]
    for title, names in (
        ("tagger alone", [[(s.start, s.end, s.kind) for s in one] for one in spans]),
        ("with rules", [names_of(one) for one in found]),
    ):
        totals = [score_names(seeds[index], names[index]) for index in scored]
        print_seed_names(title, totals)
    for kind in (MentionKind.DATE, MentionKind.MONEY):
        total = sum((score_values(seeds[i], found[i], kind) for i in scored), Counter[str]())
        print(f"seeds {kind.value}: {dict(total)}")
    merged, wanted, wrong, seen = score_pairs(found, gold)
    print(f"seeds resolution: {merged} of {wanted} merged; wrongly {wrong or 0} of {seen} seen")


def print_seed_names(title: str, totals: Sequence[dict[str, Counter[str]]]) -> None:
    """Print F1 by type over the dumps, and over persons, organisations and places together."""
    counts = {
        kind: sum((total.get(kind, Counter()) for total in totals), Counter[str]())
        for kind in ("PERSON", "ORG", "LOC", "EVENT")
    }
    core = counts["PERSON"] + counts["ORG"] + counts["LOC"]
    cells = " ".join(f"{kind} {f1(count):.3f}" for kind, count in counts.items())
    print(f"seeds names, {title}: {cells} | persons, organisations, places {f1(core):.3f}")


def print_languages(tagger: Tagger) -> None:
    """Print strict F1 on sentences of other languages, as if the tagger spoke them."""
    lines = LANGUAGES.read_text(encoding="utf-8").splitlines()
    for language in ("de", "fr", "es"):
        documents = [read_marked(line[3:]) for line in lines if line.startswith(f"{language}\t")]
        texts = [document.text for document in documents]
        found = annotate_tagged(texts, tagger.tag(texts), language)
        names: list[Found] = [set(names_of(one)) for one in found]
        print_row(f"{language}, {len(documents)} sentences", measure_f1(documents, names))


def print_speed(name: str, tagger: Tagger, articles: Sequence[str]) -> None:
    """Print articles a CPU second, the share of what comes after tagging, start-up and memory."""
    started = time.process_time()
    tagged = tag_in_batches(tagger, articles)
    tagging_s = time.process_time() - started
    started = time.process_time()
    annotate_tagged(articles, tagged)
    rules_s = time.process_time() - started
    rate, rules_ms = len(articles) / (tagging_s + rules_s), 1000 * rules_s / len(articles)
    print(f"{rate:.1f} articles a CPU second; {rules_ms:.1f} ms of an article after tagging")
    command = [sys.executable, "-c", START_UP.format(name)]
    fresh = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    print(f"first article after {float(fresh[0]):.2f} CPU s, {float(fresh[1]):.0f} MB then")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most so far")


def tag_in_batches(tagger: Tagger, articles: Sequence[str], size: int = 16) -> list[list[Span]]:
    """The spans of each article, tagged as many at a time as a run does."""
    batches = (articles[at : at + size] for at in range(0, len(articles), size))
    return [spans for batch in batches for spans in tagger.tag(batch)]


def print_links(path: Path) -> None:
    """Print how mentions linked to Wikipedia articles are brought together."""
    mentions: list[tuple[int, str, str]] = []
    articles: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        labels = {(start, end): label for start, end, label in row["spans"]}
        for start, end, article in row["links"]:
            if (start, end) in labels:
                mentions.append((number, row["text"][start:end], labels[start, end]))
                articles.append(article)
    cluster_of = {i: n for n, members in enumerate(cluster_mentions(mentions)) for i in members}
    both = together = linked = 0
    for one, other in combinations(range(len(mentions)), 2):
        same, joined = articles[one] == articles[other], cluster_of[one] == cluster_of[other]
        both, together, linked = both + (same and joined), together + joined, linked + same
    figures = f"P {both / together:.3f} R {both / linked:.3f}"
    print(f"\n{LINKED}: pairwise {figures}, {len(mentions)} mentions")


def annotate_tagged(
    texts: Sequence[str], tagged: Sequence[Sequence[Span]], language: str = "en"
) -> list[Annotations]:
    """Everything after tagging."""
    anchor = Anchor(language=language)
    return [annotate_text(text, spans, anchor) for text, spans in zip(texts, tagged, strict=True)]


def names_of(found: Annotations) -> list[Name]:
    """The names as the corpora label them: events, products and nationalities are misc."""
    kinds = {MentionKind.PERSON: "person", MentionKind.ORG: "org", MentionKind.PLACE: "place"}
    return [(m.start, m.end, kinds.get(m.kind, "misc")) for m in found.mentions if m.kind in LABELS]


def dated_article(text: str, published: str | None) -> Article:
    """An article of which the text and perhaps the day of publication are known."""
    if published is None:
        return plain_article(text)
    day = datetime.fromisoformat(published[:10]).replace(tzinfo=UTC)
    return replace(plain_article(text), published_at=day, published_precision=Precision.DAY)


def read_marked(line: str) -> Document:
    """A document from a line with its names marked [name|kind]."""
    text, spans = "", []
    for part in re.split(r"(\[[^|\]]+\|\w+\])", line):
        if part.startswith("["):
            name, kind = part[1:-1].split("|")
            spans.append((len(text), len(text) + len(name), kind))
            text += name
        else:
            text += part
    return Document(corpus="other languages", text=text, spans=tuple(spans), has_misc=False)


if __name__ == "__main__":
    sys.exit(main())
