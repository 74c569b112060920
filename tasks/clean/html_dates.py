"""When a page was published and changed: JSON-LD, meta tags, time elements, text, address."""

import re
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser

from storage.records import Basis
from tasks.clean.blocks import Walk
from tasks.clean.class_words import BIT
from tasks.clean.dates import find_stamps, parse_stamp, printed
from tasks.clean.draft import Candidate, Setting, Stamp
from tasks.clean.head import Head
from tasks.clean.json_ld import Described

_PUBLISHED_META_WORDS = """
article:published_time og:article:published_time og:published_time datepublished pubdate
publishdate publish-date publication_date parsely-pub-date sailthru.date dc.date.issued
dcterms.created dc.date.created dc.date dc.created dcterms.date date citation_date
article.published cxenseparse:recs:publishtime cxenseparse:publishtime last-published
article:post_date ptime displaydate published-date published_time bt:pubdate rnews:datepublished
release_date created date.created originalpublicationdate citation_publication_date
iso-8601-publish-date
"""
PUBLISHED_META = tuple(_PUBLISHED_META_WORDS.split())
_MODIFIED_META_WORDS = """
article:modified_time og:updated_time og:article:modified_time datemodified last-modified
lastmod dc.date.modified dcterms.modified article.updated modified updated_time
"""
MODIFIED_META = tuple(_MODIFIED_META_WORDS.split())
_URL_DATE = re.compile(
    r"/((?:19|20)\d\d)[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
_URL_PACKED = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MODIFIED = re.compile(
    r"updat|modif|aktualis|actualiz|mis à jour|aggiorn|atualiz|обновл|更新", re.IGNORECASE
)
ELEMENTS = "time, [itemprop=datePublished], [itemprop=dateModified]"
FOREIGN = BIT["comment"] | BIT["related"] | BIT["sidebar"] | BIT["footer"] | BIT["popular"]
NEAR = 12
MAX_STAMP_CHARS = 120
MAX_ELEMENTS = 4


def date_candidates(
    tree: LexborHTMLParser,
    head: Head,
    described: Sequence[Described],
    walk: Walk,
    keep: Sequence[bool],
    setting: Setting,
) -> list[Candidate]:
    """Every reading of the times of publication and change."""
    order = setting.source.date_order
    found = []
    for node in described[:1]:
        found += _read("published_at", [node.published], Basis.JSON_LD, 0.95, order)
        found += _read("modified_at", [node.modified], Basis.JSON_LD, 0.95, order)
    found += _read("published_at", _meta(head, PUBLISHED_META), Basis.META, 0.9, order)
    found += _read("modified_at", _meta(head, MODIFIED_META), Basis.META, 0.9, order)
    found += _elements(tree, order)
    found += _text(walk, keep, order)
    found += _address(setting.url or head.canonical_url, head.canonical_url)
    return found


def _meta(head: Head, names: Sequence[str]) -> list[str]:
    return [value for name in names for value in head.meta.get(name, ())[:1]]


def _read(
    field: str, values: Iterable[str | None], basis: Basis, confidence: float, order: str | None
) -> list[Candidate]:
    stamps = [parse_stamp(value, order) for value in values if value]
    return [_candidate(field, stamp, basis, confidence) for stamp in stamps if stamp]


def _candidate(field: str, stamp: Stamp, basis: Basis, confidence: float) -> Candidate:
    sure = confidence - (0.2 if stamp.doubtful else 0.0)
    return Candidate(
        field=field, value=printed(stamp), basis=basis, confidence=round(sure, 3), stamp=stamp
    )


def _elements(tree: LexborHTMLParser, order: str | None) -> list[Candidate]:
    """The first time elements of the page; later ones are most often those of teasers."""
    found: list[Candidate] = []
    for place, node in enumerate(tree.css(ELEMENTS)[:MAX_ELEMENTS]):
        attributes = node.attributes
        value = attributes.get("datetime") or attributes.get("content") or node.text(strip=True)
        stamp = parse_stamp(value, order) if value else None
        if stamp is None:
            continue
        named = attributes.get("itemprop")
        field = "modified_at" if named == "dateModified" else "published_at"
        sure = 0.85 if named else 0.7 - 0.05 * place
        found.append(_candidate(field, stamp, Basis.TIME_ELEMENT, sure))
    return found


def _text(walk: Walk, keep: Sequence[bool], order: str | None) -> list[Candidate]:
    """Stamps in short blocks near the beginning of the body."""
    found: list[Candidate] = []
    first = keep.index(True) if True in keep else 0
    for block in walk.blocks[max(0, first - NEAR) : first + NEAR // 2]:
        if len(block.text) > MAX_STAMP_CHARS or block.around & FOREIGN:
            continue
        for stamp in find_stamps(block.text, order)[:1]:
            field = "modified_at" if _MODIFIED.search(block.text) else "published_at"
            found.append(_candidate(field, stamp, Basis.TEXT, 0.55 - 0.01 * len(found)))
    return found


def _address(url: str | None, canonical: str | None) -> list[Candidate]:
    for address in (url, canonical):
        match = (_URL_DATE.search(address) or _URL_PACKED.search(address)) if address else None
        stamp = parse_stamp("-".join(part.zfill(2) for part in match.groups())) if match else None
        if stamp:
            return [_candidate("published_at", stamp, Basis.URL, 0.6)]
    return []
