"""Stand-ins for the world that fetching needs: a memory, a clock."""

import hashlib
from datetime import UTC, datetime

from storage.records import Received, Seen

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def at_noon() -> datetime:
    """A clock that stands still."""
    return NOON


class Memory:
    """What a ledger would know: filled by hand, or from answers."""

    def __init__(self) -> None:
        self.by_url: dict[str, Seen] = {}

    def seen(self, url: str) -> Seen | None:
        """What was remembered of the URL."""
        return self.by_url.get(url)

    def keep(self, received: Received) -> None:
        """Remember a stored answer."""
        if received.body is not None:
            self.by_url[received.link.url] = Seen(
                blob_sha256=hashlib.sha256(received.body).hexdigest(),
                etag=received.headers.get("etag"),
                last_modified=received.headers.get("last-modified"),
                fetched_at=received.fetched_at,
            )
