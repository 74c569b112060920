"""Headline, byline, date and credits of a text dump, read from the lines around its body.

Only lines outside the body speak here. A headline must share its content with the body; a date
belongs to the headline above it, so the date of a teaser is refused together with the teaser. What
is nobody's stays unknown.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.records import Basis, Credit
from tasks.clean.credits import may_credit, read_credits
from tasks.clean.dates import dated, dateline_stamp, find_stamps, printed
from tasks.clean.draft import Candidate, Setting, Stamp
from tasks.clean.line_facts import LineFacts
from tasks.clean.people import opens_byline, read_byline
from tasks.clean.reasons import ends_sentence
from tasks.clean.words import count_words, fold, share_of, stems_of

MAX_HEADLINE_CHARS = 220
MAX_HEADLINE_WORDS = 35
MIN_SHARED = 0.35
"""Of a headline's stems, in the body. On 129 development pages 1.6 % of the headlines share less,
as at .2; of other headlines of the same site 7 % share as much, against 31 % at .2."""
MAX_STAMP_WORDS = 12  # beside the stamp itself; a longer line is a sentence that names a day
REACH = 12  # lines with words that may lie between headline and body
NEAR_BEFORE, NEAR_AFTER = 40, 30  # lines around the body that are read at all
TAIL_REACH = 3  # lines after the body in which a labelled date is still the article's
PUBLISHED = re.compile(
    r"publi|posted|first aired|date\b|veröffentlicht|erschienen|stand:|pubbl|опубликован|дата|发布"
    r"|发表|时间|نشر|تاريخ",
    re.IGNORECASE,
)
MODIFIED = re.compile(
    r"updat|modif|aktualisiert|actualiz|mis à jour|aggiorn|atualiz|обновлен|更新|修改|تحديث",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line outside the body, with what it may be."""

    at: int
    text: str
    stamps: tuple[Stamp, ...]
    bare: str  # without its stamps
    kind: str  # title, stamp, byline, credit, furniture, other


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the lines around a body say: candidates, credits, and the reason of each line read."""

    candidates: tuple[Candidate, ...]
    credits: tuple[Credit, ...]
    reasons: dict[int, str]


def read_front(facts: LineFacts, body: Sequence[int], setting: Setting) -> Front:
    """The metadata of a dump whose body lines are known."""
    if not body:
        return Front(candidates=(), credits=(), reasons={})
    order = setting.source.date_order
    near = _near(len(facts.lines), body)
    kinds = {at: _kind(facts, at, setting) for at in near}
    head = [_line(facts, at, kinds[at], order) for at in near if at < body[0]]
    after = [at for at in near if at > body[-1]][:TAIL_REACH]
    tail = [_line(facts, at, kinds[at], order) for at in after]
    headlines = _headlines(head, facts, body)
    best = max((c for _, c in headlines if not c.refused), key=lambda c: c.confidence, default=None)
    dates = _dates(head, best) + _tail_dates(tail)
    opening = dateline_stamp(facts.lines[body[0]], order)
    dateline = [dated("published_at", opening, Basis.TEXT, 0.4)] if opening else []
    authors = [
        _author(name) for line in head if line.kind == "byline" for name in read_byline(line.text)
    ]
    return Front(
        candidates=tuple([c for _, c in headlines] + [c for _, c in dates] + dateline + authors),
        credits=tuple(
            credit
            for at, kind in kinds.items()
            if kind in ("credit", "furniture")
            for credit in _credits(facts.lines[at], setting)
        ),
        reasons=_reasons(kinds, dates) | _titles(facts, near, best, order),
    )


def _near(count: int, body: Sequence[int]) -> list[int]:
    """The lines outside the body that stand near it or inside it."""
    first, last = body[0], body[-1]
    before = range(max(0, first - NEAR_BEFORE), first)
    inside = sorted(set(range(first, last)).difference(body))
    return [*before, *inside, *range(last + 1, min(count, last + 1 + NEAR_AFTER))]


def _kind(facts: LineFacts, at: int, setting: Setting) -> str | None:
    """What a line is for certain, whatever stands around it, or None."""
    if facts.furniture[at]:
        return "furniture"
    text, head = facts.lines[at], facts.heads[at]
    if (facts.may_date[at] or opens_byline(head)) and read_byline(text):
        return "byline"
    return "credit" if (setting.rules or may_credit(head)) and _credits(text, setting) else None


def _line(facts: LineFacts, at: int, kind: str | None, order: str | None) -> Line:
    text = facts.lines[at]
    stamps = find_stamps(text, order) if facts.may_date[at] else ()
    bare = _bare(text, stamps)
    words = int(facts.words[at]) if bare == text else count_words(bare)
    return Line(
        at=at, text=text, stamps=stamps, bare=bare, kind=kind or _open_kind(bare, words, stamps)
    )


def _bare(text: str, stamps: Sequence[Stamp]) -> str:
    for stamp in reversed(stamps):
        text = text[: stamp.start] + text[stamp.end :]
    return text.strip(" \t\u00a0|–—-,·•")


def _open_kind(bare: str, words: int, stamps: Sequence[Stamp]) -> str:
    if stamps and (words <= 3 or PUBLISHED.search(bare) or MODIFIED.search(bare)):
        return "stamp" if words <= MAX_STAMP_WORDS else "other"
    is_short = len(bare) <= MAX_HEADLINE_CHARS and words <= MAX_HEADLINE_WORDS
    return "title" if words >= 3 and is_short else "other"


def _credits(text: str, setting: Setting) -> tuple[Credit, ...]:
    return read_credits(text, setting.rules.credits if setting.rules else None)


def _headlines(
    head: Sequence[Line], facts: LineFacts, body: Sequence[int]
) -> list[tuple[Line, Candidate]]:
    """Every title-like line before the body, surest first in text order."""
    titles = [(len(head) - at, line) for at, line in enumerate(head) if line.kind == "title"]
    if not titles:
        return []
    spoken = stems_of(facts.words_of(body))
    folded = [fold(line.bare) for _, line in titles]
    found = []
    for (distance, line), title in zip(titles[-REACH:], folded[-REACH:], strict=True):
        twice = sum(other.startswith(title) for other in folded) > 1
        shared = share_of(line.bare, spoken)
        candidate = Candidate(
            field="headline",
            value=line.bare,
            basis=Basis.TEXT,
            confidence=_title_confidence(line, shared, distance, twice=twice),
        )
        if shared < MIN_SHARED:
            candidate = candidate.refuse("shares nothing with the body")
        found.append((line, candidate))
    return found


def _title_confidence(line: Line, shared: float, distance: int, *, twice: bool) -> float:
    sure = 0.3 + 0.4 * shared + 0.15 * twice + 0.1 / distance
    return round(sure - 0.15 * ends_sentence(line.bare), 3)


def _dates(head: Sequence[Line], headline: Candidate | None) -> list[tuple[Line, Candidate]]:
    """The stamps before the body, each judged by the headline it stands under."""
    found, above = [], None
    title = fold(headline.value) if headline else None
    for line in head:
        if line.kind == "title":
            above = fold(line.bare)
        if not line.stamps or line.kind in ("other", "furniture", "credit"):
            continue
        candidate = _date(line, 0.8 if title and above == title else 0.5)
        if above and above != title:
            candidate = candidate.refuse("stands under another headline")
        found.append((line, candidate))
    return found


def _tail_dates(tail: Sequence[Line]) -> list[tuple[Line, Candidate]]:
    """Labelled stamps right after the body, up to the first line that looks like a teaser."""
    found = []
    for line in tail:
        if line.kind == "title":
            break
        if line.kind == "stamp" and (PUBLISHED.search(line.bare) or MODIFIED.search(line.bare)):
            found.append((line, _date(line, 0.45)))
    return found


def _date(line: Line, confidence: float) -> Candidate:
    stamp = line.stamps[0]
    modified = bool(MODIFIED.search(line.bare)) and not PUBLISHED.search(line.bare)
    return Candidate(
        field="modified_at" if modified else "published_at",
        value=printed(stamp),
        basis=Basis.BYLINE if line.kind == "byline" else Basis.TEXT,
        confidence=confidence - (0.2 if stamp.doubtful else 0.0),
        stamp=stamp,
    )


def _author(name: str) -> Candidate:
    return Candidate(field="author", value=name, basis=Basis.BYLINE, confidence=0.7)


def _reasons(
    kinds: Mapping[int, str | None], dates: Sequence[tuple[Line, Candidate]]
) -> dict[int, str]:
    reasons = {at: "credit" for at, kind in kinds.items() if kind == "credit"}
    reasons |= {at: "byline" for at, kind in kinds.items() if kind == "byline"}
    return reasons | {
        line.at: "date"
        for line, candidate in dates
        if line.kind == "stamp" and not candidate.refused
    }


def _titles(
    facts: LineFacts, near: Sequence[int], headline: Candidate | None, order: str | None
) -> dict[int, str]:
    """The line of the headline, and those that repeat it."""
    title = fold(headline.value) if headline else ""
    if not title:
        return {}
    first = title.split(" ")[0]
    likely = [at for at in near if first in facts.lines[at].casefold()]
    bares = [(at, _bare(facts.lines[at], find_stamps(facts.lines[at], order))) for at in likely]
    same = [at for at, bare in bares if fold(bare).startswith(title)]
    return dict.fromkeys(same, "duplicate-title") | dict.fromkeys(same[:1], "headline")
