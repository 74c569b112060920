"""Lines that are a name and nothing else: how most pages sign a text, once its layout is gone.

``Ann Lee``, ``Ann Lee Political Correspondent`` or ``Ann Lee | Published 4 hours ago``. A section
or a caption may look alike, so the first word must be a given name that is known, unless the line
stands where only a signature does.
"""

import re
from collections.abc import Iterator

from tasks.clean.bylines import opens_byline
from tasks.clean.people import BY, ROLE
from tasks.clean.sign_words import FURNITURE_WORDS
from tasks.given_names import given_names

MAX_WORDS = 4
_END_OF_NAME = re.compile(
    r"[|/•·,(]|\bpublished\b|\bupdated\b|(?-i:(?<=[a-z])(?:Published|Updated))|\d", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=[a-z]{3})[A-Z].*")  # "Ann LarsonNews Reporter": two elements, no space
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_AND = re.compile(r"\s(?:and|und|et|y|e|og|och|en|&)\s|,\s")
_TITLE = re.compile(r"(?:dr|prof|mr|mrs|ms|sir)\.?\s", re.IGNORECASE)
_PARTICLE_WORDS = """
de del della di da das do dos du la le el al bin ibn abu van von der den ter ten zu y e af av
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_DESKS = re.compile(
    r"redaktion|redacción|redazione|rédaction|redação|\bteam\b|agen[ct]|ajans|verband|\bpresse?\b"
    r"|news|\bdesk\b|\bonline\b",
    re.IGNORECASE,
)


def signatures(line: str, *, certain: bool) -> tuple[str, ...]:
    """The names that a line is, or none; ``certain`` where it stands as only a signature does."""
    names = tuple(_names(line))
    if len(names) > 1 and all(" " in name for name in names) and _known(names[0], certain):
        return names
    name = signature(line, certain=certain)
    return (name,) if name else ()


def signature(line: str, *, certain: bool = False) -> str | None:
    """The name that a line is, or None; ``certain`` where it stands as only a signature does."""
    if opens_byline(line.lower()):
        return None
    role = ROLE.search(line)
    words = _END_OF_NAME.split(_TITLE.sub("", line, count=1), maxsplit=1)[0].split()
    if role:
        words = [_GLUED.sub("", word) for word in words[:2]]
    name = " ".join(words)
    return name if _reads_as_name(name) and _known(name, certain) else None


def introduces(line: str) -> bool:
    """Whether a line is but the word after which a name follows: ``By``."""
    return bool(BY.fullmatch(f"{line.strip(' :')} "))


def _names(line: str) -> Iterator[str]:
    """Those who sign together, if the line is but their names."""
    parts = _AND.split(line)
    yield from parts if all(map(_reads_as_name, parts)) else ()


def _reads_as_name(text: str) -> bool:
    words = text.split()
    fits = 2 <= len(words) <= MAX_WORDS and all(map(_WORD.fullmatch, words))
    return fits and words[0][0].isupper() and words[-1][0].isupper()


def _known(name: str, certain: bool) -> bool:
    words = name.lower().split()
    if words[0].strip(".").partition("-")[0] in given_names():
        return True
    small = {word for word in name.split() if not word[0].isupper()}
    return (
        certain
        and small <= _PARTICLES
        and FURNITURE_WORDS.isdisjoint(words)
        and not _DESKS.search(name)
    )
