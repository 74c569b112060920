"""What a run shows in the Prefect UI: one table of sources, and one progress bar."""

import time
from uuid import UUID

from prefect.artifacts import (
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.pipeline import Tally
from flows.summary import source_table

EVERY_S = 2.0
"""Seconds between two updates of the progress artifact, each a request to the server."""


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
