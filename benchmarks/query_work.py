"""How much a database does for a question, in its own units: what no machine and no hour changes.

On SQLite the instructions of its virtual machine, to a hundred; on PostgreSQL the rows that pass
through the nodes of its plan, those that a filter refuses among them. Of a
sort both count the rows and not the comparisons, of which there are n log n.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select_told

EVERY = 100  # instructions between two calls of the handler
_REFUSED = (
    "Rows Removed by Filter",
    "Rows Removed by Join Filter",
    "Rows Removed by Index Recheck",
)


def steps(connection: Connection, ask: Callable[[], Any]) -> int:
    """The instructions that SQLite runs while something is asked."""
    driver: Any = connection.connection.driver_connection
    called = 0

    def count() -> int:
        nonlocal called
        called += 1
        return 0  # go on

    driver.set_progress_handler(count, EVERY)
    try:
        ask()
    finally:
        driver.set_progress_handler(None, 0)
    return called * EVERY


def rows(connection: Connection, sql: str, values: Mapping[str, Any]) -> int:
    """The rows that PostgreSQL handles for a statement, which it runs."""
    told = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}"
    _, ((document,),) = select_told(connection, told, values)
    return round(sum(map(_handled, _nodes(document[0]["Plan"]))))


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _handled(node: Mapping[str, Any]) -> float:
    refused = sum(node.get(name, 0) for name in _REFUSED)
    handled: float = (node["Actual Rows"] + refused) * node["Actual Loops"]
    return handled
