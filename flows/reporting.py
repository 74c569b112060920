"""What a run shows in the Prefect UI: one table of sources, and one progress bar."""

import time
from collections import defaultdict
from uuid import UUID

from prefect.artifacts import (
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.pipeline import Tally

EVERY_S = 2.0
"""Seconds between two updates of the progress artifact, each a request to the server."""

REASONS = 5
"""Reasons shown for each source; the capture rows hold all of them."""


class ProgressArtifact:
    """A `Progress` that keeps one artifact up to date: the share of waiting captures done."""

    def __init__(self, key: str) -> None:
        self._id: UUID = create_progress_artifact(progress=0.0, key=key)  # type: ignore[assignment]
        self._done = 0
        self._told_at = time.monotonic()

    def received(self, source_id: str, outcome: str, count: int) -> None:
        """Nothing to show yet: how much will come is not known."""

    def processed(self, captures: int, waiting: int) -> None:
        """Show the share that is done, at most every few seconds."""
        self._done += captures
        if time.monotonic() - self._told_at >= EVERY_S:
            self._tell(100.0 * self._done / (self._done + waiting))

    def finished(self) -> None:
        """Show that all is done."""
        self._tell(100.0)

    def _tell(self, percent: float) -> None:
        self._told_at = time.monotonic()
        update_progress_artifact(self._id, progress=percent)


def publish_table(key: str, tally: Tally, description: str) -> None:
    """Publish the table of what each source came to."""
    create_table_artifact(table=source_table(tally), key=key, description=description)


def source_table(tally: Tally) -> list[dict[str, object]]:
    """One row a source: how many links ended how, and why some could not be had."""
    outcomes: dict[str, dict[str, int]] = defaultdict(dict)
    for (source_id, outcome), count in tally.outcomes.items():
        outcomes[source_id][outcome] = count
    for source_id in tally.busy:
        outcomes.setdefault(source_id, {})
    return [
        {
            "source": source_id,
            "stored": counts.get("stored", 0),
            "unchanged": counts.get("unchanged", 0),
            "skipped": counts.get("skipped", 0),
            "deferred": counts.get("deferred", 0),
            "failed": counts.get("failed", 0),
            "why": _why(tally, source_id),
        }
        for source_id, counts in sorted(outcomes.items())
    ]


def _why(tally: Tally, source_id: str) -> str:
    if source_id in tally.busy:
        return tally.busy[source_id]
    reasons = [reason for (source, reason), _ in tally.reasons.items() if source == source_id]
    more = f"; and {len(reasons) - REASONS} more" if len(reasons) > REASONS else ""
    return "; ".join(reasons[:REASONS]) + more
