"""A backup put in place of a ledger, which nobody else may be using meanwhile.

::

    whole? -> nobody uses the ledger? -> a copy beside it, less what was taken down since
           -> the blobs that the copy names -> the copy in place of the ledger

The ledger stays locked from the second step to the last. Cut off anywhere, it is the old one.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from storage import leases
from storage.blobs import BlobStore, FolderBlobs, open_blobs
from storage.bulk import select
from storage.care.backup import Backup, copy_database, merge_notes, read_manifest
from storage.database import Database
from storage.engines import told
from storage.errors import BlobError, LedgerBusyError, LedgerError, UsageError
from storage.first_few import first_few
from storage.removing import takedown

PATIENCE_S = 5
"""How long a program that reads the ledger just now may go on; a question takes less."""

LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
THEN = "stop it, or wait until it has ended, then restore again; nothing was changed"

SIDES = ("-wal", "-shm", "-journal")


def restore(
    folder: Path, database_url: str, blobs_url: str, now: datetime, *, over: bool = False
) -> Backup:
    """Put a backup in place of a ledger; what was taken down since does not come back.

    Returns the backup, with the blobs that neither it nor the ledger has as its `missing`.

    Raises:
        UsageError: there is no whole backup, the ledger is on PostgreSQL, or there is a ledger
            already and `over` is not set.
        LedgerBusyError: another program uses the ledger.
        LedgerError: the copy is damaged.
    """
    made = read_manifest(folder)
    path = _target(database_url, over)
    _examine(folder / "ledger.db")
    path.parent.mkdir(parents=True, exist_ok=True)
    blobs, copies = open_blobs(blobs_url), FolderBlobs(folder / "blobs")
    beside = path.with_name(f"{path.name}.restoring")
    with _alone(path, now) as held:
        _clear(beside)
        try:
            merge_notes(copies, blobs)
            names = _prepare(folder / "ledger.db", beside, blobs, now)
            missing = _mend_blobs(copies, blobs, names)
            _replace(beside, path, held)
        finally:
            _clear(beside)
    return replace(made, missing=tuple(missing))


def _target(database_url: str, over: bool) -> Path:
    path = Database(database_url).path
    if path is None:
        raise UsageError("put a PostgreSQL ledger back with pg_restore")
    if path.exists() and not over:
        raise UsageError(f"{path} is a ledger already; add --over to replace it")
    return path


def _examine(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            said = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise LedgerError(f"{path} is damaged ({said}); use another backup")


@contextmanager
def _alone(path: Path, now: datetime) -> Iterator[sqlite3.Connection | None]:
    """The ledger's file, locked against everybody; None where there is none that can be read.

    Raises:
        LedgerBusyError: another program uses it.
    """
    connection = None
    if path.exists():
        with closing(sqlite3.connect(path)) as plain:
            _refuse_leases(path, plain, now)  # whoever holds one can be named
        connection = _locked(path)
    try:
        if connection is not None:
            _refuse_leases(path, connection, now)  # taken just before the lock
        yield connection
    finally:
        if connection is not None:
            connection.close()


def _refuse_leases(path: Path, plain: sqlite3.Connection, now: datetime) -> None:
    """Raise while somebody has the right to work on the ledger; a damaged one names nobody."""
    engine = create_engine("sqlite://", creator=lambda: plain, poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            held = leases.living(connection, now)
    except (sqlite3.DatabaseError, DatabaseError) as error:
        said = getattr(error, "orig", error)
        if getattr(said, "sqlite_errorcode", 0) in LOCKED:
            raise LedgerBusyError(f"another program writes {path} just now; {THEN}") from error
        return
    if held:
        names = first_few([f"{name} by {holder}" for name, holder in sorted(held.items())])
        busy = LedgerBusyError(f"{path} is being worked on: {names}; {THEN}")
        busy.holder = next(iter(held.values()))
        raise busy


def _locked(path: Path) -> sqlite3.Connection | None:
    """A connection that keeps all others out, readers too; None where the file is damaged."""
    connection = sqlite3.connect(path, timeout=PATIENCE_S, isolation_level=None)
    try:
        # Before anything is read: only so does SQLite ask whether others have the file open.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode in LOCKED:
            raise LedgerBusyError(f"another program has {path} open; {THEN}") from error
        return None
    return connection


def _prepare(source: Path, beside: Path, blobs: BlobStore, now: datetime) -> list[str]:
    """Copy the backup's database, brought up and without what was taken down.

    Returns the names of its blobs.
    """
    copy_database(source, beside)
    database = Database(f"sqlite:///{beside}")
    database.bring_up()
    takedown.finish(database, blobs, now)
    with database.read() as connection:
        sql = "SELECT sha256 FROM blob WHERE erased_at IS NULL"
        names = [row[0] for row in select(connection, sql)]
    database.close()
    with closing(sqlite3.connect(beside)) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")  # all in one file, no log beside it
    return names


def _mend_blobs(copies: BlobStore, blobs: BlobStore, names: Sequence[str]) -> list[str]:
    """Copy what the ledger lacks or has damaged; returns what the backup could not give."""
    missing = []
    for name in names:
        if _is_whole(blobs, name):
            continue
        try:
            body = copies.get(name)
        except BlobError:
            missing.append(name)
            continue
        blobs.delete(name)
        blobs.put(body)
    return missing


def _is_whole(blobs: BlobStore, name: str) -> bool:
    try:
        blobs.get(name)
    except BlobError:
        return False
    return True


def _replace(beside: Path, path: Path, held: sqlite3.Connection | None) -> None:
    """Put the copy in place: into the locked file, so that who waits for it meets the copy."""
    if held is None:
        for ending in SIDES:
            Path(f"{path}{ending}").unlink(missing_ok=True)
        beside.replace(path)
        return
    try:
        with closing(sqlite3.connect(beside)) as copy:
            copy.backup(held)
    except sqlite3.DatabaseError as error:
        raise told(error, f"sqlite:///{path}") from error


def _clear(beside: Path) -> None:
    """Remove the copy, and what a restore that was cut off left of one."""
    for ending in ("", *SIDES, ".copying"):
        Path(f"{beside}{ending}").unlink(missing_ok=True)
