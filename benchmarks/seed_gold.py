"""Scoring against the hand-made gold of the sample dumps, with what it accepts and leaves open."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.records import Annotations, MentionKind

NAME_KINDS = {"PERSON": "person", "ORG": "org", "LOC": "place", "FAC": "place"}
Name = tuple[int, int, str]
"""Start, end and person, org, place or misc."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One sample dump: its body, and what is true of it (offsets in the body)."""

    name: str
    body: str
    start: int
    published: str | None
    gold: dict[str, Any]


def load_seeds(folder: Path) -> tuple[list[Seed], dict[str, Any]]:
    """Return the sample dumps and the whole gold file of a shared folder."""
    gold = json.loads((folder / "gold" / "seeds.json").read_text(encoding="utf-8"))
    seeds = []
    for name, facts in gold["documents"].items():
        raw = (folder / "seeds" / name).read_text(encoding="utf-8").replace("\u00a0", " ")
        start, end = facts["body"]["start"], facts["body"]["end"]
        seeds.append(
            Seed(
                name=name,
                body=raw[start:end],
                start=start,
                published=facts.get("published"),
                gold=facts,
            )
        )
    return seeds, gold


def score_names(seed: Seed, names: Sequence[Name]) -> dict[str, Counter[str]]:
    """Return hits, misses and false names by type, as the gold file's scoring note says."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    used: set[Name] = set()
    for mention in seed.gold["mentions"]:
        optional = str(mention.get("flag", "")).startswith("optional")
        touching = [name for name in names if _touches(seed, mention, name)]
        used |= {name for name in touching if optional or _is_tolerated(seed, mention, name)}
        right = [name for name in touching if _is_surface(seed, mention, name)]
        used |= set(right)
        if not optional:
            hit = any(name[2] in _accepted(mention) for name in right)
            counts[mention["type"]]["hit" if hit else "missed"] += 1
    for name in set(names) - used:
        label = {"person": "PERSON", "org": "ORG", "place": "LOC"}.get(name[2], "EVENT")
        counts[label]["false"] += 1
    return dict(counts)


def score_values(seed: Seed, found: Annotations, kind: MentionKind) -> Counter[str]:
    """Return hits, misses, wrong values and false ones among the dates or the amounts."""
    wanted = {
        (item["start"] - seed.start, item["end"] - seed.start): _gold_value(item)
        for item in seed.gold.get("dates" if kind is MentionKind.DATE else "money", [])
    }
    got = {(m.start, m.end): m.value for m in found.mentions if m.kind is kind}
    counts = Counter(
        "hit" if got.get(span) == value else "wrong value" if span in got else "missed"
        for span, value in wanted.items()
    )
    counts["false"] = len(set(got) - set(wanted))
    return counts


def score_pairs(
    found: Sequence[Annotations], gold: dict[str, Any]
) -> tuple[int, int, list[str], int]:
    """Return how many must-merge pairs are one, of how many, and which must-not pairs are, too."""
    entities = _entities_by_surface(found)

    def is_one(pair: Sequence[str]) -> bool:
        return bool(entities[pair[0]] & entities[pair[1]])

    merged = sum(is_one(pair) for pair in gold["must_merge"])
    wrong = [" = ".join(pair) for pair in gold["must_not_merge"] if is_one(pair)]
    seen = sum(all(name in entities for name in pair) for pair in gold["must_not_merge"])
    return merged, len(gold["must_merge"]), wrong, seen


def _entities_by_surface(found: Sequence[Annotations]) -> defaultdict[str, set[object]]:
    top: dict[object, object] = {}

    def root(leaf: object) -> object:
        while leaf in top:
            leaf = top[leaf]
        return leaf

    for merge in (merge for annotations in found for merge in annotations.merges):
        one, other = root((merge.kind, merge.key)), root((merge.kind, merge.other_key))
        if one != other:
            top[one] = other
    entities: defaultdict[str, set[object]] = defaultdict(set)
    for number, annotations in enumerate(found):
        for mention in annotations.mentions:
            leaf = (mention.kind, mention.key) if mention.key else (number, mention.surface)
            entities[mention.surface].add(root(leaf))
    return entities


def _touches(seed: Seed, mention: dict[str, Any], name: Name) -> bool:
    start, end = mention["start"] - seed.start, mention["end"] - seed.start
    return bool(name[0] < end and start < name[1])


def _is_surface(seed: Seed, mention: dict[str, Any], name: Name) -> bool:
    surface = seed.body[name[0] : name[1]]
    accepted = {mention["surface"], *mention.get("accept", ())}
    return surface in accepted or surface.removeprefix("the ").removeprefix("The ") in accepted


def _is_tolerated(seed: Seed, mention: dict[str, Any], name: Name) -> bool:
    return any(
        (part["start"] - seed.start, part["end"] - seed.start) == name[:2]
        for part in mention.get("tolerated_nested", ())
    )


def _accepted(mention: dict[str, Any]) -> set[str]:
    types: Iterable[str] = mention.get("accept_types", [mention["type"]])
    return {NAME_KINDS.get(label, "misc") for label in types}


def _gold_value(item: dict[str, Any]) -> str | None:
    if "amount" in item:
        return f"{item['currency']} {item['amount']}"
    value: str | None = item["iso"]
    return value
