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


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """A channel of files in which nothing was ever found."""

    channel: str
    rounds: int  # so far, all of them in vain


def by_barrenness(judgement: Judgement, barren: Barren | None) -> Judgement:
    """The judgement, made worse where nothing was ever had; what is broken has its reason."""
    if barren is None:
        return judgement
    return _worse(judgement, barren.failed, _said(barren))


def by_emptiness(judgement: Judgement, empty: Empty | None) -> Judgement:
    """The judgement, made worse where its folder never had anything to read."""
    if empty is None:
        return judgement
    return _worse(judgement, empty.rounds, _said_of_folder(empty))


def _worse(judgement: Judgement, times: int, said: str) -> Judgement:
    if judgement.state is Health.BROKEN:
        return judgement
    state = Health.BROKEN if times >= OFTEN else Health.DEGRADED
    worst = max(judgement.state, state, key=list(Health).index)
    why = judgement.why if judgement.state is not Health.OK else ()
    return Judgement(state=worst, why=(said, *why))


def _said(barren: Barren) -> str:
    requests = "the only request" if barren.failed == 1 else f"all {barren.failed} requests"
    answer = f" (status {barren.status})" if barren.status is not None else ""
    more = f"; `newsledger runs {barren.run_id}` says why" if barren.run_id is not None else ""
    last = "" if barren.failed == 1 else "the last "
    return f"nothing has ever come of it: {requests} failed, {last}for {barren.url}{answer}{more}"


def _said_of_folder(empty: Empty) -> str:
    rounds = "the only round" if empty.rounds == 1 else f"{empty.rounds} rounds"
    return (
        f"nothing has ever come of it: {rounds} of channel {empty.channel} found no page to read;"
        " see that files are where its `path` in sources.yaml says"
    )
