"""Times as pages print them -> stamps; which readings of a stamp are possible; UTC at the end.

A stamp keeps what was printed: a day without a clock stays a day (never shifted between zones), a
time without a zone is in the source's clock. Only complete dates count: a year, month and day; a
year or a month only where it is all that a page or record declares.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from storage.records import INEXACT, Basis, Precision
from tasks.clean.draft import Candidate, Stamp
from tasks.clean.months import MONTH_PATTERN, MONTHS
from tasks.clean.zones import read_zone

_CLOCK = (
    r"(?:(?:\s*[,|@·•(/–—-]?\s*(?:at|um|às|as|a\s+las|alle(?:\s+ore)?|à|в|kl\.?|klo|o\s+godz\.?"
    r"|saat|T)?"
    r"\s*)(?P<h>[01]?\d"
    r"|2[0-3])\s?[:.hч時时点시]\s?(?P<mi>[0-5]\d)(?!\d)(?:[:.](?P<s>[0-5]\d))?(?:[.,]\d+)?분?"
    r"(?:\s*(?P<ap>(?i:[ap]\.?m\b\.?)))?)?(?:\s*\(?(?P<z>(?-i:Z\b|(?:UTC|GMT)?\s?[+-]\d\d:?\d\d"
    r"|(?:UTC|GMT)\s?[+-]\d\d?\b"
    r"|(?:Eastern|Central|Mountain|Pacific) (?:Standard |Daylight )?Time\b"
    r"|[A-Z]{1,4}T\b|UTC\b|GMT\b|MSK\b)))?"
)
_ISO = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/.]|\.\s)(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0?[1-9]"
    r"|[12]\d|3[01])"
    r"(?!\d)" + _CLOCK
)
_PACKED = re.compile(
    r"(?<![\w/-])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?:T?(?P<h>[01]\d|2[0-3])(?P<mi>[0-5]\d)(?P<s>[0-5]\d)?)?(?![\w-])(?P<z>)(?P<ap>)"
)
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<a>0?[1-9]|[12]\d|3[01])(?P<sep>[./-]|\.\s|\s[|/]\s)(?P<b>0?[1-9]|[12]\d|3[01])"
    r"(?P=sep)(?P<y>(?:19|20)\d\d(?!:\d\d)|\d\d(?=[0-2]\d:[0-5]\d)|\d\d(?![\d:]))"
    r"(?:(?![\d/-])|(?=[0-2]\d:))" + _CLOCK
)
_DAY_MONTH = re.compile(
    rf"(?<![\w.])(?P<d>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|ª)?[.,]?[\s\u00a0-]*(?:de\s+"
    rf"|of\s+|ב)?(?P<mon>{MONTH_PATTERN})"
    rf"\.?,?[\s\u00a0/-]*(?:de\s+|del\s+)?(?P<y>(?:19|20)\d\d)(?!\d)(?:\s*(?:года|г\.?|року"
    rf"|р\.?)(?!\w))?" + _CLOCK,
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?P<mon>{MONTH_PATTERN})\.?[\s\u00a0-]*(?P<d>0?[1-9]|[12]\d|3[01])(?:st|nd|rd"
    rf"|th)?(?:,[\s\u00a0]*|\s*[\s\u00a0-]\s*)"
    rf"(?P<y>(?:19|20)\d\d)(?!\d)" + _CLOCK,
    re.IGNORECASE,
)
_DAY_YEAR = re.compile(  # in every match of the one above, which is long to look for
    r"\d(?:st|nd|rd|th)?(?:,[\s\u00a0]*|\s*[\s\u00a0-]\s*)(?:19|20)\d\d(?!\d)", re.IGNORECASE
)
_CJK = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*[年년]\s*(?P<m>1[0-2]|0?[1-9])\s*[月월]\s*"
    r"(?P<d>[12]\d|3[01]|0?[1-9])\s*[日일号]?" + _CLOCK
)
_PATTERNS = (_ISO, _CJK, _DAY_MONTH, _MONTH_DAY, _NUMERIC, _PACKED)
_WITHOUT_MONTH = (_ISO, _NUMERIC, _PACKED)  # and in ASCII
_MONTH_WORDS = frozenset(
    ordinal + name for name in MONTHS for ordinal in ("", "st", "nd", "rd", "th", "er")
)
_OTHER_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 3)
_OTHER_DIGIT = re.compile("[٠-٩۰-۹०-९]")
_YEAR = re.compile(  # in every complete date; begins with one digit, which is quick to search for
    r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[./-]\s?\d{1,2}[./-]\s?\d\d)"
)
_PERIOD = re.compile(r"(?P<y>(?:19|20)\d\d)(?:-(?P<m>0[1-9]|1[0-2]))?")
_LETTERS = re.compile(r"[a-z]+")
_DATELINE_END = re.compile(r"\s*(?:[-–—.:/|()\[\]]|$)")
LEAD_CHARS = 60  # of a text, in which its dateline stands
MAX_LINE = 400  # a stamp stands near the start of its line or element


def find_stamps(line: str, date_order: str | None = None) -> tuple[Stamp, ...]:
    """Every complete date in a line, in order, without overlaps."""
    line = line[:MAX_LINE]
    if not line.isascii() and _OTHER_DIGIT.search(line):
        line = line.translate(_OTHER_DIGITS)
    return _find_stamps(line, date_order) if _YEAR.search(line) else ()


@lru_cache(maxsize=8_192)  # a page asks for each of its lines several times
def _find_stamps(line: str, date_order: str | None) -> tuple[Stamp, ...]:
    found: list[Stamp] = []
    for stamp in _all_stamps(line, date_order):
        if all(stamp.end <= other.start or other.end <= stamp.start for other in found):
            found.append(stamp)
    return tuple(sorted(found, key=lambda stamp: stamp.start))


def parse_stamp(value: str, date_order: str | None = None) -> Stamp | None:
    """The first date of a metadata value such as ``2020-09-08T00:22+02:00``."""
    stamps = find_stamps(value.strip(), date_order)
    return stamps[0] if stamps else None


def parse_period(value: str) -> Stamp | None:
    """The year, or the month of a year, that is the whole of a metadata value: ``2019-05``."""
    match = _PERIOD.fullmatch(value.strip())
    if match is None:
        return None
    at = datetime(int(match["y"]), int(match["m"] or 1), 1)  # noqa: DTZ001 - it has no clock
    return Stamp(at=at, precision=Precision.MONTH if match["m"] else Precision.YEAR)


def is_within(stamp: Stamp, period: Stamp) -> bool:
    """Whether a day lies in a year or month."""
    form = INEXACT[period.precision]
    return f"{stamp.at:{form}}" == f"{period.at:{form}}"


def dateline_stamp(text: str, date_order: str | None = None) -> Stamp | None:
    """The stamp of a dateline, as agencies and press offices open a text.

    A dash, a point or a bracket ends it, as no sentence does: ``LOWMERE, 3 May 2026 – Two boats``.
    """
    stamp = next(iter(find_stamps(text[:LEAD_CHARS], date_order)), None)
    return stamp if stamp and _DATELINE_END.match(text, stamp.end) else None


def to_utc(stamp: Stamp, time_zone: str) -> datetime:
    """The stamp in UTC; a day stays that day at midnight, because it names no moment."""
    if stamp.precision is not Precision.MINUTE:
        return stamp.at.replace(tzinfo=UTC)
    if stamp.at.tzinfo is None:
        return stamp.at.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
    return stamp.at.astimezone(UTC)


def printed(stamp: Stamp) -> str:
    """The stamp as ISO 8601, with the clock and zone that were printed and no others."""
    if form := INEXACT.get(stamp.precision):
        return f"{stamp.at:{form}}"
    return stamp.at.isoformat(timespec="seconds" if stamp.at.second else "minutes")


def dated(field: str, stamp: Stamp, basis: Basis, confidence: float) -> Candidate:
    """A stamp as a reading of a field; one whose day and month may be swapped is less sure."""
    sure = confidence - (0.2 if stamp.doubtful else 0.0)
    return Candidate(
        field=field, value=printed(stamp), basis=basis, confidence=round(sure, 3), stamp=stamp
    )


def _all_stamps(line: str, date_order: str | None) -> Iterator[Stamp]:
    for pattern in _PATTERNS if _may_name_month(line) else _WITHOUT_MONTH:
        if pattern is _MONTH_DAY and not _DAY_YEAR.search(line):
            continue
        for match in pattern.finditer(line):
            stamp = _stamp(match, date_order)
            if stamp is not None:
                yield stamp


def _may_name_month(line: str) -> bool:
    """False where a line surely holds no month's name, for which it is long to look."""
    return not line.isascii() or not _MONTH_WORDS.isdisjoint(_LETTERS.findall(line.lower()))


