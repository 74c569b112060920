"""Headline, authors, times and language of a page, each candidate with basis and confidence.

The order of trust was measured on the development pages: JSON-LD of the article, then meta tags,
then elements of the page near its body, then the address. A reading that another confirms is
surer than one that stands alone.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from storage.records import Basis
from tasks.clean.blocks import TAG_BIT, Walk
from tasks.clean.draft import Candidate, Setting
from tasks.clean.head import Head, read_head
from tasks.clean.html_authors import author_candidates
from tasks.clean.html_dates import date_candidates
from tasks.clean.json_ld import Described, read_json_ld
from tasks.clean.words import fold

_SITE = re.compile(r"\s+(?:[|–—·•»-]|::)\s+")
_H1 = TAG_BIT["h1"]
AGREEMENT = 0.04  # added for each other basis that reads the same
MAX_HEADLINE_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says about itself."""

    candidates: tuple[Candidate, ...]
    headline: str | None
    canonical_url: str | None
    head: Head
    described: tuple[Described, ...]


def read_metadata(
    html: str, tree: LexborHTMLParser, walk: Walk, keep: Sequence[bool], setting: Setting
) -> Facts:
    """All candidates of a parsed page whose body is known."""
    head = read_head(tree)
    described = read_json_ld(html)
    headlines = _confirmed(_headlines(head, described, walk, keep))
    best = max(headlines, key=lambda candidate: candidate.confidence, default=None)
    candidates = [
        *headlines,
        *author_candidates(tree, head, described, walk, keep),
        *date_candidates(tree, head, described, walk, keep, setting),
        *_languages(head, described),
    ]
    return Facts(
        candidates=tuple(candidates),
        headline=best.value if best else None,
        canonical_url=head.canonical_url,
        head=head,
        described=tuple(described),
    )


def _headlines(
    head: Head, described: Sequence[Described], walk: Walk, keep: Sequence[bool]
) -> list[Candidate]:
    found = [
        _headline(node.headline, Basis.JSON_LD, 0.8) for node in described[:1] if node.headline
    ]
    if title := head.first("og:title"):
        found.append(_headline(_without_site(title, head), Basis.META, 0.78))
    if title := head.first("twitter:title"):
        found.append(_headline(_without_site(title, head), Basis.META, 0.7))
    if heading := _heading(walk, keep):
        found.append(_headline(heading, Basis.HEADING, 0.76))
    if head.title:
        found.append(_headline(_without_site(head.title, head), Basis.TITLE_ELEMENT, 0.5))
    return [candidate for candidate in found if candidate.value]


def _headline(value: str, basis: Basis, confidence: float) -> Candidate:
    value = " ".join(value.split())[:MAX_HEADLINE_CHARS]
    return Candidate(field="headline", value=value, basis=basis, confidence=confidence)


def _heading(walk: Walk, keep: Sequence[bool]) -> str | None:
    """The last first-level heading before the body ends; a page may have one for its logo too."""
    headings = [at for at, block in enumerate(walk.blocks) if block.tag == "h1" or block.tags & _H1]
    first = keep.index(True) if True in keep else len(keep)
    before = [at for at in headings if at <= first]
    chosen = before[-1:] or headings[:1]
    return walk.blocks[chosen[0]].text if chosen else None


def _without_site(title: str, head: Head) -> str:
    """A title without the site's name at its end (or its beginning)."""
    site = fold(head.first("og:site_name", "application-name") or "")
    parts = _SITE.split(title)
    if len(parts) < 2:
        return title
    if site and fold(parts[0]) == site:
        return title[len(parts[0]) :].lstrip(" |–—·•»:-")
    last = fold(parts[-1])
    if last == site or len(parts[-1].split()) <= 4 < len(title.split()):
        return title[: -len(parts[-1])].rstrip(" |–—·•»:-")
    return title


def _confirmed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates, surer by what other readings agree."""
    votes = Counter(fold(candidate.value) for candidate in candidates)
    return [
        replace(
            candidate,
            confidence=round(
                candidate.confidence + AGREEMENT * (votes[fold(candidate.value)] - 1), 3
            ),
        )
        for candidate in candidates
    ]


def _languages(head: Head, described: Sequence[Described]) -> list[Candidate]:
    declared = [head.language, *(node.language for node in described[:1]), head.first("og:locale")]
    codes = dict.fromkeys(
        code[:2].lower() for code in declared if code and code[:2].isalpha() and len(code) != 3
    )
    return [
        Candidate(field="language", value=code, basis=Basis.META, confidence=0.6) for code in codes
    ]
