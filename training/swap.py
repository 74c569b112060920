"""Entity swap: a document with other names in it, each name the same all through."""

import random
from dataclasses import replace

from training.corpora import Document
from training.lexicons import Lexicon

SWAPPED = frozenset({"person", "org", "place"})
SHARE = 0.65  # of the distinct names of a document


def swap_names(document: Document, lexicon: Lexicon, draw: random.Random) -> Document:
    """Return the document with about two thirds of its distinct names replaced."""
    chosen: dict[tuple[str, str], str] = {}
    text, position, spans = "", 0, []
    for start, end, kind in sorted(document.spans):
        if start < position:
            continue
        surface = document.text[start:end]
        name = chosen.setdefault((surface, kind), replace_name(surface, kind, lexicon, draw))
        text += document.text[position:start]
        spans.append((len(text), len(text) + len(name), kind))
        text += name
        position = end
    return replace(document, text=text + document.text[position:], spans=tuple(spans))


def replace_name(surface: str, kind: str, lexicon: Lexicon, draw: random.Random) -> str:
    """Return another name of the kind, or the surface itself where it stays."""
    shouted = surface.isupper() and kind != "org"
    if kind not in SWAPPED or surface.startswith(("@", "#")) or shouted or draw.random() > SHARE:
        return surface
    if kind == "person":
        invented = lexicon.persons if " " in surface else lexicon.surnames
        return draw.choice(lexicon.seen[kind] if draw.random() < 0.25 else invented)
    if kind == "place":
        return draw.choice(lexicon.places if draw.random() < 0.7 else lexicon.seen[kind])
    return draw.choice(lexicon.orgs if draw.random() < 0.5 else lexicon.seen[kind])
