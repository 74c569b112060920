"""Who is who, computed: leaves and the decisions in force give clusters, and nothing else does.

Nothing is ever merged in place, so any decision can be taken back and the clusters are exactly
those of before. Four rules:

- "Different" always wins: no chain of "same" joins two leaves that a person keeps apart.
- A person's "same" comes before a rule's, then the better scored one.
- An acronym that texts give to two different long forms says nothing about either of them.
- A cluster is called by its fullest name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

RULE = "rule"
"""Who decides when no person does."""

SHORT_FORMS = frozenset({"definition", "acronym"})
"""Methods that join a short form to a long one."""

_FULL = 4  # words; a name longer than this is a description more often than a fuller name


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An entity leaf: one folded name of one kind, and a spelling to show."""

    id: int
    kind: str
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """That two leaves are the same, or are different."""

    id: int
    one: int
    other: int
    same: bool
    method: str
    score: float
    decided_by: str


def join_leaves(leaves: Iterable[Leaf], decisions: Iterable[Decision]) -> dict[int, int]:
    """Return the id of each leaf -> the id of the leaf that its cluster goes by."""
    known = {leaf.id: leaf for leaf in leaves}
    usable = [d for d in decisions if d.one in known and d.other in known]
    clusters = _Clusters(known, [d for d in usable if not d.same])
    same = sorted((d for d in usable if d.same), key=_strength)
    for decision in same:
        if not _is_short_form(decision):
            clusters.join(decision.one, decision.other)
    for decision in _clear_short_forms(known, clusters, [d for d in same if _is_short_form(d)]):
        clusters.join(decision.one, decision.other)
    return {leaf: clusters.canonical(leaf) for leaf in known}


def fullness(name: str) -> tuple[int, int]:
    """Return how full a name is, for comparing: its words, then its letters, up to a limit."""
    words = min(len(name.split()), _FULL)
    return (words, len(name) if words < _FULL else 0)


class _Clusters:
    """Disjoint sets that refuse to join what is said to be different."""

    def __init__(self, known: Mapping[int, Leaf], different: Sequence[Decision]) -> None:
        self._known = known
        self._top = {leaf: leaf for leaf in known}
        self._members = {leaf: {leaf} for leaf in known}
        self._enemies: defaultdict[int, set[int]] = defaultdict(set)
        for decision in different:
            self._enemies[decision.one].add(decision.other)
            self._enemies[decision.other].add(decision.one)

    def root(self, leaf: int) -> int:
        while self._top[leaf] != leaf:
            self._top[leaf] = self._top[self._top[leaf]]
            leaf = self._top[leaf]
        return leaf

    def join(self, one: int, other: int) -> None:
        small, large = sorted(
            (self.root(one), self.root(other)), key=lambda root: len(self._members[root])
        )
        if small == large or self._enemies[small] & self._members[large]:
            return
        self._top[small] = large
        self._members[large] |= self._members.pop(small)
        self._enemies[large] |= self._enemies.pop(small, set())

    def canonical(self, leaf: int) -> int:
        members = self._members[self.root(leaf)]
        return min(members, key=lambda member: (*_emptiness(self._known[member].name), member))


def _emptiness(name: str) -> tuple[int, int]:
    words, letters = fullness(name)
    return (-words, -letters)


def _strength(decision: Decision) -> tuple[bool, float, int, int]:
    pair = sorted((decision.one, decision.other))
    return (decision.decided_by == RULE, -decision.score, pair[0], pair[1])


def _is_short_form(decision: Decision) -> bool:
    return decision.decided_by == RULE and decision.method in SHORT_FORMS


def _clear_short_forms(
    known: Mapping[int, Leaf], clusters: _Clusters, decisions: Sequence[Decision]
) -> list[Decision]:
    """Return the decisions whose short form stands for one thing only."""
    meanings: defaultdict[int, set[int]] = defaultdict(set)
    sides = [_short_and_long(known, decision) for decision in decisions]
    for short, long in sides:
        meanings[short].add(clusters.root(long))
    return [
        decision
        for decision, (short, _) in zip(decisions, sides, strict=True)
        if len(meanings[short]) == 1
    ]


def _short_and_long(known: Mapping[int, Leaf], decision: Decision) -> tuple[int, int]:
    one, other = sorted(
        (decision.one, decision.other), key=lambda leaf: (len(known[leaf].key), leaf)
    )
    return one, other
