"""Names that a tagger breaks: at a nickname, a small word, a road's number, a place's head."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.enrich.lexicon import word_set
from tasks.enrich.overlaps import Mask
from tasks.enrich.spans import Span
from tasks.enrich.tidy import rule_span

_NAME = r"[A-ZÀ-Þ][\w’'-]*\.?"
_LAST = r"[A-ZÀ-Þ](?:\.|[\w’'-]+)"  # a full stop ends the sentence, but after an initial
_NICKNAME = re.compile(rf'{_NAME}(?: {_NAME}){{0,2}} (?:"[^"\n]{{2,20}}"|“[^”\n]{{2,20}}”) {_LAST}')
_OPEN_END = re.compile(r"(?:(?<= by)|(?<= of)|(?<= and)|(?<= the)|(?<= for)) [A-Z][\w’'-]*")
_PLACE_HEAD = re.compile(r"(?<!\w)(?:Bay|Cape|City|Gulf|Isle|Port|Province|Strait) [Oo]f $")
_ROAD_NUMBER = re.compile(r"(?:(?<=Highway)|(?<=Route)|(?<=Interstate)) \d{1,3}(?![\w.,]\d|\w)")
_FIRST_WORD = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ]\w+[ -]$")
_LONGEST_WORD = 20
_LONGEST_HEAD = 12  # characters of "Province of "


def join_names(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, broken ones whole.

    'William "Buckshot" May', "Port of Liverpool", "Highway 301"; what ends in a small word goes on:
    "Curious by" Nature. A known place of several words is none of the misc.
    """
    whole = [_complete(text, span) for span in spans]
    joined = list(_nicknamed(text, whole)) if '"' in text or "“" in text else []
    if not joined:
        return whole
    mask = Mask(len(text), joined)
    return joined + [span for span in whole if mask.is_free(span.start, span.end)]


def widen_places(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans; a place of which the tagger saw only the last word is whole: United States.

    Only places that are known by both words; "In Bath" is none.
    """
    return [_with_first_word(text, span) if span.kind == "place" else span for span in spans]


def _with_first_word(text: str, span: Span) -> Span:
    before = _FIRST_WORD.search(text[max(0, span.start - _LONGEST_WORD) : span.start])
    if before is None:
        return span
    start = span.start - len(before.group())
    return (
        replace(span, start=start) if text[start : span.end].lower() in word_set("places") else span
    )


def _nicknamed(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    persons = Mask(len(text), (span for span in spans if span.kind == "person"))
    for match in _NICKNAME.finditer(text):
        if not persons.is_free(match.start(), match.start() + 1):
            yield rule_span(*match.span(), "person")


def _complete(text: str, span: Span) -> Span:
    if tail := _OPEN_END.match(text, span.end):
        return replace(span, end=tail.end())
    if span.kind == "misc":
        name = text[span.start : span.end].lower()
        return replace(span, kind="place") if " " in name and name in word_set("places") else span
    return _complete_place(text, span) if span.kind == "place" else span


def _complete_place(text: str, span: Span) -> Span:
    if number := _ROAD_NUMBER.match(text, span.end):
        return replace(span, end=number.end())
    head = _PLACE_HEAD.search(text[max(0, span.start - _LONGEST_HEAD) : span.start])
    return replace(span, start=span.start - len(head.group())) if head else span
