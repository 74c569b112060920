"""Runs whose time passed while nothing was running: one of them does the work of all."""

import asyncio
from uuid import UUID

from prefect.runtime import deployment

from flows.opening import utc_now
from flows.up.api import drop_missed


def drop_missed_runs_of_this_kind() -> int:
    """Inside a scheduled run: cancel the overdue ones that it makes superfluous."""
    if not deployment.id:
        return 0
    return asyncio.run(drop_missed([UUID(str(deployment.id))], utc_now()))
