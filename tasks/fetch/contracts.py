"""What this room needs from the world, as small protocols: the ledger's memory and a clock."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from storage.records import Seen

Clock = Callable[[], datetime]
"""The time now, aware and in UTC."""


class Known(Protocol):
    """What the ledger remembers of a URL or path."""

    def seen(self, url: str) -> Seen | None:
        """Validators and blob hash of the last good answer; None when there was none."""
        ...
