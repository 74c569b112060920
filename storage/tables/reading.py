"""Where articles come from, and what came: sources, channels, hosts, runs, blobs, captures."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from storage.records import ChannelKind, Outcome
from storage.tables.base import Table, big_id, json, one_of, refers, text


class SourceRow(Table, table=True):
    """A source that sources.yaml names, or once named."""

    __tablename__ = "source"

    id: str = text(primary_key=True)
    name: str = text()
    country: str | None = text(default=None)
    language: str | None = text(default=None)
    time_zone: str = text()
    config_hash: str = text()
    minor_change_ratio: float
    first_seen_at: datetime
    removed_at: datetime | None = None


class ChannelRow(Table, table=True):
    """What polling remembers of one way to a source."""

    __tablename__ = "channel"
    __table_args__ = (one_of("kind", ChannelKind),)

    source_id: str = text(primary_key=True, foreign_key="source.id")
    name: str = text(primary_key=True)
    kind: str = text()
    url: str | None = text(default=None)
    etag: str | None = text(default=None)
    last_modified: str | None = text(default=None)
    body_sha256: str | None = text(default=None)
    honest: bool
    polls: int
    unmodified: int
    moved_from: str | None = text(default=None)
    moved_to: str | None = text(default=None)
    interval_s: float | None = None
    next_due_at: datetime | None = Field(default=None, index=True)
    not_before: datetime | None = None
    failures: int
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    gone_at: datetime | None = None


class HostRow(Table, table=True):
    """Politeness towards one host, shared by all runs and processes."""

    __tablename__ = "host"

    host: str = text(primary_key=True)
    next_allowed_at: datetime | None = None
    robots: str | None = text(default=None)
    robots_fetched_at: datetime | None = None


class LeaseRow(Table, table=True):
    """Who may work on something alone, such as ``source:ID``; it ends by itself."""

    __tablename__ = "lease"

    name: str = text(primary_key=True)
    holder: str = text()
    acquired_at: datetime
    expires_at: datetime


class RunRow(Table, table=True):
    """One run of a flow, from whatever started it."""

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint(
            "state IN ('running', 'completed', 'partial', 'failed', 'interrupted', 'stale')",
            name="state",
        ),
    )

    id: int | None = big_id()
    flow: str = text()
    trigger: str = text()
    prefect_run_id: str | None = text(default=None)
    parameters: dict[str, Any] = json()
    software: str = text()
    started_at: datetime = Field(index=True)
    finished_at: datetime | None = None
    state: str = text()
    counts: dict[str, Any] = json()


class BlobRow(Table, table=True):
    """Bytes as they came, named by their hash; the file is written before the row."""

    __tablename__ = "blob"

    sha256: str = text(primary_key=True)
    size: int = Field(ge=0)
    stored_size: int = Field(ge=0)
    codec: str = text()
    location: str = text()
    erased_at: datetime | None = None


class CaptureRow(Table, table=True):
    """One answer of the world to one request."""

    __tablename__ = "capture"
    __table_args__ = (
        one_of("outcome", Outcome),
        CheckConstraint("(outcome = 'stored') = (blob_sha256 IS NOT NULL)", name="blob"),
        UniqueConstraint("url", "fetched_at", "blob_sha256", "source_id"),
        Index("ix_capture_source_url", "source_id", "url", "fetched_at"),
        Index("ix_capture_source_identity", "source_id", "identity", "fetched_at"),
        Index("ix_capture_blob", "blob_sha256"),
        Index(
            "ix_capture_cleanable",
            "source_id",
            "identity",
            "id",
            sqlite_where=sql("outcome = 'stored' OR status IN (404, 410)"),
            postgresql_where=sql("outcome = 'stored' OR status IN (404, 410)"),
        ),
        Index(  # few rows: pages that were gone when they were asked for
            "ix_capture_gone",
            "source_id",
            "identity",
            "fetched_at",
            sqlite_where=sql("status IN (404, 410)"),
            postgresql_where=sql("status IN (404, 410)"),
        ),
        Index(
            "ix_capture_failed",
            "fetched_at",
            "source_id",
            sqlite_where=sql("outcome = 'failed'"),
            postgresql_where=sql("outcome = 'failed'"),
        ),
    )

    id: int | None = big_id()
    source_id: str = text(foreign_key="source.id")
    channel: str = text()
    url: str = text()
    final_url: str = text()
    identity: str = text()
    fetched_at: datetime
    outcome: str = text()
    reason: str | None = text(default=None)
    status: int | None = None
    media_type: str | None = text(default=None)
    charset: str | None = text(default=None)
    headers: dict[str, str] = json()
    hints: dict[str, Any] = json()
    blob_sha256: str | None = text(default=None, foreign_key="blob.sha256")
    run_id: int | None = refers("run.id", default=None)
    robots: str | None = text(default=None)
    tdm: str | None = text(default=None)
    permanent: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
