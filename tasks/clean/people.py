"""Bylines and author fields -> names of people (or of the desk that signs)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tasks.clean.dates import find_stamps

BY = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|story|words|text|article|a report)\s+by|by|von"
    r"|par|por|di|van|door|od|av|af|"
    r"autor(?:in|en)?|authors?|автор(?:ы)?|作者|记者|文|كتب|بقلم|текст)(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_OPENS = re.compile(BY.pattern)  # of a line in lower case, where it fails at the first letter
_SPLIT = re.compile(
    r"\s*(?:;|\||\s/\s|，|、|\s&\s|\sand\s|\sund\s|\set\s|\sy\s|\se\s|\sen\s|\soraz\s|\sи\s"
    r"|\sund\s|\n|\s[–—•·]\s)\s*"
)
_COMMA = re.compile(r"\s*,\s*")
_NOT_NAMES = re.compile(
    r"@|https?:|www\.|\d|^(?:by|staff|admin|administrator|updated|published|posted|follow|share|"
    r"comments?|email|twitter|facebook|read more|view|more|photos?|min(?:ute)? read|n/?a|null"
    r"|none|undefined|unknown|"
    r"anonymous|guest|author|editor)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|columnist|contributor|staff|journalist|producer"
    r"|chief|"
    r"senior|bureau|redakteur(?:in)?|korrespondent(?:in)?|journaliste|redactor|special to)\b",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\s+with agenc(?:y|ies)\b.*|\s+mit (?:dpa|afp|reuters).*|\s기자\b"
    r"|\s*\((?:[^()]*)\)|\s*<[^>]*>|[\"“”]"
)
MAX_NAME_CHARS = 80
MAX_NAME_WORDS = 7
MAX_BYLINE_WORDS = 20


def split_names(value: str | Iterable[str]) -> tuple[str, ...]:
    """The distinct names of an author field, without ``By``, roles, addresses and stamps."""
    values = [value] if isinstance(value, str) else list(value)
    names: dict[str, str] = {}
    for text in values:
        for name in _names(text):
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def opens_byline(lowered: str) -> bool:
    """Whether a line in lower case opens with ``by`` or its like."""
    return bool(_OPENS.match(lowered))


@lru_cache(maxsize=1_024)  # a page asks for each byline several times
def read_byline(line: str) -> tuple[str, ...]:
    """The names of a line that opens with ``By`` or its like; empty for any other line."""
    line = line.strip().replace("\u00a0", " ")
    if not opens_byline(line.lower()) or len(line.split()) > MAX_BYLINE_WORDS:
        return ()
    names = split_names(line)
    return names if names and all(looks_like_name(name) for name in names) else ()


def _names(text: str) -> list[str]:
    text = _NOISE.sub("", text.strip().replace("\u00a0", " "))
    for stamp in reversed(find_stamps(text)):
        text = text[: stamp.start] + "|" + text[stamp.end :]
    text = BY.sub("", text)
    names = []
    for part in _SPLIT.split(text):
        names += _of_commas(BY.sub("", part).strip(" \t,.:-–|"))
    return [name for name in names if name and _is_name(name)]


def _of_commas(part: str) -> list[str]:
    """``Ann Lee, Bob Ray`` is two people, ``Ann Lee, Senior Reporter`` one, ``Lee, Ann`` one."""
    pieces = [piece for piece in _COMMA.split(part) if piece]
    if len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces):
        return [f"{pieces[1]} {pieces[0]}"]
    kept = [piece for piece in pieces if not _ROLE.search(piece)]
    return [piece for piece in kept if len(piece.split()) > 1] or kept[:1]


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= MAX_NAME_CHARS
        and len(name.split()) <= MAX_NAME_WORDS
        and not _NOT_NAMES.search(name)
        and any(char.isalpha() for char in name)
    )


def looks_like_name(name: str) -> bool:
    """Whether the words are capitalised as names are (scripts without case always pass)."""
    words = [word for word in name.split() if word[0].isalpha()]
    return bool(words) and not words[0][0].islower() and not words[-1][0].islower()
