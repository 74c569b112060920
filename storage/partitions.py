"""What backfill knows: the days of each source, what waits on each, and how it went.

Whether a capture is done is told by its derivation alone; a partition's row remembers who tried,
how often, and what went wrong. So a killed backfill finds by itself where it stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage import registry
from storage.bulk import execute, execute_many, select
from storage.captures import HAS_BYTES
from storage.records import StepKind

if TYPE_CHECKING:
    from storage.ledger import Ledger


_CLEANABLE = "(c.outcome = 'stored' OR c.status IN (404, 410))"

_ITEMS = {
    "clean": (
        "SELECT c.id AS item_id, {day} AS day, CASE WHEN d.capture_id IS NULL THEN 1 ELSE 0 END"  # noqa: S608
        " AS missing, CASE WHEN d.state = 'failed' THEN 1 ELSE 0 END AS failed FROM capture c"
        " JOIN active_step a ON a.source_id = c.source_id AND a.kind = 'clean'"
        "  AND a.active_to IS NULL"
        " LEFT JOIN derivation d ON d.capture_id = c.id AND d.step_id = a.step_id"
        f" WHERE c.source_id = ? AND c.fetched_at >= ? AND c.fetched_at < ? AND {_CLEANABLE}"
        f" AND {HAS_BYTES}"
    ),
    "enrich": (
        "SELECT d.content_id AS item_id, min({day}) AS day,"
        " max(CASE WHEN e.id IS NULL THEN 1 ELSE 0 END) AS missing,"
        " 0 AS failed"  # a text in a language that no tagger speaks is not looked at: no failure
        " FROM capture c"
        " JOIN active_step a ON a.source_id = c.source_id AND a.kind = 'clean'"
        "  AND a.active_to IS NULL"
        " JOIN active_step r ON r.source_id = c.source_id AND r.kind = 'enrich'"
        "  AND r.active_to IS NULL"
        " JOIN derivation d ON d.capture_id = c.id AND d.step_id = a.step_id"
        " LEFT JOIN enrichment e ON e.content_id = d.content_id AND e.step_id = r.step_id"
        " WHERE c.source_id = ? AND c.fetched_at >= ? AND c.fetched_at < ?"
        "  AND d.content_id IS NOT NULL GROUP BY d.content_id"
    ),
}


class Reprocess(StrEnum):
    """What of a day is done again."""

    MISSING = "missing"
    MISSING_AND_FAILED = "missing and failed"
    ALL = "all"


class Status(StrEnum):
    """How a partition stands."""

    MISSING = "missing"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One source on one day, and one stage with the step in force."""

    source_id: str
    day: date
    stage: str  # clean or enrich
    step: str
    items: int  # captures, or texts to enrich
    missing: int
    failed: int

    def todo(self, reprocess: Reprocess) -> int:
        """How many items are to be done."""
        if reprocess is Reprocess.ALL:
            return self.items
        return self.missing + (self.failed if reprocess is Reprocess.MISSING_AND_FAILED else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A partition's row."""

    source_id: str
    day: date
    stage: str
    step: str
    status: str
    attempts: int
    run_id: int | None
    error: str | None


def find_cells(ledger: "Ledger", source_id: str, stage: str, first: date, last: date) -> list[Cell]:
    """The days of a source that hold something for this stage, oldest first."""
    with ledger.database.read() as connection:
        kind = StepKind.CLEAN if stage == "clean" else StepKind.ENRICH
        step = registry.active_step(connection, source_id, kind)
        if step is None:
            return []
        sql = (
            "SELECT day, count(*), sum(missing), sum(failed)"  # noqa: S608
            f" FROM ({_flagged(connection, stage)}) f GROUP BY day ORDER BY day"
        )
        rows = select(connection, sql, (source_id, *bounds(first, last)))
    return [
        Cell(
            source_id=source_id,
            day=date.fromisoformat(str(row[0])),
            stage=stage,
            step=str(step),
            items=int(row[1]),
            missing=int(row[2]),
            failed=int(row[3]),
        )
        for row in rows
    ]


def queue_cell(ledger: "Ledger", cell: Cell, reprocess: Reprocess, limit: int) -> int:
    """Put so much of what is to be done of a cell on the queue; returns how much is new there."""
    wanted = _WANTED[reprocess]
    with ledger.database.write() as connection:
        sql = (
            "INSERT INTO pending (stage, item_id, source_id)"  # noqa: S608
            f" SELECT '{cell.stage}', item_id, ? FROM ({_flagged(connection, cell.stage)}) f"
            f" WHERE {wanted} ORDER BY item_id LIMIT {int(limit)} ON CONFLICT DO NOTHING"
        )
        return execute(connection, sql, (cell.source_id, cell.source_id, *_one(cell.day)))


def unqueue_cell(ledger: "Ledger", cell: Cell) -> None:
    """Take what waits of a cell off the queue, so that it stops nobody else."""
    with ledger.database.write() as connection:
        sql = (
            "DELETE FROM pending WHERE stage = ? AND source_id = ? AND item_id IN"  # noqa: S608
            f" (SELECT item_id FROM ({_flagged(connection, cell.stage)}) f)"
        )
        execute(connection, sql, (cell.stage, cell.source_id, cell.source_id, *_one(cell.day)))


def note_cells(
    ledger: "Ledger",
    cells: Sequence[Cell],
    status: Status,
    run_id: int | None,
    now: datetime,
    error: str | None = None,
) -> None:
    """Write how these cells stand; each time one is begun counts as an attempt."""
    begun = int(status is Status.RUNNING)
    sql = (
        "INSERT INTO partition (source_id, day, stage, step, status, attempts, run_id, error,"
        " changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (source_id, day, stage, step) DO UPDATE SET status = excluded.status,"
        " attempts = partition.attempts + excluded.attempts, run_id = excluded.run_id,"
        " error = excluded.error, changed_at = excluded.changed_at"
    )
    with ledger.database.write() as connection:
        for cell in cells:
            key = (cell.source_id, cell.day.isoformat(), cell.stage, cell.step)
            execute(connection, sql, (*key, str(status), begun, run_id, error, now))


def close_cells(ledger: "Ledger", cells: Sequence[Cell], now: datetime) -> None:
    """Note as done what is done by now: finished before a kill, or by another run since it failed.

    For the holder of the source's backfill lease: nobody else is running any of them.
    """
    sql = (
        "UPDATE partition SET status = 'done', error = NULL, changed_at = ? WHERE status <> 'done'"
        " AND source_id = ? AND day = ? AND stage = ? AND step = ?"
    )
    keys = [(cell.source_id, cell.day.isoformat(), cell.stage, cell.step) for cell in cells]
    with ledger.database.write() as connection:
        execute_many(connection, sql, [(now, *key) for key in keys])


def partitions_of_run(ledger: "Ledger", run_id: int) -> list[Partition]:
    """The partitions that a run touched last, failed ones first."""
    sql = (
        "SELECT source_id, day, stage, step, status, attempts, run_id, error FROM partition"
        " WHERE run_id = ? ORDER BY (status = 'failed') DESC, source_id, day, stage"
    )
    with ledger.database.read() as connection:
        rows = select(connection, sql, (run_id,))
    return [
        Partition(
            source_id=row[0],
            day=date.fromisoformat(str(row[1])),
            stage=row[2],
            step=row[3],
            status=row[4],
            attempts=row[5],
            run_id=row[6],
            error=row[7],
        )
        for row in rows
    ]


_WANTED = {
    Reprocess.MISSING: "missing = 1",
    Reprocess.MISSING_AND_FAILED: "missing = 1 OR failed = 1",
    Reprocess.ALL: "1 = 1",
}


def _flagged(connection: Connection, stage: str) -> str:
    """A query of a source's items between two times: id, day, and whether missing or failed."""
    return _ITEMS[stage].format(day=day_of(connection))


def day_of(connection: Connection) -> str:
    """The day of a capture's fetching in UTC, as SQL; `c` is the capture."""
    if connection.dialect.name == "sqlite":
        return "substr(c.fetched_at, 1, 10)"
    return "CAST(c.fetched_at AT TIME ZONE 'UTC' AS DATE)"


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments between which these days lie, in UTC."""
    start = datetime.combine(first, time(), UTC)
    return start, datetime.combine(last, time(), UTC) + timedelta(days=1)


def _one(day: date) -> tuple[datetime, datetime]:
    return bounds(day, day)
