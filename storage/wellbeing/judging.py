"""Is a source well? Judged against its own past, never against a number that somebody set.

::

    days of the last eight weeks --> what is usual on such a day --> how odd is the newest day
                                                                  --> state, and sentences why

Odd means: less likely than `ODD` if nothing had changed. With five tests a day on each source, one
source in six would be called ill by chance once in a year.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean

ODD = 1e-4
WEEKS = 8
LEARNING = 14
"""Days of past below which nothing is judged: two of each weekday."""

FEW = 5
"""Articles below which a day says nothing about fields; the days before it are taken in."""

BROKEN = 0.5
"""The share of answers that must be stubs or failures for a source to be broken."""


class Health(StrEnum):
    """How a source is, from best to worst."""

    OK = "ok"
    DEGRADED = "degraded"  # it comes, but not as it used to
    SILENT = "silent"  # nothing new for longer than is usual
    BROKEN = "broken"  # what comes holds no articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What came of a source on one day."""

    day: date
    answers: int = 0  # of any kind
    failed: int = 0
    closed: int = 0  # not asked for, as robots.txt did not answer
    closed_hosts: tuple[str, ...] = ()
    pages: int = 0  # cleaned
    stubs: int = 0
    articles: int = 0  # seen for the first time
    headlines: int = 0
    authors: int = 0
    dates: int = 0
    texts: int = 0  # of the articles' texts, those that were read
    residue: int = 0  # of those, with lines that other pages of the source repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A source's state, and the sentences why."""

    state: Health
    why: tuple[str, ...]


def judge(days: Sequence[Day], today: date) -> Judgement:
    """How a source is at the end of `today`, by its days up to then; missing days are empty."""
    past = _filled([item for item in days if item.day <= today], today)
    if len(past) <= LEARNING:
        return Judgement(state=Health.OK, why=("too new to judge: its past is still being learnt",))
    found = [
        *_silence(past),
        *_volume(past),
        *_fields(past),
        *_share(past, lambda day: day.stubs, lambda day: day.pages, "pages hold no article"),
        *_share(past, lambda day: day.failed, lambda day: day.answers, "requests failed"),
        *_residue(past),
    ]
    worst = max((state for state, _ in found), key=list(Health).index, default=Health.OK)
    return Judgement(state=worst, why=tuple(said for _, said in found))


Finding = tuple[Health, str]


def _silence(past: Sequence[Day]) -> list[Finding]:
    """Days without an article that are unlikely, and longer than any pause before."""
    quiet = _quiet(past)
    before = past[: len(past) - quiet][-7 * WEEKS :]
    if not quiet or not before:
        return []
    expected = sum(_usual(before, day.day) for day in past[-quiet:])
    if math.exp(-expected) >= ODD or quiet <= _longest_pause(before):
        return []
    span = "a day" if quiet == 1 else f"{quiet} days"
    said = f"nothing new for {span}, in which about {expected:.0f} articles are usual"
    return [(Health.SILENT, said)]


def _volume(past: Sequence[Day]) -> list[Finding]:
    """A day, or three together, with many more articles than such days have had."""
    for span in (1, 3):
        before = past[:-span][-7 * WEEKS :]
        weekdays = {day.day.weekday() for day in past[-span:]}
        same = [day.articles for day in before if day.day.weekday() in weekdays]
        count, weeks = sum(day.articles for day in past[-span:]), len(same) / span
        if weeks < 2 or count <= 1.5 * sum(same) / weeks:
            continue
        bursts = _burstiness(before)
        if _many(round(count / bursts), sum(same) / bursts, weeks) < ODD:
            during = "a day" if span == 1 else f"{span} days"
            usual = f"about {sum(same) / weeks:.0f} are usual on such days"
            return [(Health.DEGRADED, f"{count} new articles in {during}; {usual}")]
    return []


def _fields(past: Sequence[Day]) -> list[Finding]:
    """Headlines, authors or dates that are missing where they used to be there."""
    found: list[Finding] = []
    parts: tuple[tuple[str, Callable[[Day], int]], ...] = (
        ("headline", lambda day: day.headlines),
        ("author", lambda day: day.authors),
        ("date", lambda day: day.dates),
    )
    recent = _recent(past, lambda day: day.articles)
    before = past[: len(past) - recent][-7 * WEEKS :]
    count, total = (
        _sum(past[-recent:], lambda day: day.articles),
        _sum(before, lambda day: day.articles),
    )
    for name, part in parts:
        with_it, usual = _sum(past[-recent:], part), _smooth(_sum(before, part), total)
        if count and _at_least(count - with_it, count, 1 - usual) < ODD:
            said = f"{with_it} of {count} new articles have a {name}; {usual:.0%} are usual"
            found.append((Health.DEGRADED, said))
    return found


