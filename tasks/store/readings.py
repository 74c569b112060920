"""From captures to what a publisher showed, and for how long: what is an edit, and what is not.

A page is judged line by line, and the judgement of a line may turn though the page still shows it.
So captures that say the same, whatever each of them was thought to say, are one telling, told in
the fullest of its readings (docs/decisions/0023).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from storage.records import Delta, Fact, State

Compare = Callable[[Fact, Fact], Delta]
"""How what one capture says differs from what an earlier one said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a publisher showed from one capture on, and the capture whose reading tells it."""

    first: Fact
    told: Fact


def tell(ordered: Sequence[Fact], compare: Compare) -> list[Telling]:
    """What captures in order tell; two that follow each other never say the same.

    Stubs and failures tell nothing. Of several captures of one moment the last in order counts.
    """
    found: list[Telling] = []
    for fact in shown(ordered):
        if not found or not _goes_on(found[-1].told, fact, compare):
            found.append(Telling(first=fact, told=fact))
        elif _tells_more(fact, found):
            found[-1] = replace(found[-1], told=fact)
    return found


def shown(ordered: Sequence[Fact]) -> list[Fact]:
    """The captures that show a text, one of each moment."""
    by_moment = {fact.observed_at: fact for fact in ordered if fact.state is State.ARTICLE}
    return list(by_moment.values())


def _goes_on(told: Fact, fact: Fact, compare: Compare) -> bool:
    """Whether a page still says what is told."""
    return fact.content_id == told.content_id or compare(told, fact).same


def _tells_more(fact: Fact, found: Sequence[Telling]) -> bool:
    """Whether a reading is fuller than the one told, and not what was told before that."""
    last = found[-2].told.content_id if len(found) > 1 else None
    return fact.words > found[-1].told.words and fact.content_id != last
