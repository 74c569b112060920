"""What letters tell of spans: where a word ends, and that edited text capitalises its names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tasks.enrich.lexicon import FUNCTION_WORDS
from tasks.enrich.spans import Span

_INSIDE = re.compile("[0-9A-Za-zÀ-ɏ]{2}")
_OPENING = re.compile(r"""(?:^|[.!?]["”’)]*\s)\s*["“‘(]*([^\W\d_])""", re.MULTILINE)
# Of the names tagged in small letters, none of 10 was right in the edited texts of wikigold.dev,
# gum.dev and re3d.dev. In uner-ewt.dev, where people write as they please, 42 of 44 places were,
# and 6 of the 33 others.
_EDITED = 0.9  # the share of sentences and lines that open with a capital


def settle_letters(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans of whole words; in edited text only places may stand in small letters."""
    whole = [_grow(text, span) for span in spans]
    if any(_is_small(text, span) for span in whole) and _is_edited(text):
        return [span for span in whole if not _is_small(text, span)]
    return whole


def _grow(text: str, span: Span) -> Span:
    """Return the span up to the edges of the words it cuts: "6" of "my6sense" is no name."""
    start, end = span.start, span.end
    while start > 0 and _INSIDE.match(text, start - 1):
        start -= 1
    while end < len(text) and _INSIDE.match(text, end - 1):
        end += 1
    return span if (start, end) == (span.start, span.end) else replace(span, start=start, end=end)


def _is_small(text: str, span: Span) -> bool:
    surface = text[span.start : span.end]
    return surface.islower() and (span.kind != "place" or surface in FUNCTION_WORDS)


def _is_edited(text: str) -> bool:
    openings = list(_openings(text))
    return sum(openings) >= _EDITED * len(openings)


def _openings(text: str) -> Iterator[bool]:
    """For each sentence or line that opens with a letter of two cases: is it a capital."""
    for match in _OPENING.finditer(text):
        letter = match.group(1)
        if letter.isupper() or letter.islower():
            yield letter.isupper()
