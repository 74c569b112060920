"""What the texts speak of: enrichments, mentions, relations, entities and who is who."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from storage.records import MentionKind
from storage.tables.base import Table, big_id, json, one_of, refers, text


class EnrichmentRow(Table, table=True):
    """One reading of one content by one step; `counts` tells "none found" from "not looked"."""

    __tablename__ = "enrichment"
    __table_args__ = (UniqueConstraint("content_id", "step_id"),)

    id: int | None = big_id()
    content_id: int = refers("content.id")
    step_id: int = refers("step.id")
    looked: bool
    recorded_at: datetime
    counts: dict[str, int] = json()


class EntityRow(Table, table=True):
    """A leaf: one folded name of one kind. Decisions join leaves; none is ever overwritten."""

    __tablename__ = "entity"
    __table_args__ = (one_of("kind", MentionKind), UniqueConstraint("kind", "key"))

    id: int | None = big_id()
    kind: str = text()
    key: str = text()
    canonical_id: int = refers("entity.id", index=True)  # computed from the active decisions
    name: str = text()  # the spelling of most mentions; entity_name has them all


class EntityNameRow(Table, table=True):
    """A spelling that stands for an entity leaf."""

    __tablename__ = "entity_name"
    __table_args__ = (
        Index("ix_entity_name_name", "name"),
        {"sqlite_with_rowid": False},
    )

    entity_id: int = refers("entity.id", primary_key=True)
    name: str = text(primary_key=True)
    recorded_at: datetime


class EntityDecisionRow(Table, table=True):
    """That two leaves are the same, or are not: by whom, why, and whether it still holds."""

    __tablename__ = "entity_decision"
    __table_args__ = (
        CheckConstraint("verdict IN ('same', 'different')", name="verdict"),
        Index("ix_entity_decision_pair", "entity_id", "other_id"),
        Index("ix_entity_decision_other", "other_id"),
    )

    id: int | None = big_id()
    entity_id: int = refers("entity.id")
    other_id: int = refers("entity.id")
    verdict: str = text()
    method: str = text()
    score: float = Field(ge=0, le=1)
    evidence: dict[str, Any] = json()
    decided_by: str = text()
    decided_at: datetime
    revoked_at: datetime | None = None


class MentionRow(Table, table=True):
    """A name, date or amount at exact characters of a content."""

    __tablename__ = "mention"
    __table_args__ = (
        one_of("kind", MentionKind),
        CheckConstraint("char_start >= 0 AND char_end > char_start", name="span"),
        Index("ix_mention_entity", "entity_id", "enrichment_id"),
        Index(  # holds all that sums of money ask of them, so that the other mentions are not read
            "ix_mention_money",
            "enrichment_id",
            "seq",
            "kind",
            "value",
            sqlite_where=sql("kind = 'money'"),
            postgresql_where=sql("kind = 'money'"),
        ),
        {"sqlite_with_rowid": False},
    )

    enrichment_id: int = refers("enrichment.id", primary_key=True)
    seq: int = Field(primary_key=True)
    kind: str = text()
    char_start: int
    char_end: int
    surface: str = text()
    entity_id: int | None = refers("entity.id", default=None)
    value: str | None = text(default=None)
    score: float
    role: str | None = text(default=None)  # the title before a person's name: "Governor", "Dr"


class RelationRow(Table, table=True):
    """A statement between two mentions of one enrichment, with its evidence span."""

    __tablename__ = "relation"
    __table_args__ = (
        CheckConstraint("char_start >= 0 AND char_end > char_start", name="span"),
        {"sqlite_with_rowid": False},
    )

    enrichment_id: int = refers("enrichment.id", primary_key=True)
    seq: int = Field(primary_key=True)
    subject: int  # seq of a mention
    predicate: str = text()
    object: int  # seq of a mention
    char_start: int
    char_end: int
