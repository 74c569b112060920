"""A generated ledger of any size, for measuring questions: rows as the pipeline would write them.

Of every three versions two are first ones; 100 sources, 20 mentions a version, a tenth of the texts
are copies; names and words are as unevenly spread as in news (rank to the power of -1). Written by
COPY on PostgreSQL and by `executemany` on SQLite, without the pipeline: twenty times quicker.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection

from storage.bulk import insert
from storage.ledger import Ledger
from storage.records import MentionKind
from storage.tables import (
    ActiveStepRow,
    ArticleRow,
    ArticleVersionRow,
    BlobRow,
    CaptureRow,
    ContentRow,
    DerivationRow,
    DuplicateRow,
    EnrichmentRow,
    EntityNameRow,
    EntityRow,
    MentionRow,
    RelationRow,
    SourceRow,
    StepRow,
    Table,
)

START = datetime(2024, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=730)
SOURCES = 100
MENTIONS = 20
WORDS = 220
AT_ONCE = 20_000
KINDS = (MentionKind.PERSON, MentionKind.ORG, MentionKind.PLACE)
DROPPED = [{"position": at, "reason": "navigation", "text": "Home | News"} for at in range(8)]
RULED = [*DROPPED, {"position": 8, "reason": "rule:2017", "text": "Not logged in"}]

Row = tuple[Any, ...]


class Generated:
    """Rows of every table for so many versions; the same for the same size."""

    def __init__(self, versions: int) -> None:
        self.versions = versions
        self.entities = max(100, versions // 10)
        self.words = [f"w{number}" for number in range(30_000)]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self._fame = list(accumulate(1 / rank for rank in range(1, self.entities + 1)))
        self._dice = random.Random(versions)

    def fill(self, ledger: Ledger) -> None:
        """Write all of it."""
        tables: list[tuple[type[Table], Iterable[Row]]] = [
            (SourceRow, self._sources()),
            (StepRow, self._steps()),
            (ActiveStepRow, self._active()),
            (BlobRow, self._each(self._blob)),
            (CaptureRow, self._each(self._capture)),
            (CaptureRow, self._losses()),
            (ContentRow, self._each(self._content)),
            (ArticleRow, self._each(self._article)),
            (DerivationRow, self._each(self._derivation)),
            (ArticleVersionRow, self._each(self._version)),
            (DuplicateRow, self._each(self._copy)),
            (EntityRow, self._leaves()),
            (EntityNameRow, ((at, name_of(at), START) for at in range(1, self.entities + 1))),
            (EnrichmentRow, self._each(self._enrichment)),
            (MentionRow, self._mentions()),
            (RelationRow, self._each(self._relation)),
        ]
        for table, rows in tables:
            for batch in _batches(rows):
                with ledger.database.write() as connection:
                    _load(connection, table, batch)

    def rank_of(self, mentions: int) -> int:
        """The entity that is named about so often."""
        return max(1, round(self.versions * MENTIONS / self._fame[-1] / mentions))

    def _each(self, make: Any) -> Iterator[Row]:
        rows = (make(number) for number in range(1, self.versions + 1))
        return (row for row in rows if row is not None)

    def _sources(self) -> Iterator[Row]:
        for at in range(SOURCES):
            yield (f"s{at}", f"Source {at}", "GB", "en", "UTC", "x", 0.1, START, None)

    def _steps(self) -> Iterator[Row]:
        for row_id, kind in ((1, "clean"), (2, "enrich")):
            yield (row_id, kind, kind, "1", "x", {}, START)

    def _active(self) -> Iterator[Row]:
        for at in range(SOURCES):
            for step_id, kind in ((1, "clean"), (2, "enrich")):
                yield (at * 2 + step_id, f"s{at}", kind, step_id, START, None)

    def _blob(self, at: int) -> Row:
        return (f"{at:064x}", 9000, 3000, "zstd", "-", None)

    def _capture(self, at: int) -> Row:
        article = article_of(at)
        url = url_of(article)
        place = (f"s{article % SOURCES}", "web", url, url, url)
        answer: Row = ("stored", None, 200, "text/html", "utf-8", {}, {})
        return (at, *place, self._seen(at), *answer, f"{at:064x}", None, None, None, False)

    def _losses(self) -> Iterator[Row]:
        """Of one page in 34, two days on which it was gone before it was read."""
        for at in range(2, self.versions, 3 * 17):
            article = article_of(at)
            url = url_of(article)
            place = (f"s{article % SOURCES}", "web", url, url, url)
            answer: Row = ("failed", None, 404, None, None, {}, {})
            for day in (1, 2):
                lost = self._seen(at) - timedelta(days=3 - day)
                row_id = self.versions + 2 * at + day
                yield (row_id, *place, lost, *answer, None, None, None, None, False)

    def _content(self, at: int) -> Row:
        text = " ".join(self._dice.choices(self.words, cum_weights=self._weights, k=WORDS))
        published = None if at % 20 == 0 else self._seen(article_of(at) * 3 // 2)
        basis = None if published is None else "inferred" if at % 25 == 0 else "meta"
        precision = "minute" if published else None
        authors = ["Ann Lee"] if at % 3 else []
        dates = (published, precision, basis, None)
        return (at, f"{at:064x}", f"Headline {at}", authors, [], *dates, "en", WORDS, text)

    def _article(self, at: int) -> Row | None:
        if at % 3 == 0:
            return None
        article = article_of(at)
        state, url = ("gone" if article % 50 == 0 else "live"), url_of(article)
        return (article, f"s{article % SOURCES}", url, url, self._seen(at), self._seen(at), state)

    def _derivation(self, at: int) -> Row:
        guess = {"field": "published_at", "value": "2024-01-01", "basis": "meta"}
        evidence = [{**guess, "confidence": 0.9, "chosen": True, "note": None}]
        made = (at, 1, article_of(at), at, "article", None, None, None, self._seen(at))
        return (*made, RULED if at % 7 == 0 else DROPPED, evidence)

    def _version(self, at: int) -> Row:
        second = at % 3 == 0
        closed = self._seen(at + 1) if at % 3 == 2 and at < self.versions else None
        change = (
            ("substantive", "observed", at % 90, at % 40) if second else ("first", "observed", 0, 0)
        )
        key = (at, article_of(at), 2 if second else 1, at, at, 1)
        return (*key, *change, self._seen(at), closed, self._seen(at), None)

    def _copy(self, at: int) -> Row | None:
        if at % 10 or at % 3 == 0:
            return None
        return (at, at - 3, "edited_copy", 0.95, "generated", self._seen(at))

    def _leaves(self) -> Iterator[Row]:
        for at in range(1, self.entities + 1):
            yield (at, KINDS[at % 3].value, name_of(at).lower(), at, name_of(at))

    def _enrichment(self, at: int) -> Row:
        return (at, at, 2, True, self._seen(at), {"person": 6})

    def _mentions(self) -> Iterator[Row]:
        ids = range(1, self.entities + 1)
        for at in range(1, self.versions + 1):
            chosen = self._dice.choices(ids, cum_weights=self._fame, k=MENTIONS)
            for seq, entity in enumerate(chosen):
                span = (seq * 60, seq * 60 + 12)
                if seq == 9 and at % 2:
                    yield (at, seq, "money", *span, "5 million", None, f"USD {at}", 0.9, None)
                else:
                    name = name_of(entity)
                    yield (at, seq, KINDS[entity % 3].value, *span, name, entity, None, 0.9, None)

    def _relation(self, at: int) -> Row | None:
        return (at, 0, 0, "partner_of", 1, 0, 72) if at % 20 == 2 else None

    def _seen(self, at: int) -> datetime:
        return START + SPAN * min(1.0, at / self.versions)


def article_of(at: int) -> int:
    """The article of a version: every third version is the second one of the article before it."""
    return at - at // 3


def url_of(article: int) -> str:
    """An article's address."""
    return f"https://s{article % SOURCES}.example/{article}"


def name_of(entity: int) -> str:
    """What an entity is called."""
    return f"Name {entity}"


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    yield batch


def _load(connection: Connection, table: type[Table], rows: Sequence[Row]) -> None:
    if connection.dialect.name == "sqlite":
        insert(connection, table, rows)
        return
    from psycopg.types.json import Jsonb

    columns = ", ".join(
        f'"{c.name}"' for c in Table.metadata.tables[str(table.__tablename__)].columns
    )
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no checks
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table.__tablename__} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([Jsonb(v) if isinstance(v, (list, dict)) else v for v in row])
