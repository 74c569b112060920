"""The index of copies as it is stored: sketch hashes of groups, and links to each group's hub."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.bulk import execute_many, insert, select_among
from storage.records import CopyKind
from storage.tables import DuplicateRow, FingerprintRow

PLACING = 0x6E6C_6370  # the advisory lock under which groups change; any fixed number


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A content that is a verified copy of its group's hub."""

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
            self._connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (PLACING,))

    def postings(self, epoch: int, hashes: Iterable[int]) -> list[tuple[int, int]]:
        """(hash, group) for each group that has one of the hashes."""
        sql = "SELECT hash, group_id FROM fingerprint WHERE hash {among} AND epoch = ?"
        rows = select_among(self._connection, sql, sorted(hashes), (epoch,))
        return [(row[0], row[1]) for row in rows]

    def copies_of(self, groups: Iterable[int]) -> list[Copy]:
        """The members of groups other than their hubs."""
        return self._copies("of_content_id", groups)

    def copies_among(self, content_ids: Iterable[int]) -> list[Copy]:
        """The links of those contents that are copies."""
        return self._copies("content_id", content_ids)

    def texts(self, content_ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """(SHA-256, text) of contents."""
        sql = "SELECT id, sha256, text FROM content WHERE id {among}"
        rows = select_among(self._connection, sql, sorted(content_ids))
        return {row[0]: (row[1], row[2]) for row in rows}

    def save(self, changes: Changes, *, epoch: int, method: str, now: datetime) -> None:
        """Write what changed."""
        gone = ((epoch, *posting) for posting in sorted(changes.withdrawn))
        sql = "DELETE FROM fingerprint WHERE epoch = ? AND hash = ? AND group_id = ?"
        execute_many(self._connection, sql, gone)
        self._post(epoch, sorted(changes.posted))
        dropped = [*changes.unlinked, *(copy.content_id for copy in changes.linked)]
        sql = "DELETE FROM duplicate WHERE content_id = ?"
        execute_many(self._connection, sql, ((content_id,) for content_id in dropped))
        rows = [
            (copy.content_id, copy.of_content_id, copy.kind, copy.score, method, now)
            for copy in changes.linked
        ]
        insert(self._connection, DuplicateRow, rows)

    def _post(self, epoch: int, postings: Sequence[tuple[int, int]]) -> None:
        """Insert postings, given in key order: one statement where the database has arrays."""
        if self._connection.dialect.name == "sqlite":
            rows = ((epoch, *posting) for posting in postings)
            insert(self._connection, FingerprintRow, rows, or_ignore=True)
        elif postings:
            sql = (
                "INSERT INTO fingerprint (epoch, hash, group_id)"
                " SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING"
            )
            hashes, groups = map(list, zip(*postings, strict=True))
            self._connection.exec_driver_sql(sql, (epoch, hashes, groups))

    def _copies(self, column: str, values: Iterable[int]) -> list[Copy]:
        sql = (
            "SELECT content_id, of_content_id, kind, score FROM duplicate"  # noqa: S608
            f" WHERE {column} {{among}}"
        )
        return [
            Copy(content_id=row[0], of_content_id=row[1], kind=CopyKind(row[2]), score=row[3])
            for row in select_among(self._connection, sql, sorted(values))
        ]
