"""A line that opens with ``By`` or its like -> who wrote the article.

Around the names stand things that are none: an address to write to, the agency or the house they
write for, the section, the number of comments, a place. People have two names where anybody on the
line has; what is known for a house, or follows a bar behind them, is nobody's name.
"""

import re
from functools import lru_cache

from tasks.clean.dates import find_stamps
from tasks.clean.people import BY, TO_STAMP, looks_like_name, split_names

MAX_BYLINE_WORDS = 20
MAX_BYLINE_CHARS = 200
MAX_OPENING_WORDS = 2  # before a stamp that stands before the name: "Posted on"
_INTRODUCED = re.compile(r"\W*(?:propos recueillis (?=par)|door onze \w+ )", re.IGNORECASE)
_HAN = re.compile(r"\W*(?:文\s*[/／|｜・:：]|本[报刊网]?(?:特约)?记者|通讯员|记者)\s*")
_KOREAN = re.compile(r"[\[(（【]?(?:[^\s\[\]()]{1,12}\s)?(?P<name>[가-힣]{2,4})\s기자\b.{0,40}$")
_OPENS = re.compile(  # of a line in lower case, where it fails at the first letter
    rf"{BY.pattern}|{_HAN.pattern}|{_INTRODUCED.pattern}"
)
_LATER_BY = re.compile(
    r"[\s|](?:by|von|par|por|di|da)\s"
)  # in lower case; a stamp may stand before
_ADDRESS = re.compile(r"[\s,(<]*\S+@\S+\.\w+[)>]*")
_BEHIND = re.compile(  # what ends the names
    r"\s+(?:leave a comment|\d+ comments?|(?:first )?(?:published|posted|updated)\b[:\s]"
    r"|(?:photograph(?:s|y)?|photos?|pictures?|illustrations?|video)(?: and \w+)? by)(?:.*)$"
    r"|\s+(?:with|avec|mit|con|met|com|und|and|et)\s+(?:agenc\w*|agentur\w*|wires?|dpa|afp|apa"
    r"|reuters|ap|efe|ansa)\b.*$",
    re.IGNORECASE,
)
_FOR = re.compile(r",?\s+(?:[Ff]or|für|pour)\s+(?:[Tt]he |die |le )?[A-ZÀ-Þ].*$")
_HOUSE_BEHIND = re.compile(
    r"[\s,/(–—-]+(?:(?:The )?Associated Press|AP|BBC(?: News| Sport)?|CNN|Reuters|AFP|dpa|Bloomberg"
    r"(?: News)?|USA TODAY|NPR|PA(?: Media)?|Press Association|(?:The )?Canadian Press"
    r"|Agence France-Presse|EFE|ANSA|TASS|Interfax|Xinhua)\)?$"
)
_HOUSE = re.compile(
    r"\b(?:university|universität|université|universidad|college|institute|institut|press|news|times"
    r"|post|journal|tribune|herald|gazette|agency|agence|agencia|associated|network|radio|tv|media"
    r"|magazine|conversation|today|foundation|school|cent(?:er|re)|service|correspondent)\b",
    re.IGNORECASE,
)


def opens_byline(lowered: str) -> bool:
    """Whether a line in lower case opens with ``by`` or its like."""
    if _OPENS.match(lowered):
        return True
    return not lowered.isascii() and bool(_KOREAN.match(lowered))


@lru_cache(maxsize=1_024)  # a page asks for each byline several times
def read_byline(line: str) -> tuple[str, ...]:
    """The names of a line that opens with ``By`` or its like; empty for any other line."""
    line = line.strip().replace("\u00a0", " ")
    if len(line) > MAX_BYLINE_CHARS or len(line.split()) > MAX_BYLINE_WORDS:
        return ()
    byline = line if opens_byline(line.lower()) else _after_stamp(line)
    names = _people(byline) if byline else ()
    return names if names and all(looks_like_name(name) for name in names) else ()


def _after_stamp(line: str) -> str | None:
    """The byline that follows a stamp at the beginning of a line, as in ``4 May 2026, by``."""
    stamps = find_stamps(line) if _LATER_BY.search(line.lower()) else ()
    if not stamps or len(line[: stamps[0].start].split()) > MAX_OPENING_WORDS:
        return None
    rest = line[stamps[-1].end :].lstrip(" \t,.:|·–—-")
    return rest if opens_byline(rest.lower()) else None


def _people(byline: str) -> tuple[str, ...]:
    """Who signs, less what stands around the names."""
    if korean := _KOREAN.match(byline):
        return (korean["name"],)
    text = _HAN.sub("", byline) if _HAN.match(byline) else _INTRODUCED.sub("", byline)
    text = _ADDRESS.sub("", text)
    for stamp in reversed(find_stamps(text)):
        text = TO_STAMP.sub("|", f"{text[: stamp.start]}|{text[stamp.end :]}")
    found = (_of_part(part) for part in text.split("|"))
    return next((names for names in found if names), ())


def _of_part(part: str) -> tuple[str, ...]:
    names = split_names(_FOR.sub("", _BEHIND.sub("", part)))
    people = [_HOUSE_BEHIND.sub("", name).strip("）)】] ") for name in names]
    people = [name for name in people if not _HOUSE.search(name)] or people
    full = [name for name in people if " " in name]
    return tuple(name for name in people if not full or name in full or not name.isascii())
