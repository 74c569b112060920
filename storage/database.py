"""The two databases: how each is opened, written to by one writer at a time, and kept current.

SQLite takes every write as ``BEGIN IMMEDIATE``, so that a reader never has to become a writer
halfway; reading goes through an engine that cannot write.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from storage.errors import (
    LedgerBusyError,
    LedgerMissingError,
    LedgerVersionError,
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

SETTING_UP = 0x6E657773  # PostgreSQL's advisory lock of set-up; "news"
READING = (
    "default_transaction_read_only=on",
    "random_page_cost=1.1",  # as for SSDs and what is cached: an index before half a table
    "plan_cache_mode=force_custom_plan",  # one plan for every entity and limit is a bad one
)
"""How PostgreSQL plans what is only read; benchmarks/queries.py says what it is worth."""

MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One ledger's database, by URL. Opening connects to nothing."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.dialect = make_url(self.url).get_backend_name()
        if self.dialect not in ("sqlite", "postgresql"):
            raise UsageError(f"{url!r}: a ledger lives in SQLite or PostgreSQL, not {self.dialect}")
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        # Threads of one process wait here, in turn, rather than poll SQLite's own lock.
        self._turn: AbstractContextManager[object] = nullcontext()
        if self.dialect == "sqlite":
            self._turn = threading.RLock()

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None on PostgreSQL."""
        name = make_url(self.url).database
        return Path(name) if self.dialect == "sqlite" and name else None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may write: committed at the end, rolled back on any error."""
        if self._writer is None:
            self._writer = self._writing_engine()
        try:
            with self._turn, self._writer.begin() as connection:
                yield connection
        except _errors(self._writer) as error:
            raise _told(error, self.url) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that cannot write, with one view of the data."""
        if self._reader is None:
            self._reader = self._reading_engine()
        try:
            with self._reader.begin() as connection:
                yield connection
        except _errors(self._reader) as error:
            raise _told(error, self.url) from error

    @contextmanager
    def write_alone(self) -> Iterator[Connection]:
        """A writing transaction that waits for every other of its kind: set-up, not daily work."""
        with self.write() as connection:
            if self.dialect == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SETTING_UP})")
            yield connection

    def exists(self) -> bool:
        """Whether there is a ledger here: its tables, not only a file."""
        if self.path is not None and not self.path.exists():
            return False
        return self.revision() is not None

    def revision(self) -> str | None:
        """The schema's revision as the database tells it."""
        engine = self._reading_engine()
        try:
            with engine.connect() as connection:
                return MigrationContext.configure(connection).get_current_revision()
        except OperationalError as error:
            raise _told(error, self.url) from error
        finally:
            engine.dispose()

    def migrate(self, revision: str = "head") -> None:
        """Make the schema, or bring it to the given revision with all its data."""
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.write_alone() as connection:
            config = migration_config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    def bring_up(self) -> None:
        """Make the schema or migrate it, where that is needed.

        Raises:
            LedgerVersionError: it was made by a newer newsledger.
        """
        there = self.path is None or self.path.exists()
        found = self.revision() if there else None
        if found is None or found in known_revisions() - {head_revision()}:
            self.migrate()
        else:
            self.check()

    def check(self) -> None:
        """Raise unless the database is there and its schema is this newsledger's.

        Raises:
            LedgerMissingError: there is none.
            LedgerVersionError: it is older or newer.
        """
        if self.path is not None and not self.path.exists():
            raise LedgerMissingError(f"no ledger at {self.path}; make one with `newsledger init`")
        found, wanted = self.revision(), head_revision()
        if found is None:
            raise LedgerMissingError(f"no ledger in {self.shown}; make one with `newsledger init`")
        if found == wanted:
            return
        if found in known_revisions():
            raise LedgerVersionError(
                f"{self.shown} has schema {found}, this newsledger needs {wanted}; "
                "bring it up with `newsledger init`, which keeps all data"
            )
        raise LedgerVersionError(
            f"{self.shown} was made by a newer newsledger (schema {found}, known up to {wanted}); "
            "install that version"
        )

    @property
    def shown(self) -> str:
        """The URL as it may be printed: no password."""
        return make_url(self.url).render_as_string(hide_password=True)

    def close(self) -> None:
        """Let go of every connection."""
        for engine in (self._writer, self._reader):
            if engine is not None:
                engine.dispose()
        self._writer = self._reader = None

    def _writing_engine(self) -> Engine:
        if self.dialect == "postgresql":
            return create_engine(self.url, pool_pre_ping=True, max_overflow=20)
        engine = create_engine(self.url, connect_args={"timeout": BUSY_TIMEOUT_S})
        event.listen(engine, "connect", _set_up_writer)
        event.listen(engine, "begin", _begin_immediate)
        return engine

    def _reading_engine(self) -> Engine:
        if self.dialect == "postgresql":
            options = {"options": " ".join(f"-c {setting}" for setting in READING)}
            return create_engine(
                self.url,
                pool_pre_ping=True,
                max_overflow=20,
                isolation_level="REPEATABLE READ",
                connect_args=options,
            )
        assert self.path is not None
        uri = f"{self.path.absolute().as_uri()}?mode=ro"

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


def migration_config() -> Config:
    """Alembic's configuration for the migrations that ship with this package."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def head_revision() -> str | None:
    """The newest schema revision this newsledger knows."""
    return ScriptDirectory.from_config(migration_config()).get_current_head()


def known_revisions() -> set[str]:
    """Every schema revision this newsledger can bring up to date."""
    scripts = ScriptDirectory.from_config(migration_config())
    return {script.revision for script in scripts.walk_revisions()}


def _with_driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


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


def _errors(engine: Engine) -> tuple[type[Exception], ...]:
    """What a database's trouble comes as: SQLAlchemy's own, and the driver's (storage/bulk.py)."""
    return OperationalError, engine.dialect.loaded_dbapi.OperationalError


def _told(error: Exception, url: str) -> Exception:
    shown = make_url(url).render_as_string(hide_password=True)
    said = str(getattr(error, "orig", error)).strip()
    if "disk is full" in said or "No space left" in said:
        return StorageFullError(f"the disk of {shown} is full; free some space and run again")
    if "locked" in said or "busy" in said:
        return LedgerBusyError(
            f"{shown} was locked for over {BUSY_TIMEOUT_S} s by another program; close it"
        )
    if "unable to open" in said or "could not connect" in said or "connection failed" in said:
        return LedgerMissingError(f"cannot open {shown}: {said}")
    return error
