"""Takedown: something is taken out for good, and what came of it never comes back.

::

    name -> target -> reach, counted (a dry run ends here)
         -> tombstones beside the blobs -> rows deleted, audit rows written    one transaction
         -> files of bytes deleted -> free pages wiped -> done

Cut off anywhere, `finish` goes on from the tombstones. What stays is that something was taken
down, when, why and how much: hashes of its keys and numbers, none of its content.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from storage.blobs import BlobStore
from storage.bulk import execute, insert, reserve_ids, select, select_among
from storage.database import Database
from storage.errors import UsageError
from storage.removing import wiping
from storage.removing.rows import Reach, reach_of, remove_articles, remove_entities
from storage.removing.targets import Target, find_target, target_of_hashes
from storage.removing.tombstones import Scope, Tombstone, known_hashes, read_notes, write_notes
from storage.tables import ErasureRow

if TYPE_CHECKING:
    from storage.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much goes with a target, and what stays beside it."""

    target: Target
    counts: dict[str, int]
    copies: tuple[int, ...]  # other articles that carry the same or nearly the same text
    speaking: tuple[int, ...]  # articles whose text still names an entity


def measure(connection: Connection, target: Target) -> Extent:
    """How much would go; nothing is changed."""
    reach = reach_of(connection, target.articles)
    counts = {
        "articles": len(reach.articles),
        "captures": len(reach.captures),
        "contents": len(reach.contents),
        "blobs": len(reach.blobs),
        "mentions": _mentions(connection, reach.contents, target.leaves),
    }
    copies, speaking = _copies(connection, reach), _speaking(connection, target.leaves)
    return Extent(target=target, counts=counts, copies=copies, speaking=speaking)


def erase(
    database: Database, blobs: BlobStore, target: Target, reason: str, now: datetime
) -> dict[str, int]:
    """Take a target down for good; returns how much went.

    Raises:
        UsageError: no reason is given.
    """
    if not reason.strip():
        raise UsageError("say why: --reason; it stays as the record of this takedown")
    with database.write() as connection:
        counts = take_out(connection, blobs, target, reason, now)
    drop_blobs(database, blobs, now)
    wiping.wipe(database)
    return counts


def take_out(
    connection: Connection, blobs: BlobStore, target: Target, reason: str, now: datetime
) -> dict[str, int]:
    """Note a target beside the blobs, then delete its rows; `drop_blobs` follows the commit.

    Returns how much goes.
    """
    stones = [
        Tombstone(scope=scope, key_hash=key, reason=reason, requested_at=now)
        for scope, key in target.hashes
    ]
    write_notes(blobs, stones)
    counts = measure(connection, target).counts
    _remove(connection, target, now)
    _record(connection, stones, {**counts, **_ids_of(target)})
    return counts


def drop_blobs(database: Database, blobs: BlobStore, now: datetime) -> None:
    """Delete the files of marked blobs, then their rows, and close the audit rows."""
    with database.read() as connection:
        marked = select(connection, f"SELECT sha256 FROM blob WHERE {_UNNAMED}")  # noqa: S608
    for row in marked:
        blobs.delete(row[0])
    with database.write() as connection:
        execute(connection, f"DELETE FROM blob WHERE {_UNNAMED}")  # noqa: S608
        execute(connection, "UPDATE erasure SET done_at = ? WHERE done_at IS NULL", (now,))


def finish(database: Database, blobs: BlobStore, now: datetime) -> int:
    """Take down again what a backup brought back, and end what was cut off; returns how much.

    The notes beside the blobs say what must be gone; a database that has them all is left alone.
    """
    noted = {stone.key_hash: stone for stone in read_notes(blobs)}
    with database.read() as connection:
        known = known_hashes(connection, noted)
        cut_off = select(connection, "SELECT 1 FROM erasure WHERE done_at IS NULL LIMIT 1")
    missing = [stone for key, stone in noted.items() if key not in known]
    if not missing and not cut_off:
        return 0
    with database.write() as connection:
        target = target_of_hashes(connection, {stone.key_hash for stone in missing})
        counts = measure(connection, target).counts
        _remove(connection, target, now)
        _record(connection, missing, {**counts, **_ids_of(target)})
    drop_blobs(database, blobs, now)
    wiping.wipe(database)
    return len(missing)


