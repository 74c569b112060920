"""Ledgers of every released revision are brought up with all they hold."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from storage.bulk import execute, select
from storage.database import Database, head_revision, migration_config
from storage.migrations.check import drift

RELEASED = sorted(each.revision for each in ScriptDirectory("storage/migrations").walk_revisions())

RUN = (
    "INSERT INTO run (id, flow, trigger, parameters, software, started_at, state, counts) VALUES"
    " (7, 'ingest', 'command', '{}', 'newsledger', '2026-03-01 12:00:00.000000', ?, '{}')"
)
SOURCE = (
    "INSERT INTO source (id, name, time_zone, config_hash, minor_change_ratio, first_seen_at)"
    " VALUES ('daily', 'Daily', 'UTC', 'x', 0.1, '2026-03-01 12:00:00.000000')"
)
CAPTURE = (
    "INSERT INTO capture (id, source_id, channel, url, final_url, identity, fetched_at, outcome,"
    " headers, hints, run_id) VALUES (3, 'daily', 'c', 'u', 'u', 'i',"
    " '2026-03-01 12:00:00.000000', 'failed', '{}', '{}', 7)"
)


def made(url: str, revision: str, state: str = "failed") -> Database:
    """A ledger of a revision, with a run and what it captured."""
    database = Database(url)
    database.migrate(revision)
    with database.write() as connection:
        execute(connection, SOURCE)
        execute(connection, RUN, (state,))
        execute(connection, CAPTURE)
    return database


def state_of(database: Database) -> list[tuple[object, ...]]:
    with database.read() as connection:
        sql = "SELECT r.state, c.id FROM run r JOIN capture c ON c.run_id = r.id"
        return [tuple(row) for row in select(connection, sql)]


def set_state(database: Database, state: str) -> None:
    with database.write() as connection:
        execute(connection, "UPDATE run SET state = ?", (state,))


@pytest.mark.parametrize("revision", RELEASED)
def test_a_ledger_of_any_revision_is_brought_up_with_its_rows(
    empty_database_url: str, revision: str
) -> None:
    database = made(empty_database_url, revision)
    database.migrate()
    assert (database.revision(), drift(database)) == (head_revision(), None)
    assert state_of(database) == [("failed", 3)]
    set_state(database, "interrupted")
    with pytest.raises(Exception, match="ck_run_state"):
        set_state(database, "bored")
    database.close()


def test_an_interrupted_run_is_a_failed_one_to_an_older_newsledger(empty_database_url: str) -> None:
    database = made(empty_database_url, "head", "interrupted")
    with database.write() as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0011")
    assert state_of(database) == [("failed", 3)]
    with pytest.raises(Exception, match="ck_run_state"):
        set_state(database, "interrupted")
    database.close()
