"""What a new rule or model would change about who is who, before anything is changed."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from storage.records import Annotations, MentionKind

Pair = tuple[MentionKind, str, str]
"""Kind and the keys of two leaves, the smaller key first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeChanges:
    """Merges that would come and merges that would go."""

    gained: tuple[Pair, ...]
    lost: tuple[Pair, ...]


def compare_merges(stored: AbstractSet[Pair], found: Iterable[Annotations]) -> MergeChanges:
    """Return how the merges stated by newly made annotations differ from the stored ones."""
    stated = {
        (merge.kind, min(merge.key, merge.other_key), max(merge.key, merge.other_key))
        for annotations in found
        for merge in annotations.merges
    }
    return MergeChanges(gained=tuple(sorted(stated - stored)), lost=tuple(sorted(stored - stated)))
