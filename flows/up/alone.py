"""One `up` a ledger: told before Prefect is loaded, which takes seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flows.settings import Settings
from storage.care.janitor import holding_on
from storage.errors import LedgerBusyError
from storage.ledger import LEASE, Ledger

UP = "up"


@contextmanager
def alone(settings: Settings) -> Iterator[Ledger]:
    """The ledger, made where there is none, for as long as no other `up` may serve it.

    Raises:
        LedgerBusyError: another one serves it.
    """
    ledger = Ledger.create(settings.database_url, settings.blobs_url)
    try:
        _take(ledger)
        with holding_on(ledger, _now, LEASE):
            yield ledger
    finally:
        ledger.drop_lease(UP)
        ledger.close()


def _take(ledger: Ledger) -> None:
    try:
        ledger.renew_lease(UP, _now())
    except LedgerBusyError as error:
        other = f"another `newsledger up` serves this ledger ({error.holder})"
        raise LedgerBusyError(f"{other}; stop that one first") from error


def _now() -> datetime:
    """The clock, without the seconds that it takes to load what a run needs."""
    return datetime.now(UTC)
