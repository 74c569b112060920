"""The document layer: a tagger's spans made right by what the whole text says.

::

    tagged -> tidy -> letters -> whole places -> patterns -> definitions -> joined -> datelines
           -> consistent -> capitals -> tidy
"""

from collections.abc import Sequence

from tasks.enrich.acronyms import Definition, find_definitions
from tasks.enrich.consistency import (
    drop_common_words,
    make_consistent,
    part_neighbours,
    settle_heads,
    take_in_heads,
)
from tasks.enrich.datelines import settle_datelines
from tasks.enrich.headlines import retag_capitals
from tasks.enrich.joining import join_names, widen_places
from tasks.enrich.letter_case import settle_letters
from tasks.enrich.patterns import add_definitions, add_patterns
from tasks.enrich.spans import Kind, Span
from tasks.enrich.tidy import tidy

_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ") | {"\t": "\n"})


def level_blanks(text: str) -> str:
    """Return the text with every kind of blank as a plain one; no character moves.

    A tab parts the cells of a row, and no name goes on from one to the next: it ends a line.
    """
    if text.isascii() and "\t" not in text:
        return text  # most texts; translating is slow
    return text.translate(_BLANKS)


def refine(text: str, tagged: Sequence[Span]) -> list[Span]:
    """Return the names of a text, in order and without overlaps."""
    plain = level_blanks(text)
    definitions = find_definitions(plain)
    named = widen_places(plain, settle_letters(plain, tidy(plain, tagged)))
    spans = take_in_heads(plain, drop_common_words(plain, named))
    spans = add_patterns(plain, tidy(plain, spans))
    spans = add_definitions(plain, spans, definitions)
    spans = part_neighbours(plain, settle_heads(plain, tidy(plain, spans)))
    spans = settle_datelines(plain, join_names(plain, spans))
    spans = make_consistent(plain, spans, _short_forms(plain, spans, definitions))
    return tidy(plain, retag_capitals(plain, spans))


def _short_forms(
    text: str, spans: Sequence[Span], definitions: Sequence[Definition]
) -> dict[str, Kind]:
    kinds = {(span.start, span.end): span.kind for span in spans}
    return {
        text[found.short_start : found.short_end]: kind
        for found in definitions
        if (kind := kinds.get((found.short_start, found.short_end)))
    }
