"""Whether a source is not read because the robots.txt of its host does not answer (RFC 9309).

Such a host is closed: nothing of it is asked for, so nothing fails and nothing comes. What is
usual of a source says nothing of it either, where it never was otherwise.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from storage.first_few import first_few
from storage.wellbeing.judging import BROKEN, FEW, Day, Health, Judgement

WEEK = timedelta(days=7)


def by_robots(judgement: Judgement, days: Sequence[Day], today: date) -> Judgement:
    """The judgement, made broken where most of the newest answers found a closed host.

    The newest are those of today, and of the days before until there are enough: one hiccup of a
    source that is read once a day is not told.
    """
    newest = _newest([day for day in days if today - WEEK < day.day <= today])
    closed, answers = sum(day.closed for day in newest), sum(day.answers for day in newest)
    if not closed or closed / answers < BROKEN:
        return judgement
    hosts = sorted({host for day in newest for host in day.closed_hosts})
    said = (
        f"robots.txt of {first_few(hosts)} does not answer, so nothing there may be read:"
        f" {closed} of {answers} requests were not made"
    )
    why = judgement.why if judgement.state is not Health.OK else ()
    return Judgement(state=Health.BROKEN, why=(said, *why))


def _newest(days: Sequence[Day]) -> list[Day]:
    taken: list[Day] = []
    for day in sorted(days, key=lambda day: day.day, reverse=True):
        taken.append(day)
        if sum(each.answers for each in taken) >= FEW:
            break
    return taken
