"""From captures to versions: a pure decider, and the difference it makes to what is believed.

::

    facts of one article --tell--> what was shown --project--> the history it should have
                                          |
    versions believed so far ------- difference --> rows to supersede, rows to insert

Any order of arrival gives one history, because a history is computed from all facts anew and only
the difference is written. The publisher's axis is `observed_from`/`observed_to`; when we came to
believe it is the database's other axis, and why is the `Cause`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

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
from tasks.store.readings import Compare, Telling, tell

NOTHING = Delta(words_added=0, words_removed=0, minor=False)

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
    compare: Compare,
) -> Intents:
    """What to supersede and to insert so that the ledger believes what the facts say."""
    ordered = in_order(facts)
    wanted = project(ordered, compare)
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


def project(ordered: Sequence[Fact], compare: Compare) -> list[Version]:
    """The versions that facts in order tell of; stubs and failures never make one."""
    versions: list[Version] = []
    told: list[Fact] = []
    for telling in tell(ordered, compare):
        if versions:
            ended = telling.first.observed_at
            versions[-1] = replace(versions[-1], observed_to=ended)
        versions.append(_version(telling, told, compare))
        told.append(telling.told)
    return versions


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


def _version(telling: Telling, before: Sequence[Fact], compare: Compare) -> Version:
    """The version of a telling, given what was told before it."""
    told = telling.told
    assert told.content_id is not None
    change, delta = Change.FIRST, NOTHING
    if before:
        delta = compare(before[-1], told)
        if delta.same:  # read more fully, it hides the edit with which it began
            delta = compare(before[-1], telling.first)
        change = Change.MINOR if delta.minor else Change.SUBSTANTIVE
    if told.content_id in [earlier.content_id for earlier in before]:
        change = Change.RESTORED
    return Version(
        number=len(before) + 1,
        content_id=told.content_id,
        capture_id=told.capture_id,
        step_id=told.step_id,
        change=change,
        words_added=delta.words_added,
        words_removed=delta.words_removed,
        observed_from=telling.first.observed_at,
        observed_to=None,
    )


def _essence(version: Version) -> tuple[object, ...]:
    """What makes two rows the same belief; cleaned by another step to the same text is the same."""
    return (
        version.number,
        version.content_id,
        version.capture_id,
        version.change,
        version.words_added,
        version.words_removed,
        version.observed_from,
        version.observed_to,
    )


def _is_reading_of(old: Version, new: Version) -> bool:
    """Whether another capture reads otherwise what a version showed from the same moment on."""
    return (old.number, old.observed_from) == (new.number, new.observed_from) and (
        old.content_id != new.content_id
    )


def _is_counted_anew(old: Version, new: Version) -> bool:
    """Whether a version stays what it was, and the one before it is read otherwise."""
    same = (old.number, old.content_id, old.change) == (new.number, new.content_id, new.change)
    counts = (old.words_added, old.words_removed), (new.words_added, new.words_removed)
    return same and counts[0] != counts[1]


def _cause(version: Version, believed: Sequence[Version]) -> Cause:
    """Why this row is new to the ledger."""
    same = [old for old in believed if old.capture_id == version.capture_id]
    if any(old.content_id != version.content_id for old in same):
        return Cause.RECLEANED
    if any(old.step_id != version.step_id for old in same):
        return Cause.RECLEANED
    if any(_is_reading_of(old, version) or _is_counted_anew(old, version) for old in believed):
        return Cause.RECLEANED
    if any(old.number == version.number and old.change is version.change for old in same):
        return Cause.CLOSED
    if any(old.observed_from > version.observed_from for old in believed) or same:
        return Cause.LATE
    return Cause.OBSERVED
