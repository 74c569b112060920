"""The reading side of a ledger: each question is one transaction that cannot write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import finding, health, registry, search
from storage.blobs import BlobStore, open_blobs
from storage.database import Database
from storage.expecting import Expected
from storage.export import ftm
from storage.fact_views import Chain, EntityLine, EntityView
from storage.judging import Judgement
from storage.queries import (
    addresses,
    articles,
    chain,
    derivations,
    entities,
    overview,
    pictures,
    stored,
    versions,
)
from storage.queries.cookbook.reading import Answer, ask, find_question
from storage.queries.source_days import judged_sources
from storage.reading_groups import GroupReader
from storage.records import Page
from storage.views import (
    ArticleLine,
    ArticleView,
    ContentView,
    DerivationView,
    Hit,
    RunView,
    SightingView,
    SourceView,
    VersionView,
)

NOTHING_EXPECTED: Mapping[str, Expected] = {}


@dataclass(frozen=True, slots=True)
class Reader(GroupReader):
    """Answers questions about a ledger: records out, nothing changed."""

    blobs: BlobStore

    @classmethod
    def open(cls, database_url: str, blobs_url: str, *, check: bool = True) -> "Reader":
        """The reading side of the ledger at this place; unchecked, for `examine` alone.

        Raises:
            LedgerMissingError: there is none.
            LedgerVersionError: its schema is older or newer than this newsledger.
        """
        database = Database(database_url)
        if check:
            database.check()
        return cls(database, open_blobs(blobs_url))

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def sources(self) -> list[SourceView]:
        """Every source that the ledger has ever known."""
        with self.database.read() as connection:
            return overview.sources(connection)

    def runs(self, limit: int = 20) -> list[RunView]:
        """The newest runs."""
        with self.database.read() as connection:
            return overview.runs(connection, limit)

    def articles(
        self,
        *,
        source: str | None = None,
        language: str | None = None,
        since: datetime | None = None,
        limit: int = 50,
    ) -> list[ArticleLine]:
        """Articles with their current version, newest first."""
        with self.database.read() as connection:
            return articles.list_articles(
                connection, source=source, language=language, since=since, limit=limit
            )

    def find_article(self, name: str) -> int:
        """The id behind a number, URL or path.

        Raises:
            NotFoundError: the ledger knows no such article.
            UsageError: the address is that of several.
        """
        with self.database.read() as connection:
            return addresses.find_article(connection, name)

    def article(
        self, article_id: int, world: datetime | None = None, known: datetime | None = None
    ) -> ArticleView:
        """An article as shown by the publisher at `world` and believed by us at `known`.

        Raises:
            NotFoundError: nothing of it is known as of then.
        """
        with self.database.read() as connection:
            return articles.article_as_of(connection, article_id, world, known)

    def history(self, article_id: int) -> list[VersionView]:
        """Every version row of an article, superseded ones too."""
        with self.database.read() as connection:
            articles.article_row(connection, article_id)
            return versions.history(connection, article_id)

    def sightings(self, article_id: int) -> list[SightingView]:
        """Every capture of an article and what became of it."""
        with self.database.read() as connection:
            return versions.sightings(connection, article_id)

    def version(self, article_id: int, number: int) -> VersionView:
        """A believed version by its number.

        Raises:
            NotFoundError: there is none.
        """
        with self.database.read() as connection:
            return versions.version_numbered(connection, article_id, number)

    def content(self, content_id: int) -> ContentView:
        """A content by its id."""
        with self.database.read() as connection:
            return articles.content_view(connection, content_id)

    def derivation(self, version: VersionView) -> DerivationView:
        """What was dropped for a version, and on what evidence its fields rest."""
        with self.database.read() as connection:
            return derivations.derivation(connection, version.capture_id, version.step_id)

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

    def ftm_lines(self) -> Iterator[str]:
        """Current articles and whom they speak of, as lines of FollowTheMoney."""
        with self.database.read() as connection:
            yield from ftm.ftm_lines(connection)

    def unindexed(self) -> int:
        """How many texts the search does not know yet."""
        with self.database.read() as connection:
            return search.lag(connection)

    def why_article(self, article_id: int) -> Chain:
        """The way from an article's current version back to its bytes, every link tried."""
        with self.database.read() as connection:
            return chain.why_article(connection, self.blobs, article_id)

    def why_mention(self, mention_id: str) -> Chain:
        """The way from a mention (``ENRICHMENT:SEQ``) back to its bytes, every link tried.

        Raises:
            NotFoundError: there is no such mention.
        """
        with self.database.read() as connection:
            return chain.why_mention(connection, self.blobs, mention_id)

    def answers(
        self, source: str | None = None, since: datetime | None = None
    ) -> Iterator[stored.StoredAnswer]:
        """Every stored answer over HTTP with its bytes, fetched since a moment.

        Raises:
            NotFoundError: the ledger has never heard of the source.
            BlobError: the bytes of one are missing or damaged.
        """
        with self.database.read() as connection:
            if source is not None:
                registry.source_row(connection, source)
            yield from stored.stored_answers(connection, self.blobs, source, since)

    def newest_pages(self, source: str) -> Iterator[Page]:
        """The newest stored capture of each article of a source, with its bytes.

        Raises:
            BlobError: the bytes of one are missing or damaged.
        """
        with self.database.read() as connection:
            yield from stored.newest_pages(connection, self.blobs, source)

    def source_health(
        self, now: datetime, expected: Mapping[str, Expected] = NOTHING_EXPECTED
    ) -> dict[str, tuple[Judgement, Judgement]]:
        """Each source that is still read: how it is, and how it was a day before."""
        with self.database.read() as connection:
            return judged_sources(connection, now, expected)

    def examine(self, now: datetime, *, quick: bool = False) -> Iterator[health.Finding]:
        """What is wrong with the ledger, if anything."""
        return health.examine(self.database, self.blobs, now, quick=quick)


def shown_url(database_url: str) -> str:
    """A database's URL as it may be printed: no password."""
    return Database(database_url).shown
