"""Stored texts to be enriched again: claimed, annotated, written back in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from storage import registry
from storage.annotations import write_annotations
from storage.bulk import execute_many, json_of, select, select_among, time_of
from storage.queries.versions import CURRENT
from storage.records import Annotations, Article, Basis, Credit, Precision, StepKind

if TYPE_CHECKING:
    from storage.ledger import Ledger

_OF_CONTENT = (
    "c.id, c.headline, c.authors, c.credits, c.published_at, c.published_precision,"
    " c.published_basis, c.modified_at, c.language, c.text"
)


class TextBatch:
    """Claimed texts by source and content id. A plain class: Prefect looks into none."""

    def __init__(
        self,
        ledger: "Ledger",
        found: Mapping[str, Mapping[int, Article]],
        connection: Connection | None,
    ) -> None:
        self.found = found
        self._ledger = ledger
        self._connection = connection

    def __len__(self) -> int:
        return sum(len(articles) for articles in self.found.values())

    def __str__(self) -> str:
        return f"{len(self)} texts of {', '.join(self.found)}"

    def write(self, made: Mapping[str, Mapping[int, Annotations]], now: datetime) -> int:
        """Put these annotations in the place of what the steps in force had; returns mentions."""
        if self._connection is not None:
            return _write(self._connection, made, now)
        with self._ledger.database.write() as connection:
            return _write(connection, made, now)


@contextmanager
def claim_texts(ledger: "Ledger", limit: int, sources: Sequence[str]) -> Iterator[TextBatch]:
    """A batch of texts that wait. On PostgreSQL it is ours until the transaction ends."""
    if ledger.database.dialect == "postgresql":
        with ledger.database.write() as connection:
            yield TextBatch(ledger, _waiting(connection, limit, sources), connection)
    else:
        with ledger.database.read() as connection:
            found = _waiting(connection, limit, sources)
        yield TextBatch(ledger, found, None)


def current_texts(
    ledger: "Ledger", sources: Sequence[str], at_once: int
) -> Iterator[tuple[str, list[Article]]]:
    """Each source with texts that its articles show now, so many at once; nothing is claimed."""
    sql = (
        f"SELECT {_OF_CONTENT} FROM content c WHERE c.id > ? AND c.id IN (SELECT v.content_id"  # noqa: S608
        f" FROM article_version v JOIN article a ON a.id = v.article_id AND a.state <> 'erased'"
        f" WHERE a.source_id = ? AND {CURRENT}) ORDER BY c.id LIMIT {int(at_once)}"
    )
    for source_id in sources:
        last = 0
        while True:
            with ledger.database.read() as connection:
                rows = select(connection, sql, (last, source_id))
            if not rows:
                break
            yield source_id, [_article(row[1:]) for row in rows]
            last = rows[-1][0]


def _waiting(
    connection: Connection, limit: int, sources: Sequence[str]
) -> dict[str, dict[int, Article]]:
    lock = " FOR UPDATE OF p SKIP LOCKED" if connection.dialect.name == "postgresql" else ""
    sql = (
        f"SELECT p.source_id, {_OF_CONTENT} FROM pending p JOIN content c ON c.id = p.item_id"  # noqa: S608
        " WHERE p.source_id {among} AND p.stage = 'enrich'"
        f" ORDER BY p.item_id LIMIT {int(limit)}{lock}"
    )
    found: dict[str, dict[int, Article]] = {}
    for row in select_among(connection, sql, list(sources)):
        found.setdefault(row[0], {})[row[1]] = _article(row[2:])
    return found


def _article(row: Sequence[Any]) -> Article:
    return Article(
        headline=row[0],
        authors=tuple(json_of(row[1])),
        credits=tuple(Credit(role=item["role"], name=item["name"]) for item in json_of(row[2])),
        published_at=time_of(row[3]),
        published_precision=Precision(row[4]) if row[4] else None,
        published_basis=Basis(row[5]) if row[5] else None,
        modified_at=time_of(row[6]),
        language=row[7],
        text=row[8],
    )


def _write(
    connection: Connection, made: Mapping[str, Mapping[int, Annotations]], now: datetime
) -> int:
    steps = registry.active_steps(connection, StepKind.ENRICH)
    items = [
        (content_id, steps[source_id], annotations)
        for source_id, found in made.items()
        for content_id, annotations in found.items()
    ]
    _forget(connection, [item[:2] for item in items])
    mentions = write_annotations(connection, items, now)
    done = [(content_id, source_id) for source_id, found in made.items() for content_id in found]
    sql = "DELETE FROM pending WHERE stage = 'enrich' AND item_id = ? AND source_id = ?"
    execute_many(connection, sql, done)
    return mentions


def _forget(connection: Connection, keys: Sequence[tuple[int, int]]) -> None:
    """Drop what these steps found in these contents before."""
    of = "enrichment_id IN (SELECT id FROM enrichment WHERE content_id = ? AND step_id = ?)"
    execute_many(connection, f"DELETE FROM relation WHERE {of}", keys)  # noqa: S608
    execute_many(connection, f"DELETE FROM mention WHERE {of}", keys)  # noqa: S608
    sql = "DELETE FROM enrichment WHERE content_id = ? AND step_id = ?"
    execute_many(connection, sql, keys)
