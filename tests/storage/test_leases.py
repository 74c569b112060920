"""Leases: who may work alone, and when one is free again."""

from datetime import timedelta

import pytest

from storage import leases
from storage.ledger import Ledger
from tests.factories import NOON

AFTER = NOON + timedelta(minutes=10)


def test_lease_that_ran_out_is_dropped_and_one_that_holds_is_not(ledger: Ledger) -> None:
    with ledger.database.write() as connection:
        leases.take(connection, "old", "elsewhere:1:1", NOON, NOON + timedelta(minutes=5))
        leases.take(connection, "new", "elsewhere:1:1", NOON, NOON + timedelta(minutes=15))
        assert leases.drop_dead(connection, AFTER) == ["old"]
        assert leases.every(connection) == [("new", "elsewhere:1:1")]


def test_lease_renewed_after_the_look_stays(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.database.write() as connection:
        leases.take(connection, "old", "elsewhere:1:1", NOON, NOON + timedelta(minutes=5))
        seen = leases._all_leases(connection)
        leases.take(connection, "old", "elsewhere:1:1", AFTER, AFTER + timedelta(minutes=5))
        monkeypatch.setattr(leases, "_all_leases", lambda _connection: seen)
        leases.drop_dead(connection, AFTER)
        assert leases.every(connection) == [("old", "elsewhere:1:1")]
