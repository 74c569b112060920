"""What was made of the captures: steps, derivations, contents, articles and their versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from storage.records import Basis, Cause, Change, Precision, State
from storage.tables.base import Table, big_id, json, one_of, refers, text


class StepRow(Table, table=True):
    """One way of deriving: a kind of work, its version and its configuration."""

    __tablename__ = "step"
    __table_args__ = (
        CheckConstraint("kind IN ('clean', 'fingerprint', 'enrich')", name="kind"),
        Index("uq_step_way", "kind", "name", "version", "config_hash", unique=True),
    )

    id: int | None = big_id()
    kind: str = text()
    name: str = text()
    version: str = text()
    config_hash: str = text()
    config: dict[str, Any] = json()
    recorded_at: datetime


class ActiveStepRow(Table, table=True):
    """Which step of a kind is in force for a source, and when it was before."""

    __tablename__ = "active_step"
    __table_args__ = (
        Index(
            "uq_active_step_now",
            "source_id",
            "kind",
            unique=True,
            sqlite_where=sql("active_to IS NULL"),
            postgresql_where=sql("active_to IS NULL"),
        ),
    )

    id: int | None = big_id()
    source_id: str = text(foreign_key="source.id")
    kind: str = text()
    step_id: int = refers("step.id")
    active_from: datetime
    active_to: datetime | None = None


class ArticleRow(Table, table=True):
    """One article of one source, whatever becomes of its text."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint("state IN ('live', 'gone', 'erased')", name="state"),
        Index("uq_article_identity", "source_id", "identity", unique=True),
    )

    id: int | None = big_id()
    source_id: str = text(foreign_key="source.id")
    identity: str = text()
    canonical_url: str = text()
    first_seen_at: datetime
    last_seen_at: datetime
    state: str = text()


class ArticleUrlRow(Table, table=True):
    """Every address an article is known by."""

    __tablename__ = "article_url"
    __table_args__ = (
        CheckConstraint(
            "relation IN ('fetched', 'redirect', 'canonical', 'amp', 'mobile')", name="relation"
        ),
        Index("ix_article_url_key", "url_key"),
    )

    article_id: int = refers("article.id", primary_key=True)
    url_key: str = text(primary_key=True)
    relation: str = text()
    first_seen_at: datetime


class ContentRow(Table, table=True):
    """What an article says: its extracted fields, stored once however often it is seen."""

    __tablename__ = "content"
    __table_args__ = (
        one_of("published_precision", Precision),
        one_of("published_basis", Basis),
        # With the id in it, PostgreSQL reads days and months without the texts.
        Index("ix_content_published_at", "published_at", postgresql_include=["id"]),
    )

    id: int | None = big_id()
    sha256: str = text(unique=True)
    headline: str | None = text(default=None)
    authors: list[str] = json()
    credits: list[dict[str, str]] = json()
    published_at: datetime | None = None
    published_precision: str | None = text(default=None)
    published_basis: str | None = text(default=None)
    modified_at: datetime | None = None
    language: str | None = text(default=None)
    word_count: int
    text: str = text()


class DerivationRow(Table, table=True):
    """What one cleaning step made of one capture, with every dropped line and all evidence."""

    __tablename__ = "derivation"
    __table_args__ = (
        one_of("state", State),
        CheckConstraint("(state = 'article') = (content_id IS NOT NULL)", name="content"),
        Index("ix_derivation_article", "article_id"),
        Index("ix_derivation_content", "content_id"),
        {"sqlite_with_rowid": False},
    )

    capture_id: int = refers("capture.id", primary_key=True)
    step_id: int = refers("step.id", primary_key=True)
    article_id: int = refers("article.id")
    content_id: int | None = refers("content.id", default=None)
    state: str = text()
    reason: str | None = text(default=None)
    canonical_url: str | None = text(default=None)
    run_id: int | None = refers("run.id", default=None)
    recorded_at: datetime
    dropped: list[dict[str, Any]] = json()
    evidence: list[dict[str, Any]] = json()


class ArticleVersionRow(Table, table=True):
    """One version on two axes: when the publisher showed it, and when we believed so."""

    __tablename__ = "article_version"
    __table_args__ = (
        one_of("change", Change),
        one_of("cause", Cause),
        CheckConstraint("observed_to IS NULL OR observed_to > observed_from", name="observed"),
        Index("ix_article_version_believed", "article_id", "superseded_at"),
        Index("ix_article_version_content", "content_id"),
        Index("ix_article_version_recorded", "recorded_at"),
        Index(
            "ix_article_version_observed",
            "observed_from",
            sqlite_where=sql("superseded_at IS NULL"),
            postgresql_where=sql("superseded_at IS NULL"),
        ),
        Index(  # holds all that most questions ask of what is current
            "ix_article_version_shown",
            "content_id",
            "article_id",
            sqlite_where=sql("observed_to IS NULL AND superseded_at IS NULL"),
            postgresql_where=sql("observed_to IS NULL AND superseded_at IS NULL"),
        ),
        Index(
            "uq_article_version_number",
            "article_id",
            "number",
            unique=True,
            sqlite_where=sql("superseded_at IS NULL"),
            postgresql_where=sql("superseded_at IS NULL"),
        ),
        Index(
            "uq_article_version_current",
            "article_id",
            unique=True,
            sqlite_where=sql("observed_to IS NULL AND superseded_at IS NULL"),
            postgresql_where=sql("observed_to IS NULL AND superseded_at IS NULL"),
        ),
    )

    id: int | None = big_id()
    article_id: int = refers("article.id")
    number: int = Field(ge=1)
    content_id: int = refers("content.id")
    capture_id: int = refers("capture.id")
    step_id: int = refers("step.id")
    change: str = text()
    cause: str = text()
    words_added: int
    words_removed: int
    observed_from: datetime
    observed_to: datetime | None = None
    recorded_at: datetime
    superseded_at: datetime | None = None