def _stamp(match: re.Match[str], date_order: str | None) -> Stamp | None:
    part = match.groupdict()
    year = int(part["y"]) + (2000 if len(part["y"]) == 2 else 0)
    month, day, doubtful = _month_and_day(part, date_order)
    at, precision = _clock(part, year, month, day)
    if at is None:
        return None
    return Stamp(
        at=at, precision=precision, start=match.start(), end=match.end(), doubtful=doubtful
    )


def _month_and_day(part: dict[str, str | None], date_order: str | None) -> tuple[int, int, bool]:
    if part.get("mon"):
        return MONTHS[(part["mon"] or "").casefold()], int(part["d"] or 0), False
    if part.get("m"):
        return int(part["m"] or 0), int(part["d"] or 0), False
    first, second = int(part["a"] or 0), int(part["b"] or 0)
    if first > 12 or second > 12:
        return (second, first, False) if first > 12 else (first, second, False)
    if date_order is None and part.get("ap"):
        date_order = "MDY"  # who writes PM behind numbers writes the month first
    dotted = "." in (part["sep"] or "")  # dots are day first wherever they are used
    day_first = date_order == "DMY" or (date_order != "MDY" and dotted)
    doubtful = first != second and date_order is None and not dotted
    month, day = (second, first) if day_first or doubtful else (first, second)
    return month, day, doubtful


def _clock(
    part: dict[str, str | None], year: int, month: int, day: int
) -> tuple[datetime | None, Precision]:
    try:
        at = datetime(year, month, day)  # noqa: DTZ001 - the zone is told apart below
    except ValueError:
        return None, Precision.DAY
    if part.get("h") is None:
        return at, Precision.DAY
    hour = _hour(int(part["h"] or 0), part.get("ap"))
    clock = timedelta(hours=hour, minutes=int(part["mi"] or 0), seconds=int(part.get("s") or 0))
    at += clock
    return at.replace(tzinfo=read_zone(part.get("z"), at)), Precision.MINUTE


def _hour(hour: int, half: str | None) -> int:
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half[0] in "pP" else 0)
