"""Which state of each source's health was told last, so that a change of it is told once."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from storage.bulk import execute_many, select
from storage.wellbeing.judging import Health

if TYPE_CHECKING:
    from storage.ledger import Ledger

_PREFIX = "health:"
_STATES = tuple(Health)


def told_health(ledger: "Ledger") -> dict[str, Health]:
    """The state that was told last, of each source of which one was told at all."""
    sql = "SELECT name, position FROM watermark WHERE substr(name, 1, ?) = ?"
    with ledger.database.read() as connection:
        rows = select(connection, sql, (len(_PREFIX), _PREFIX))
    return {row[0].removeprefix(_PREFIX): _STATES[row[1]] for row in rows}


def note_told(ledger: "Ledger", states: Mapping[str, Health], now: datetime) -> None:
    """Remember that these states of these sources were told."""
    sql = (
        "INSERT INTO watermark (name, position, moved_at) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at"
    )
    rows = [(f"{_PREFIX}{name}", _STATES.index(state), now) for name, state in states.items()]
    with ledger.database.write() as connection:
        execute_many(connection, sql, rows)
