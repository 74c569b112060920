"""Names that may be one entity: for a person to decide, never merged by themselves.

Each suggestion says by which rule and how strongly. Compared are only names that share a rare word
or its first letters, so that a ledger of many names is not compared pair by pair.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import JaroWinkler

from storage.records import MentionKind
from storage.who.clusters import Leaf
from tasks.enrich.acronyms import is_acronym_of, is_blend_of
from tasks.enrich.names import GROUP_WORDS, fold, person_words, word_set_key

# Chosen on the linked names of gum-bysa.train and gum: of 1,532 leaves 50 pairs are suggested, and
# 29 of them are linked to one article; without the limits on words it was 40 of 301.
MIN_PERSON = 0.92  # Jaro-Winkler of the sorted names
MIN_WORD = 0.9  # Jaro-Winkler of two words taken for one
MIN_LETTERS = 5  # shorter words differ by a letter and mean something else: BBC and CBC
MAX_MORE_WORDS = 1
MAX_BLOCK = 60  # leaves; a word that more names share says nothing about any two of them
KINDS = frozenset({MentionKind.PERSON, MentionKind.ORG, MentionKind.EVENT, MentionKind.PLACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two leaves that may be one, the rule that says so, and how strongly, in [0, 1]."""

    one: Leaf
    other: Leaf
    rule: str
    score: float


def suggest(
    leaves: Sequence[Leaf], decided: AbstractSet[tuple[int, int]] = frozenset()
) -> list[Suggestion]:
    """Return what may be merged, the surest first; pairs that were decided are left out."""
    by_id = {leaf.id: leaf for leaf in leaves}
    found = []
    for one, other in sorted(_candidates(leaves) - set(decided)):
        if verdict := _judge(by_id[one], by_id[other]):
            rule, score = verdict
            found.append(Suggestion(one=by_id[one], other=by_id[other], rule=rule, score=score))
    return sorted(found, key=lambda s: (-s.score, s.one.id, s.other.id))


def _candidates(leaves: Iterable[Leaf]) -> set[tuple[int, int]]:
    """Return pairs of ids, the smaller first, of leaves worth comparing."""
    blocks: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for leaf in leaves:
        for sign in _signs(leaf):
            blocks[leaf.kind, sign].add(leaf.id)
    return {
        pair
        for block in blocks.values()
        if len(block) <= MAX_BLOCK
        for pair in combinations(sorted(block), 2)
    }


def _signs(leaf: Leaf) -> Iterator[str]:
    words = fold(leaf.name).split()
    if leaf.kind not in KINDS or not words:
        return
    yield from (word[:5] for word in words if len(word) > 2)
    yield "".join(words)[:4]
    if len(words) > 1:
        yield "#" + "".join(word[0] for word in words)
    elif leaf.name.isupper():
        yield "#" + words[0]


def _judge(one: Leaf, other: Leaf) -> tuple[str, float] | None:
    """Return rule and score of the strongest rule that holds; None where none does."""
    if one.kind == MentionKind.PERSON:
        return _judge_persons(one.name, other.name)
    short, long = sorted((one.name, other.name), key=len)
    if is_acronym_of(short, long) or is_blend_of(short, long):
        return "short form", 0.8
    if _without_group(one.name) == _without_group(other.name):
        return "group word", 0.75
    return _judge_words(one.name, other.name)


def _judge_persons(one: str, other: str) -> tuple[str, float] | None:
    first, second = person_words(one), person_words(other)
    if len(first) < 2 or len(second) < 2:
        return None
    if _fits_initials(first, second):
        return "initials", 0.8
    likeness = JaroWinkler.similarity(" ".join(sorted(first)), " ".join(sorted(second)))
    same_end = first[-1] == second[-1] or first[0] == second[0]
    return ("spelling", round(likeness, 3)) if same_end and likeness >= MIN_PERSON else None


def _fits_initials(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether one name abbreviates the other's given names: J. Smith, John Smith."""
    if first[-1] != second[-1] or len(first) != len(second) or first == second:
        return False
    pairs = list(zip(first[:-1], second[:-1], strict=True))
    short = all(len(a) == 1 or len(b) == 1 or a == b for a, b in pairs)
    return short and all(a[0] == b[0] for a, b in pairs)


def _judge_words(one: str, other: str) -> tuple[str, float] | None:
    first, second = sorted((word_set_key(one), word_set_key(other)), key=len)
    if len(first) < 2:
        return None
    if first <= second and len(second) - len(first) <= MAX_MORE_WORDS:
        return "more words", round(0.7 * len(first) / len(second), 3)
    return _judge_spelling(sorted(first - second), sorted(second - first))


def _judge_spelling(first: Sequence[str], second: Sequence[str]) -> tuple[str, float] | None:
    """Compare the words that two names do not share: all of them must be nearly the same."""
    if len(first) != len(second) or not first:
        return None
    likeness = min(
        JaroWinkler.similarity(a, b) if min(len(a), len(b)) >= MIN_LETTERS else 0.0
        for a, b in zip(first, second, strict=True)
    )
    return ("spelling", round(likeness * 0.9, 3)) if likeness >= MIN_WORD else None


def _without_group(name: str) -> str:
    words = fold(name).split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in GROUP_WORDS else words)
