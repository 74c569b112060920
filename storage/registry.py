"""What the ledger knows of its sources, of the steps in force, and of its own runs."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import (
    execute,
    execute_many,
    insert,
    json_of,
    reserve_ids,
    select,
    select_named,
    time_of,
)
from storage.channels import name_channels
from storage.errors import NotFoundError, UsageError
from storage.records import NewRun, SourceFacts, StepKind, Way
from storage.tables import ActiveStepRow, RunRow, SourceRow, StepRow


def register_sources(connection: Connection, sources: Sequence[SourceFacts], now: datetime) -> None:
    """Bring the source and channel rows in line with sources.yaml; what left is kept, marked."""
    rows = select(connection, "SELECT id, config_hash, removed_at FROM source")
    known = {row[0]: (row[1], row[2] is None) for row in rows}
    for source in sources:
        if known.get(source.id) != (source.config_hash, True):
            _write_source(connection, source, source.id in known, now)
    named = {source.id for source in sources}
    gone = [name for name, (_, is_read) in known.items() if is_read and name not in named]
    sql = "UPDATE source SET removed_at = ? WHERE id = ?"
    execute_many(connection, sql, [(now, name) for name in gone])


def activate_all(connection: Connection, ways: Mapping[str, Sequence[Way]], now: datetime) -> None:
    """Put each source's ways in force; those that are so already cost one query together."""
    sql = (
        "SELECT a.source_id, s.kind, s.name, s.version, s.config_hash FROM active_step a"
        " JOIN step s ON s.id = a.step_id WHERE a.active_to IS NULL"
    )
    in_force = {tuple(row) for row in select(connection, sql)}
    for source_id, wanted in ways.items():
        for way in wanted:
            if (source_id, way.kind, way.name, way.version, way.config_hash) not in in_force:
                activate(connection, source_id, way, now)


def activate(
    connection: Connection, source_id: str, way: Way, now: datetime, *, again: bool = False
) -> int:
    """Put a way in force for a source; returns its step's id.

    A way that was in force before and was undone stays undone, unless `again` is set.
    """
    step_id = _step_id(connection, way, now)
    current = active_step(connection, source_id, way.kind)
    if current == step_id:
        return step_id
    if current is not None and not again and _was_active(connection, source_id, step_id):
        return current
    _switch(connection, source_id, way.kind, step_id, now)
    return step_id


def undo_step(connection: Connection, source_id: str, kind: StepKind, now: datetime) -> int:
    """Put the step in force again that was before the present one; returns its id.

    Raises:
        UsageError: there was none before.
    """
    current = active_step(connection, source_id, kind)
    sql = (
        "SELECT step_id FROM active_step WHERE source_id = ? AND kind = ? AND step_id <> ?"
        " ORDER BY id DESC LIMIT 1"
    )
    earlier = select(connection, sql, (source_id, kind, current))
    if current is None or not earlier:
        raise UsageError(f"source {source_id} has had only one {kind} step; nothing to undo")
    _switch(connection, source_id, kind, earlier[0][0], now)
    return int(earlier[0][0])


def active_step(connection: Connection, source_id: str, kind: StepKind) -> int | None:
    """The id of the step in force for a source."""
    sql = "SELECT step_id FROM active_step WHERE source_id = ? AND kind = ? AND active_to IS NULL"
    rows = select(connection, sql, (source_id, kind))
    return int(rows[0][0]) if rows else None


def active_steps(connection: Connection, kind: StepKind) -> dict[str, int]:
    """The step in force for every source."""
    sql = "SELECT source_id, step_id FROM active_step WHERE kind = ? AND active_to IS NULL"
    return dict(map(tuple, select(connection, sql, (kind,))))


def start_run(connection: Connection, run: NewRun, now: datetime) -> int:
    """Open a run's row; returns its id."""
    (run_id,) = reserve_ids(connection, RunRow, 1)
    began = (run.flow, run.trigger, run.prefect_run_id, run.parameters, run.software, now)
    insert(connection, RunRow, [(run_id, *began, None, "running", {})])
    return run_id


