"""Whether nothing has ever come of a source, although it was asked.

Its own past says nothing of that: where every request has always failed, failing is usual.
"""

from dataclasses import dataclass

from storage.wellbeing.judging import Health, Judgement

OFTEN = 2
"""Failed requests that make a source broken, and not degraded.

A host may be down for the minute of the first one, which must alarm nobody by an event; it is told
all the same, for it is asked again within minutes to a day, and a wrong address is known at once.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Barren:
    """The requests to a source that have given nothing, all that were ever made."""

    failed: int
    url: str  # of the last
    status: int | None
    run_id: int | None


def by_barrenness(judgement: Judgement, barren: Barren | None) -> Judgement:
    """The judgement, made worse where nothing was ever had; what is broken has its reason."""
    if barren is None or judgement.state is Health.BROKEN:
        return judgement
    state = Health.BROKEN if barren.failed >= OFTEN else Health.DEGRADED
    worst = max(judgement.state, state, key=list(Health).index)
    why = judgement.why if judgement.state is not Health.OK else ()
    return Judgement(state=worst, why=(_said(barren), *why))


def _said(barren: Barren) -> str:
    requests = "the only request" if barren.failed == 1 else f"all {barren.failed} requests"
    answer = f" (status {barren.status})" if barren.status is not None else ""
    more = f"; `newsledger runs {barren.run_id}` says why" if barren.run_id is not None else ""
    last = "" if barren.failed == 1 else "the last "
    return f"nothing has ever come of it: {requests} failed, {last}for {barren.url}{answer}{more}"
