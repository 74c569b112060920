"""The reading side of a ledger: each question is one transaction that cannot write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage import registry
from storage.blobs import BlobStore, open_blobs
from storage.care import doctor
from storage.database import Database
from storage.export import ftm
from storage.fact_views import Chain
from storage.queries import (
    addresses,
    articles,
    chain,
    derivations,
    overview,
    stored,
    versions,
)
from storage.queries.source_days import judged_sources
from storage.reading_answers import AnswerReader
from storage.records import Page
from storage.views import (
    ArticleLine,
    ArticleView,
    ContentView,
    DerivationView,
    Refusal,
    RunView,
    SightingView,
    SourceView,
    StubView,
    VersionView,
)
from storage.wellbeing.expecting import Expected
from storage.wellbeing.judging import Judgement

NOTHING_EXPECTED: Mapping[str, Expected] = {}


@dataclass(frozen=True, slots=True)
class Reader(AnswerReader):
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

    def check_source(self, source_id: str) -> None:
        """See that there is such a source.

        Raises:
            NotFoundError: the ledger has never heard of it.
        """
        with self.database.read() as connection:
            registry.source_row(connection, source_id)

    def runs(self, limit: int = 20) -> list[RunView]:
        """The newest runs."""
        with self.database.read() as connection:
            return overview.runs(connection, limit)

    def run(self, run_id: int) -> RunView:
        """One run.

        Raises:
            NotFoundError: there is none of that number.
        """
        with self.database.read() as connection:
            return overview.run(connection, run_id)

    def refused(self, run_id: int) -> list[Refusal]:
        """What a run could not have, and what it had and could not read."""
        with self.database.read() as connection:
            return overview.refused(connection, run_id)

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

    def derivation(self, made: VersionView | StubView) -> DerivationView:
        """What was dropped for a version or stub, and on what evidence its fields rest."""
        with self.database.read() as connection:
            return derivations.derivation(connection, made.capture_id, made.step_id)

    def newest_derivation(self, version: VersionView) -> DerivationView:
        """What the newest page that says what a version says leaves out, and what it rests on."""
        with self.database.read() as connection:
            return derivations.newest_derivation(connection, version)

    def ftm_lines(self) -> Iterator[str]:
        """Current articles and whom they speak of, as lines of FollowTheMoney."""
        with self.database.read() as connection:
            yield from ftm.ftm_lines(connection)

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

    def let_go(
        self,
        source: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """How many stored captures have lost their bytes, as `rights.keep_captures` asks."""
        with self.database.read() as connection:
            return stored.count_let_go(connection, source, since, until)

    def count_newest(self, source: str) -> int:
        """How many pages :meth:`newest_pages` gives."""
        with self.database.read() as connection:
            return stored.count_newest(connection, source)

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

    def examine(self, now: datetime, *, quick: bool = False) -> Iterator[doctor.Finding]:
        """What is wrong with the ledger, if anything."""
        return doctor.examine(self.database, self.blobs, now, quick=quick)


def shown_url(database_url: str) -> str:
    """A database's URL as it may be printed: no password."""
    return Database(database_url).shown
