"""What every stage needs to know of the run it belongs to."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from storage.ledger import Ledger
from tasks.pool import WorkerPool
from tasks.sources import Source


class Progress(Protocol):
    """Somebody who watches: a progress bar, an artifact, or nobody."""

    def received(self, source_id: str, outcome: str, count: int) -> None:
        """So many links of a source ended in this outcome."""

    def processed(self, captures: int, waiting: int) -> None:
        """So many captures were processed; so many still wait."""


class Nobody:
    """A `Progress` that watches nothing."""

    def received(self, source_id: str, outcome: str, count: int) -> None:
        """Ignore it."""

    def processed(self, captures: int, waiting: int) -> None:
        """Ignore it."""


class Work:
    """One run's ledger, sources, clock and hands. A plain class: Prefect looks into no field."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        sources: Mapping[str, Source],
        root: Path,
        run_id: int,
        pool: WorkerPool,
        batch_size: int,
        now: Callable[[], datetime],
        progress: Progress,
    ) -> None:
        self.ledger = ledger
        self.sources = sources
        self.root = root
        self.run_id = run_id
        self.pool = pool
        self.batch_size = batch_size
        self.now = now
        self.progress = progress