def _share(
    past: Sequence[Day], bad: Callable[[Day], int], of: Callable[[Day], int], said: str
) -> list[Finding]:
    """A share of bad answers that is unlikely by what is usual."""
    recent = _recent(past, of)
    before = past[: len(past) - recent][-7 * WEEKS :]
    found, count = _sum(past[-recent:], bad), _sum(past[-recent:], of)
    usual = _smooth(_sum(before, bad), _sum(before, of))
    if not count or _at_least(found, count, usual) >= ODD:
        return []
    state = Health.BROKEN if found / count >= BROKEN else Health.DEGRADED
    return [(state, f"{found} of {count} {said}; {usual:.0%} are usual")]


def _residue(past: Sequence[Day]) -> list[Finding]:
    """Texts with lines of the page around them; below half of the day it may be a series."""
    said = "new texts hold lines that other pages repeat"
    found = _share(past, lambda day: day.residue, lambda day: day.texts, said)
    return [(Health.DEGRADED, why) for state, why in found if state is Health.BROKEN]


def _filled(days: Sequence[Day], today: date) -> list[Day]:
    """Every day from the first to today; those on which nothing came are empty."""
    known = {item.day: item for item in days}
    if not known:
        return []
    first = min(known)
    span = ((today - first).days + 1) if today >= first else 0
    every = (first + timedelta(days=at) for at in range(span))
    return [known.get(day) or Day(day=day) for day in every]


def _usual(before: Sequence[Day], day: date) -> float:
    """Articles that such a weekday has had; the mean of all days where it was never seen."""
    same = [item.articles for item in before if item.day.weekday() == day.weekday()]
    return fmean(same or [item.articles for item in before] or [0])


def _quiet(past: Sequence[Day]) -> int:
    """How many of the newest days had no article."""
    for count, day in enumerate(reversed(past)):
        if day.articles:
            return count
    return len(past)


def _longest_pause(before: Sequence[Day]) -> int:
    longest = run = 0
    for day in before:
        run = 0 if day.articles else run + 1
        longest = max(longest, run)
    return longest


def _recent(past: Sequence[Day], part: Callable[[Day], int]) -> int:
    """How many of the newest days hold enough to be judged by; a week at most."""
    for count in range(1, 8):
        if _sum(past[-count:], part) >= FEW:
            return count
    return 7


def _sum(days: Sequence[Day], part: Callable[[Day], int]) -> int:
    return sum(part(day) for day in days)


def _smooth(hits: int, count: int) -> float:
    """A share that is never 0 nor 1, as by Laplace's rule of succession."""
    return (hits + 1) / (count + 2)


def _at_least(hits: int, count: int, share: float) -> float:
    """The likelihood of so many hits or more, by the binomial distribution."""
    if hits <= 0:
        return 1.0
    return sum(
        math.comb(count, at) * share**at * (1 - share) ** (count - at)
        for at in range(hits, count + 1)
    )


def _burstiness(before: Sequence[Day]) -> float:
    """How much more, or less, the days vary than chance alone has them; chance is 1.

    The variance over the mean, drawn towards chance as if it had been seen for `LEARNING` days.
    """
    usual = [_usual(before, day.day) for day in before]
    spread = sum((day.articles - mean) ** 2 for day, mean in zip(before, usual, strict=True))
    free = len(before) - len({day.day.weekday() for day in before})
    seen = spread / max(fmean(usual), 1 / len(before))
    return (seen + LEARNING) / (free + LEARNING)


def _many(value: int, seen: float, weeks: float) -> float:
    """The likelihood of so many or more, where `seen` came in so many weeks.

    The negative binomial distribution: chance, and how little a short past says of the mean.
    """
    shape, share = seen + 0.5, weeks / (weeks + 1)
    fewer = sum(
        math.exp(
            math.lgamma(at + shape)
            - math.lgamma(shape)
            - math.lgamma(at + 1)
            + shape * math.log(share)
            + at * math.log(1 - share)
        )
        for at in range(value)
    )
    return max(0.0, 1 - fewer)
