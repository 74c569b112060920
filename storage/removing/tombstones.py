"""What was taken down, remembered without its content: hashes of keys, never the keys.

They are kept twice: as rows of `erasure`, and as lines beside the blobs, so that a database put
back from a backup still knows what must not return.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import Connection

from storage.blobs import BlobStore
from storage.bulk import select, select_among, time_of
from storage.records import Received
from storage.urls import fold_url


class Scope(StrEnum):
    """What was taken down."""

    ARTICLE = "article"
    URL = "url"
    SOURCE = "source"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """That something of this key is gone for good."""

    scope: Scope
    key_hash: str
    reason: str
    requested_at: datetime


def hash_key(scope: Scope, *parts: str) -> str:
    """The hash that a tombstone keeps of a key."""
    plain = "\0".join(("newsledger erasure", scope, *parts))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def article_hash(source_id: str, identity: str) -> str:
    """The hash of an article's key."""
    return hash_key(Scope.ARTICLE, source_id, identity)


@lru_cache(maxsize=4096)
def url_hash(url: str) -> str:
    """The hash of an address in any spelling, or of a file's path."""
    return hash_key(Scope.URL, fold_url(url) if "://" in url else url)


def without_erased(connection: Connection, received: Sequence[Received]) -> list[Received]:
    """What came, less what was taken down; it is neither stored nor counted."""
    if not select(connection, "SELECT 1 FROM erasure LIMIT 1"):
        return list(received)
    keys = {id(item): _keys(item) for item in received}
    gone = known_hashes(connection, {key for found in keys.values() for key in found})
    return [item for item in received if gone.isdisjoint(keys[id(item)])]


def gone_since(connection: Connection, source_id: str, url: str) -> datetime | None:
    """When what a source had at an address was taken down; None when nothing was."""
    sql = "SELECT requested_at FROM erasure WHERE key_hash {among} ORDER BY id LIMIT 1"
    rows = select_among(connection, sql, sorted(_link_keys(source_id, url)))
    return time_of(rows[0][0]) if rows else None


def erased_leaves(connection: Connection, leaves: Mapping[tuple[str, str], int]) -> list[int]:
    """The ids of those leaves, (kind, key) -> id, that were taken down."""
    if not select(connection, "SELECT 1 FROM erasure WHERE scope = 'entity' LIMIT 1"):
        return []
    keys = {hash_key(Scope.ENTITY, *leaf): leaf for leaf in leaves}
    return sorted(leaves[keys[key]] for key in known_hashes(connection, keys))


def known_hashes(connection: Connection, hashes: Iterable[str]) -> set[str]:
    """Those of the hashes that a tombstone bears."""
    sql = "SELECT key_hash FROM erasure WHERE key_hash {among}"
    return {row[0] for row in select_among(connection, sql, sorted(hashes))}


def write_notes(blobs: BlobStore, stones: Sequence[Tombstone]) -> None:
    """Write tombstones beside the blobs."""
    blobs.note(
        "".join(
            json.dumps(
                {
                    "scope": stone.scope.value,
                    "key_hash": stone.key_hash,
                    "reason": stone.reason,
                    "requested_at": stone.requested_at.isoformat(),
                }
            )
            + "\n"
            for stone in stones
        )
    )


def read_notes(blobs: BlobStore) -> Iterator[Tombstone]:
    """The tombstones that lie beside the blobs."""
    for line in blobs.notes().splitlines():
        fields = json.loads(line)
        moment = datetime.fromisoformat(fields["requested_at"])
        stone = (Scope(fields["scope"]), fields["key_hash"], fields["reason"])
        yield Tombstone(scope=stone[0], key_hash=stone[1], reason=stone[2], requested_at=moment)


def _keys(item: Received) -> set[str]:
    link = item.link
    named = {article_hash(link.source_id, link.identity), *_link_keys(link.source_id, link.url)}
    return named | _link_keys(link.source_id, item.final_url)


def _link_keys(source_id: str, url: str) -> set[str]:
    """What a tombstone may bear that keeps a source's link out."""
    keys = {hash_key(Scope.SOURCE, source_id), url_hash(url)}
    return keys | {article_hash(source_id, fold_url(url) if "://" in url else url)}
