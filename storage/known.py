"""What has been fetched of a source before; what the fetch room calls `Known`."""

from dataclasses import dataclass
from datetime import datetime

from storage import captures, tries
from storage.database import Database
from storage.records import Outcome, Seen, Try
from storage.removing import tombstones


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
        """The last time this URL was asked for; what was taken down is as good as answered 410."""
        with self.database.read() as connection:
            tried = tries.last_try(connection, self.source_id, url)
            if tried is not None:
                return tried
            since = tombstones.gone_since(connection, self.source_id, url)
        return None if since is None else _gone(since)

    def holds(self, url: str, at: datetime) -> bool:
        """Whether a capture of this URL at this moment is stored already, or was taken down."""
        with self.database.read() as connection:
            if tries.holds(connection, self.source_id, url, at):
                return True
            return tombstones.gone_since(connection, self.source_id, url) is not None


def _gone(since: datetime) -> Try:
    return Try(outcome=Outcome.FAILED, at=since, status=410, reason="taken-down", failures=1)
