"""The day that stands beside a link of a listing page, where it can only be the link's.

::

    picked links -> whose is each element: of one page's links, or of several
                 -> item of a page: the largest element that is its alone, one of several alike
                 -> the days in it: exactly one, or none

Only what cannot be read otherwise counts: a `time` with its `datetime`, and a day that is printed
year first and alone. A list's page says more of other days than a feed does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from bs4 import Comment, NavigableString, Tag

Owners = dict[int, str | None]
"""Of an element, by its id: the page that its links lead to; None where they lead to several."""

UNSEEN = ("script", "style", "template", "noscript")

_MACHINE = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?![\d-])")
_ALONE = re.compile(
    r"[\s(\[]*((?:19|20)\d\d)\s*(?:([-/.])\s*(\d\d?)\s*\2\s*(\d\d?)|年\s*(\d\d?)\s*月\s*(\d\d?)\s*日)"
    r"(?:\s+\d\d?:\d\d(?::\d\d)?)?[\s)\]]*"
)
"""A day, perhaps with a clock and in brackets, and nothing else."""


def listed_days(links: Sequence[tuple[Tag, str]]) -> Mapping[str, date]:
    """The day of each page that has one, by the key that its links share."""
    owners: Owners = {}
    alike: Counter[tuple[int, str]] = Counter()
    for tag, key in links:
        _mark(tag, key, owners, alike)
    found: dict[str, date] = {}
    for key, tag in {key: tag for tag, key in reversed(links)}.items():
        item = _item_of(tag, owners)
        if alike[id(item.parent), item.name] > 1:
            days = set(_days_in(item))
            if len(days) == 1:
                found[key] = days.pop()
    return found


def _mark(tag: Tag, key: str, owners: Owners, alike: Counter[tuple[int, str]]) -> None:
    """Note a link at all elements around it; what is above a mark that stays is marked already."""
    for element in chain((tag,), tag.parents):
        if id(element) not in owners:
            owners[id(element)] = key
            alike[id(element.parent), element.name] += 1
        elif owners[id(element)] in (key, None):
            return
        else:
            owners[id(element)] = None


def _item_of(tag: Tag, owners: Owners) -> Tag:
    """The largest element around a link that holds no link to another page."""
    key = owners[id(tag)]
    item = tag
    while item.parent is not None and owners[id(item.parent)] == key:
        item = item.parent
    return item


def _days_in(item: Tag) -> Iterator[date]:
    for time in item.find_all("time", datetime=True):
        found = _MACHINE.match(str(time["datetime"]))
        yield from _day(*found.groups()) if found else ()
    for text in item.find_all(string=True):
        seen = not isinstance(text, Comment) and (
            text.parent is None or text.parent.name not in UNSEEN
        )
        found = _ALONE.fullmatch(text) if seen and isinstance(text, NavigableString) else None
        if found:
            year, _, *parts = found.groups()
            yield from _day(year, *(part for part in parts if part))


def _day(year: str, month: str, day: str) -> Iterator[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return
