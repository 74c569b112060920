"""What came of a batch: in numbers, and the articles that their publishers have just changed.

A first text is not told, nor a minor edit, nor what a backfill finds out about last year; so a
first load of thousands tells nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.records import Cause, Change, Derived, Intents, Version

FRESH = timedelta(days=1)
"""How old a capture may be for its change to be news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An article that now reads differently."""

    article_id: int
    source_id: str
    url: str
    headline: str | None
    number: int  # of the new version
    change: Change
    words_added: int
    words_removed: int
    observed_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the histories of articles came to, as a person counts it: not in rows."""

    new_articles: int
    edits: int  # versions after the first, which no history had before
    read_anew: int  # articles with another text of the same captures


def told(decided: Sequence[Intents]) -> Told:
    """What was decided, counted; one edit writes two rows, for the version before it ends."""
    return Told(
        new_articles=sum(_is_new(item) for item in decided),
        edits=sum(_edits(item) for item in decided),
        read_anew=sum(_is_read_anew(item) for item in decided),
    )


def changed_articles(
    decided: Sequence[Intents], batch: Sequence[Derived], now: datetime
) -> tuple[Changed, ...]:
    """The changes of a batch that are news: substantive or restored, seen now, and current."""
    captures = {item.cleaned.capture.id: item for item in batch}
    return tuple(
        _changed(item.article_id, version, captures[version.capture_id])
        for item in decided
        for version, cause in item.insert
        if _is_news(version, cause, now) and version.capture_id in captures
    )


def _is_new(item: Intents) -> bool:
    """Whether there was no version: a first one that is there is superseded by another first."""
    return not item.supersede and any(version.number == 1 for version, _ in item.insert)


def _edits(item: Intents) -> int:
    return max(0, len(item.insert) - len(item.supersede) - _is_new(item))


def _is_read_anew(item: Intents) -> bool:
    return any(cause is Cause.RECLEANED for _, cause in item.insert)


def _is_news(version: Version, cause: Cause, now: datetime) -> bool:
    return (
        version.change in (Change.SUBSTANTIVE, Change.RESTORED)
        and cause is Cause.OBSERVED
        and version.observed_to is None
        and now - version.observed_from < FRESH
    )


def _changed(article_id: int, version: Version, derived: Derived) -> Changed:
    capture, article = derived.cleaned.capture, derived.cleaned.article
    return Changed(
        article_id=article_id,
        source_id=capture.source_id,
        url=capture.url,
        headline=article.headline if article else None,
        number=version.number,
        change=version.change,
        words_added=version.words_added,
        words_removed=version.words_removed,
        observed_from=version.observed_from,
    )
