"""A folder to run in: sources.yaml, an inbox, a ledger, and a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from flows.opening import chosen, opened
from flows.pipeline import Tally
from flows.running import run_ingest, run_process
from flows.settings import Settings
from flows.staged import PLAIN
from storage.ledger import Ledger
from tasks.work import Work

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Newsroom:
    """Where a test writes articles, lets time pass and runs the stages."""

    folder: Path
    settings: Settings
    now: datetime = START
    sources: list[dict[str, object]] = field(default_factory=list)

    def source(self, source_id: str = "daily", **changes: object) -> None:
        """Name a source of text files in sources.yaml, or name it anew."""
        channel = {"name": "dumps", "kind": "files", "path": f"{source_id}/*"}
        plain = {"id": source_id, "name": source_id.title(), "languages": ["en"]}
        entry = {**plain, "channels": [channel], "enrich": {"tagger": "rules"}, **changes}
        self.sources = [item for item in self.sources if item["id"] != source_id] + [entry]
        plain_file = {"version": 1, "sources": self.sources}
        self.settings.sources_path.write_text(yaml.safe_dump(plain_file), encoding="utf-8")
        (self.folder / source_id).mkdir(exist_ok=True)

    def write(self, name: str, text: str, source_id: str = "daily") -> None:
        """Put a dump into the source's inbox."""
        (self.folder / source_id / name).write_text(text, encoding="utf-8")

    def later(self, **delta: float) -> None:
        """Let time pass."""
        self.now += timedelta(**delta)

    def ingest(self, *names: str) -> Tally:
        """Run the ingest stages in a plain loop."""
        with self.opened("ingest") as (work, tally):
            run_ingest(work, tally, PLAIN, names)
        return tally

    def reclean(self, *names: str) -> Tally:
        """Clean again what the steps in force have not seen."""
        with self.opened("backfill") as (work, tally):
            for source in chosen(work, names):
                work.ledger.reclean(source.id)
            run_process(work, tally, PLAIN)
        return tally

    @contextmanager
    def opened(self, flow: str) -> Iterator[tuple[Work, Tally]]:
        """A run."""
        with opened(
            self.settings, flow, trigger="test", parameters={}, now=lambda: self.now
        ) as pair:
            yield pair

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The ledger, to look into."""
        ledger = Ledger.open(self.settings.database_url, self.settings.blobs_url)
        yield ledger
        ledger.close()
