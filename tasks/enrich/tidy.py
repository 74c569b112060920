"""Spans made exact: blanks, quotes and possessives outside, titles split off, no overlaps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tasks.enrich.spans import Kind, Span
from tasks.enrich.titles import INNER_TITLE, ends_with_title, is_title, leading_title, without_title

_EDGES = " \t\r\n\u00a0\u2009\u202f\"“”‘’'`«»„*,;:!?()[]{}<>|–—-_/\\…•"
_POSSESSIVES = ("'s", "’s", "'S", "’S", "´s", "`s")
RULE_SCORE = 0.8  # what a span found by a rule is trusted; a tagger's spans keep their own score


def tidy(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans trimmed, parted at titles, in order, without empty or overlapping ones."""
    whole = (span for span in spans if 0 <= span.start < span.end <= len(text))
    parts = (part for span in whole for part in _split_titles(text, _trim(text, span)))
    return without_overlaps(part for part in parts if _is_name(part, text[part.start : part.end]))


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order; of two that overlap, the better scored, then the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
        elif _rank(span) > _rank(kept[-1]):
            kept[-1] = span
    return kept


def rule_span(start: int, end: int, kind: Kind) -> Span:
    """Return a span as a rule finds it."""
    return Span(start=start, end=end, kind=kind, score=RULE_SCORE)


class Mask:
    """Which characters of a text are inside a span; asks in C, whatever the number of spans."""

    def __init__(self, length: int, spans: Sequence[Span] = ()) -> None:
        self._taken = bytearray(length)
        for span in spans:
            self.add(span.start, span.end)

    def add(self, start: int, end: int) -> None:
        """Mark the characters of a span."""
        self._taken[start:end] = b"\x01" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no span touches these characters."""
        return self._taken.find(1, start, end) < 0


def _rank(span: Span) -> tuple[float, int]:
    return (span.score, span.end - span.start)


def _is_name(span: Span, surface: str) -> bool:
    if "\n" in surface or not any(char.isalnum() for char in surface):
        return False
    return span.kind != "person" or not is_title(surface)


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    if text[start:end].endswith(_POSSESSIVES) and end - start > 2:
        end -= 2
    if end < len(text) and text[end] == ")" and "(" in text[start:end]:
        end += 1
    return replace(span, start=start, end=end)


def _split_titles(text: str, span: Span) -> Iterator[Span]:
    """Yield the names of a span: "Alisports CEO Zhang Dazhong" is an organisation and a person."""
    surface = text[span.start : span.end]
    if span.kind not in ("person", "org"):
        yield span
        return
    inner = INNER_TITLE.search(surface)
    if inner and len(surface[inner.end() :].split()) > 1:
        yield replace(span, end=span.start + inner.start(), kind="org")
        yield replace(span, start=span.start + inner.end(), kind="person")
    elif span.kind == "person" and not ends_with_title(surface):
        yield replace(span, start=span.start + leading_title(surface))
    else:
        start, end = without_title(surface)
        yield replace(span, start=span.start + start, end=span.start + end, kind="org")
