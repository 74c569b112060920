"""Short forms that a text defines itself: "Long Form (LF)", "LF (Long Form)", "Long Form, or LF".

The match of letters is Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text" (PSB 2003), tried in either order, and blends of word beginnings
("Comintern" for "Communist International").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.enrich.names import GROUP_WORDS, LEGAL_FORMS, STOPWORDS, fold

_QUOTES = "“”‘’\"'"
_PAREN = re.compile(rf"\(\s*[{_QUOTES}]?([^()\n]{{2,70}}?)[{_QUOTES}]?\s*\)")
_ALSO = re.compile(
    rf",? (?:or|known as|also known as|abbreviated as|abbreviated to|called|known simply as) "
    rf"(?:the )?[{_QUOTES}]?([A-Z][\w.&-]{{1,11}})\b"
)
_SHORT_AT_END = re.compile(r"([A-Za-z][\w.&-]{1,13})$")
_WINDOW = 120  # characters before the bracket; a name of fifteen words still fits
_MAX_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A long form and the short form defined for it, as half-open character offsets."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


def find_definitions(text: str) -> list[Definition]:
    """Return the definitions of short forms in a text, in order."""
    found = [d for match in _PAREN.finditer(text) if (d := _in_brackets(text, match))]
    found += [d for match in _ALSO.finditer(text) if (d := _after_long(text, match, match.start()))]
    return sorted(found, key=lambda definition: definition.long_start)


def is_acronym_of(short: str, long: str) -> bool:
    """Return whether the capitals of a short form are the initials of a long form's words."""
    letters = acronym_letters(short)
    return letters is not None and letters in initials_of(long)


def acronym_letters(short: str) -> str | None:
    """Return the letters of an acronym, folded; None for what is none.

    Three letters at least: with two, chance hits are common.
    """
    letters = "".join(char for char in short if char.isalpha())
    return letters.lower() if len(letters) >= 3 and letters.rstrip("s").isupper() else None


def initials_of(long: str) -> frozenset[str]:
    """Return the initials of a name of two words and more, with and without its small words."""
    words = fold(long).split()
    if len(words) < 2:
        return frozenset()
    every = "".join(word[0] for word in words)
    return frozenset({every, "".join(word[0] for word in words if word not in STOPWORDS)})


def is_blend_of(short: str, long: str) -> bool:
    """Return whether a short form is beginnings of a long form's words in a row.

    The first word gives three letters or more and at least two words take part, so that a first
    name alone never counts; only a group word or a legal form may be left over.
    """
    target, words = fold(short), fold(long).split()
    while len(words) > 2 and words[-1] in GROUP_WORDS | LEGAL_FORMS:
        words = words[:-1]
    if len(words) < 2 or len(target) < 5 or " " in target:
        return False
    rest = "".join(words[1:])
    start = target.removesuffix(rest)
    return start != target and len(start) >= 3 and words[0].startswith(start)


def _in_brackets(text: str, match: re.Match[str]) -> Definition | None:
    inner, end = match.group(1), match.start()
    while end and text[end - 1] in " \u00a0":
        end -= 1
    if _may_be_short(inner):
        return _after_long(text, match, end)
    before = _SHORT_AT_END.search(text[max(0, end - 40) : end])
    if not before or not _may_be_short(before.group(1)):
        return None
    if _long_form_start(inner, before.group(1)) != 0:
        return None
    return Definition(
        long_start=match.start(1),
        long_end=match.end(1),
        short_start=end - len(before.group(1)),
        short_end=end,
    )


def _after_long(text: str, match: re.Match[str], end: int) -> Definition | None:
    short = match.group(1)
    offset = max(0, end - _WINDOW)
    start = _long_form_start(_last_sentence(text[offset:end]), short) if end else None
    if start is None or not _may_be_short(short):
        return None
    line = _last_sentence(text[offset:end])
    return Definition(
        long_start=end - len(line) + start,
        long_end=end,
        short_start=match.start(1),
        short_end=match.end(1),
    )


def _may_be_short(candidate: str) -> bool:
    if " " in candidate or not 2 <= len(candidate) <= _MAX_SHORT:
        return False
    return candidate[0].isupper() or sum(char.isupper() for char in candidate) > 1


def _last_sentence(text: str) -> str:
    return re.split(r"\n|[.;:!?]\s", text)[-1]


def _long_form_start(long: str, short: str) -> int | None:
    """Return where in ``long`` the long form of ``short`` begins; None if the letters differ."""
    capitals = sum(char.isupper() for char in short)
    starts = _blend_starts(long, short) if capitals < 2 else iter([_letters_start(long, short)])
    for start in starts:
        if start is not None and _is_name(long[start:], short):
            return start
    return None


def _blend_starts(long: str, short: str) -> Iterator[int]:
    for word in reversed(list(re.finditer(r"[A-Z]\w+", long))):
        if is_blend_of(short, long[word.start() :]):
            yield word.start()


def _letters_start(long: str, short: str) -> int | None:
    """Schwartz and Hearst: match the short form's letters from right to left."""
    at = len(long) - 1
    letters = [char.lower() for char in short if char.isalnum()]
    for index in range(len(letters) - 1, -1, -1):
        while at >= 0 and not _matches(long, at, letters[index], first=index == 0):
            at -= 1
        if at < 0:
            return None
        at -= 1
    return at + 1


def _matches(long: str, at: int, letter: str, *, first: bool) -> bool:
    if long[at].lower() != letter:
        return False
    return not first or at == 0 or not long[at - 1].isalnum()


def _is_name(long: str, short: str) -> bool:
    words = long.split()
    limit = min(len(short) + 5, len(short) * 2)
    if not long[:1].isupper() or re.search(r"[()\[\]]", long):
        return False
    return 1 < len(words) <= limit and len(long) > len(short)
