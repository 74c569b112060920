"""How each database is opened: once to write, once to read alone, and what its trouble is called.

SQLite takes every write as ``BEGIN IMMEDIATE``, so that a reader never has to become a writer
halfway.
"""

import re
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import QueuePool

from storage.errors import (
    LedgerBusyError,
    LedgerError,
    LedgerMissingError,
    StorageFullError,
    UsageError,
)

BUSY_TIMEOUT_S = 30

READERS = 16
"""Connections kept open for reading; opening one reads the whole schema."""

MAPPED_BYTES = 0x7FFF0000
"""How much of a SQLite file readers map into memory: SQLite's most, just under 2 GiB.

Without it a reader copies each page by a call of its own into a cache of 2 MB, and a question over
a large ledger costs twice as much (benchmarks/queries.py).
"""

WRITTEN = "write it as sqlite:///ledger/ledger.db, or as postgresql://USER@HOST/NAME"

_PASSWORD = re.compile(r":[^:@/]+@")

READING = (
    "default_transaction_read_only=on",
    "random_page_cost=1.1",  # as for SSDs and what is cached: an index before half a table
    "work_mem=32MB",  # what a question over everything hashes and sorts stays in memory
    "plan_cache_mode=force_custom_plan",  # one plan for every entity and limit is a bad one
)
"""How PostgreSQL plans what is only read; benchmarks/queries.py says what it is worth."""


def writing_engine(url: str) -> Engine:
    """Connections that may write."""
    if not is_sqlite(url):
        return create_engine(url, pool_pre_ping=True, max_overflow=20)
    _refuse_folder(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _set_up_writer)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def reading_engine(url: str) -> Engine:
    """Connections that cannot write, each transaction with one view of the data."""
    if not is_sqlite(url):
        options = {"options": " ".join(f"-c {setting}" for setting in READING)}
        return create_engine(
            url,
            pool_pre_ping=True,
            max_overflow=20,
            isolation_level="REPEATABLE READ",
            connect_args=options,
        )
    _refuse_folder(url)
    path = file_of(url)
    assert path is not None
    uri = f"{path.absolute().as_uri()}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False)

    # Named, because SQLAlchemy takes "sqlite://" for a database in memory and gives it a pool
    # that closes other threads' connections.
    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=READERS, max_overflow=20
    )
    event.listen(engine, "connect", _set_up_reader)
    event.listen(engine, "begin", _begin_deferred)
    return engine


def backend_of(url: str) -> str:
    """`sqlite` or `postgresql`.

    Raises:
        UsageError: it is no URL of a ledger's database.
    """
    shown = _PASSWORD.sub(":***@", url)
    try:
        found = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"{shown!r} names no database; {WRITTEN}") from error
    backend = found.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise UsageError(f"{shown!r}: a ledger lives in SQLite or PostgreSQL; {WRITTEN}")
    if backend == "sqlite" and found.database in (None, "", ":memory:"):
        raise UsageError(f"{shown!r} names no file; {WRITTEN}")
    return backend


def is_sqlite(url: str) -> bool:
    """Whether a ledger's URL names a SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None on PostgreSQL."""
    name = make_url(url).database
    return Path(name) if is_sqlite(url) and name else None


def _refuse_folder(url: str) -> None:
    """SQLite itself would speak of a broken disk."""
    path = file_of(url)
    if path is not None and path.is_dir():
        raise UsageError(f"{path}: this is a folder; name the ledger's file in it")


def with_driver(url: str) -> str:
    """The URL with the driver that is used for PostgreSQL."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def errors_of(engine: Engine) -> tuple[type[Exception], ...]:
    """What a database's trouble comes as: SQLAlchemy's own, and the driver's (storage/bulk.py)."""
    return DatabaseError, engine.dialect.loaded_dbapi.DatabaseError


def told(error: Exception, url: str) -> Exception:
    """A database's trouble as a sentence, where one is known."""
    shown = make_url(url).render_as_string(hide_password=True)
    said = str(getattr(error, "orig", error)).strip()
    if "disk is full" in said or "No space left" in said:
        return StorageFullError(f"the disk of {shown} is full; free some space and run again")
    if "locked" in said or "busy" in said:
        return LedgerBusyError(
            f"{shown} was locked for over {BUSY_TIMEOUT_S} s by another program; close it"
        )
    if "readonly database" in said or "read-only transaction" in said:
        return LedgerError(f"{shown} may only be read here; give yourself the right to write it")
    if "not a database" in said:
        return LedgerError(
            f"{shown}: this file is no SQLite database, so no ledger is in it; name another, or"
            " put a backup in its place with `newsledger restore DIR --over`"
        )
    if "disk image is malformed" in said or "malformed database schema" in said:
        return LedgerError(
            f"{shown} is damaged ({said}); keep a copy of the file, then put a backup in its"
            " place with `newsledger restore DIR --over`"
        )
    if "unable to open" in said or "could not connect" in said or "connection failed" in said:
        return LedgerMissingError(f"cannot open {shown}: {said}")
    return error


def _set_up_writer(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_immediate alone
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA cache_size=-65536")


def _set_up_reader(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")
    connection.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
    connection.execute("PRAGMA cache_size=-65536")  # and what it sorts stays in memory


def _begin_immediate(connection: Connection) -> None:
    connection.connection.cursor().execute("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.connection.cursor().execute("BEGIN")
