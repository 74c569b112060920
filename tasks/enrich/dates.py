"""Dates in a text: found by an own grammar, read into ISO 8601, anchored on the publication.

Why no date library reads them: docs/decisions/0006-dates-by-own-grammar.md.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from storage.records import Mention, MentionKind
from tasks.enrich.date_patterns import ANY_LANGUAGE, ENGLISH, HINTS, month_name_patterns
from tasks.enrich.date_values import Anchor, read_date
from tasks.enrich.overlaps import Mask

# What every pattern of running text needs; only its surroundings are walked through.
_WORTH = re.compile(
    r"\d+|[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear|[Tt]omorrow|decade"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_HINTS = frozenset(HINTS.values())
_AROUND = 45  # characters on either side of it; no date of the grammar reaches further
_BLANK = re.compile(r"\s")
_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LEAD = 300  # characters: the first paragraph or two of a news text, where its own day is told


def find_dates(text: str, anchor: Anchor) -> list[Mention]:
    """Return the dates of a text, in order; ``value`` is None where one cannot be placed."""
    found = _find(text, anchor)
    if anchor.day is None and anchor.told is None:
        told = replace(anchor, told=_told_day(found))
        found = _find(text, told) if told.told else found
    return found


def _find(text: str, anchor: Anchor) -> list[Mention]:
    mask = Mask(len(text))
    found = [
        mention
        for window in _windows(text)
        for mention in _find_in_window(text, window, anchor, mask)
    ]
    return sorted(found, key=lambda mention: mention.start)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines in which a date can stand, cut between words."""
    start = end = -1
    for match in _WORTH.finditer(text):
        if match.start() - _AROUND > end:
            if end >= 0:
                yield start, end
            start = max(0, text.rfind("\n", 0, match.start()) + 1, match.start() - _AROUND)
        end = _cut_after(text, match.end() + _AROUND)
    if end >= 0:
        yield start, end


def _cut_after(text: str, at: int) -> int:
    blank = _BLANK.search(text, min(at, len(text)))
    return blank.start() if blank else len(text)


def _find_in_window(
    text: str, window: tuple[int, int], anchor: Anchor, mask: Mask
) -> Iterator[Mention]:
    for reader, pattern in _patterns_for(text, window, anchor.language):
        for match in pattern.finditer(text, *window):
            start, end = match.span("d") if "d" in pattern.groupindex else match.span()
            if not mask.is_free(*match.span()):
                continue
            mask.add(*match.span())
            try:
                value = read_date(reader, match, anchor)
            except (ValueError, OverflowError):
                continue  # "31 June 2017": no such day, so no date, and no "June 2017" either
            yield _mention(text, start, end, value)


def _patterns_for(
    text: str, window: tuple[int, int], language: str
) -> list[tuple[str, re.Pattern[str]]]:
    if language != "en":
        return [*ANY_LANGUAGE, *month_name_patterns(language)]
    held = {hint for hint in _HINTS if hint.search(text, *window)}
    return [*ANY_LANGUAGE, *(entry for entry in ENGLISH if HINTS[entry[0]] in held)]


def _told_day(found: list[Mention]) -> date | None:
    for mention in found:
        if mention.start < _LEAD and mention.value and _FULL_DAY.fullmatch(mention.value):
            return date.fromisoformat(mention.value)
    return None


def _mention(text: str, start: int, end: int, value: str | None) -> Mention:
    return Mention(
        kind=MentionKind.DATE,
        start=start,
        end=end,
        surface=text[start:end],
        score=1.0 if value else 0.5,
        value=value,
    )
