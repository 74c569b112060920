"""What a found date means, in ISO 8601: a day, a month, a year, or a range of them.

``--06-30`` and ``--06`` (XML Schema gMonthDay, gMonth) are a day or month whose year is not known;
None is a date that cannot be placed. Nothing is filled in that the text and its anchor do not say.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.enrich.date_patterns import MONTHS, NUMBER_WORDS, SHORT_MONTHS, WEEKDAYS

Match = re.Match[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What relative dates count from.

    ``day`` is the day of publication. ``told`` is a day that the text itself states, good enough
    for "last month" and nothing finer. ``day_order`` is DMY, MDY or YMD.
    """

    day: date | None = None
    told: date | None = None
    day_order: str | None = None
    language: str = "en"


def read_date(reader: str, match: Match, anchor: Anchor) -> str | None:
    """Return the value of one match; None where it cannot be placed.

    Raises:
        ValueError: there is no such day, e.g. 31 June.
    """
    return READERS[reader](match, anchor)


def _days_one_month(match: Match, anchor: Anchor) -> str | None:
    month, first, last = _month(match, "m", anchor), _number(match["a"]), _number(match["b"])
    if first >= last:
        raise ValueError(match.group())
    return _range(_day(match, first, month, anchor), _day(match, last, month, anchor))


def _days_two_months(match: Match, anchor: Anchor) -> str | None:
    start = _day(match, _number(match["a"]), _month(match, "m", anchor), anchor)
    return _range(start, _day(match, _number(match["b"]), _month(match, "n", anchor), anchor))


def _read_day(match: Match, anchor: Anchor) -> str | None:
    return _day(match, _number(match["a"]), _month(match, "m", anchor), anchor)


def _read_months(match: Match, anchor: Anchor) -> str | None:
    start = f"{match['x'] or match['y']}-{_month(match, 'm', anchor):02}"
    return f"{start}/{match['y']}-{_month(match, 'n', anchor):02}"


def _read_month(match: Match, anchor: Anchor) -> str | None:
    return f"{match['y']}-{_month(match, 'm', anchor):02}"


def _month_of_year(match: Match, anchor: Anchor) -> str | None:
    month, base = _month(match, "m", anchor), anchor.day or anchor.told
    if base is None:
        return f"--{month:02}"
    word, by_year = match["w"].lower(), match.group().endswith("year")
    if by_year:
        return f"{base.year + {'last': -1, 'next': 1}.get(word, 0)}-{month:02}"
    if word == "last":
        return f"{base.year - (month >= base.month)}-{month:02}"
    return f"{base.year + (word == 'next' and month <= base.month)}-{month:02}"


def _month_alone(match: Match, anchor: Anchor) -> str | None:
    month = _month(match, "m", anchor)
    if anchor.day is None:
        return f"--{month:02}"
    middle = [date(anchor.day.year + step, month, 15) for step in (-1, 0, 1)]
    nearest = min(middle, key=lambda day: abs(day - _known(anchor.day)))
    return f"{nearest.year}-{month:02}"


def _quarter(match: Match, anchor: Anchor) -> str | None:
    groups = match.groupdict()
    size = 6 if groups.get("k") == "half" else 3
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // size}
    number = names.get(match["q"]) or int(match["q"])
    return f"{match['y']}-{(number - 1) * size + 1:02}/{match['y']}-{number * size:02}"


def _decade(match: Match, anchor: Anchor) -> str | None:
    return f"{match['y']}/{int(match['y']) + 9}"


def _period(match: Match, anchor: Anchor) -> str | None:
    base = anchor.day or anchor.told
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(match["w"].lower(), 0)
    relative_to_story = match["w"].lower() in ("previous", "following")
    if base is None or relative_to_story:
        return None
    return _step(base, match["u"], step) if match["u"] != "week" or anchor.day else None


def _ago(match: Match, anchor: Anchor) -> str | None:
    count = {word: number for number, word in enumerate(NUMBER_WORDS, 1)} | {"a": 1, "an": 1}
    number = int(match["n"]) if match["n"].isdigit() else count.get(match["n"].lower())
    if anchor.day is None or number is None or match.group().endswith("earlier"):
        return None
    return _step(anchor.day, match["u"], -number)


