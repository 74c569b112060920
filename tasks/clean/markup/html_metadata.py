"""Headline, authors, times and language of a page, each candidate with basis and confidence.

The order of trust was measured on the development pages: JSON-LD of the article, then meta tags,
then elements of the page near its body, then the address.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from storage.records import NOT_FREE, Basis
from tasks.clean.draft import Candidate, Setting
from tasks.clean.markup.blocks import Walk
from tasks.clean.markup.elements import TAG_BIT
from tasks.clean.markup.head import Head
from tasks.clean.markup.headlines import headline_candidates, site_names
from tasks.clean.markup.html_authors import author_candidates
from tasks.clean.markup.html_dates import date_candidates
from tasks.clean.markup.html_lines import TITLE_WITHIN, printed_title
from tasks.clean.markup.json_ld import Described, page_kinds, read_json_ld
from tasks.clean.words import fold, stems

_H1 = TAG_BIT["h1"]
MIN_STEMS = 3  # a shorter headline may well share no word with a true body
PRINTED_SHARE = 0.4  # a rubric or the site's own name is a quarter of a title or less
LINKED = 0.9  # of a heading's characters
MIN_HEADING_CHARS = 12
MIN_BODY_CHARS = 80  # "Loading..." is no body that a headline could share a word with
SURE = 0.84  # two bases agree; such a headline is believed against the body's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says about itself."""

    candidates: tuple[Candidate, ...]
    headline: str | None
    canonical_url: str | None
    head: Head
    described: tuple[Described, ...]
    kinds: frozenset[str]  # of what the page describes, as schema.org names them


def read_metadata(
    html: str,
    tree: LexborHTMLParser,
    head: Head,
    walk: Walk,
    keep: Sequence[bool],
    setting: Setting,
) -> Facts:
    """All candidates of a parsed page whose body is known."""
    linked = read_json_ld(html)
    described = linked.articles
    sites = site_names(head, described, setting.url) | {fold(setting.source.name)}
    heading = _heading(walk, keep, head.title) or _printed(walk, head.title)
    headlines = _of_this_body(headline_candidates(head, described, heading, sites), walk, keep)
    accepted = [candidate for candidate in headlines if candidate.refused is None]
    best = max(accepted, key=lambda candidate: candidate.confidence, default=None)
    candidates = [
        *headlines,
        *author_candidates(tree, head, described, walk, keep, sites),
        *date_candidates(
            html, tree, head, linked, walk, keep, best.value if best else None, setting
        ),
        *_languages(head, described),
        *_access(described),
    ]
    return Facts(
        candidates=tuple(candidates),
        headline=best.value if best else None,
        canonical_url=head.canonical_url,
        head=head,
        described=described,
        kinds=linked.kinds if described else linked.kinds | page_kinds(html),
    )


def _heading(walk: Walk, keep: Sequence[bool], title: str | None) -> str | None:
    """The last first-level heading before the body; a page may have one for its logo too.

    One that is but a link leads elsewhere, as a site's name does: then a heading of the second
    level that the title element repeats is the page's own.
    """
    headings = [at for at, block in enumerate(walk.blocks) if block.tag == "h1" or block.tags & _H1]
    first = keep.index(True) if True in keep else len(keep)
    before = [at for at in headings if at <= first]
    chosen = before[-1:] or headings[:1]
    if not chosen:
        return None
    block = walk.blocks[chosen[0]]
    linked = block.link_chars >= LINKED * len(block.text)
    return (_second_heading(walk, first, title) if linked and title else None) or block.text


def _second_heading(walk: Walk, first: int, title: str) -> str | None:
    """The last second-level heading before the body that the title element holds."""
    folded = fold(title)
    found = [
        block.text
        for block in walk.blocks[: first + 1]
        if block.tag == "h2" and len(block.text) >= MIN_HEADING_CHARS and fold(block.text) in folded
    ]
    return found[-1] if found else None


def _printed(walk: Walk, title: str | None) -> str | None:
    """The line that is a good part of the title element, for want of a first-level heading."""
    line = printed_title([block.text for block in walk.blocks[:TITLE_WITHIN]], title)
    return line if line and title and len(line) >= PRINTED_SHARE * len(title) else None


def _of_this_body(
    candidates: Sequence[Candidate], walk: Walk, keep: Sequence[bool]
) -> list[Candidate]:
    """The candidates; one that stands alone and shares no word with the body is refused."""
    if True not in keep:
        return list(candidates)
    body = "\n".join(
        block.text for block, kept in zip(walk.blocks, keep, strict=True) if kept
    ).casefold()
    if len(body) < MIN_BODY_CHARS:
        return list(candidates)
    return [
        candidate.refuse("shares nothing with the body")
        if candidate.confidence < SURE and _is_foreign(candidate.value, body)
        else candidate
        for candidate in candidates
    ]


def _is_foreign(headline: str, body: str) -> bool:
    own = stems(headline)
    return len(own) >= MIN_STEMS and not any(stem in body for stem in own)


def _access(described: Sequence[Described]) -> list[Candidate]:
    """That the article is not free to read, where the first node to tell says so."""
    told = [node.is_free for node in described if node.is_free is not None]
    paid = Candidate(field="access", value=NOT_FREE, basis=Basis.JSON_LD, confidence=0.9)
    return [paid] if told[:1] == [False] else []


def _languages(head: Head, described: Sequence[Described]) -> list[Candidate]:
    declared = [head.language, *(node.language for node in described[:1]), head.first("og:locale")]
    codes = dict.fromkeys(
        code[:2].lower() for code in declared if code and code[:2].isalpha() and len(code) != 3
    )
    return [
        Candidate(field="language", value=code, basis=Basis.META, confidence=0.6) for code in codes
    ]
