"""Backup of a SQLite ledger: one consistent database, and every blob that it names.

::

    DIR/ledger.db      a copy as of one moment, made while the ledger is in use
    DIR/blobs/         each blob, its hash verified on the way; those there already are kept
    DIR/backup.json    when, of which schema, and how many
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.blobs import BlobStore, FolderBlobs
from storage.bulk import select
from storage.database import Database, head_revision
from storage.errors import BlobError, UsageError

if TYPE_CHECKING:
    from storage.ledger import Ledger

MANIFEST = "backup.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds."""

    made_at: datetime
    revision: str
    articles: int
    blobs: int
    missing: tuple[str, ...]  # blobs that the ledger names and does not have


def back_up(ledger: "Ledger", folder: Path, now: datetime) -> Backup:
    """Copy a ledger into a folder, over an earlier backup if there is one.

    Raises:
        UsageError: the ledger is on PostgreSQL, which brings its own tools.
    """
    path = ledger.database.path
    if path is None:
        raise UsageError(
            "back a PostgreSQL ledger up with pg_dump, and copy the folder of its blobs besides"
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    copy_database(path, folder / "ledger.db")
    copy = Database(f"sqlite:///{folder / 'ledger.db'}")
    with copy.read() as connection:
        articles = select(connection, "SELECT count(*) FROM article")[0][0]
        sql = "SELECT sha256 FROM blob WHERE erased_at IS NULL"
        names = [row[0] for row in select(connection, sql)]
    copy.close()
    copies = FolderBlobs(folder / "blobs")
    missing = _copy_blobs(ledger.blobs, copies, names)
    merge_notes(ledger.blobs, copies)
    made = Backup(
        made_at=now,
        revision=head_revision() or "",
        articles=articles,
        blobs=len(names) - len(missing),
        missing=tuple(missing),
    )
    _write_manifest(folder, made)
    return made


def read_manifest(folder: Path) -> Backup:
    """What a backup says of itself.

    Raises:
        UsageError: there is none, or it was not finished.
    """
    path = folder / MANIFEST
    if not path.exists():
        raise UsageError(f"{folder} holds no finished backup")
    fields = json.loads(path.read_text("utf-8"))
    moment = datetime.fromisoformat(fields.pop("made_at"))
    return Backup(made_at=moment, missing=tuple(fields.pop("missing")), **fields)


def copy_database(source: Path, target: Path) -> None:
    """A copy as of one moment, whoever writes meanwhile."""
    beside = target.with_name(f"{target.name}.copying")
    beside.unlink(missing_ok=True)
    one, other = sqlite3.connect(source), sqlite3.connect(beside)
    with other:
        one.backup(other)
    other.execute("PRAGMA journal_mode = DELETE")
    one.close()
    other.close()
    beside.replace(target)


def merge_notes(source: BlobStore, target: BlobStore) -> None:
    """Have the target remember every takedown that the source does."""
    known = set(target.notes().splitlines())
    new = [line for line in source.notes().splitlines() if line not in known]
    if new:
        target.note("".join(f"{line}\n" for line in new))


def _write_manifest(folder: Path, made: Backup) -> None:
    fields = {
        "made_at": made.made_at.isoformat(),
        "revision": made.revision,
        "articles": made.articles,
        "blobs": made.blobs,
        "missing": made.missing,
    }
    (folder / MANIFEST).write_text(json.dumps(fields, indent=2) + "\n", "utf-8")


def _copy_blobs(source: BlobStore, target: BlobStore, names: list[str]) -> list[str]:
    """Copy what the target has not; returns what the source could not give."""
    missing = []
    for name in names:
        if target.has(name):
            continue
        try:
            target.put(source.get(name))
        except BlobError:
            missing.append(name)
    return missing
