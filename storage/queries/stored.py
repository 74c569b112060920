"""What is stored, with its bytes: answers of the web as they came, and pages to clean again.

Rows are read a few at a time and bodies one by one, so that memory stays flat.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from storage.blobs import BlobStore
from storage.bulk import json_of, select
from storage.captures import CAPTURE_COLUMNS, HAS_BYTES, capture_of
from storage.list_words import with_first_words
from storage.queries.versions import moment_of
from storage.records import Page

AT_ONCE = 200
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9999, 1, 1, tzinfo=UTC)
"""Before the one and after the other nothing was fetched."""
NEWEST = (
    "FROM capture c WHERE c.source_id = ? AND c.outcome = 'stored' AND NOT EXISTS ("  # noqa: S608
    "SELECT 1 FROM capture n WHERE n.source_id = c.source_id AND n.identity = c.identity"
    " AND n.outcome = 'stored' AND (n.fetched_at > c.fetched_at"
    f" OR (n.fetched_at = c.fetched_at AND n.id > c.id))) AND {HAS_BYTES}"
)
"""The newest stored capture of each article of a source, less those whose bytes were let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """One answer with its bytes."""

    capture_id: int
    url: str  # where it was found, after redirects
    fetched_at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes


def stored_answers(
    connection: Connection, blobs: BlobStore, source: str | None, since: datetime | None
) -> Iterator[StoredAnswer]:
    """Every stored answer over HTTP, of one source or fetched since a moment, as they were stored.

    Files have no status and no address, so they are not among them; nor is what was let go.

    Raises:
        BlobError: the bytes of one are missing or damaged.
    """
    sql = (
        "SELECT c.id, final_url, fetched_at, status, headers, blob_sha256 FROM capture c"  # noqa: S608
        " WHERE c.id > ? AND outcome = 'stored' AND status IS NOT NULL"
        f" AND (CAST(? AS TEXT) IS NULL OR source_id = ?) AND fetched_at >= ? AND {HAS_BYTES}"
        " ORDER BY c.id LIMIT ?"
    )
    last = 0
    while rows := select(connection, sql, (last, source, source, since or EARLIEST, AT_ONCE)):
        for row in rows:
            yield StoredAnswer(
                capture_id=int(row[0]),
                url=row[1],
                fetched_at=moment_of(row[2]),
                status=int(row[3]),
                headers=json_of(row[4]),
                body=blobs.get(row[5]),
            )
        last = int(rows[-1][0])


def count_newest(connection: Connection, source: str) -> int:
    """How many pages :func:`newest_pages` gives."""
    return int(select(connection, f"SELECT count(*) {NEWEST}", (source,))[0][0])


def newest_pages(connection: Connection, blobs: BlobStore, source: str) -> Iterator[Page]:
    """The newest stored capture of each article of a source, with its bytes; less those let go.

    Raises:
        BlobError: the bytes of one are missing or damaged.
    """
    sql = f"SELECT {CAPTURE_COLUMNS} {NEWEST} AND c.id > ? ORDER BY c.id LIMIT ?"
    last = 0
    while rows := select(connection, sql, (source, last, AT_ONCE)):
        for capture in with_first_words(connection, [capture_of(row) for row in rows]):
            assert capture.blob_sha256 is not None
            yield Page(capture=capture, body=blobs.get(capture.blob_sha256))
        last = int(rows[-1][0])


def count_let_go(
    connection: Connection, source: str | None, since: datetime | None, until: datetime | None
) -> int:
    """How many stored captures, of one source or fetched between two moments, were let go."""
    sql = (
        "SELECT count(*) FROM blob b JOIN capture c ON c.blob_sha256 = b.sha256"
        " WHERE b.erased_at IS NOT NULL AND (CAST(? AS TEXT) IS NULL OR c.source_id = ?)"
        " AND c.fetched_at >= ? AND c.fetched_at < ?"
    )
    span = (since or EARLIEST, until or LATEST)
    return int(select(connection, sql, (source, source, *span))[0][0])
