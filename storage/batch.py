"""A batch on its way, and the desk where its history is decided: one transaction each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from storage import aliases, annotations, processing, registry, timeline
from storage.blobs import BlobStore
from storage.captures import queue_told_otherwise
from storage.copies import CopyDesk
from storage.database import Database
from storage.records import (
    Annotations,
    Article,
    Believed,
    Capture,
    Derived,
    Fact,
    Intents,
    Page,
    Said,
    StepKind,
)
from storage.stories import StoryDesk


class HistoryDesk:
    """What the decider reads and writes, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settled(self, source_id: str) -> list[int]:
        """A source's articles none of whose captures wait."""
        return processing.settled_articles(self._connection, source_id)

    def lock(self, article_ids: Sequence[int]) -> None:
        """Hold the articles until the transaction ends."""
        timeline.lock_articles(self._connection, article_ids)

    def facts(self, article_ids: Sequence[int]) -> dict[int, list[Fact]]:
        """Each article's captures as the steps in force see them."""
        return timeline.facts_of(self._connection, article_ids)

    def believed(self, article_ids: Sequence[int]) -> dict[int, list[Believed]]:
        """Each article's versions as believed now."""
        return timeline.believed_of(self._connection, article_ids)

    def said(self, facts: Iterable[Fact]) -> dict[Fact, Said]:
        """What the article said in each of these captures of texts."""
        return timeline.said_in(self._connection, facts)

    def minor_ratios(self, article_ids: Sequence[int]) -> dict[int, float]:
        """Each article's share of changed words under which an edit is minor."""
        return timeline.minor_ratios(self._connection, article_ids)

    def apply(self, decided: Sequence[Intents], now: datetime) -> None:
        """Write what was decided."""
        timeline.apply_intents(self._connection, decided, now)


class Batch:
    """Claimed captures on their way through the rooms.

    A plain class, not a list: Prefect walks every collection that it is handed.
    """

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        found: Sequence[Capture],
        run_id: int | None,
        connection: Connection | None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self.captures = found
        self.run_id = run_id
        self._connection = connection
        self._closing: list[Callable[[BatchWriter], None]] = []

    def __len__(self) -> int:
        return len(self.captures)

    def __str__(self) -> str:
        first = self.captures[0].id if self.captures else "none"
        return f"{len(self.captures)} captures from {first}"

    def page(self, capture: Capture) -> Page:
        """A capture with its bytes; a gone page has none.

        Raises:
            BlobError: stored bytes are missing or damaged.
        """
        body = self._blobs.get(capture.blob_sha256) if capture.blob_sha256 else b""
        return Page(capture=capture, body=body)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The batch's view of the database."""
        if self._connection is not None:
            yield self._connection
        else:
            with self._database.read() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator["BatchWriter"]:
        """The batch's one writing transaction."""
        if self._connection is not None:
            yield from self._write(self._connection)
        else:
            with self._database.write() as connection:
                yield from self._write(connection)

    def before_commit(self, act: Callable[["BatchWriter"], None]) -> None:
        """Have something done in the writing transaction, when the batch's rows are written."""
        self._closing.append(act)

    def known_identities(self, identities: Sequence[str]) -> set[tuple[str, str]]:
        """(source, identity) of those that have an article."""
        with self.reading() as connection:
            return aliases.known_identities(connection, identities)

    def residents(self, keys: Sequence[str]) -> list[aliases.Resident]:
        """Articles that are known at these addresses, with what they say now."""
        with self.reading() as connection:
            return aliases.residents(connection, keys)

    def unknown(self, hashes: Sequence[str]) -> set[str]:
        """Which of these contents are not stored yet."""
        with self.reading() as connection:
            return set(hashes) - set(processing.known_contents(connection, hashes))

    def enriched(self, hashes: Sequence[str], source_id: str) -> set[str]:
        """Which of these contents the source's enriching step has read already."""
        with self.reading() as connection:
            step_id = registry.active_step(connection, source_id, StepKind.ENRICH)
            known = processing.known_contents(connection, hashes)
            done = annotations.enriched_contents(connection, list(known.values()), step_id or 0)
            return {sha256 for sha256, content_id in known.items() if content_id in done}

    def _write(self, connection: Connection) -> Iterator["BatchWriter"]:
        writer = BatchWriter(connection, self.run_id)
        yield writer
        for act in self._closing:
            act(writer)
        queue_told_otherwise(connection, self.captures)


class BatchWriter(HistoryDesk):
    """Writes a batch: contents, articles, derivations, annotations, and then its history."""

    def __init__(self, connection: Connection, run_id: int | None) -> None:
        super().__init__(connection)
        self._run_id = run_id

    @property
    def copies(self) -> CopyDesk:
        """The index of copies, in this transaction."""
        return CopyDesk(self._connection)

    @property
    def stories(self) -> StoryDesk:
        """The stories, in this transaction."""
        return StoryDesk(self._connection)

    def adopt(self, owners: Mapping[int, str]) -> None:
        """Give captures the identity of the article that they show."""
        aliases.adopt_captures(self._connection, owners)
        aliases.confirm_addresses(self._connection, sorted(owners))

    def content_ids(self, hashes: Sequence[str]) -> dict[str, int]:
        """The ids of stored contents, by hash."""
        return processing.known_contents(self._connection, hashes)

    def write(
        self, batch: Sequence[Derived], articles: dict[str, Article], now: datetime
    ) -> list[int]:
        """Write all that was derived; returns the ids of the articles it touches."""
        connection = self._connection
        contents = processing.write_contents(connection, articles)
        found = processing.write_articles(connection, batch)
        steps = registry.active_steps(connection, StepKind.CLEAN)
        processing.write_derivations(
            connection,
            batch,
            articles=found,
            contents=contents,
            steps=steps,
            run_id=self._run_id,
            now=now,
        )
        enriching = registry.active_steps(connection, StepKind.ENRICH)
        annotations.write_annotations(connection, _items(batch, contents, enriching), now)
        return sorted(found.values())


def _items(
    batch: Sequence[Derived], contents: Mapping[str, int], steps: Mapping[str, int]
) -> list[tuple[int, int, Annotations]]:
    return [
        (contents[item.content_sha256], steps[item.cleaned.capture.source_id], item.annotations)
        for item in batch
        if item.content_sha256 is not None and item.annotations is not None
    ]
