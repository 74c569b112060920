"""What has been fetched of a source before; what the fetch room calls `Known`."""

from dataclasses import dataclass
from datetime import datetime

from storage import captures, tries
from storage.database import Database
from storage.records import Seen, Try


@dataclass(frozen=True, slots=True)
class KnownCaptures:
    """Answers what the ledger holds of a source's URLs and paths."""

    database: Database
    source_id: str

    def seen(self, url: str) -> Seen | None:
        """The newest stored capture of this URL or path."""
        with self.database.read() as connection:
            return captures.seen_at(connection, self.source_id, url)

    def last_try(self, url: str) -> Try | None:
        """The last time this URL was asked for, whatever came of it."""
        with self.database.read() as connection:
            return tries.last_try(connection, self.source_id, url)

    def holds(self, url: str, at: datetime) -> bool:
        """Whether a capture of this URL at this moment is stored already."""
        with self.database.read() as connection:
            return tries.holds(connection, self.source_id, url, at)
