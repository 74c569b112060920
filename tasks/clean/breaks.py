"""Layout breaks: a source changes its pages, and what cleaning finds on them is no body any more.

Two signs show it, and no single page does: one body stands under several headlines, or the bodies
of a source suddenly shrink, all of them, where short ones were rare. What was found is part of the
cleaning step (tasks/learnt.py); by it each page is judged alone, whenever it comes: a broken page
is a stub, whose lines are kept as dropped, so that the last good text stays current.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from statistics import median

from storage.records import BROKEN_LINE, LAYOUT_BREAK, Dropped
from storage.words import count_words
from tasks.clean.draft import Draft
from tasks.clean.repeats import line_hash
from tasks.learnt import Learnt, ShortSpan

MIN_HEADLINES = 3  # a copy keeps its headline; two columns of one name may share a notice
RUN = 8  # captures, all short: with rare short ones a chance of 1 in 100 million
WINDOW = 50  # captures before, of which the usual length is the median
MIN_BEFORE = 20
SHRUNK = 0.25  # of the usual words; edits and briefs of one source are seldom below
MAX_SHORT_SHARE = 0.1  # of the captures before: where briefs are usual, they are no break
_FOREVER = datetime.max.replace(tzinfo=UTC)
RECOVERED = 3  # whole captures that follow each other end a break


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one capture of an article showed, as cleaned: what a break is seen by."""

    capture_id: int
    at: datetime
    identity: str
    headline: str | None
    body: int  # hash of the whole body; below 0 where no other body can be the same
    words: int


def learn_breaks(known: Learnt, captures: Sequence[Shown]) -> Learnt:
    """What is known of a source with the breaks that these captures show, in any order."""
    bodies = {*known.broken_bodies, *repeated_bodies(captures)}
    spans = list(known.short_spans)
    for span in short_spans(captures):
        if not any(_holds(old, span.since) for old in spans):
            spans.append(span)
    closed = tuple(_closed(span, captures) for span in sorted(spans, key=lambda s: s.since))
    return known.model_copy(update={"broken_bodies": tuple(sorted(bodies)), "short_spans": closed})


def is_broken(body: int, words: int, at: datetime, learnt: Learnt) -> bool:
    """Whether a body, captured then, is what a broken layout left."""
    return body in learnt.broken_bodies or any(
        words < span.below and _holds(span, at) for span in learnt.short_spans
    )


def repeated_bodies(captures: Sequence[Shown]) -> frozenset[int]:
    """The hashes of bodies that stood under different headlines, on different articles."""
    headlines: dict[int, dict[str, str]] = {}
    for shown in captures:
        if shown.body >= 0 and shown.headline:
            headlines.setdefault(shown.body, {})[shown.identity] = shown.headline
    return frozenset(
        body for body, named in headlines.items() if len(set(named.values())) >= MIN_HEADLINES
    )


def short_spans(captures: Sequence[Shown]) -> tuple[ShortSpan, ...]:
    """The times in which bodies were all too short, by captures in any order."""
    ordered = _ordered(captures)
    spans: list[ShortSpan] = []
    whole: list[Shown] = []
    at = 0
    while at < len(ordered):
        below = _threshold([shown.words for shown in whole[-WINDOW:]])
        run = ordered[at : at + RUN]
        if below and len(run) == RUN and _is_short(run, below):
            at, span = _follow(ordered, at, below)
            spans.append(span)
        else:
            whole.append(ordered[at])
            at += 1
    return tuple(spans)


def unless_broken(draft: Draft, at: datetime, learnt: Learnt) -> Draft:
    """The draft, or a stub where the layout of its page is known to be broken."""
    if draft.stub or not draft.text or not (learnt.broken_bodies or learnt.short_spans):
        return draft
    if not is_broken(line_hash(draft.text), count_words(draft.text), at, learnt):
        return draft
    start = max((line.position for line in draft.dropped), default=-1) + 1
    lines = tuple(
        Dropped(position=start + place, text=line, reason=BROKEN_LINE)
        for place, line in enumerate(draft.text.split("\n"))
    )
    return replace(draft, text="", dropped=(*draft.dropped, *lines), stub=LAYOUT_BREAK)


def _holds(span: ShortSpan, at: datetime) -> bool:
    return span.since <= at < (span.until or _FOREVER)


def _closed(span: ShortSpan, captures: Sequence[Shown]) -> ShortSpan:
    """The span, ended where captures are whole again."""
    if span.until:
        return span
    after = [shown for shown in _ordered(captures) if shown.at > span.since]
    for at in range(len(after) - RECOVERED + 1):
        if all(shown.words >= span.below for shown in after[at : at + RECOVERED]):
            return span.model_copy(update={"until": after[at].at})
    return span


def _ordered(captures: Sequence[Shown]) -> list[Shown]:
    return sorted(captures, key=lambda shown: (shown.at, shown.identity))


def _threshold(before: Sequence[int]) -> int:
    """The number of words below which a body is too short; 0 where nobody can tell."""
    if len(before) < MIN_BEFORE:
        return 0
    below = int(SHRUNK * median(before))
    share = sum(words < below for words in before) / len(before)
    return below if share <= MAX_SHORT_SHARE else 0


def _is_short(run: Sequence[Shown], below: int) -> bool:
    """Whether all are short, and of different articles."""
    return len({shown.identity for shown in run}) > RUN / 2 and all(
        shown.words < below for shown in run
    )


def _follow(ordered: Sequence[Shown], start: int, below: int) -> tuple[int, ShortSpan]:
    """The break that begins here, and the place of the first capture that is whole again."""
    span = _closed(ShortSpan(since=ordered[start].at, below=below), ordered[start:])
    if span.until is None:
        return len(ordered), span
    return next(at for at, shown in enumerate(ordered) if shown.at >= span.until), span