def look(ledger: "Ledger", name: str, scope: Scope | None = None) -> Extent:
    """What a name stands for in a ledger, and how much would go with it."""
    with ledger.database.read() as connection:
        return measure(connection, find_target(connection, name, scope))


def carry_out(ledger: "Ledger", target: Target, reason: str, now: datetime) -> dict[str, int]:
    """`erase` on an open ledger."""
    return erase(ledger.database, ledger.blobs, target, reason, now)


def honour(ledger: "Ledger", now: datetime) -> int:
    """`finish` on an open ledger, before anything is read or written there."""
    return finish(ledger.database, ledger.blobs, now)


_UNNAMED = (
    "erased_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM capture c WHERE c.blob_sha256 = sha256)"
)
"""Blobs that were marked and that no capture names; those let go by a term keep their rows."""


_STEPS = 3
"""Links from a text to the farthest that may say the same: to its hub, its excerpt, its copy."""


def _remove(connection: Connection, target: Target, now: datetime) -> None:
    wiping.overwrite_deleted(connection)
    reach = reach_of(connection, target.articles)
    remove_articles(connection, reach, now)
    remove_entities(connection, target.leaves)


def _ids_of(target: Target) -> dict[str, Any]:
    """By which exports know what to take out; numbers that stand for nothing any more."""
    return {"article_ids": target.articles, "entity_ids": target.leaves}


def _record(connection: Connection, stones: Sequence[Tombstone], counts: dict[str, Any]) -> None:
    """Write the audit rows; the counts stand on the first of them."""
    ids = reserve_ids(connection, ErasureRow, len(stones))
    rows = [
        (i, s.scope.value, s.key_hash, s.reason, s.requested_at, None, {} if at else counts)
        for at, (i, s) in enumerate(zip(ids, stones, strict=True))
    ]
    insert(connection, ErasureRow, rows)


def _mentions(connection: Connection, contents: Sequence[int], leaves: Sequence[int]) -> int:
    sql = (
        "SELECT count(*) FROM mention m JOIN enrichment n ON n.id = m.enrichment_id"
        " WHERE n.content_id {among}"
    )
    found = select_among(connection, sql, list(contents))
    sql = "SELECT count(*) FROM mention WHERE entity_id {among}"
    found += select_among(connection, sql, list(leaves))
    return sum(row[0] for row in found)


def _copies(connection: Connection, reach: Reach) -> tuple[int, ...]:
    sql = "SELECT DISTINCT article_id FROM derivation WHERE content_id {among}"
    kin = sorted(_kin(connection, reach.contents))
    found = {row[0] for row in select_among(connection, sql, kin)}
    return tuple(sorted(found - set(reach.articles)))


def _kin(connection: Connection, contents: Sequence[int]) -> set[int]:
    """Contents that are linked to these: copies of one hub, excerpts, and copies of excerpts."""
    sql = "SELECT content_id, of_content_id FROM duplicate WHERE {column} {among}"
    known, new = set(contents), set(contents)
    for _ in range(_STEPS):
        rows = [
            row
            for column in ("content_id", "of_content_id")
            for row in select_among(connection, sql.replace("{column}", column), sorted(new))
        ]
        new = {content for row in rows for content in row} - known
        known |= new
    return known


def _speaking(connection: Connection, leaves: Sequence[int]) -> tuple[int, ...]:
    sql = (
        "SELECT DISTINCT v.article_id FROM mention m JOIN enrichment n ON n.id = m.enrichment_id"
        " JOIN article_version v ON v.content_id = n.content_id WHERE m.entity_id {among}"
    )
    return tuple(sorted(row[0] for row in select_among(connection, sql, list(leaves))))
