"""What reading gives back of groups: copies in their order, stories, and edits."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPlace:
    """An article's place among those that carry one text."""

    article_id: int
    source_id: str
    headline: str | None
    url: str
    kind: str  # against the group's most complete text: hub, exact_copy, edited_copy, excerpt_of
    score: float  # [0, 1]
    appeared_at: datetime
    place: int  # 1 for the first; 0 for an excerpt, which has none
    hours_after_first: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One line of a list of stories. `texts` counts copies of one text once."""

    id: int
    headline: str | None
    first_at: datetime
    last_at: datetime
    texts: int
    articles: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryText:
    """One text of a story: the article that had it first, and how many carry it."""

    article_id: int
    source_id: str
    headline: str | None
    opening: str  # the first characters of the text
    url: str
    told_at: datetime  # published, or first seen
    score: float  # of its place in the story, [0, 1]
    copies: tuple[tuple[int, str], ...]  # (article, source) of the others, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story with its texts in the order in which they appeared."""

    story: StoryLine
    texts: tuple[StoryText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """An edit that a publisher made."""

    article_id: int
    source_id: str
    number: int  # of the version that it made
    change: str  # substantive, minor or restored
    words_added: int
    words_removed: int
    seen_at: datetime
    content_id: int
    old_content_id: int
    headline: str | None
    old_headline: str | None
    url: str
    notices: tuple[str, ...]  # lines new in this version in which the publisher owns to it

    @property
    def size(self) -> int:
        """Words that came and went."""
        return self.words_added + self.words_removed


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A line in which a version says that it was corrected or updated."""

    number: int  # of the version
    kind: str  # correction or update
    says: str
    new: bool  # whether the version before did not say so
    seen_at: datetime
