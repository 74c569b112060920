"""What a person expects of a source, beside what its own past says: numbers from sources.yaml."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from storage.wellbeing.judging import Day, Health, Judgement

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Bounds for one source; None where nothing is expected."""

    articles_per_week: tuple[int, int] | None = None  # fewest and most
    max_silence: timedelta | None = None


def by_expectation(
    judgement: Judgement, days: Sequence[Day], today: date, expected: Expected
) -> Judgement:
    """The judgement, made worse where the week up to `today` breaks what is expected."""
    found = [*_week(days, today, expected), *_silence(days, today, expected)]
    if not found:
        return judgement
    order = list(Health).index
    worst = max((judgement.state, *(state for state, _ in found)), key=order)
    why = judgement.why if judgement.state is not Health.OK else ()
    return Judgement(state=worst, why=(*why, *(said for _, said in found)))


def _week(days: Sequence[Day], today: date, expected: Expected) -> Iterator[tuple[Health, str]]:
    first = min((day.day for day in days), default=today)
    if expected.articles_per_week is None or today - first < WEEK - timedelta(days=1):
        return
    fewest, most = expected.articles_per_week
    count = sum(day.articles for day in days if today - WEEK < day.day <= today)
    if not fewest <= count <= most:
        said = f"{count} new articles in 7 days; sources.yaml expects {fewest} to {most}"
        yield Health.DEGRADED, said


def _silence(days: Sequence[Day], today: date, expected: Expected) -> Iterator[tuple[Health, str]]:
    if expected.max_silence is None or not days:
        return
    spoke = [day.day for day in days if day.articles and day.day <= today]
    last = max(spoke, default=min(day.day for day in days) - timedelta(days=1))
    quiet = today - last
    if quiet > expected.max_silence:
        said = f"nothing new for {quiet.days} days; sources.yaml allows {_shown(expected)}"
        yield Health.SILENT, said


def _shown(expected: Expected) -> str:
    assert expected.max_silence is not None
    hours = expected.max_silence.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
