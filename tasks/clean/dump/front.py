"""Headline, byline, date and credits of a text dump, read from the lines around its body.

Only lines outside the body speak here. A headline must share its content with the body; a date
belongs to the headline above it, so the date of a teaser is refused together with the teaser. What
is nobody's stays unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from storage.records import Basis, Credit
from tasks.clean.bylines import opens_byline, read_byline
from tasks.clean.credits import may_caption, may_credit, read_caption, read_credits
from tasks.clean.dates import dated, dateline_stamp, find_stamps
from tasks.clean.draft import Candidate, Setting
from tasks.clean.dump.front_dates import head_dates, tail_dates
from tasks.clean.dump.line_facts import LineFacts
from tasks.clean.dump.line_titles import read_titles
from tasks.clean.dump.near_lines import Line, read_line, without_stamps
from tasks.clean.dump.signatures import introduces, signatures
from tasks.clean.words import WORD, fold

NEAR_BEFORE, NEAR_AFTER = 40, 30  # lines around the body that are read at all
BYLINE_REACH = 3  # lines behind the body's first, where a standfirst is kept before the byline
OPENING = 2  # kept lines among which a headline may stand
TAIL_REACH = 3  # lines after the body in which a labelled date is still the article's


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
    kinds = {at: kind_of(facts, at, setting) for at in near}
    kinds |= {at: "credit" for at in body if _is_credit(facts, at, setting)}
    kinds |= {at: "byline" for at in body[:OPENING] if kind_of(facts, at, setting) == "byline"}
    captions = _captions(facts, [at for at in near if kinds[at] is None])
    head, opening = read_above(facts, body, kinds, order)
    after = [at for at in near if at > body[-1]][:TAIL_REACH]
    tail = [read_line(facts, at, kinds[at], order) for at in after]
    titles = read_titles(facts, body, head, opening)
    best = max((c for _, c in titles if not c.refused), key=lambda c: c.confidence, default=None)
    dates = head_dates(head, titles, best) + tail_dates(tail)
    stamp = dateline_stamp(facts.lines[body[0]], order)
    dateline = [dated("published_at", stamp, Basis.TEXT, 0.4)] if stamp else []
    authors = _bylines(facts, kinds, body[0] + BYLINE_REACH) or _signed(facts, body, head, best)
    return Front(
        candidates=(*(c for _, c in titles), *(c for _, c in dates), *dateline, *authors),
        credits=(*_stated(facts, kinds, setting), *chain.from_iterable(captions.values())),
        reasons=dict.fromkeys(captions, "caption")
        | _reasons(kinds, dates)
        | _titles(facts, near, best, order),
    )


def read_above(
    facts: LineFacts, body: Sequence[int], kinds: Mapping[int, str | None], order: str | None
) -> tuple[list[Line], list[Line]]:
    """The lines above the body, and those that open it; ``kinds`` says what is certain of some."""
    above = range(max(0, body[0] - NEAR_BEFORE), body[0])
    head = [read_line(facts, at, kinds.get(at), order) for at in above]
    return head, [read_line(facts, at, None, order) for at in body[:OPENING]]


def _near(count: int, body: Sequence[int]) -> list[int]:
    """The lines outside the body that stand near it or inside it."""
    first, last = body[0], body[-1]
    before = range(max(0, first - NEAR_BEFORE), first)
    inside = sorted(set(range(first, last)).difference(body))
    return [*before, *inside, *range(last + 1, min(count, last + 1 + NEAR_AFTER))]


def kind_of(facts: LineFacts, at: int, setting: Setting) -> str | None:
    """What a line is for certain, whatever stands around it, or None."""
    if facts.furniture[at]:
        return "furniture"
    text, head = facts.lines[at], facts.heads[at]
    if (facts.may_date[at] or opens_byline(head)) and read_byline(text):
        return "byline"
    return "credit" if _is_credit(facts, at, setting) else None


def _is_credit(facts: LineFacts, at: int, setting: Setting) -> bool:
    asked = setting.rules or may_credit(facts.heads[at])
    return bool(asked and _credits(facts.lines[at], setting))


def _stated(
    facts: LineFacts, kinds: Mapping[int, str | None], setting: Setting
) -> tuple[Credit, ...]:
    """The credits of the lines that are some, in order."""
    lines = sorted(at for at, kind in kinds.items() if kind in ("credit", "furniture"))
    return tuple(credit for at in lines for credit in _credits(facts.lines[at], setting))


def _captions(facts: LineFacts, places: Sequence[int]) -> dict[int, tuple[Credit, ...]]:
    """The lines that end as captions do, with whom they credit for the picture."""
    likely = [at for at in places if may_caption(facts.heads[at])]
    found = ((at, read_caption(facts.lines[at])) for at in likely)
    return {at: credits for at, credits in found if credits}


def _credits(text: str, setting: Setting) -> tuple[Credit, ...]:
    return read_credits(text, setting.rules.credits if setting.rules else None)


def _bylines(facts: LineFacts, kinds: Mapping[int, str | None], last: int) -> list[Candidate]:
    """Those whom bylines name, up to a line a little behind the body's first."""
    lines = [facts.lines[at] for at, kind in kinds.items() if kind == "byline" and at <= last]
    return [_author(name, 0.7) for line in lines for name in read_byline(line)]


def _signed(
    facts: LineFacts, body: Sequence[int], head: Sequence[Line], headline: Candidate | None
) -> list[Candidate]:
    """The one whose name alone is a line between the headline and the body, and of whom the body
    does not speak."""
    if headline is None:
        return []
    title = fold(headline.value)
    place = max((at for at, line in enumerate(head) if fold(line.bare) == title), default=len(head))
    for at, line in enumerate(head[place + 1 :], start=place + 1):
        introduced = introduces(head[at - 1].text)
        certain = introduced or any(near.kind == "stamp" for near in head[at - 1 : at + 2])
        names = signatures(line.bare, certain=certain)
        if names and not any(_speaks_of(facts, body, name.split()[-1]) for name in names):
            return [_author(name, 0.5) for name in names]
    return []


def _speaks_of(facts: LineFacts, body: Sequence[int], word: str) -> bool:
    lines = (facts.lines[at] for at in body)
    return any(word in WORD.findall(line) for line in lines if word in line)


def _author(name: str, confidence: float) -> Candidate:
    return Candidate(field="author", value=name, basis=Basis.BYLINE, confidence=confidence)


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
    bares = [
        (at, without_stamps(facts.lines[at], find_stamps(facts.lines[at], order))) for at in likely
    ]
    same = [at for at, bare in bares if fold(bare).startswith(title)]
    return dict.fromkeys(same, "duplicate-title") | dict.fromkeys(same[:1], "headline")
