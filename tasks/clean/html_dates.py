"""When a page was published and changed: JSON-LD, meta tags, time elements, text, address.

A time counts by where it stands: between headline and body it is the article's, inside a teaser,
a comment or a sidebar it is not. Days that several bases give are surer than one alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from storage.records import Basis
from tasks.clean.blocks import Walk
from tasks.clean.class_words import BIT
from tasks.clean.dates import find_stamps, parse_stamp, printed
from tasks.clean.draft import Candidate, Setting, Stamp
from tasks.clean.head import Head
from tasks.clean.json_ld import Described, read_any_published
from tasks.clean.words import fold

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
    r"/((?:19|20)\d\d)[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
_URL_PACKED = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MODIFIED = re.compile(
    r"\b(?:updated|modified|edited|revised)\b|aktualisiert|actualiz|mis à jour|aggiorn|atualiz"
    r"|обновл|更新",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|posted|date|veröff|erschienen|stand|datum|vom |pubbl|опубл|дата|发布|时间"
    r"|نشر",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"uhr\s*bis|deadline|until|bis zum|copyright|©"
    r"|\d\s*[–-]\s*\d{1,2}\.\s*\w+\s+\d{4}",
    re.IGNORECASE,
)
FOREIGN = BIT["comment"] | BIT["related"] | BIT["sidebar"] | BIT["footer"] | BIT["popular"]
BEFORE, AFTER = 40, 4  # blocks around the beginning of the body in which a stamp is looked for
TAIL = 8  # blocks after the body
CLOSE = 12  # blocks; a stamp this near to the body is most often its own
MAX_STAMP_CHARS = 140
MAX_LONE_CHARS = 80
MAX_OTHER_WORDS = 14  # beside the stamp; a longer block is a sentence that names a day
LEAD_CHARS = 60  # of the body, in which agencies and press offices print place and date
LINKED = 0.8  # of a block's characters stand in links
MIN_TEASER_WORDS = 4  # sections, tags and share links are shorter
AGREEMENT = 0.04
VAGUE = 0.7  # tags that do not say which date: below a time element near the headline


def date_candidates(
    html: str,
    head: Head,
    described: Sequence[Described],
    walk: Walk,
    keep: Sequence[bool],
    setting: Setting,
) -> list[Candidate]:
    """Every reading of the times of publication and change."""
    order = setting.source.date_order
    found: list[Candidate] = []
    for node in described:
        if node.published:
            found += _read("published_at", [node.published], Basis.JSON_LD, 0.95, order)
            found += _read("modified_at", [node.modified], Basis.JSON_LD, 0.95, order)
            break
    else:
        found += _read("published_at", [read_any_published(html)], Basis.JSON_LD, 0.85, order)
    found += _read("published_at", _meta(head, PUBLISHED_META), Basis.META, 0.9, order)
    found += _read("published_at", _meta(head, VAGUE_META), Basis.META, VAGUE, order)
    found += _read("modified_at", _meta(head, MODIFIED_META), Basis.META, 0.9, order)
    first = keep.index(True) if True in keep else len(keep)
    found += _elements(walk, first, order)
    found += _text(walk, keep, first, order, fold(head.title or ""))
    found += _address(setting.url, head.canonical_url)
    return _agreed(found)


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


def _elements(walk: Walk, first: int, order: str | None) -> list[Candidate]:
    """The time elements of the page, by where they stand."""
    found: list[Candidate] = []
    for mark in walk.times:
        stamp = parse_stamp(mark.value, order)
        if stamp is None:
            continue
        field = "modified_at" if mark.property == "dateModified" else "published_at"
        sure = _trust(mark.at, mark.around, first) + 0.1 * (mark.property == "datePublished")
        found.append(_candidate(field, stamp, Basis.TIME_ELEMENT, sure))
    return sorted(found, key=lambda candidate: -candidate.confidence)[:4]


def _trust(at: int, around: int, first: int) -> float:
    """How likely a time at some block is the article's own."""
    if around & FOREIGN:
        return 0.3
    if first - CLOSE <= at <= first + 2:
        return 0.75
    return 0.62 if at <= first else 0.45


def _text(
    walk: Walk, keep: Sequence[bool], first: int, order: str | None, title: str
) -> list[Candidate]:
    """Stamps in short blocks around the body, and in the first words of it."""
    found: list[Candidate] = []
    last = len(keep) - keep[::-1].index(True) if True in keep else len(keep)
    spots = [
        *range(max(0, first - BEFORE), min(first + AFTER, len(keep))),
        *range(last, last + TAIL),
    ]
    heading = next((at for at, block in enumerate(walk.blocks) if block.tag == "h1"), None)
    if heading is not None:
        spots += range(max(0, heading - CLOSE), heading + CLOSE)
    for at in dict.fromkeys(spots):
        if at < len(walk.blocks):
            foreign = bool(walk.blocks[at].near & FOREIGN) or _is_teasers(walk, at, title)
            found += _stamped(walk.blocks[at].text, at, first, last, order, foreign=foreign)
    if not found and first < len(keep):
        for stamp in find_stamps(walk.blocks[first].text[:LEAD_CHARS], order)[:1]:
            found.append(_candidate("published_at", stamp, Basis.TEXT, 0.35))
    if not found and first < len(keep):
        found = _anywhere(walk, order)
    return sorted(found, key=lambda candidate: -candidate.confidence)[:4]


def _is_teasers(walk: Walk, at: int, title: str) -> bool:
    """Whether the block before a stamp is a linked headline, and not the page's own."""
    above = walk.blocks[at - 1] if at else None
    if above is None or above.link_chars < LINKED * len(above.text):
        return False
    folded = fold(above.text)
    return len(folded.split()) >= MIN_TEASER_WORDS and folded not in title


def _anywhere(walk: Walk, order: str | None) -> list[Candidate]:
    """The first stamp that is labelled or in an element named after dates, for want of others."""
    for block in walk.blocks:
        if len(block.text) > MAX_LONE_CHARS or block.near & FOREIGN or _EVENT.search(block.text):
            continue
        stamps = find_stamps(block.text, order)
        if stamps and (_PUBLISHED.search(block.text) or block.near & BIT["meta"]):
            return [_candidate("published_at", stamps[0], Basis.TEXT, 0.28)]
    return []


def _stamped(
    text: str, at: int, first: int, last: int, order: str | None, *, foreign: bool
) -> list[Candidate]:
    if len(text) > MAX_STAMP_CHARS or _EVENT.search(text):
        return []
    stamps = find_stamps(text, order)
    if not stamps or len(text.split()) > MAX_OTHER_WORDS + 4 * len(stamps):
        return []
    labelled = bool(_PUBLISHED.search(text))
    if at >= last and not labelled:
        return []
    modified = bool(_MODIFIED.search(text[: stamps[0].start]))
    near = first - CLOSE <= at <= first + 2
    sure = 0.3 if foreign else 0.55 if near else 0.42
    field = "modified_at" if modified else "published_at"
    return [_candidate(field, stamps[0], Basis.TEXT, sure + 0.05 * labelled)]


def _address(url: str | None, canonical: str | None) -> list[Candidate]:
    for address in (url, canonical):
        match = (_URL_DATE.search(address) or _URL_PACKED.search(address)) if address else None
        stamp = parse_stamp("-".join(part.zfill(2) for part in match.groups())) if match else None
        if stamp:
            return [_candidate("published_at", stamp, Basis.URL, 0.6)]
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
