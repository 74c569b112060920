"""The index of copies as it is stored: sketch hashes of groups, and links to each group's hub.

The index is of one epoch of the method. When a newer one comes, it is emptied, and every text waits
to be placed again, from the newest down to a watermark; old links stand until then. The order in
which texts are placed changes no group, so articles that come in meanwhile need not wait.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.bulk import execute, execute_many, insert, pg_array, select, select_among
from storage.errors import LedgerVersionError
from storage.records import CopyKind, NoticeKind
from storage.tables import DuplicateRow, FingerprintRow, NoticeRow

if TYPE_CHECKING:
    from storage.ledger import Ledger

PLACING = 0x6E6C_6370  # the advisory lock under which groups change; any fixed number
EPOCH_MARK = "copies: epoch"
WAITING_MARK = "copies: waiting"
"""The newest text that waits to be placed again; with it wait all before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A content that is a verified copy of its group's hub, or a hub that is another's excerpt."""

    content_id: int
    of_content_id: int
    kind: CopyKind
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a batch changed in the index. Postings are (hash, group)."""

    posted: Sequence[tuple[int, int]]
    withdrawn: Sequence[tuple[int, int]]
    linked: Sequence[Copy]
    unlinked: Sequence[int]


class CopyDesk:
    """The stored index, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        """Let no other worker change groups until the transaction ends; SQLite has one writer."""
        if self._connection.dialect.name == "postgresql":
            select(self._connection, "SELECT pg_advisory_xact_lock(?)", (PLACING,))

    def open_index(self, epoch: int, now: datetime) -> None:
        """Make sure that the index is of this epoch; an older one is made anew, text by text.

        Raises:
            LedgerVersionError: a newer newsledger made it.
        """
        known = _mark(self._connection, EPOCH_MARK)
        if known > epoch:
            raise LedgerVersionError(
                f"a newer newsledger made the index of copies (epoch {known}, known up to"
                f" {epoch}); install that version"
            )
        if known < epoch:
            truncate = self._connection.dialect.name == "postgresql"
            execute(self._connection, f"{'TRUNCATE' if truncate else 'DELETE FROM'} fingerprint")
            newest = select(self._connection, "SELECT max(id) FROM content")[0][0]
            place_again(self._connection, newest or 0, now)
            _set_mark(self._connection, EPOCH_MARK, epoch, now)

    def waiting(self, limit: int) -> list[tuple[int, str, str]]:
        """(id, SHA-256, text) of texts that wait to be placed again, newest first."""
        sql = "SELECT id, sha256, text FROM content WHERE id <= ? ORDER BY id DESC LIMIT ?"
        newest = _mark(self._connection, WAITING_MARK)
        return [tuple(row) for row in select(self._connection, sql, (newest, limit))]

    def forget_old_links(self, content_ids: Iterable[int], method: str) -> None:
        """Drop the links of these contents that another method made."""
        sql = "DELETE FROM duplicate WHERE content_id = ? AND method <> ?"
        execute_many(self._connection, sql, ((one, method) for one in content_ids))

    def placed_again(self, oldest: int, now: datetime) -> None:
        """Note that only texts before this one still wait."""
        _set_mark(self._connection, WAITING_MARK, oldest - 1, now)

    def postings(self, hashes: Iterable[int]) -> list[tuple[int, int]]:
        """(hash, group) for each group that has one of the hashes."""
        sql = "SELECT hash, group_id FROM fingerprint WHERE hash {among}"
        return select_among(self._connection, sql, sorted(hashes))

    def links_of(self, groups: Iterable[int], method: str) -> list[Copy]:
        """The links to the hubs of groups, and those of hubs that are excerpts."""
        hubs = list(groups)
        return [
            *self._copies("of_content_id", hubs, method),
            *self.copies_among(hubs, method),
        ]

    def copies_among(self, content_ids: Iterable[int], method: str) -> list[Copy]:
        """The links of those contents that are copies or excerpts."""
        return self._copies("content_id", content_ids, method)

    def texts(self, content_ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """(SHA-256, text) of contents."""
        sql = "SELECT id, sha256, text FROM content WHERE id {among}"
        rows = select_among(self._connection, sql, sorted(content_ids))
        return {row[0]: (row[1], row[2]) for row in rows}

    def save(self, changes: Changes, *, method: str, now: datetime) -> None:
        """Write what changed."""
        sql = "DELETE FROM fingerprint WHERE hash = ? AND group_id = ?"
        execute_many(self._connection, sql, sorted(changes.withdrawn))
        self._post(sorted(changes.posted))
        dropped = [*changes.unlinked, *(copy.content_id for copy in changes.linked)]
        sql = "DELETE FROM duplicate WHERE content_id = ?"
        execute_many(self._connection, sql, ((content_id,) for content_id in dropped))
        rows = [
            (copy.content_id, copy.of_content_id, copy.kind, copy.score, method, now)
            for copy in changes.linked
        ]
        insert(self._connection, DuplicateRow, rows)

    def note(self, notices: Iterable[tuple[int, int, int, NoticeKind]]) -> None:
        """Write where texts own to a correction: (content, start, end, kind)."""
        insert(self._connection, NoticeRow, notices, or_ignore=True)

    def _post(self, postings: Sequence[tuple[int, int]]) -> None:
        """Insert postings that were not there, in key order: as arrays where there are arrays."""
        if self._connection.dialect.name == "sqlite":
            insert(self._connection, FingerprintRow, postings)
        elif postings:
            sql = (
                "INSERT INTO fingerprint (hash, group_id) SELECT * FROM unnest(?::int[], ?::int[])"
            )
            hashes, groups = zip(*postings, strict=True)
            execute(self._connection, sql, (pg_array(hashes), pg_array(groups)))

    def _copies(self, column: str, values: Iterable[int], method: str) -> list[Copy]:
        sql = (
            "SELECT content_id, of_content_id, kind, score FROM duplicate"  # noqa: S608
            f" WHERE {column} {{among}} AND method = ?"
        )
        return [
            Copy(content_id=row[0], of_content_id=row[1], kind=CopyKind(row[2]), score=row[3])
            for row in select_among(self._connection, sql, sorted(values), (method,))
        ]


@contextmanager
def open_desk(ledger: "Ledger") -> Iterator[CopyDesk]:
    """One transaction over the index of copies."""
    with ledger.database.write() as connection:
        yield CopyDesk(connection)


def place_again(connection: Connection, newest: int, now: datetime) -> None:
    """Let this text and all before it be looked at again; those in the index stay as they are."""
    _set_mark(connection, WAITING_MARK, max(newest, _mark(connection, WAITING_MARK)), now)


def _mark(connection: Connection, name: str) -> int:
    rows = select(connection, "SELECT position FROM watermark WHERE name = ?", (name,))
    return int(rows[0][0]) if rows else 0


def _set_mark(connection: Connection, name: str, position: int, now: datetime) -> None:
    sql = (
        "INSERT INTO watermark (name, position, moved_at) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at"
    )
    execute(connection, sql, (name, position, now))
