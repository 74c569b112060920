"""Who wrote a page: JSON-LD, meta tags, author elements, and bylines near the body."""

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from storage.records import Basis
from tasks.clean.blocks import Walk
from tasks.clean.class_words import BIT
from tasks.clean.draft import Candidate
from tasks.clean.head import Head
from tasks.clean.json_ld import Described
from tasks.clean.people import read_byline, split_names

_META_NAMES_WORDS = """
author article:author parsely-author sailthru.author dc.creator dcterms.creator dcsext.author
citation_author byl cxenseparse:author
"""
META_NAMES = tuple(_META_NAMES_WORDS.split())
ELEMENTS = "[itemprop=author], [rel=author], a[href*='/author/'], a[href*='/authors/']"
NEAR = 12  # blocks before and after the beginning of the body where a byline stands
MAX_ELEMENTS = 6


def author_candidates(
    tree: LexborHTMLParser,
    head: Head,
    described: Sequence[Described],
    walk: Walk,
    keep: Sequence[bool],
) -> list[Candidate]:
    """The names that each basis gives, in the order of trust."""
    node = next((node for node in described if node.authors), None)
    found = _candidates(split_names(node.authors) if node else (), Basis.JSON_LD, 0.9)
    for name in META_NAMES:
        if name in head.meta:
            found += _candidates(split_names(head.meta[name]), Basis.META, 0.7)
            break
    found += _candidates(_bylines(walk, keep), Basis.BYLINE, 0.65)
    if not found:
        found += _candidates(_elements(tree), Basis.BYLINE, 0.5)
    return found


def _candidates(names: Sequence[str], basis: Basis, confidence: float) -> list[Candidate]:
    return [
        Candidate(field="author", value=name, basis=basis, confidence=confidence) for name in names
    ]


def _bylines(walk: Walk, keep: Sequence[bool]) -> tuple[str, ...]:
    """The first byline near the beginning of the body."""
    first = keep.index(True) if True in keep else 0
    for block in walk.blocks[max(0, first - NEAR) : first + NEAR]:
        if len(block.text) > 200 or block.around & BIT["comment"]:
            continue
        if names := read_byline(block.text):
            return names
    return ()


def _elements(tree: LexborHTMLParser) -> tuple[str, ...]:
    texts = [
        str(node.attributes.get("content") or node.text(strip=True))
        for node in tree.css(ELEMENTS)[:MAX_ELEMENTS]
    ]
    return split_names([text for text in texts if 0 < len(text) < 80][:2])
