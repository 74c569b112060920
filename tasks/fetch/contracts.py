"""What this room needs from the world, as small protocols: the ledger's memory and a clock."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, runtime_checkable

from storage.records import Seen, Try

Clock = Callable[[], datetime]
"""The time now, aware and in UTC."""


class Known(Protocol):
    """What the ledger remembers of a URL or path."""

    def seen(self, url: str) -> Seen | None:
        """Validators and blob hash of the last good answer; None when there was none."""
        ...


@runtime_checkable
class RemembersTimes(Protocol):
    """What a ledger may remember besides: every moment it holds a page at."""

    def holds(self, url: str, at: datetime) -> bool:
        """Whether there is a capture of the URL from exactly then."""
        ...


@runtime_checkable
class RemembersTries(Protocol):
    """What a ledger may remember besides: how asking went when nothing was stored."""

    def last_try(self, url: str) -> Try | None:
        """The last time the URL was asked for; None when it never was."""
        ...
