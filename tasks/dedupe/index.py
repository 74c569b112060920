"""The index of sketches: which groups of copies a text may belong to, and what excerpts are of.

A posting says "some text of this group has this hash", so a story printed five hundred times
costs as many postings as its editions differ. The database keeps the same index for good
(storage/copies.py); both are asked by the one algorithm in groups.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from tasks.dedupe.text import Text
from tasks.dedupe.verify import Verdict

# A hash in more groups is furniture that every page of a site carries. Of 12, 24 and 48 the
# prototype found no difference in quality; the cost of a query grows with it.
COMMON_GROUPS = 24
# Groups verified for one text, those with most shared hashes first.
NEAREST = 8
# One shared hash in 40 is chance or a phrase; two are seldom either.
MIN_SHARED = 2


class CopyIndex(Protocol):
    """What grouping asks of an index. A group goes by the id of its hub."""

    def near(self, text: Text) -> list[int]:
        """Return up to ``NEAREST`` other groups that share enough hashes, those with most first."""

    def hub(self, group: int) -> Text:
        """Return the most complete text of a group."""

    def members(self, group: int) -> Mapping[int, Verdict]:
        """Return the texts of a group that are not its hub, and how each stands to the hub."""

    def texts(self, members: Iterable[int]) -> list[Text]:
        """Return texts of the index."""

    def open(self, hub: Text) -> None:
        """Make a group of one text."""

    def attach(self, text: Text, group: int, verdict: Verdict) -> None:
        """Add a copy to a group."""

    def detach(self, member: int, group: int) -> None:
        """Take a copy out of a group again."""

    def close(self, group: int) -> list[Text]:
        """Remove a group, with what its hub is an excerpt of, and return the texts in it."""

    def excerpts(self, group: int) -> Mapping[int, Verdict]:
        """Return the groups whose hubs are excerpts of this one, and how surely."""

    def source(self, group: int) -> tuple[int, Verdict] | None:
        """Return the group whose hub this one is an excerpt of, and how surely."""

    def relate(self, group: int, source: int | None, verdict: Verdict | None = None) -> None:
        """Say what a hub is an excerpt of, in place of what was said before."""


class MemoryIndex:
    """A ``CopyIndex`` that lives as long as the process."""

    def __init__(self) -> None:
        # Tuples, not sets: a batch holds twenty thousand, and the collector forgets tuples of
        # numbers, where walking sets took a third of a batch's time.
        self._postings: dict[int, tuple[int, ...]] = {}
        self._groups: dict[int, dict[int, Verdict]] = {}
        self._excerpts: defaultdict[int, dict[int, Verdict]] = defaultdict(dict)
        self._sources: dict[int, int] = {}
        self._texts: dict[int, Text] = {}

    def near(self, text: Text) -> list[int]:
        """Return up to ``NEAREST`` other groups that share enough hashes, those with most first."""
        return nearest(text.sketch, self._postings, text.id)

    def hub(self, group: int) -> Text:
        """Return the most complete text of a group."""
        return self._texts[group]

    def members(self, group: int) -> Mapping[int, Verdict]:
        """Return the texts of a group that are not its hub, and how each stands to the hub."""
        return self._groups[group]

    def texts(self, members: Iterable[int]) -> list[Text]:
        """Return texts of the index."""
        return [self._texts[member] for member in members]

    def open(self, hub: Text) -> None:
        """Make a group of one text."""
        self._groups[hub.id] = {}
        self._keep(hub, hub.id)

    def attach(self, text: Text, group: int, verdict: Verdict) -> None:
        """Add a copy to a group."""
        self._groups[group][text.id] = verdict
        self._keep(text, group)

    def detach(self, member: int, group: int) -> None:
        """Take a copy out of a group again."""
        del self._groups[group][member]
        left = [self._texts[other] for other in (group, *self._groups[group])]
        self._drop(only_in(self._texts.pop(member), left), group)

    def close(self, group: int) -> list[Text]:
        """Remove a group, with what its hub is an excerpt of, and return the texts in it."""
        self.relate(group, None)
        texts = [self._texts.pop(text) for text in (group, *self._groups.pop(group))]
        for text in texts:
            self._drop(text.sketch, group)
        return texts

    def excerpts(self, group: int) -> Mapping[int, Verdict]:
        """Return the groups whose hubs are excerpts of this one, and how surely."""
        return self._excerpts.get(group, {})

    def source(self, group: int) -> tuple[int, Verdict] | None:
        """Return the group whose hub this one is an excerpt of, and how surely."""
        source = self._sources.get(group)
        return None if source is None else (source, self._excerpts[source][group])

    def relate(self, group: int, source: int | None, verdict: Verdict | None = None) -> None:
        """Say what a hub is an excerpt of, in place of what was said before."""
        before = self._sources.pop(group, None)
        if before is not None:
            del self._excerpts[before][group]
        if source is not None and verdict:
            self._sources[group] = source
            self._excerpts[source][group] = verdict

    def groups(self) -> Mapping[int, Mapping[int, Verdict]]:
        """Return every group: its hub, then its members with how each stands to the hub."""
        return self._groups

    def _keep(self, text: Text, group: int) -> None:
        self._texts[text.id] = text
        for value in text.sketch:
            groups = self._postings.get(value, ())
            # One more than common marks a hash as common; the rest would be waste.
            if group not in groups and len(groups) <= COMMON_GROUPS:
                self._postings[value] = (*groups, group)

    def _drop(self, hashes: Iterable[int], group: int) -> None:
        for value in hashes:
            groups = self._postings.get(value, ())
            self._postings[value] = tuple(other for other in groups if other != group)


def nearest(
    sketch: tuple[int, ...], postings: Mapping[int, tuple[int, ...]], own: int
) -> list[int]:
    """Return the groups but its own that share enough hashes with a sketch, most first."""
    shared: defaultdict[int, int] = defaultdict(int)
    for value in sketch:
        groups = postings.get(value)
        if groups and len(groups) <= COMMON_GROUPS:
            for group in groups:
                shared[group] += 1
    shared.pop(own, None)
    enough = min(MIN_SHARED, len(sketch))
    ranked = sorted((-count, group) for group, count in shared.items() if count >= enough)
    return [group for _, group in ranked[:NEAREST]]


def only_in(text: Text, others: Iterable[Text]) -> set[int]:
    """Return the hashes of a text that no other text has."""
    return set(text.sketch).difference(*(other.sketch for other in others))
