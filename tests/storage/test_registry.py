"""Taking sources.yaml up: what is new, changed or gone is written, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event

from storage.ledger import Ledger
from storage.records import StepKind
from tests.factories import NOON, a_source, register

LATER = NOON + timedelta(hours=1)


@contextmanager
def statements(ledger: Ledger) -> Iterator[list[str]]:
    """What a ledger's writer is asked to run meanwhile."""
    with ledger.database.write() as connection:
        engine: Engine = connection.engine
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        seen.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def removed(ledger: Ledger) -> dict[str, bool]:
    with ledger.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, removed_at IS NOT NULL FROM source")
        return {row[0]: bool(row[1]) for row in rows}


def test_taking_up_the_same_sources_costs_as_much_for_many_as_for_one(ledger: Ledger) -> None:
    costs = []
    for count in (1, 50):
        sources = [a_source(f"s{number}") for number in range(count)]
        register(ledger, *sources)
        with statements(ledger) as seen:
            register(ledger, *sources, now=LATER)
        costs.append([sql for sql in seen if sql.startswith(("SELECT", "INSERT", "UPDATE"))])
    assert costs[0] == costs[1]
    assert not [sql for sql in costs[1] if not sql.startswith("SELECT")]


def test_source_that_left_is_marked_and_returns_unmarked(ledger: Ledger) -> None:
    register(ledger, a_source("daily"), a_source("weekly"))
    register(ledger, a_source("daily"), now=LATER)
    assert removed(ledger) == {"daily": False, "weekly": True}
    register(ledger, a_source("daily"), a_source("weekly"), now=LATER)
    assert removed(ledger) == {"daily": False, "weekly": False}


def test_changed_rules_put_another_step_in_force(ledger: Ledger) -> None:
    register(ledger, a_source("daily"), a_source("weekly"))
    rules = [{"id": 1, "drop": {"lines": ["^Not Logged In$"]}}]
    register(ledger, a_source("daily", rules=rules), a_source("weekly"), now=LATER)
    configs = ledger.configs_in_force(StepKind.CLEAN)
    assert [len(configs[name]["rules"]) for name in ("daily", "weekly")] == [1, 0]
