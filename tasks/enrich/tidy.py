"""Spans made exact: blanks, quotes and possessives outside, titles split off, no overlaps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from tasks.enrich.lexicon import ORG_HEADS, word_set
from tasks.enrich.overlaps import without_overlaps
from tasks.enrich.spans import Kind, Span
from tasks.enrich.titles import (
    INNER_OFFICE,
    INNER_TITLE,
    ends_with_title,
    is_title,
    leading_title,
    without_title,
)

_EDGES = " \t\r\n\u00a0\u2009\u202f\"“”‘’'`«»„*,;:()[]{}<>|–—-_/\\…•"
_POSSESSIVES = ("'s", "’s", "'S", "’S", "´s", "`s")
_NO_NOUN = re.compile(r"[^\w\s]|\s*$|\s(?:and|at|by|for|from|in|is|of|on|or|to|was|where|with)\b")
RULE_SCORE = 0.8  # what a span found by a rule is trusted; a tagger's spans keep their own score


def tidy(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans trimmed, parted at titles, in order, without empty or overlapping ones."""
    whole = (span for span in spans if 0 <= span.start < span.end <= len(text))
    parts = (part for span in whole for part in _split_titles(text, _trim(text, span)))
    return without_overlaps(part for part in parts if _is_name(text[part.start : part.end]))


def rule_span(start: int, end: int, kind: Kind) -> Span:
    """Return a span as a rule finds it."""
    return Span(start=start, end=end, kind=kind, score=RULE_SCORE)


def _is_name(surface: str) -> bool:
    if surface.isupper() and surface.lower() in word_set("not_names"):
        return False  # "AIDS", "CEO"
    return "\n" not in surface and any(char.isalnum() for char in surface)


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    if text[start:end].endswith(_POSSESSIVES) and end - start > 2 and _owns_something(text, end):
        end -= 2
        end -= text[end - 1].isspace()
    if end < len(text) and text[end] == ")" and "(" in text[start:end]:
        end += 1
    return span if (start, end) == (span.start, span.end) else replace(span, start=start, end=end)


def _owns_something(text: str, end: int) -> bool:
    """Return whether a noun follows; "at Macy's in May" is a name that ends in 's."""
    return _NO_NOUN.match(text, end) is None


def _split_titles(text: str, span: Span) -> Iterator[Span]:
    if span.kind not in ("person", "org"):
        yield span
        return
    for start, end, kind in _names_in(span.kind, text[span.start : span.end]):
        yield _part(span, start, end, kind)


@lru_cache(maxsize=4096)  # a span passes here three times
def _names_in(kind: Kind, surface: str) -> tuple[tuple[int, int, Kind], ...]:
    """Return the names of a span: "Alisports CEO Zhang Dazhong" is an organisation and a person."""
    if is_title(surface):
        return ()
    inner = _find_inner_title(kind, surface)
    if inner:
        return ((0, inner.start(), "org"), (inner.end(), len(surface), "person"))
    if kind == "person" and not ends_with_title(surface):
        return ((leading_title(surface), len(surface), "person"),)
    return ((*without_title(surface), "org"),)


def _find_inner_title(kind: Kind, surface: str) -> re.Match[str] | None:
    """Return the role inside a span that two names and more than one word of a person follow."""
    if leading_title(surface):
        return None
    inner = (INNER_TITLE if kind == "person" else INNER_OFFICE).search(surface)
    behind = surface[inner.end() :].lower().split() if inner else []
    return inner if len(behind) > 1 and not ORG_HEADS.intersection(behind) else None


def _part(span: Span, start: int, end: int, kind: Kind) -> Span:
    part = (span.start + start, span.start + end, kind)
    if part == (span.start, span.end, span.kind):
        return span
    return replace(span, start=part[0], end=part[1], kind=kind)
