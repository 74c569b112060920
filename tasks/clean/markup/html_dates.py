"""When a page was published and changed: JSON-LD, meta tags, time elements, text, address.

A time counts by where it stands: between headline and body it is the article's, inside a teaser,
a comment or a sidebar it is not. Days that several bases give are surer than one alone. Where all
this says little, marks are read that no reader sees (:mod:`tasks.clean.markup.date_marks`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from selectolax.lexbor import LexborHTMLParser

from storage.records import Basis
from tasks.clean.dates import dated, parse_period, parse_stamp
from tasks.clean.draft import Candidate, Setting
from tasks.clean.markup.blocks import Walk
from tasks.clean.markup.date_blocks import (
    CLOSE,
    FOREIGN,
    block_dates,
    find_headlines,
    is_beside,
    own_titles,
)
from tasks.clean.markup.date_marks import marked_dates, scripted_dates
from tasks.clean.markup.head import Head
from tasks.clean.markup.json_ld import Linked

_PUBLISHED_META = """
article:published_time og:article:published_time og:published_time datepublished pubdate
publishdate publish-date publication_date parsely-pub-date sailthru.date dc.date.issued
dcterms.created dc.date.created dcterms.issued citation_date article.published
cxenseparse:recs:publishtime cxenseparse:publishtime article:post_date ptime displaydate
published-date published_time bt:pubdate rnews:datepublished release_date date.created
originalpublicationdate citation_publication_date iso-8601-publish-date article_date_original
publisheddate og:pubdate og:publish_date pub_date dateposted datecreated uploaddate
shareaholic:article_published_time
"""
_MODIFIED_META = """
article:modified_time og:updated_time og:article:modified_time datemodified last-modified
lastmod dc.date.modified dcterms.modified article.updated modified updated_time revised
"""
VAGUE_META = ("date", "dc.date", "dcterms.date", "created", "last-published", "dc.created")
PUBLISHED_META = tuple(_PUBLISHED_META.split())
MODIFIED_META = tuple(_MODIFIED_META.split())
_URL_DATE = re.compile(
    r"/((?:19|20)\d\d)(?:[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?=[/.]|$)"
    r"|[/_-](0[1-9]|1[0-2])[/_-](0[1-9]|[12]\d|3[01])(?=[_-]))"
)
_URL_PACKED = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
AGREEMENT = 0.04
VAGUE = 0.5  # tags that do not say which date: below one printed at the headline, above any other
FAR = 25  # blocks; a time further above the body is the masthead's: today's
NEAR_BODY = 0.42
REWRITTEN = 0.5
MOVED = timedelta(days=30)
PERIOD = 0.25  # a year or month: above what is inferred from the day of a change, below the rest
LITTLE = 0.45  # readings below this leave room for marks that no reader sees


def date_candidates(
    html: str,
    tree: LexborHTMLParser,
    head: Head,
    linked: Linked,
    walk: Walk,
    keep: Sequence[bool],
    headline: str | None,
    setting: Setting,
) -> list[Candidate]:
    """Every reading of the times of publication and change."""
    order = setting.source.date_order
    found = [*_declared(head, linked, order)]
    first = keep.index(True) if True in keep else len(keep)
    headings = find_headlines(walk, headline, head.title)
    spots, own = walk.spots(), own_titles(headline, head.title)
    found += _elements(walk, spots, first, headings, order)
    found += block_dates(walk, spots, keep, headings, own, order)
    found += _address(setting.url, head.canonical_url)
    if max((c.confidence for c in found if c.field == "published_at"), default=0.0) < LITTLE:
        found += [*marked_dates(tree, order), *scripted_dates(html, order)]
    return _agreed(_rewritten(found)) + _inferred(found) + _periods(head, linked)


def _rewritten(found: Sequence[Candidate]) -> list[Candidate]:
    """The same readings; declared ones long after the day in the address are less sure than it.

    An address keeps the day on which it was made; declarations are written anew when a site moves.
    """
    day = next((c.stamp.at for c in found if c.basis is Basis.URL and c.stamp), None)
    return [
        replace(candidate, confidence=REWRITTEN)
        if day
        and candidate.stamp
        and candidate.field == "published_at"
        and candidate.basis is not Basis.URL
        and candidate.stamp.at.replace(tzinfo=None) - day > MOVED
        and candidate.confidence > REWRITTEN
        else candidate
        for candidate in found
    ]


def _inferred(found: Sequence[Candidate]) -> list[Candidate]:
    """For a page that only says when it was changed: it was published no later than that."""
    if any(candidate.field == "published_at" for candidate in found):
        return []
    changed = [c for c in found if c.field == "modified_at" and c.confidence >= NEAR_BODY]
    return [
        replace(candidate, field="published_at", basis=Basis.INFERRED, confidence=0.2)
        for candidate in changed[:1]
    ]


def _declared(head: Head, linked: Linked, order: str | None) -> list[Candidate]:
    """What JSON-LD and meta tags say."""
    found: list[Candidate] = []
    node = next((node for node in linked.articles if node.published), None)
    if node:
        found += _read("published_at", [node.published], Basis.JSON_LD, 0.95, order)
        found += _read("modified_at", [node.modified], Basis.JSON_LD, 0.95, order)
    else:
        found += _read("published_at", [linked.published], Basis.JSON_LD, 0.85, order)
    found += _read("published_at", _meta(head, PUBLISHED_META), Basis.META, 0.9, order)
    found += _read("published_at", _meta(head, VAGUE_META), Basis.META, VAGUE, order)
    found += _read("modified_at", _meta(head, MODIFIED_META), Basis.META, 0.9, order)
    return found


def _periods(head: Head, linked: Linked) -> list[Candidate]:
    """What JSON-LD and meta tags say that is a year or month and no more."""
    described = [node.published for node in linked.articles] or [linked.published]
    declared = [(Basis.JSON_LD, value) for value in described]
    declared += [(Basis.META, value) for value in _meta(head, PUBLISHED_META)]
    stamps = [(basis, parse_period(value)) for basis, value in declared if value]
    return [dated("published_at", stamp, basis, PERIOD) for basis, stamp in stamps if stamp]


def _meta(head: Head, names: Sequence[str]) -> list[str]:
    return [value for name in names for value in head.meta.get(name, ())[:1]]


def _read(
    field: str, values: Iterable[str | None], basis: Basis, confidence: float, order: str | None
) -> list[Candidate]:
    stamps = [parse_stamp(value, order) for value in values if value]
    return [dated(field, stamp, basis, confidence) for stamp in stamps if stamp]


def _elements(
    walk: Walk, spots: Sequence[int], first: int, headings: Sequence[int], order: str | None
) -> list[Candidate]:
    """The time elements of the page, by where they stand."""
    found: list[Candidate] = []
    for mark in walk.times:
        stamp = parse_stamp(mark.value, order)
        if stamp is None:
            continue
        field = "modified_at" if mark.property == "dateModified" else "published_at"
        around = 0 if is_beside(mark.at, headings) else mark.around
        sure = _trust(spots[mark.at], around, spots[first])
        sure += 0.1 * (mark.property == "datePublished")
        found.append(dated(field, stamp, Basis.TIME_ELEMENT, sure))
    return sorted(found, key=lambda candidate: -candidate.confidence)[:4]


def _trust(at: int, around: int, first: int) -> float:
    """How likely a time at some block is the article's own."""
    if around & FOREIGN:
        return 0.3
    if first - CLOSE <= at <= first + 2:
        return 0.75
    if at > first:
        return 0.45
    return 0.62 if at >= first - FAR else 0.43


def _address(url: str | None, canonical: str | None) -> list[Candidate]:
    for address in (url, canonical):
        match = (_URL_DATE.search(address) or _URL_PACKED.search(address)) if address else None
        parts = [part.zfill(2) for part in match.groups() if part] if match else []
        stamp = parse_stamp("-".join(parts)) if parts else None
        if stamp:
            return [dated("published_at", stamp, Basis.URL, 0.6)]
    return []


def _agreed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates, surer where other bases give the same day; trust still goes first."""
    days: dict[tuple[str, str], set[Basis]] = {}
    for candidate in candidates:
        days.setdefault((candidate.field, candidate.value[:10]), set()).add(candidate.basis)
    return [
        replace(candidate, confidence=round(candidate.confidence + AGREEMENT, 3))
        if len(days[candidate.field, candidate.value[:10]]) > 1
        else candidate
        for candidate in candidates
    ]
