"""The reading side of questions: names, words, the cookbook, and the numbers behind pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.fact_views import EntityLine, EntityView
from storage.fulltext import finding
from storage.fulltext import index as search
from storage.queries import entities, pictures, stubs
from storage.queries.cookbook.reading import Answer, ask, find_question
from storage.reading_groups import GroupReader
from storage.views import Hit, StubView


@dataclass(frozen=True, slots=True)
class AnswerReader(GroupReader):
    """Answers questions over all articles; each is one transaction."""

    def entities(
        self,
        *,
        kind: str | None = None,
        source: str | None = None,
        since: datetime | None = None,
        limit: int = 20,
    ) -> list[EntityLine]:
        """The most mentioned entities."""
        with self.database.read() as connection:
            return entities.most_mentioned(
                connection, kind=kind, source=source, since=since, limit=limit
            )

    def entity(self, name: str, limit: int = 10) -> list[EntityView]:
        """Every entity that is called so.

        Raises:
            NotFoundError: no text calls anything so.
        """
        with self.database.read() as connection:
            return entities.entities_named(connection, name, limit)

    def search(
        self,
        words: str,
        narrowed: finding.Narrowed = finding.EVERYTHING,
        *,
        limit: int = 20,
        newest: bool = False,
    ) -> list[Hit]:
        """Believed versions that hold the words, best first or newest first.

        Raises:
            UsageError: there is no word to look for.
            NotFoundError: nothing is called so.
        """
        with self.database.read() as connection:
            return finding.search(connection, words, narrowed, limit=limit, newest=newest)

    def newest_versions(
        self, words: str | None, narrowed: finding.Narrowed, limit: int
    ) -> list[tuple[int, int]]:
        """Article and number of the versions that were seen last, holding the words where given.

        Raises:
            UsageError: there is no word in the words.
            NotFoundError: nothing is called so.
        """
        with self.database.read() as connection:
            return finding.newest_versions(connection, words, narrowed, limit)

    def covered_days(
        self, words: str, narrowed: finding.Narrowed = finding.EVERYTHING
    ) -> list[tuple[str, datetime]]:
        """Source and date of every current article that holds the words.

        Raises:
            UsageError: there is no word to look for.
            NotFoundError: nothing is called so.
        """
        with self.database.read() as connection:
            return finding.covered_days(connection, words, narrowed)

    def ask(self, name: str, given: Mapping[str, Any], now: datetime) -> Answer:
        """The answer to a question of the cookbook.

        Raises:
            NotFoundError: there is no such question, or nothing is called so.
            UsageError: a parameter is missing, or there is none of a name.
        """
        with self.database.read() as connection:
            return ask(connection, find_question(name), given, now)

    def article_days(self, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
        """Source, day (YYYY-MM-DD) and how many current articles are of that day."""
        with self.database.read() as connection:
            return pictures.article_days(connection, since, until)

    def risers(self, since: datetime, until: datetime) -> list[pictures.Riser]:
        """Entities by how far they rose above the span of the same length before."""
        with self.database.read() as connection:
            return pictures.risers(connection, since, until)

    def network(self, since: datetime, until: datetime) -> pictures.Network:
        """Who is spoken of together."""
        with self.database.read() as connection:
            return pictures.network(connection, since, until)

    def told_stories(self, since: datetime) -> list[pictures.Story]:
        """The stories that most articles tell, of those that were told since."""
        with self.database.read() as connection:
            return pictures.told_stories(connection, since)

    def stubs(
        self, *, source: str | None = None, since: datetime | None = None, limit: int = 50
    ) -> list[StubView]:
        """What was taken for no article when it was last looked at, newest first."""
        with self.database.read() as connection:
            return stubs.list_stubs(connection, source=source, since=since, limit=limit)

    def stubs_of_run(self, run_id: int) -> list[StubView]:
        """What one run took for no article."""
        with self.database.read() as connection:
            return stubs.stubs_of_run(connection, run_id)

    def last_stub(self, article_id: int) -> StubView | None:
        """The last look at an article, where that gave no article."""
        with self.database.read() as connection:
            return stubs.last_stub(connection, article_id)

    def unindexed(self) -> int:
        """How many texts the search does not know yet."""
        with self.database.read() as connection:
            return search.lag(connection)
