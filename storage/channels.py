"""What polling remembers of each channel, from one round to the next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage.bulk import execute, insert, select, time_of
from storage.records import ChannelState, SourceFacts
from storage.storable import storable_or_none
from storage.tables import ChannelRow

_STATE = (
    "etag, last_modified, body_sha256, honest, polls, unmodified, moved_from, moved_to,"
    " interval_s, next_due_at, not_before, failures, last_success_at, last_new_at, gone_at"
)


def name_channels(connection: Connection, source: SourceFacts) -> None:
    """Bring a source's channel rows in line with sources.yaml; what is remembered stays."""
    fresh = _values(ChannelState())
    rows = [(source.id, name, kind, url, *fresh) for name, kind, url in source.channels]
    insert(connection, ChannelRow, rows, or_ignore=True)
    for name, kind, url in source.channels:
        sql = "UPDATE channel SET kind = ?, url = ? WHERE source_id = ? AND name = ?"
        execute(connection, sql, (kind, url, source.id, name))


def channel_states(connection: Connection, source_id: str) -> dict[str, ChannelState]:
    """What is remembered of a source's channels, by name."""
    sql = f"SELECT name, {_STATE} FROM channel WHERE source_id = ?"  # noqa: S608
    return {row[0]: _state(row[1:]) for row in select(connection, sql, (source_id,))}


def keep_state(connection: Connection, source_id: str, name: str, state: ChannelState) -> None:
    """Remember a channel's state after a round."""
    columns = ", ".join(f"{column.strip()} = ?" for column in _STATE.split(","))
    sql = f"UPDATE channel SET {columns} WHERE source_id = ? AND name = ?"  # noqa: S608
    execute(connection, sql, (*_values(state), source_id, name))


def due_sources(connection: Connection, now: datetime) -> list[str]:
    """Sources with a channel whose time has come, or that was never read, and nobody reads now."""
    sql = (
        "SELECT DISTINCT source_id FROM channel WHERE gone_at IS NULL"
        " AND (next_due_at IS NULL OR next_due_at <= ?)"
        " AND (not_before IS NULL OR not_before <= ?) AND NOT EXISTS (SELECT 1 FROM lease l"
        " WHERE l.name = 'source:' || channel.source_id AND l.expires_at > ?) ORDER BY source_id"
    )
    return [row[0] for row in select(connection, sql, (now, now, now))]


def _values(state: ChannelState) -> tuple[Any, ...]:
    return (
        storable_or_none(state.etag),
        storable_or_none(state.last_modified),
        state.body_sha256,
        state.honest,
        state.polls,
        state.unmodified,
        state.moved_from,
        storable_or_none(state.moved_to),
        state.interval.total_seconds() if state.interval is not None else None,
        state.next_due_at,
        state.not_before,
        state.failures,
        state.last_success_at,
        state.last_new_at,
        state.gone_at,
    )


def _state(row: Sequence[Any]) -> ChannelState:
    return ChannelState(
        etag=row[0],
        last_modified=row[1],
        body_sha256=row[2],
        honest=bool(row[3]),
        polls=row[4],
        unmodified=row[5],
        moved_from=row[6],
        moved_to=row[7],
        interval=timedelta(seconds=row[8]) if row[8] is not None else None,
        next_due_at=time_of(row[9]),
        not_before=time_of(row[10]),
        failures=row[11],
        last_success_at=time_of(row[12]),
        last_new_at=time_of(row[13]),
        gone_at=time_of(row[14]),
    )