def _near_day(match: Match, anchor: Anchor) -> str | None:
    step = {"yesterday": -1, "tomorrow": 1}.get(match["w"].lower(), 0)
    return (anchor.day + timedelta(step)).isoformat() if anchor.day else None


def _weekday(match: Match, anchor: Anchor) -> str | None:
    if anchor.day is None:
        return None
    word = (match["w"] or "").lower()
    behind = (anchor.day.weekday() - WEEKDAYS.index(match["x"].lower())) % 7
    if word == "next" or (word != "last" and _is_ahead(match)):
        return (anchor.day + timedelta(7 - behind)).isoformat()
    back = behind or (7 if word == "last" else 0)
    return (anchor.day - timedelta(back)).isoformat()


def _years(match: Match, anchor: Anchor) -> str | None:
    first, last = match["a"], match["b"]
    last = first[:2] + last if len(last) == 2 else last
    if int(last) <= int(first):
        raise ValueError(match.group())
    return f"{first}/{last}"


def _iso_day(match: Match, anchor: Anchor) -> str | None:
    if match["a"] is None:
        return f"{match['y']}-{int(match['m']):02}"
    return date(int(match["y"]), int(match["m"]), int(match["a"])).isoformat()


def _numeric_day(match: Match, anchor: Anchor) -> str | None:
    """Day and month of 08/09/2020 by the source's order; the year alone where that is unknown."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    order = anchor.day_order or ("DMY" if match["s"] == "." else None)
    if first > 12 or second > 12:
        order = "MDY" if second > 12 else "DMY"
    if order is None or order == "YMD":
        return date(year, first, second).isoformat() if first == second else str(year)
    day, month = (second, first) if order == "MDY" else (first, second)
    return date(year, month, day).isoformat()


def _day(match: Match, day: int, month: int, anchor: Anchor) -> str:
    if match["y"]:
        return date(int(match["y"]), month, day).isoformat()
    if day > monthrange(2020, month)[1]:
        raise ValueError(match.group())
    if anchor.day is None:
        return f"--{month:02}-{day:02}"
    year = anchor.day.year
    near = [
        date(y, month, day) for y in (year - 1, year, year + 1) if day <= monthrange(y, month)[1]
    ]
    if not near:
        return f"--{month:02}-{day:02}"
    return min(near, key=lambda found: abs(found - _known(anchor.day))).isoformat()


def _range(start: str, end: str) -> str:
    """A range; where the start was read later than the end, it began in the year before."""
    if not start.startswith("--") and start > end:
        start = f"{int(start[:4]) - 1}{start[4:]}"
    return f"{start}/{end}"


def _step(base: date, unit: str, number: int) -> str | None:
    if unit == "day":
        return (base + timedelta(number)).isoformat()
    if unit == "week":
        monday = base - timedelta(base.weekday()) + timedelta(weeks=number)
        return f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"
    if unit == "year":
        return f"{base.year + number:04}"
    months = base.year * 12 + base.month - 1 + number
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _is_ahead(match: Match) -> bool:
    """Return whether the sentence before a weekday speaks of the future."""
    before = re.split(r"[.!?]\s|\n", match.string[max(0, match.start() - 80) : match.start()])[-1]
    return re.search(r"\b(?:will|shall|due|upcoming|is set to|are set to)\b", before) is not None


def _month(match: Match, group: str, anchor: Anchor) -> int:
    name = match[group].lower().rstrip(".")
    names = MONTHS[anchor.language if anchor.language in MONTHS else "en"].split()
    return names.index(name) + 1 if name in names else SHORT_MONTHS[name]


def _number(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _known(day: date | None) -> date:
    assert day is not None
    return day


READERS: Mapping[str, Callable[[Match, Anchor], str | None]] = {
    "days_one_month": _days_one_month,
    "days_two_months": _days_two_months,
    "day": _read_day,
    "months": _read_months,
    "month": _read_month,
    "month_of_year": _month_of_year,
    "month_alone": _month_alone,
    "quarter": _quarter,
    "part_of_year": lambda match, anchor: match["y"],
    "decade": _decade,
    "period": _period,
    "ago": _ago,
    "near_day": _near_day,
    "weekday": _weekday,
    "duration": lambda match, anchor: None,
    "years": _years,
    "year": lambda match, anchor: match["y"],
    "iso_day": _iso_day,
    "numeric_day": _numeric_day,
}
