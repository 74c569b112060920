"""A span's final kind: misc is told apart into events, nationalities and products."""

import re
from collections.abc import Sequence

from storage.records import MentionKind
from tasks.enrich.acronyms import acronym_letters, initials_of
from tasks.enrich.lexicon import EVENT_HEADS, demonyms, word_set
from tasks.enrich.spans import Span

_PLAIN = {
    "person": MentionKind.PERSON,
    "org": MentionKind.ORG,
    "place": MentionKind.PLACE,
}
_GROUPS = word_set("groups")
_EVENT_NOUN = "|".join(sorted(EVENT_HEADS, key=len, reverse=True))
_EVENT = re.compile(rf"(?:^|\W)(?:{_EVENT_NOUN})s?(?: of\b.*| [IVX]+| (?:19|20)\d\d| \d+)?$", re.I)
_EDITION = re.compile(
    r"^(?:\d{1,3}(?:st|nd|rd|th)\s\w|(?:19|20)\d\d\s[A-Z]).*|^[A-Z][\w ]+ (?:19|20)\d\d$"
)


def final_kinds(spans: Sequence[Span], text: str) -> list[MentionKind]:
    """Return the kind each span is stored under.

    What is neither an event nor a nationality is a product: the tagger's misc holds works, brands,
    laws and events, and only the last two groups can be told by their words. The initials of an
    event that the text names in full are an event.
    """
    surfaces = [text[span.start : span.end] for span in spans]
    kinds = [
        _PLAIN.get(span.kind) or kind_of_misc(name)
        for span, name in zip(spans, surfaces, strict=True)
    ]
    of_events = frozenset[str]().union(
        *(
            initials_of(name)
            for kind, name in set(zip(kinds, surfaces, strict=True))
            if kind is MentionKind.EVENT
        )
    )
    return [
        MentionKind.EVENT
        if kind is MentionKind.PRODUCT and acronym_letters(name) in of_events
        else kind
        for kind, name in zip(kinds, surfaces, strict=True)
    ]


def kind_of_misc(surface: str) -> MentionKind:
    """Return event, nationality or product for the surface of a misc span."""
    words = surface.lower().split()
    if is_nationality(surface) or (len(words) == 1 and words[0] in _GROUPS):
        return MentionKind.NATIONALITY
    if len(words) > 1 and (_EVENT.search(surface) or _EDITION.match(surface)):
        return MentionKind.EVENT
    if len(words) == 1 and words[0] in ("olympics", "paralympics"):
        return MentionKind.EVENT
    return MentionKind.PRODUCT


def is_nationality(surface: str) -> bool:
    """Return whether a surface is the adjective or noun of a country's people."""
    return surface in demonyms() or surface.removesuffix("s") in demonyms()
