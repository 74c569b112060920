"""Runs without Prefect: the same stages in a plain loop, starting in well under two seconds."""

from collections.abc import Callable, Mapping
from typing import Any

from flows.opening import opened
from flows.pipeline import Stages, Tally
from flows.settings import Settings
from flows.staged import PLAIN
from tasks.work import Progress, Work


def run_directly(
    settings: Settings,
    flow: str,
    parameters: Mapping[str, Any],
    do: Callable[[Work, Tally, Stages], None],
    progress: Progress | None = None,
) -> Tally:
    """Do a flow's work here and now; returns what it came to."""
    with opened(settings, flow, trigger="command", parameters=parameters, progress=progress) as (
        work,
        tally,
    ):
        do(work, tally, PLAIN)
    return tally
