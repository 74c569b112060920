"""Credit lines -> role and name: ``Proofread by Jane Doe`` is kept as a credit, not as text.

A credit is a whole line that opens with a known phrase and goes on with a name. Phrases of several
languages share a role. A sentence that happens to begin alike is no credit: names have no verbs,
so what is too long or ends like a sentence in lower case stays where it was. People who stand
together are credited each; where they were when they wrote is no part of their names.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from storage.records import Credit
from tasks.clean.credit_phrases import (
    BOTH,
    CAPTION,
    CAPTION_MARKS,
    LINE,
    MARKS,
    OPENS,
    PARTS,
    PICTURE_WORDS,
    WIRE,
    WIRE_PART,
    WIRE_ROLES,
    WORDS_BY,
)
from tasks.clean.dates import find_stamps
from tasks.clean.people import looks_like_name, split_names

_PLACE = re.compile(r"\s(?:in|aus|à)\s[^,;]*?(?=[,;]|\s(?:and|und|et)\s|$)")
_WITH_AGENCIES = frozenset(["photographer", "illustrator"])  # "Ann Lee, Fauna & Flora" is both
_AND = re.compile(r"\s(?:and|und|et|y|e|en|og|och)\s")
_SENTENCES = re.compile(r"[?!]|\w\w\. ")  # and no initial: "B. C. Kay"
MAX_NAME_WORDS = 8
MAX_LINE_CHARS = 160
CAPTION_END = 160  # characters of a caption among which its credit stands


def read_credits(line: str, patterns: Mapping[str, str] | None = None) -> tuple[Credit, ...]:
    """The credits a line states, by the source's own patterns first; empty when it is no credit."""
    line = line.strip().replace("\u00a0", " ")
    for role, pattern in (patterns or {}).items():
        own = re.search(pattern, line)
        if own and own["name"]:
            return _credits(role, own["name"].strip())
    return _read_line(line)


def may_caption(lowered: str) -> bool:
    """False for a line in lower case that surely credits nobody for a picture."""
    marked = any(map(lowered.__contains__, CAPTION_MARKS))
    return marked and any(map(lowered.__contains__, PICTURE_WORDS))


@lru_cache(maxsize=1_024)
def read_caption(caption: str) -> tuple[Credit, ...]:
    """Whom the end of a caption credits for its picture: ``The pier. (Photo: Ann Lee/AP)``."""
    end = caption[-CAPTION_END:].replace("\u00a0", " ")
    for role, pattern in CAPTION.items():
        match = pattern.match(end)
        name = _without_stamps(match["name"]) if match else ""
        if name and _is_name(name, role):
            return _credits(role, name)
    return ()


def may_credit(lowered: str) -> bool:
    """False for a line in lower case that surely states no credit in a known phrase."""
    return bool(OPENS.match(lowered)) and any(map(lowered.__contains__, MARKS))


@lru_cache(maxsize=8_192)  # a page asks for each of its lines several times
def _read_line(line: str) -> tuple[Credit, ...]:
    if not 5 <= len(line) <= MAX_LINE_CHARS or not may_credit(line.lower()):
        return ()
    if WIRE.match(line):
        return _read_wire(line)
    parts = [_read_phrase(part.strip(" ,;./|·•–—")) for part in PARTS.split(line)]
    return sum(parts, ()) if len(parts) > 1 and all(parts) else _read_phrase(line)


def _read_phrase(line: str) -> tuple[Credit, ...]:
    if match := BOTH.match(line):
        return _of_names(("writer", "photographer"), match["name"])
    if match := WORDS_BY.match(line):
        return _of_names(("writer",), match["name"])
    for role, pattern in LINE.items():
        match = pattern.match(line)
        name = _without_stamps(match["name"]) if match else ""
        if name and _is_name(name, role):
            return _credits(role, name)
    return ()


def _of_names(roles: Sequence[str], text: str) -> tuple[Credit, ...]:
    """Credits of people alone: what a colon stands before may be anything but a name."""
    names = split_names(text)
    if not all(" " in name and looks_like_name(name) for name in names):
        return ()
    return tuple(Credit(role=role, name=name) for role in roles for name in names)


def _credits(role: str, name: str) -> tuple[Credit, ...]:
    return tuple(Credit(role=role, name=one) for one in _names(role, name))


def _names(role: str, text: str) -> tuple[str, ...]:
    """The names of those who are credited together; what is no list of names stays whole."""
    if role == "source":
        return (text,)
    if role in _WITH_AGENCIES:
        names = tuple(_AND.split(text))
        return names if all(" " in name and looks_like_name(name) for name in names) else (text,)
    names = split_names(_PLACE.sub("", text))
    return names if names and all(map(looks_like_name, names)) else (text,)


def _without_stamps(name: str) -> str:
    for stamp in reversed(find_stamps(name)):
        name = name[: stamp.start] + name[stamp.end :]
    return name.strip(" \t,|·–—-©")


def _read_wire(line: str) -> tuple[Credit, ...]:
    """Agency sign-offs: ``(Reporting by A. Writer; Editing by B. Reader)``."""
    credits = []
    for part in WIRE_PART.split(line.strip("() .")):
        match = WIRE.match(part.strip())
        if match is None:
            continue
        role = WIRE_ROLES.get(match[1].lower().split()[-1], "editor")
        found = _credits(role, part.strip()[match.end() :].strip(" ."))
        credits += [credit for credit in found if _is_name(credit.name, role)]
    return tuple(credits)


def _is_name(name: str, role: str) -> bool:
    """Whether it reads like names, not like a sentence; sources may be written in lower case."""
    words = name.split()
    if len(words) > MAX_NAME_WORDS or _SENTENCES.search(name, 2):
        return False
    if role == "source":
        return len(words) <= 5 or name[0].isupper()
    capital = sum(not word[0].islower() for word in words)
    return not name[0].islower() and capital * 2 >= len(words)
