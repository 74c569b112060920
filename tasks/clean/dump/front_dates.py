"""Stamps around the body of a dump: which of them date the article."""

from collections.abc import Sequence

from storage.records import Basis
from tasks.clean.dates import printed
from tasks.clean.draft import Candidate, Stamp
from tasks.clean.dump.near_lines import MODIFIED, PUBLISHED, Line
from tasks.clean.dump.signatures import signature
from tasks.clean.sentences import ends_sentence
from tasks.clean.words import count_words, fold

RIVAL_WORDS = 4
RIVAL = 0.2  # a line that looks so much like a headline takes the stamps under it
SIGNED_WITHIN = 2  # lines between a stamp and the byline beside it


def head_dates(
    head: Sequence[Line], titles: Sequence[tuple[Line, Candidate]], headline: Candidate | None
) -> list[tuple[Line, Candidate]]:
    """The stamps before the body, each judged by the headline it stands under.

    Under the headline there may be a standfirst and a caption, which are no headlines. A stamp that
    is signed or says what it dates is the article's, whatever stands over it, if no other headline
    stands between it and the body.
    """
    found, above = [], None
    title = fold(headline.value) if headline else None
    rivals = {
        line.at
        for line, candidate in titles
        if candidate.confidence >= RIVAL
        and not ends_sentence(line.bare)
        and count_words(line.bare) >= RIVAL_WORDS  # fewer are a place, or a rubric
    }
    last = max((line.at for line in head if line.at in rivals), default=-1)
    for line in head:
        if line.kind == "title" and (above is None or above != title or line.at in rivals):
            above = fold(line.bare)
        if not line.stamps or line.kind in ("other", "furniture", "credit"):
            continue
        own = line.at > last and _is_signed(line, head)
        for candidate in _dated(line, 0.8 if title and above == title else 0.5):
            if above and above != title and not own:
                candidate = candidate.refuse("stands under another headline")
            found.append((line, candidate))
    return found


def _is_signed(stamp: Line, head: Sequence[Line]) -> bool:
    """Whether a stamp says what it dates, or a byline stands beside it."""
    if stamp.kind == "byline" or PUBLISHED.search(stamp.bare) or MODIFIED.search(stamp.bare):
        return True
    near = [line for line in head if abs(line.at - stamp.at) <= SIGNED_WITHIN]
    return any(line.kind == "byline" or signature(line.bare) for line in near)


def tail_dates(tail: Sequence[Line]) -> list[tuple[Line, Candidate]]:
    """Labelled stamps right after the body, up to the first line that looks like a teaser."""
    found = []
    for line in tail:
        if line.kind == "title":
            break
        if line.kind == "stamp" and (PUBLISHED.search(line.bare) or MODIFIED.search(line.bare)):
            found += [(line, candidate) for candidate in _dated(line, 0.45)]
    return found


def _dated(line: Line, confidence: float) -> list[Candidate]:
    """The stamps of a line: what each dates is said before it; of those that say so once, all."""
    if len(line.stamps) == 1:
        return [_date(line, line.stamps[0], line.bare, confidence)]
    found: dict[str, Candidate] = {}
    before = 0
    for stamp in line.stamps:
        candidate = _date(line, stamp, line.text[before : stamp.start], confidence)
        found.setdefault(candidate.field, candidate)
        before = stamp.end
    return list(found.values())


def _date(line: Line, stamp: Stamp, label: str, confidence: float) -> Candidate:
    modified = bool(MODIFIED.search(label)) and not PUBLISHED.search(label)
    return Candidate(
        field="modified_at" if modified else "published_at",
        value=printed(stamp),
        basis=Basis.BYLINE if line.kind == "byline" else Basis.TEXT,
        confidence=confidence - (0.2 if stamp.doubtful else 0.0),
        stamp=stamp,
    )
