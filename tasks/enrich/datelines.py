"""Datelines: the place in capitals that opens a report, and the agency behind it.

"HARROWMOUTH, 3 March (Reuters) — The council ..." is written at a place and names who sent it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.enrich.lexicon import word_set
from tasks.enrich.overlaps import Mask
from tasks.enrich.spans import Span
from tasks.enrich.tidy import rule_span

_WORD = "[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.]+"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    rf"^(?P<place>{_WORD}(?:[ -]{_WORD}){{0,3}})"
    r"(?P<region>, (?:[A-Z][a-z]+\.?(?: [A-Z][a-z]+)?|(?:[A-Z]\.){2}))?"
    rf"(?P<day>,? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?)?"
    r"(?: ?[(\[](?P<agency>[A-Z][\w./ ]{1,30})[)\]])?"
    r"(?: ?[—–] ?| --? )(?=\S)",
    re.MULTILINE,
)
_LABELS = frozenset({"analysis", "breaking", "correction", "exclusive", "explainer", "opinion"})
_SHORTEST = 6  # letters of a place that nothing else tells; "NASA — " is no place


def settle_datelines(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans with the place of each dateline a place, and its agency an organisation.

    A dateline without day, region or agency only turns what was tagged: "WARNING — " is none.
    """
    found = list(_datelines(text, spans))
    if not found:
        return list(spans)
    mask = Mask(len(text), found)
    return found + [span for span in spans if mask.is_free(span.start, span.end)]


def _datelines(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    tagged = {(span.start, span.end): span for span in spans}
    for match in _DATELINE.finditer(text):
        place, place_span = match["place"], tagged.get(match.span("place"))
        told = match["day"] or match["agency"] or match["region"]
        if place.lower() in _LABELS:
            continue
        if told:
            yield rule_span(*match.span("place"), "place")
        elif place_span and _may_be_place(place):
            yield replace(place_span, kind="place")
        if match["agency"] and told:
            yield rule_span(*match.span("agency"), "org")


def _may_be_place(name: str) -> bool:
    return len(name) >= _SHORTEST or name.lower() in word_set("places")
