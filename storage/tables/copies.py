"""Which texts are copies of which, which tell of one event, and which own to a correction."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from storage.records import CopyKind, NoticeKind
from storage.tables.base import Big, Table, big_id, one_of, refers, text


class FingerprintRow(Table, table=True):
    """Some text of a group of copies has this sketch hash.

    A group goes by the content that is its hub. It is not a foreign key: there are forty rows an
    article, and checking each would cost more than writing it. For the same reason both columns
    have four bytes; two thousand million texts are beyond what one ledger holds.
    """

    __tablename__ = "fingerprint"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hash: int = Field(primary_key=True)
    group_id: int = Field(primary_key=True)


class DuplicateRow(Table, table=True):
    """How a text stands to its group's hub, or a hub to the longer text it is an excerpt of.

    A hub that is no excerpt has no row; the copies of one that is are linked to it all the same.
    Nothing is deleted for being a copy. Which text of a group was first follows from times, so
    it is asked (storage/copies.py), not stored.
    """

    __tablename__ = "duplicate"
    __table_args__ = (
        one_of("kind", CopyKind),
        CheckConstraint("content_id <> of_content_id", name="other"),
        Index("ix_duplicate_of", "of_content_id"),
        {"sqlite_with_rowid": False},
    )

    content_id: int = refers("content.id", primary_key=True)
    of_content_id: int = refers("content.id")
    kind: str = text()
    score: float = Field(ge=0, le=1)
    method: str = text()
    recorded_at: datetime


class StoryRow(Table, table=True):
    """A cluster of articles about one event."""

    __tablename__ = "story"

    id: int | None = big_id()
    headline: str | None = text(default=None)
    first_at: datetime
    last_at: datetime = Field(index=True)
    size: int  # articles, copies among them


class StoryMemberRow(Table, table=True):
    """An article's place in a story."""

    __tablename__ = "story_member"
    __table_args__ = (Index("ix_story_member_story", "story_id"),)

    article_id: int = refers("article.id", primary_key=True)
    story_id: int = refers("story.id")
    told_at: datetime  # published, or first seen
    score: float
    joined_at: datetime


class StoryWordRow(Table, table=True):
    """A rare word by which a story is found again, as a hash."""

    __tablename__ = "story_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: int = Field(primary_key=True, sa_type=Big)
    story_id: int = refers("story.id", primary_key=True)


class NoticeRow(Table, table=True):
    """A line of a text in which its publisher says that it was corrected or updated."""

    __tablename__ = "notice"
    __table_args__ = (
        one_of("kind", NoticeKind),
        CheckConstraint("char_start < char_end", name="span"),
        {"sqlite_with_rowid": False},
    )

    content_id: int = refers("content.id", primary_key=True)
    char_start: int = Field(primary_key=True)
    char_end: int
    kind: str = text()
