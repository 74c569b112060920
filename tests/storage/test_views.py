"""The views: the same columns on both databases, each documented, each right on known data."""

import pytest

from storage.bulk import select
from storage.database import Database
from storage.ledger import Ledger
from storage.migrations.check import drift
from storage.migrations.dialects import spelled
from storage.migrations.views import View, read_views

VIEWS = read_views()


@pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])
def test_a_view_has_exactly_the_columns_that_are_documented(ledger: Ledger, view: View) -> None:
    with ledger.database.read() as connection:
        found = connection.exec_driver_sql(f"SELECT * FROM {view.name}").keys()
    assert list(found) == list(view.columns)


def test_the_tables_and_the_migrations_agree(database_url: str) -> None:
    database = Database(database_url)
    assert drift(database) is None
    database.close()


def test_a_macro_takes_arguments_with_commas_inside_parentheses() -> None:
    text = "@day(coalesce(a, @field(j.value, x))) < 1"
    assert spelled(text, "sqlite") == "substr(coalesce(a, json_extract(j.value, '$.x')), 1, 10) < 1"


def test_views_can_be_taken_down_and_put_up_again(empty_database_url: str) -> None:
    from alembic import command

    from storage.database import migration_config

    database = Database(empty_database_url)
    database.migrate()
    with database.write() as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    assert database.revision() == "0002"
    database.migrate()
    with database.read() as connection:
        assert select(connection, "SELECT * FROM source_health") == []
    database.close()
