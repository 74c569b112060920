"""From captures to versions: a pure decider, and the difference it makes to what is believed.

::

    facts of one article --project--> the history it should have
                                          |
    versions believed so far ------- difference --> rows to supersede, rows to insert

Any order of arrival gives one history, because a history is computed from all facts anew and only
the difference is written. The publisher's axis is `observed_from`/`observed_to`; when we came to
believe it is the database's other axis, and why is the `Cause`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from storage.records import (
    Believed,
    Cause,
    Change,
    Delta,
    Fact,
    Intents,
    State,
    Version,
)

Pair = tuple[int, int]
"""Two content ids: what an article said, and what it said next."""

GONE_DAYS = 2
"""On how many days a publisher must say "gone" before it is believed: one 404 is often a glitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From the first answer that an article is gone to the text that was there again."""

    gone_at: datetime
    back_at: datetime | None  # None while it is gone


def difference(
    article_id: int,
    facts: Iterable[Fact],
    believed: Sequence[Believed],
    deltas: Mapping[Pair, Delta],
) -> Intents:
    """What to supersede and to insert so that the ledger believes what the facts say."""
    ordered = in_order(facts)
    wanted = project(ordered, deltas)
    held = {_essence(row.version) for row in believed}
    kept = {_essence(version) for version in wanted}
    versions = [row.version for row in believed]
    return Intents(
        article_id=article_id,
        state="gone" if is_gone(ordered) else "live",
        last_seen_at=ordered[-1].observed_at,
        supersede=tuple(row.id for row in believed if _essence(row.version) not in kept),
        insert=tuple(
            (version, _cause(version, versions))
            for version in wanted
            if _essence(version) not in held
        ),
    )


def project(ordered: Sequence[Fact], deltas: Mapping[Pair, Delta]) -> list[Version]:
    """The versions that facts in order tell of; stubs and failures never make one."""
    shown = _shown(ordered)
    versions = []
    for place, fact in enumerate(shown):
        before = [earlier.content_id for earlier in shown[:place]]
        change, delta = _change(fact, before, deltas)
        after = shown[place + 1].observed_at if place + 1 < len(shown) else None
        versions.append(_version(place + 1, fact, change, delta, after))
    return versions


def pairs_of(facts: Iterable[Fact]) -> list[Pair]:
    """Every two contents that follow each other in a history."""
    shown = [_content(fact) for fact in _shown(in_order(facts))]
    return list(pairwise(shown))


def known_deltas(believed: Sequence[Believed]) -> dict[Pair, Delta]:
    """The differences that need no counting again, because believed versions hold them."""
    versions = [row.version for row in believed]
    return {
        (old.content_id, new.content_id): Delta(
            words_added=new.words_added,
            words_removed=new.words_removed,
            minor=new.change is Change.MINOR,
        )
        for old, new in pairwise(versions)
        if new.number == old.number + 1 and new.change in (Change.MINOR, Change.SUBSTANTIVE)
    }


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts in the publisher's order, the same whatever order they arrived in."""
    return sorted(facts, key=lambda fact: (fact.observed_at, fact.tie))


def is_gone(ordered: Sequence[Fact]) -> bool:
    """Whether the publisher has said so on enough days since the last good text."""
    found = absences((fact.observed_at, fact.state) for fact in ordered)
    return bool(found) and found[-1].back_at is None


def absences(seen: Iterable[tuple[datetime, str]]) -> list[Absence]:
    """When an article was gone and when it came back, from its captures' states in order."""
    found: list[Absence] = []
    first, days = None, set[date]()
    for moment, state in seen:
        if state == State.GONE:
            first = first or moment
            days.add(moment.date())
        elif state == State.ARTICLE:
            if first and len(days) >= GONE_DAYS:
                found.append(Absence(gone_at=first, back_at=moment))
            first, days = None, set()
    if first and len(days) >= GONE_DAYS:
        found.append(Absence(gone_at=first, back_at=None))
    return found


def _shown(ordered: Sequence[Fact]) -> list[Fact]:
    """The first fact of each run of the same content; of one moment, the last in order."""
    by_moment = {fact.observed_at: fact for fact in ordered if fact.state is State.ARTICLE}
    shown: list[Fact] = []
    for fact in by_moment.values():
        if not shown or shown[-1].content_id != fact.content_id:
            shown.append(fact)
    return shown


def _change(
    fact: Fact, before: Sequence[int | None], deltas: Mapping[Pair, Delta]
) -> tuple[Change, Delta]:
    if not before:
        return Change.FIRST, Delta(words_added=0, words_removed=0, minor=False)
    previous = before[-1]
    assert previous is not None
    delta = deltas[previous, _content(fact)]
    if fact.content_id in before:
        return Change.RESTORED, delta
    return (Change.MINOR if delta.minor else Change.SUBSTANTIVE), delta


def _version(
    number: int, fact: Fact, change: Change, delta: Delta, after: datetime | None
) -> Version:
    return Version(
        number=number,
        content_id=_content(fact),
        capture_id=fact.capture_id,
        step_id=fact.step_id,
        change=change,
        words_added=delta.words_added,
        words_removed=delta.words_removed,
        observed_from=fact.observed_at,
        observed_to=after,
    )


def _content(fact: Fact) -> int:
    assert fact.content_id is not None
    return fact.content_id


def _essence(version: Version) -> tuple[object, ...]:
    """What makes two rows the same belief; cleaned by another step to the same text is the same."""
    return (
        version.number,
        version.content_id,
        version.capture_id,
        version.change,
        version.observed_from,
        version.observed_to,
    )


def _cause(version: Version, believed: Sequence[Version]) -> Cause:
    """Why this row is new to the ledger."""
    same = [old for old in believed if old.capture_id == version.capture_id]
    if any(old.content_id != version.content_id for old in same):
        return Cause.RECLEANED
    if any(old.step_id != version.step_id for old in same):
        return Cause.RECLEANED
    if any(old.number == version.number and old.change is version.change for old in same):
        return Cause.CLOSED
    if any(old.observed_from > version.observed_from for old in believed) or same:
        return Cause.LATE
    return Cause.OBSERVED
