"""Who wrote a page: JSON-LD, meta tags, bylines near the body, elements named after authors.

A reading that only names the site says who published, not who wrote: it counts least.
"""

from collections.abc import Container, Sequence
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from storage.records import Basis
from tasks.clean.bylines import read_byline
from tasks.clean.draft import Candidate
from tasks.clean.markup.blocks import Block, Walk
from tasks.clean.markup.class_words import BIT
from tasks.clean.markup.head import Head
from tasks.clean.markup.json_ld import Described
from tasks.clean.people import looks_like_name, split_names
from tasks.clean.words import fold

_META = """
author article:author parsely-author sailthru.author dc.creator dcterms.creator dcsext.author
citation_author byl cxenseparse:author og:article:author twitter:data1
"""
META_NAMES = tuple(_META.split())
ELEMENTS = "[itemprop=author], [rel=author], a[href*='/author/'], a[href*='/authors/']"
NEAR_BEFORE, NEAR_AFTER = 20, 6  # blocks around the beginning of the body where a byline stands
MAX_ELEMENTS = 6
FIRST_CJK = "\u3040"
MAX_BYLINE_CHARS = 200
MAX_NAME_CHARS = 60
CONFIDENCE = {"json-ld": 0.9, "meta": 0.7, "byline": 0.65, "named": 0.6, "element": 0.5}
SITE_DISCOUNT = 0.5
HANDLE_DISCOUNT = 0.7  # below a byline, whatever declares it
FOREIGN = BIT["comment"] | BIT["related"] | BIT["sidebar"] | BIT["footer"] | BIT["popular"]


def author_candidates(
    tree: LexborHTMLParser,
    head: Head,
    described: Sequence[Described],
    walk: Walk,
    keep: Sequence[bool],
    sites: Container[str],
) -> list[Candidate]:
    """The names that each basis gives, in the order of trust."""
    node = next((node for node in described if node.authors), None)
    meta = next((head.meta[name] for name in META_NAMES if name in head.meta), ())
    near = _near(walk, keep)
    readings = [
        (Basis.JSON_LD, "json-ld", split_names(node.authors) if node else ()),
        (Basis.META, "meta", split_names(meta)),
        (Basis.BYLINE, "byline", _bylines(near)),
        (Basis.BYLINE, "named", _named(near)),
    ]
    if not any(names for _, _, names in readings):
        readings.append((Basis.BYLINE, "element", _elements(tree)))
    signed = any(map(_is_full, readings[2][2]))
    return [
        Candidate(
            field="author",
            value=name,
            basis=basis,
            confidence=CONFIDENCE[kind] * _discount(name, sites, signed=signed),
        )
        for basis, kind, names in readings
        for name in names
    ]


def _discount(name: str, sites: Container[str], *, signed: bool) -> float:
    """How much less than its basis a name counts: a site's own, or a handle beside a byline."""
    if _is_site(name, sites):
        return SITE_DISCOUNT
    return HANDLE_DISCOUNT if signed and not _is_full(name) else 1.0


def _is_full(name: str) -> bool:
    """Whether a name has two words, as people's have; handles and desks are one more often.

    Names in Chinese, Japanese and Korean are written without a space.
    """
    return len(name.split()) > 1 or name[0] >= FIRST_CJK


def _is_site(name: str, sites: Container[str]) -> bool:
    folded = fold(name)
    return folded in sites or folded.replace(" ", "") in sites


def _near(walk: Walk, keep: Sequence[bool]) -> list[Block]:
    """The short blocks around the beginning of the body that belong to nothing else."""
    kept = list(islice((at for at, is_kept in enumerate(keep) if is_kept), NEAR_AFTER)) or [0]
    first, end = kept[0], max(kept[0] + NEAR_AFTER, kept[-1] + 1)
    return [
        block
        for block in walk.blocks[max(0, first - NEAR_BEFORE) : end]
        if len(block.text) <= MAX_BYLINE_CHARS and not block.near & FOREIGN
    ]


def _bylines(near: Sequence[Block]) -> tuple[str, ...]:
    return next((names for block in near if (names := read_byline(block.text))), ())


def _named(near: Sequence[Block]) -> tuple[str, ...]:
    """The first block whose element is named after authors and which reads like names."""
    for block in near:
        if block.near & BIT["author"] and len(block.text) <= MAX_NAME_CHARS:
            names = split_names(block.text)
            if names and all(looks_like_name(name) and " " in name for name in names):
                return names
    return ()


def _elements(tree: LexborHTMLParser) -> tuple[str, ...]:
    texts = [
        str(node.attributes.get("content") or node.text(separator=" ", strip=True))
        for node in tree.css(ELEMENTS)[:MAX_ELEMENTS]
    ]
    return split_names([text for text in texts if 0 < len(text) < 80][:1])
