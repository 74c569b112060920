"""What the ledger knows of its own work: partitions, erasures, watermarks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from storage.tables.base import Big, Table, big_id, json, refers, text


class PartitionRow(Table, table=True):
    """One cell of backfill: a source, a day, a stage and the step that did it."""

    __tablename__ = "partition"
    __table_args__ = (
        CheckConstraint(
            "status IN ('missing', 'running', 'done', 'failed', 'empty')", name="status"
        ),
    )

    source_id: str = text(primary_key=True, foreign_key="source.id")
    day: date = Field(primary_key=True)
    stage: str = text(primary_key=True)
    step: str = text(primary_key=True)
    status: str = text()
    attempts: int = 0
    run_id: int | None = refers("run.id", default=None)
    error: str | None = text(default=None)
    changed_at: datetime


class ErasureRow(Table, table=True):
    """That something was taken down; never what it said."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("scope IN ('article', 'url', 'source', 'entity')", name="scope"),
        Index("ix_erasure_key", "key_hash"),
    )

    id: int | None = big_id()
    scope: str = text()
    key_hash: str = text()
    reason: str = text()
    requested_at: datetime
    done_at: datetime | None = None
    counts: dict[str, Any] = json()


class WatermarkRow(Table, table=True):
    """How far a follower of the ledger has come, such as the full-text index."""

    __tablename__ = "watermark"

    name: str = text(primary_key=True)
    position: int
    moved_at: datetime


class PendingRow(Table, table=True):
    """Work that waits: a capture to be cleaned, or a content to be enriched."""

    __tablename__ = "pending"
    __table_args__ = (
        CheckConstraint("stage IN ('clean', 'enrich')", name="stage"),
        Index("ix_pending_source", "source_id"),
        {"sqlite_with_rowid": False},
    )

    stage: str = text(primary_key=True)
    item_id: int = Field(primary_key=True, sa_type=Big)
    source_id: str = text(foreign_key="source.id", primary_key=True)
