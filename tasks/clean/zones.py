"""Time zones as pages print them -> offsets from UTC; some clocks change with the season."""

import re
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

_ZONE_HOURS = """
Z 0 UTC 0 GMT 0 BST 1 CET 1 CEST 2 EET 2 EEST 3 MSK 3 JST 9 KST 9
EST -5 EDT -4 CDT -5 MDT -6 MST -7 PDT -7 PST -8
"""
_ZONES = {name: int(hours) for name, hours in pairwise(_ZONE_HOURS.split()) if name.isalpha()}
_CLOCKS = {  # that change with the season
    "E": "America/New_York",
    "C": "America/Chicago",
    "M": "America/Denver",
    "P": "America/Los_Angeles",
}
_LOCAL = re.compile(r"(?P<where>[ECMP])(?:T|\w+ (?P<season>Standard |Daylight )?Time)")
FARTHEST = 15 * 60  # minutes from UTC; what claims to be farther is part of something else


def read_zone(name: str | None, at: datetime) -> timezone | None:
    """The offset that a zone's name, or the offset that is printed, stands for at a time."""
    name = (name or "").strip()
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    if local := _LOCAL.fullmatch(name):
        return _offset_at(at, _CLOCKS[local["where"]], local["season"])
    offset = re.search(r"([+-])(\d\d?)(?::?(\d\d))?$", name)
    if not offset:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    if minutes > FARTHEST:
        return None
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))


def _offset_at(at: datetime, place: str, season: str | None) -> timezone | None:
    """The offset of a place's clocks at a time, or in the season that is named."""
    month = {"Standard ": 1, "Daylight ": 7}.get(season or "")
    asked = at.replace(month=month, day=1) if month else at
    offset = asked.replace(tzinfo=ZoneInfo(place)).utcoffset()
    return timezone(offset) if offset is not None else None
