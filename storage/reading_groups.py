"""The reading side of groups: copies in their order, stories, edits and notices."""

from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from storage.group_views import ChangeView, CopyPlace, NoticeView, StoryLine, StoryView
from storage.queries import changes, lineage, stories


@dataclass(frozen=True, slots=True)
class GroupReader:
    """Answers questions about articles that belong together; each is one transaction."""

    database: Database

    def lineage(self, article_id: int) -> list[CopyPlace]:
        """The articles that carry an article's text, first to last, and then its excerpts."""
        with self.database.read() as connection:
            return lineage.lineage(connection, article_id)

    def notices(self, article_id: int) -> list[NoticeView]:
        """Where an article's believed versions say that they were corrected."""
        with self.database.read() as connection:
            return changes.notices(connection, article_id)

    def changes(
        self, since: datetime, *, source: str | None = None, flaps: bool = False
    ) -> list[ChangeView]:
        """Edits seen since a moment, the largest first."""
        with self.database.read() as connection:
            return changes.changes_since(connection, since, source=source, flaps=flaps)

    def stories(
        self, *, since: datetime | None = None, source: str | None = None, limit: int = 20
    ) -> list[StoryLine]:
        """Stories that went on since a moment, those of most texts first."""
        with self.database.read() as connection:
            return stories.list_stories(connection, since=since, source=source, limit=limit)

    def story(self, story_id: int) -> StoryView:
        """A story with its texts.

        Raises:
            NotFoundError: there is none of this number.
        """
        with self.database.read() as connection:
            return stories.find_story(connection, story_id)
