"""Lines in capitals: their names are known from the rest of the text, or stay as tagged."""

import re
from collections.abc import Iterator, Sequence

from tasks.enrich.consistency import find_names
from tasks.enrich.overlaps import Mask
from tasks.enrich.spans import Kind, Span
from tasks.enrich.tidy import rule_span

_MIN_WORDS = 3  # one or two words in capitals are names or acronyms, not a headline


def retag_capitals(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, those in all-caps lines replaced by names known from other lines.

    Where a line holds no known name, the tagger's spans stay.
    """
    lines = list(_capital_lines(text))
    if not lines:
        return list(spans)
    outside = Mask(len(text))
    for start, end in lines:
        outside.add(start, end)
    known = _names_in_capitals(text, [s for s in spans if outside.is_free(s.start, s.end)])
    found = [
        rule_span(start, start + len(name), known[name])
        for start, name in find_names(text, known)
        if not outside.is_free(start, start + len(name))
    ]
    mask = Mask(len(text), found)
    return found + [span for span in spans if mask.is_free(span.start, span.end)]


def _capital_lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if line.isupper() and len(re.findall(r"[^\W\d_]{2,}", line)) >= _MIN_WORDS:
            yield match.span()


def _names_in_capitals(text: str, spans: Sequence[Span]) -> dict[str, Kind]:
    return {text[span.start : span.end].upper(): span.kind for span in spans}
