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
from dataclasses import dataclass, replace
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

Shown = tuple[int, int]
"""A content, and the capture that showed it."""

Pair = tuple[Shown, Shown]
"""What an article said, and what it said next."""

GONE_DAYS = 2
"""On how many days a publisher must say "gone" before it is believed: one 404 is often a glitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From the first answer that an article is gone to the text that was there again."""

    gone_at: datetime
    back_at: datetime | None  # None while it is gone


@dataclass(slots=True)
class Alike:
    """What a publisher showed for a while, in every reading of it: contents by their words."""

    first: int  # place in the history
    last: int  # the content read last
    words: dict[int, int]  # of each content, more than the first one's
    places: dict[int, int]  # of each content: where it stands first

    @property
    def fullest(self) -> int:
        """The place of the content with most words, the first of those."""
        return self.places[max(self.words, key=self.words.__getitem__)]


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
    versions: list[Version] = []
    for seen in _seen_alike(shown, deltas):
        if versions:
            versions[-1] = replace(versions[-1], observed_to=shown[seen.first].observed_at)
        versions.append(_version(len(versions) + 1, shown, seen, deltas))
    return versions


def followed(facts: Iterable[Fact]) -> list[tuple[Fact, Fact]]:
    """Every two captures in a history of which the second shows another content than the first."""
    return list(pairwise(_shown(in_order(facts))))


def pair_of(old: Fact, new: Fact) -> Pair:
    """What two captures show, one after the other."""
    return (_content(old), old.capture_id), (_content(new), new.capture_id)


def known_deltas(believed: Sequence[Believed]) -> dict[Pair, Delta]:
    """The differences that need no counting again, because believed versions hold them."""
    versions = [row.version for row in believed]
    return {
        ((old.content_id, old.capture_id), (new.content_id, new.capture_id)): Delta(
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


def _seen_alike(shown: Sequence[Fact], deltas: Mapping[Pair, Delta]) -> list[Alike]:
    """The versions as places in the history: what was only judged otherwise belongs to one.

    A way back to a reading of the version that stands belongs to it as well.
    """
    found: list[Alike] = []
    for place, fact in enumerate(shown):
        content, seen = _content(fact), found[-1] if found else None
        turned = deltas[pair_of(shown[place - 1], fact)].turned if seen else None
        if seen and content in seen.words:
            seen.last = content
        elif seen and turned is not None:
            seen.words[content] = seen.words[seen.last] + turned
            seen.places[content], seen.last = place, content
        else:
            found.append(Alike(place, content, {content: 0}, {content: place}))
    return found


def _change(
    shown: Sequence[Fact], place: int, deltas: Mapping[Pair, Delta]
) -> tuple[Change, Delta]:
    """What the publisher did at a place, and by how much."""
    if place == 0:
        return Change.FIRST, Delta(words_added=0, words_removed=0, minor=False)
    delta = deltas[pair_of(shown[place - 1], shown[place])]
    if shown[place].content_id in [earlier.content_id for earlier in shown[:place]]:
        return Change.RESTORED, delta
    return (Change.MINOR if delta.minor else Change.SUBSTANTIVE), delta


def _version(
    number: int, shown: Sequence[Fact], seen: Alike, deltas: Mapping[Pair, Delta]
) -> Version:
    """A version: from when it was shown, in the fullest of its readings."""
    change, delta = _change(shown, seen.first, deltas)
    fact = shown[seen.fullest]
    return Version(
        number=number,
        content_id=_content(fact),
        capture_id=fact.capture_id,
        step_id=fact.step_id,
        change=change,
        words_added=delta.words_added,
        words_removed=delta.words_removed,
        observed_from=shown[seen.first].observed_at,
        observed_to=None,
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


def _is_reading_of(old: Version, new: Version) -> bool:
    """Whether another capture reads otherwise what a version showed from the same moment on."""
    return (old.number, old.observed_from) == (new.number, new.observed_from) and (
        old.content_id != new.content_id
    )


def _cause(version: Version, believed: Sequence[Version]) -> Cause:
    """Why this row is new to the ledger."""
    same = [old for old in believed if old.capture_id == version.capture_id]
    if any(old.content_id != version.content_id for old in same):
        return Cause.RECLEANED
    if any(old.step_id != version.step_id for old in same):
        return Cause.RECLEANED
    if any(_is_reading_of(old, version) for old in believed):
        return Cause.RECLEANED
    if any(old.number == version.number and old.change is version.change for old in same):
        return Cause.CLOSED
    if any(old.observed_from > version.observed_from for old in believed) or same:
        return Cause.LATE
    return Cause.OBSERVED
