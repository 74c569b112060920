"""Candidates -> the values of an article, and the evidence for each.

For every field the surest reading that was not refused wins; among equals the earlier one. A year
or month yields to the surest day within it. All readings are kept as evidence. Times that cannot be
are refused here: before the web had news, or after the page was fetched.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.records import INEXACT, Article, Capture, Cleaned, Evidence, Precision, State
from tasks.clean.dates import is_within, to_utc
from tasks.clean.draft import Candidate, Draft, Setting

IMPLAUSIBLE = "implausible"  # how the reason of such a refusal begins
EARLIEST_YEAR = 1990
CLOCK_SKEW = timedelta(hours=26)  # a day without a clock may begin in a zone far ahead


def choose(draft: Draft, capture: Capture, setting: Setting) -> Cleaned:
    """The outcome for a page that could be read: an article, or a stub with its reason."""
    candidates = [_refuse_impossible(candidate, setting) for candidate in draft.candidates]
    chosen = _choices(candidates)
    stub = draft.stub or (None if draft.text else "empty")
    return Cleaned(
        capture=capture,
        state=State.STUB if stub else State.ARTICLE,
        reason=stub,
        article=None if stub else _article(draft, chosen, setting),
        dropped=draft.dropped,
        evidence=tuple(_evidence(candidate, chosen) for candidate in candidates),
        canonical_url=draft.canonical_url,
    )


def _refuse_impossible(candidate: Candidate, setting: Setting) -> Candidate:
    if candidate.stamp is None:
        return candidate
    at = to_utc(candidate.stamp, setting.source.time_zone)
    if at.year < EARLIEST_YEAR:
        return candidate.refuse(f"{IMPLAUSIBLE}: before news was published here")
    form = INEXACT.get(candidate.stamp.precision, INEXACT[Precision.DAY])
    if setting.source.since and f"{at:{form}}" < f"{setting.source.since:{form}}":
        return candidate.refuse(f"{IMPLAUSIBLE}: before the source existed")
    if at > setting.fetched_at + CLOCK_SKEW:
        return candidate.refuse(f"{IMPLAUSIBLE}: after the page was fetched")
    return candidate


def _choices(candidates: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    """Field -> the winning candidates: one, or for authors all of the surest basis."""
    chosen: dict[str, list[Candidate]] = {}
    for field in dict.fromkeys(candidate.field for candidate in candidates):
        open_ = [c for c in candidates if c.field == field and c.refused is None]
        if not open_:
            continue
        best = _narrowed(max(open_, key=_sureness), open_)
        together = [c for c in open_ if (c.basis, c.confidence) == (best.basis, best.confidence)]
        chosen[field] = together if field == "author" else [best]
    return chosen


def _sureness(candidate: Candidate) -> float:
    return candidate.confidence


def _narrowed(best: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """The best reading of a field, or the surest day within it where it is a year or month."""
    period = best.stamp
    if period is None or period.precision not in (Precision.YEAR, Precision.MONTH):
        return best
    days = [
        c
        for c in candidates
        if c.stamp
        and c.stamp.precision in (Precision.DAY, Precision.MINUTE)
        and is_within(c.stamp, period)
    ]
    return max(days, key=_sureness, default=best)


def _article(draft: Draft, chosen: dict[str, list[Candidate]], setting: Setting) -> Article:
    published = _first(chosen, "published_at")
    headline, language = _first(chosen, "headline"), _first(chosen, "language")
    return Article(
        headline=headline.value if headline else None,
        authors=tuple(dict.fromkeys(c.value for c in chosen.get("author", ()))),
        credits=draft.credits,
        published_at=_time(published, setting),
        published_precision=published.stamp.precision if published and published.stamp else None,
        published_basis=published.basis if published else None,
        modified_at=_time(_first(chosen, "modified_at"), setting),
        language=language.value if language else None,
        text=draft.text,
    )


def _first(chosen: dict[str, list[Candidate]], field: str) -> Candidate | None:
    return chosen[field][0] if field in chosen else None


def _time(candidate: Candidate | None, setting: Setting) -> datetime | None:
    if candidate is None or candidate.stamp is None:
        return None
    return to_utc(candidate.stamp, setting.source.time_zone)


def _evidence(candidate: Candidate, chosen: dict[str, list[Candidate]]) -> Evidence:
    return Evidence(
        field=candidate.field,
        value=candidate.value,
        basis=candidate.basis,
        confidence=candidate.confidence,
        chosen=any(candidate is winner for winner in chosen.get(candidate.field, ())),
        note=candidate.refused,
    )
