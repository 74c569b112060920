"""Times printed in the text of a page: around its body, its headline, and in its first words.

A stamp is a block's business, not a sentence's: a sentence that names a day tells of an event.
What stands in a comment, a sidebar or under another headline is not the article's, unless it
stands right at the article's own headline; nor is the day of a quoted post or of a correction.
"""

import re
from collections.abc import Iterator, Sequence

from storage.records import Basis
from tasks.clean.dates import dated, dateline_stamp, find_stamps
from tasks.clean.draft import Candidate, Stamp
from tasks.clean.markup.blocks import Block, Walk
from tasks.clean.markup.class_words import BIT
from tasks.clean.markup.elements import TAG_BIT
from tasks.clean.people import BY
from tasks.clean.sentences import ends_sentence
from tasks.clean.words import fold
from tasks.notices import is_correction

_MODIFIED = re.compile(
    r"\b(?:updated|modified|edited|revised)\b|aktualisiert|actualiz|mis à jour|aggiorn|atualiz"
    r"|обновл|更新",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|posted|\bdate|veröff|erschienen|stand|datum|vom |pubbl|опубл|дата|发布|时间"
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
BESIDE = 2  # blocks from the headline
MAX_STAMP_CHARS = 140
MAX_LONE_CHARS = 80
MAX_OTHER_WORDS = 14  # beside the stamp; a longer block is a sentence that names a day
MAX_SENTENCE_WORDS = 5  # beside the stamp; "Published on 3 May." is a stamp, longer ones tell
LINKED = 0.8  # of a block's characters stand in links
FOLDED_CHARS = 8  # by which a folded title may be longer: "ß" becomes "ss"
MIN_TEASER_WORDS = 4  # sections, tags and share links are shorter
BEST = 4  # readings that are kept


def own_titles(*titles: str | None) -> frozenset[str]:
    """The page's own titles as they are compared with what stands above a stamp."""
    return frozenset(fold(title) for title in titles if title)


def find_headlines(walk: Walk, headline: str | None, title: str | None) -> list[int]:
    """Where the page's headline stands: its first heading, then blocks that read as its titles."""
    own = own_titles(headline, title)
    openings = {folded.partition(" ")[0] for folded in own}
    heading = next((at for at, block in enumerate(walk.blocks) if block.tag == "h1"), None)
    least = min(map(len, own), default=MAX_STAMP_CHARS) - FOLDED_CHARS
    same = [
        at
        for at, block in enumerate(walk.blocks)
        if least < len(block.text) < MAX_STAMP_CHARS
        and at != heading
        and any(map(block.text.casefold().__contains__, openings))  # a tenth of the time of
        and fold(block.text) in own
    ]
    return [*([] if heading is None else [heading]), *same[:BEST]]


def is_beside(at: int, headings: Sequence[int]) -> bool:
    """Whether a block stands right at a headline, whatever the column they share is called."""
    return any(abs(at - heading) <= BESIDE for heading in headings)


def block_dates(
    walk: Walk,
    spots: Sequence[int],
    keep: Sequence[bool],
    headings: Sequence[int],
    own: frozenset[str],
    order: str | None,
) -> list[Candidate]:
    """Stamps in short blocks around the body and the headline, and in the first words of it."""
    first = keep.index(True) if True in keep else len(keep)
    last = len(keep) - keep[::-1].index(True) if True in keep else len(keep)
    found: list[Candidate] = []
    for at in _looked_at(spots, first, last, headings):
        text = walk.blocks[at].text
        if len(text) > MAX_STAMP_CHARS or not find_stamps(text, order):
            continue
        if _is_others(walk.blocks[at]):
            continue
        beside = is_beside(at, headings)
        is_aside = bool(walk.blocks[at].near & FOREIGN) and not beside
        apart = at > 0 and spots[at] - spots[at - 1] > 1  # a menu stands between
        foreign = is_aside or (not apart and _is_teasers(walk, at, own))
        is_after = at >= last and not beside
        distance = spots[at] - spots[first]
        found += _stamped(walk.blocks[at], distance, order, foreign=foreign, is_after=is_after)
    if not found and first < len(keep):
        found = _lead(walk, first, order) or _anywhere(walk, order)
    return sorted(found, key=lambda candidate: -candidate.confidence)[:BEST]


def _looked_at(spots: Sequence[int], first: int, last: int, headings: Sequence[int]) -> list[int]:
    """The blocks that are looked at, each once, the body's neighbours first."""
    found = [*_around(spots, first, BEFORE, AFTER - 1), *_around(spots, last, 0, TAIL - 1)]
    for place, heading in enumerate(headings):
        reach = BESIDE if place else CLOSE
        found += _around(spots, heading, reach, reach)
    return list(dict.fromkeys(found))


def _around(spots: Sequence[int], at: int, before: int, after: int) -> list[int]:
    """The blocks that stand no further before and after one, menus counted."""
    near = range(max(0, at - before), min(len(spots) - 1, at + after + 1))
    return [other for other in near if -before <= spots[other] - spots[at] <= after]


def _is_others(block: Block) -> bool:
    """Whether a day is that of a quoted post or of a correction."""
    return bool(block.tags & TAG_BIT["blockquote"]) or is_correction(block.text)


def _is_teasers(walk: Walk, at: int, own: frozenset[str]) -> bool:
    """Whether the block before a stamp is a linked headline, and not the page's own."""
    above = walk.blocks[at - 1] if at else None
    if above is None or above.link_chars < LINKED * len(above.text):
        return False
    folded = fold(above.text)
    return len(folded.split()) >= MIN_TEASER_WORDS and not any(folded in title for title in own)


def _stamped(
    block: Block, distance: int, order: str | None, *, foreign: bool, is_after: bool
) -> list[Candidate]:
    """The stamps of a block so far from the body's first; after the body only if it says so.

    The first of a block, and those that have a label of their own.
    """
    text = block.text
    stamps = find_stamps(text, order)
    words = len(text.split()) - 4 * len(stamps)
    most = MAX_SENTENCE_WORDS if ends_sentence(text) else MAX_OTHER_WORDS
    if words > most or _EVENT.search(text):
        return []
    byline = bool(BY.match(text))
    labelled = byline or bool(_PUBLISHED.search(text))
    if is_after and not (labelled or block.near & BIT["meta"]):
        return []
    near = -CLOSE <= distance <= 2
    sure = 0.3 if foreign else 0.55 if near else 0.42
    basis = Basis.BYLINE if byline else Basis.TEXT
    sure += 0.05 * labelled
    return [dated(field, stamp, basis, sure) for field, stamp in _fields(text, stamps)]


def _fields(text: str, stamps: Sequence[Stamp]) -> Iterator[tuple[str, Stamp]]:
    """What the first stamp of a text dates, and each that has a label of its own before it."""
    before = 0
    for stamp in stamps:
        label = text[before : stamp.start]
        modified = bool(_MODIFIED.search(label))
        if not before or modified or _PUBLISHED.search(label):
            yield ("modified_at" if modified else "published_at"), stamp
        before = stamp.end


def _lead(walk: Walk, first: int, order: str | None) -> list[Candidate]:
    opening = next((b for b in walk.blocks[first:] if not is_correction(b.text)), None)
    stamp = dateline_stamp(opening.text, order) if opening else None
    return (
        [dated("published_at", stamp, Basis.TEXT, 0.35 if stamp.start else 0.45)] if stamp else []
    )


def _anywhere(walk: Walk, order: str | None) -> list[Candidate]:
    """The first stamp that is labelled or in an element named after dates, for want of others."""
    for block in walk.blocks:
        if len(block.text) > MAX_STAMP_CHARS:
            continue
        stamps = find_stamps(block.text, order)
        if not stamps or _EVENT.search(block.text) or _is_others(block):
            continue
        named = block.near & BIT["meta"] and len(block.text) <= MAX_LONE_CHARS
        if not block.near & FOREIGN and (named or _PUBLISHED.search(block.text)):
            return [dated("published_at", stamps[0], Basis.TEXT, 0.28)]
    return []