def finish_run(
    connection: Connection, run_id: int, state: str, counts: Mapping[str, Any], now: datetime
) -> None:
    """Close a run's row with what it did."""
    sql = "UPDATE run SET state = ?, counts = ?, finished_at = ? WHERE id = ?"
    execute(connection, sql, (state, json.dumps(counts), now, run_id))


def source_row(connection: Connection, source_id: str) -> Mapping[str, Any]:
    """A source's row.

    Raises:
        NotFoundError: the ledger has never heard of it.
    """
    sql = "SELECT id, name, time_zone, minor_change_ratio FROM source WHERE id = ?"
    rows = select_named(connection, sql, (source_id,))
    if not rows:
        raise NotFoundError(
            f"no source {source_id!r} in the ledger; `newsledger sources list` names all"
        )
    return rows[0]


def configs_in_force(connection: Connection, kind: StepKind) -> dict[str, Mapping[str, Any]]:
    """The configuration that each source's step in force works with."""
    sql = (
        "SELECT a.source_id, s.config FROM active_step a JOIN step s ON s.id = a.step_id"
        " WHERE a.kind = ? AND a.active_to IS NULL"
    )
    return {row[0]: json_of(row[1]) for row in select(connection, sql, (kind,))}


def step_in_force(
    connection: Connection, source_id: str, kind: StepKind
) -> tuple[Mapping[str, Any], datetime]:
    """The configuration of a source's step in force, and when it was first met."""
    sql = (
        "SELECT s.config, s.recorded_at FROM active_step a JOIN step s ON s.id = a.step_id"
        " WHERE a.source_id = ? AND a.kind = ? AND a.active_to IS NULL"
    )
    ((config, recorded_at),) = select(connection, sql, (source_id, kind))
    met_at = time_of(recorded_at)
    assert met_at is not None
    return json_of(config), met_at


def _write_source(
    connection: Connection, source: SourceFacts, is_known: bool, now: datetime
) -> None:
    facts = (source.name, source.country, source.language, source.time_zone)
    ending = (source.config_hash, source.minor_change_ratio)
    if is_known:
        sql = (
            "UPDATE source SET name = ?, country = ?, language = ?, time_zone = ?,"
            " config_hash = ?, minor_change_ratio = ?, removed_at = NULL WHERE id = ?"
        )
        execute(connection, sql, (*facts, *ending, source.id))
    else:
        insert(connection, SourceRow, [(source.id, *facts, *ending, now, None)])
    name_channels(connection, source)


def _step_id(connection: Connection, way: Way, now: datetime) -> int:
    sql = "SELECT id FROM step WHERE kind = ? AND name = ? AND version = ? AND config_hash = ?"
    key = (way.kind, way.name, way.version, way.config_hash)
    rows = select(connection, sql, key)
    if rows:
        return int(rows[0][0])
    (step_id,) = reserve_ids(connection, StepRow, 1)
    insert(connection, StepRow, [(step_id, *key, dict(way.config), now)], or_ignore=True)
    return int(select(connection, sql, key)[0][0])


def _was_active(connection: Connection, source_id: str, step_id: int) -> bool:
    sql = "SELECT 1 FROM active_step WHERE source_id = ? AND step_id = ? LIMIT 1"
    return bool(select(connection, sql, (source_id, step_id)))


def _switch(
    connection: Connection, source_id: str, kind: StepKind, step_id: int, now: datetime
) -> None:
    sql = (
        "UPDATE active_step SET active_to = ?"
        " WHERE source_id = ? AND kind = ? AND active_to IS NULL"
    )
    execute(connection, sql, (now, source_id, kind))
    (row_id,) = reserve_ids(connection, ActiveStepRow, 1)
    insert(connection, ActiveStepRow, [(row_id, source_id, kind, step_id, now, None)])
