"""How values read to a person: times, spans, counts. Pure; knows nothing of terminals."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.errors import UsageError
from storage.records import INEXACT

# C0 and C1 controls but line feeds, and what turns the direction of writing: a page's text must
# not be able to steer the terminal that shows it.
_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


NOW = "now"
LATEST = datetime(9999, 12, 31, tzinfo=UTC)
"""What `now` stands for: nothing is recorded after it."""


def plain(text: str) -> str:
    """A text without characters that steer a terminal."""
    return _STEERING.sub(" ", text)


def let_go(count: int) -> str:
    """What is said of captures whose bytes are not there any more; nothing of none."""
    said = counted(count, "capture has", "captures have")
    return f"{said} no bytes any more, as rights.keep_captures asks" if count else ""


def minute(moment: datetime | None) -> str:
    """A moment to the minute, in UTC; empty for none."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" if moment else ""


def published(moment: datetime | None, precision: str | None) -> str:
    """A publication as exactly as it is known, in UTC; a dash where it is not."""
    if moment is None:
        return "-"
    return f"{moment.astimezone(UTC):{INEXACT.get(precision or '', '%Y-%m-%d %H:%M')}}"


def published_there(moment: datetime | None, precision: str | None, time_zone: str) -> str:
    """A publication by the source's own clock, with UTC beside it where they differ."""
    there = published(moment, precision)
    if moment is None or precision in INEXACT:
        return there
    local = f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"
    return f"{there} UTC" if local == there else f"{local} {time_zone} ({there} UTC)"


def span(start: datetime, end: datetime | None) -> str:
    """From one moment to another; to now where it has no end."""
    return f"{minute(start)} to {minute(end) or 'now'}"


def took(start: datetime, end: datetime | None) -> str:
    """How long something took; empty while it runs."""
    if end is None:
        return ""
    seconds = (end - start).total_seconds()
    if seconds < 100:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, such as ``1 article`` or ``2 articles``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def words_changed(added: int, removed: int) -> str:
    """How many words came and went, such as ``+3 -1 words``."""
    return f"+{added} -{removed} words"


def parse_moment(text: str) -> datetime:
    """A moment that a person wrote: a day (its end is meant) or a time, in UTC unless it says else.

    Raises:
        UsageError: it is neither.
    """
    if text.strip() == NOW:
        return LATEST
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        example = "write a day (2026-03-01), a time (2026-03-01T12:00, in UTC) or now"
        raise UsageError(f"{text!r} is no moment; {example}") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if _DAY.fullmatch(text.strip()):
        return moment + timedelta(days=1) - timedelta(microseconds=1)
    return moment.astimezone(UTC)


def check_range(first: datetime | None, last: datetime | None) -> None:
    """See that a range does not end before it begins.

    Raises:
        UsageError: it does.
    """
    if first is None or last is None or first <= last:
        return
    begins, ends = (f"{day:%Y-%m-%d}" for day in (first, last))
    if begins == ends:
        begins, ends = (f"{day:%Y-%m-%d %H:%M:%S}" for day in (first, last))
    raise UsageError(f"the range ends on {ends} before it begins on {begins}; swap the two")


def parse_day(text: str) -> date:
    """A day that a person wrote.

    Raises:
        UsageError: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{text!r} is no day; write one such as 2026-03-01") from error


def parse_since(text: str) -> datetime:
    """The first moment of a day, or a time, as a person wrote it.

    Raises:
        UsageError: it is neither.
    """
    moment = parse_moment(text)
    if _DAY.fullmatch(text.strip()):
        return moment - timedelta(days=1) + timedelta(microseconds=1)
    return moment
