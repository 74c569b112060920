"""Ledgers for the tests: each test that takes one runs on SQLite and on a real PostgreSQL."""

import shutil
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from storage.database import Database
from storage.ledger import Ledger
from tests.postgres import Postgres, running_postgres

settings.register_profile("newsledger", deadline=None)  # a busy machine is not a broken law
settings.load_profile("newsledger")

TEMPLATE = "newsledger_template"
_numbers = count(1)

on_sqlite = pytest.param("sqlite", id="sqlite")
on_postgres = pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when a test first asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a migrated database, to be copied."""
    database = Database(postgres.make(TEMPLATE))
    database.migrate()
    database.close()
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture(params=[on_sqlite, on_postgres])
def dialect(request: pytest.FixtureRequest) -> str:
    """Each database in turn."""
    return str(request.param)


@pytest.fixture
def empty_database_url(
    request: pytest.FixtureRequest, dialect: str, tmp_path: Path
) -> Iterator[str]:
    """A place for a ledger where there is none yet."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        yield from _database(request.getfixturevalue("postgres"), "template0")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty ledger."""
    if dialect == "sqlite":
        path = tmp_path / "ledger.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        template = request.getfixturevalue("postgres_template")
        yield from _database(request.getfixturevalue("postgres"), template)


@pytest.fixture
def ledger(database_url: str, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger, on each database in turn."""
    ledger = Ledger.open(database_url, str(tmp_path / "blobs"))
    yield ledger
    ledger.close()


@pytest.fixture
def sqlite_ledger(sqlite_template: Path, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger on SQLite alone, for what no database makes different."""
    path = tmp_path / "ledger.db"
    shutil.copy(sqlite_template, path)
    ledger = Ledger.open(f"sqlite:///{path}", str(tmp_path / "blobs"))
    yield ledger
    ledger.close()


@pytest.fixture
def heeding() -> Iterator[None]:
    """Interrupts are heeded, as a test that runs in the background does not by itself."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _database(server: Postgres, template: str) -> Iterator[str]:
    name = f"newsledger_{next(_numbers)}"
    yield server.make(name, template)
    server.drop(name)
