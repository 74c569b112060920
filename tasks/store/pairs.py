"""Pairs of captures compared: as believed versions have it, else read and compared once.

::

    believed versions --known--> pairs -+
    first captures of each text --------+--> texts and what stood beside them, in one question
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from storage.batch import HistoryDesk
from storage.records import Believed, Change, Delta, Fact, Said, Version
from tasks.store.compare import compare
from tasks.store.history import in_order
from tasks.store.readings import shown

Reading = tuple[int, int, int]
"""A capture, the step that cleaned it, and the content it came to."""


class Pairs:
    """What the captures of articles differ by."""

    def __init__(
        self,
        desk: HistoryDesk,
        facts: Mapping[int, Sequence[Fact]],
        believed: Mapping[int, Sequence[Believed]],
    ) -> None:
        self._desk = desk
        self._known = {pair: delta for rows in believed.values() for pair, delta in _known(rows)}
        unknown = [pair for found in facts.values() for pair in self._unknown(found)]
        self._said: dict[Fact, Said] = desk.said(fact for pair in unknown for fact in pair)

    def compare(self, old: Fact, new: Fact, minor_ratio: float) -> Delta:
        """How what one capture says differs from what an earlier one said."""
        pair = _reading(old), _reading(new)
        if pair not in self._known:
            missing = [fact for fact in (old, new) if fact not in self._said]
            self._said |= self._desk.said(missing)
            self._known[pair] = compare(self._said[old], self._said[new], minor_ratio)
        return self._known[pair]

    def _unknown(self, facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
        """The pairs that will be asked for most likely: of each text its first capture."""
        firsts: list[Fact] = []
        for fact in shown(in_order(facts)):
            if not firsts or firsts[-1].content_id != fact.content_id:
                firsts.append(fact)
        for old, new in pairwise(firsts):
            if (_reading(old), _reading(new)) not in self._known:
                yield old, new


def _known(believed: Sequence[Believed]) -> Iterator[tuple[tuple[Reading, Reading], Delta]]:
    """What believed versions say of the pairs they were told by."""
    versions = [row.version for row in believed]
    for old, new in pairwise(versions):
        if new.number == old.number + 1 and new.change in (Change.MINOR, Change.SUBSTANTIVE):
            delta = Delta(
                words_added=new.words_added,
                words_removed=new.words_removed,
                minor=new.change is Change.MINOR,
            )
            yield (_reading(old), _reading(new)), delta


def _reading(seen: Fact | Version) -> Reading:
    assert seen.content_id is not None
    return seen.capture_id, seen.step_id, seen.content_id
