"""Which days of a source's past are wanted, judged by what a list or an address says of a page."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from operator import itemgetter
from typing import TypeVar

from storage.records import Hints

_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Span:
    """Days, and how many pages may be asked for; it notes what it leaves out."""

    first: date
    last: date
    takes_undated: bool  # pages of which no list says when they are from
    most: int  # pages still to be asked for; with 0 none is
    newest_first: bool = True
    outside: set[str] = field(default_factory=set)  # addresses of pages of other days
    undated: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)  # wanted, but more than may be asked for

    def takes(self, url: str, hints: Hints) -> bool:
        """Whether a page is wanted."""
        day = listed_day(url, hints)
        if day is None:
            if not self.takes_undated:
                self.undated.add(url)
            return self.takes_undated
        if not self.holds(day):
            self.outside.add(url)
        return self.holds(day)

    def holds(self, day: date) -> bool:
        """Whether a day lies in the span."""
        return self.first <= day <= self.last

    def in_order(self, items: Iterable[T], day_of: Callable[[T], date | None]) -> list[T]:
        """What one list names, by day in the wanted direction; what has no day last, as listed."""
        dated: list[tuple[date, T]] = []
        undated: list[T] = []
        for item in items:
            day = day_of(item)
            if day is None:
                undated.append(item)
            else:
                dated.append((day, item))
        dated.sort(key=itemgetter(0), reverse=self.newest_first)
        return [*(item for _, item in dated), *undated]


def listed_day(url: str, hints: Hints) -> date | None:
    """The day a page is from: as published, by its address, or as last modified; None unknown."""
    return _day(hints.published) or _day_in_address(url) or _day(hints.modified)


def _day(text: str | None) -> date | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse((text or "").strip()).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _day_in_address(url: str) -> date | None:
    found = _IN_ADDRESS.search(url)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
