"""One ledger's database: written to by one writer at a time on SQLite, and kept current."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, make_url

from storage.engines import (
    backend_of,
    errors_of,
    file_of,
    reading_engine,
    told,
    with_driver,
    writing_engine,
)
from storage.errors import LedgerMissingError, LedgerVersionError

SETTING_UP = 0x6E657773  # PostgreSQL's advisory lock of set-up; "news"
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One ledger's database, by URL. Opening connects to nothing."""

    def __init__(self, url: str) -> None:
        self.url = with_driver(url)
        self.dialect = backend_of(self.url)
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        # Threads of one process wait here, in turn, rather than poll SQLite's own lock.
        self._turn: AbstractContextManager[object] = nullcontext()
        if self.dialect == "sqlite":
            self._turn = threading.RLock()

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None on PostgreSQL."""
        return file_of(self.url)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may write: committed at the end, rolled back on any error."""
        if self._writer is None:
            self._writer = writing_engine(self.url)
        try:
            with self._turn, self._writer.begin() as connection:
                yield connection
        except errors_of(self._writer) as error:
            raise told(error, self.url) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that cannot write, with one view of the data."""
        if self._reader is None:
            self._reader = reading_engine(self.url)
        try:
            with self._reader.begin() as connection:
                yield connection
        except errors_of(self._reader) as error:
            raise told(error, self.url) from error

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
        engine = reading_engine(self.url)
        try:
            with engine.connect() as connection:
                return MigrationContext.configure(connection).get_current_revision()
        except errors_of(engine) as error:
            raise told(error, self.url) from error
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
