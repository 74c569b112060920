"""Leases: who may work alone, and when one is free again."""

from datetime import timedelta

import pytest

from storage import registry
from storage.ledger import Ledger
from tests.factories import NOON

AFTER = NOON + timedelta(minutes=10)


def test_lease_that_ran_out_is_dropped_and_one_that_holds_is_not(ledger: Ledger) -> None:
    with ledger.database.write() as connection:
        registry.take_lease(connection, "old", "elsewhere:1:1", NOON, NOON + timedelta(minutes=5))
        registry.take_lease(connection, "new", "elsewhere:1:1", NOON, NOON + timedelta(minutes=15))
        assert registry.drop_dead_leases(connection, AFTER) == ["old"]
        assert registry.leases(connection) == [("new", "elsewhere:1:1")]


def test_lease_renewed_after_the_look_stays(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.database.write() as connection:
        registry.take_lease(connection, "old", "elsewhere:1:1", NOON, NOON + timedelta(minutes=5))
        seen = registry._all_leases(connection)
        registry.take_lease(connection, "old", "elsewhere:1:1", AFTER, AFTER + timedelta(minutes=5))
        monkeypatch.setattr(registry, "_all_leases", lambda _connection: seen)
        registry.drop_dead_leases(connection, AFTER)
        assert registry.leases(connection) == [("old", "elsewhere:1:1")]
