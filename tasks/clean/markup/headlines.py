"""The headline of a page: what JSON-LD, meta tags, the heading and the title element say.

A site's name is taken off where the page itself shows what the name is: it calls itself so, its
address does, or another reading of the same headline ends before it. Readings that agree are surer
than any one alone; alone, the order of trust is the one measured on the development pages.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from storage.records import Basis
from tasks.clean.draft import Candidate
from tasks.clean.markup.head import Head
from tasks.clean.markup.json_ld import Described
from tasks.clean.words import fold

MAX_CHARS = 300
MIN_SECTION_CHARS = 12  # a shorter rest is no headline, so nothing is taken off
_PARTS = re.compile(r"\s*(?:\s[|–—·•»*/-]\s|\||｜|ㅣ|::|\s-(?=\S)|(?<=\S)-\s)\s*")
_SPACE = re.compile(r"\s+")
_HOST = re.compile(r"^\w+://(?:www\.|m\.|amp\.|edition\.)?([\w.-]+)")
CONFIDENCE = {
    Basis.JSON_LD: 0.80,
    Basis.META: 0.79,
    Basis.HEADING: 0.805,
    Basis.TITLE_ELEMENT: 0.5,
}
AGREEMENT = {  # what each basis adds to the others that read the same
    Basis.JSON_LD: 0.07,
    Basis.META: 0.07,
    Basis.HEADING: 0.07,
    Basis.TITLE_ELEMENT: 0.03,
}


def site_names(head: Head, described: Sequence[Described], url: str | None) -> frozenset[str]:
    """The folded names of the site that published a page."""
    names = [head.first("og:site_name"), head.first("application-name"), head.first("publisher")]
    names += [node.publisher for node in described]
    host = _HOST.match(url or head.canonical_url or head.first("og:url") or "")
    if host:
        labels = host[1].split(".")
        names += [host[1], labels[-2] if len(labels) > 1 else labels[0]]
    return frozenset(fold(name) for name in names if name and fold(name))


def headline_candidates(
    head: Head, described: Sequence[Described], heading: str | None, sites: frozenset[str]
) -> list[Candidate]:
    """Every reading of the headline, surer where others agree."""
    readings = [
        (Basis.JSON_LD, next((node.headline for node in described if node.headline), None)),
        (Basis.META, head.first("og:title")),
        (Basis.META, head.first("twitter:title", "title", "dc.title")),
        (Basis.HEADING, heading),
        (Basis.TITLE_ELEMENT, head.title),
    ]
    known = [(basis, _tidy(value)) for basis, value in readings if value and _tidy(value)]
    others = {fold(value) for _, value in known}
    found = [
        Candidate(
            field="headline",
            value=_without_site(value, sites, others)[:MAX_CHARS],
            basis=basis,
            confidence=CONFIDENCE[basis],
        )
        for basis, value in known
    ]
    return _confirmed([candidate for candidate in found if fold(candidate.value) not in sites])


def _tidy(value: str) -> str:
    """A value as a reader sees it: entities that were escaped twice are read, space is one."""
    return _SPACE.sub(" ", html.unescape(html.unescape(value))).strip()


def _without_site(title: str, sites: frozenset[str], others: set[str]) -> str:
    """The title without the site's name at either end."""
    cuts = list(_PARTS.finditer(title))
    for cut in cuts:
        rest = title[: cut.start()].rstrip()
        if len(rest) >= MIN_SECTION_CHARS and fold(rest) in others:
            return rest
    for cut in reversed(cuts):
        if _names_site(title[cut.end() :], sites) and cut.start() >= MIN_SECTION_CHARS:
            return _without_site(title[: cut.start()].rstrip(), sites, others)
    if cuts and _names_site(title[: cuts[0].start()], sites):
        return title[cuts[0].end() :].lstrip()
    return title


def _names_site(part: str, sites: frozenset[str]) -> bool:
    folded = fold(part)
    packed = folded.replace(" ", "")
    return any(folded == site or packed == site.replace(" ", "") for site in sites)


def _confirmed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates, surer by which other bases read the same."""
    bases: dict[str, set[Basis]] = {}
    for candidate in candidates:
        bases.setdefault(fold(candidate.value), set()).add(candidate.basis)
    return [
        replace(candidate, confidence=_sureness(candidate, bases[fold(candidate.value)]))
        for candidate in candidates
    ]


def _sureness(candidate: Candidate, bases: set[Basis]) -> float:
    votes = sum(AGREEMENT[basis] for basis in bases - {candidate.basis})
    return round(candidate.confidence + votes, 3)
