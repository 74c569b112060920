"""The backfill flow: the form that a person fills in, and the run that comes of it."""

from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from pydantic import Field

from flows.backfilling.in_prefect import backfill_in_prefect
from flows.backfilling.order import Again, Asked, What
from flows.prefect_run import failed_in_a_sentence, name_of_run

SOURCES: list[str] = Field([], description="Which sources; none means every source.")
FROM = Field(
    None,
    description="First day (UTC): of publication for history from the web, else of the fetch."
    " Empty: from the beginning.",
)
TO = Field(None, description="Last day. Empty: today.")
WHAT: What = Field(
    "clean again",
    description="History is fetched through sitemaps, listings and archives. Cleaning and"
    " enriching again makes no request.",
)
REPROCESS: Again = Field(
    "missing", description="What of each day is done: only what is missing, or more."
)
NEWEST_FIRST = Field(
    True, description="Begin with the last day and go back; of the web, in each list that is read."
)
LIMIT = Field(0, description="At most so many captures or pages; 0 means no limit.")
DRY_RUN = Field(True, description="Only tell what would be done. Switch it off to do it.")


@flow(name="backfill", flow_run_name=lambda: name_of_run("backfill"), persist_result=False)
def backfill(
    sources: list[str] = SOURCES,
    from_date: date | None = FROM,
    to_date: date | None = TO,
    what: What = WHAT,
    reprocess: Again = REPROCESS,
    newest_first: bool = NEWEST_FIRST,
    limit: int = LIMIT,
    dry_run: bool = DRY_RUN,
) -> State[dict[str, Any]]:
    """Fill in the past: fetch history, or clean and enrich again what is stored.

    Safe to stop and to start again: what is done is never done twice.
    """
    asked = Asked(
        sources=sources,
        first=from_date,
        last=to_date,
        what=what,
        reprocess=reprocess,
        newest_first=newest_first,
        limit=limit,
        dry_run=dry_run,
    )
    return failed_in_a_sentence(lambda: backfill_in_prefect(asked, flow_run.id))
