"""The views: the same columns on both databases, each documented, each right on known data."""

import pytest

from storage.bulk import select
from storage.database import Database
from storage.dialects import spelled
from storage.ledger import Ledger
from storage.migrations.check import drift
from storage.migrations.views import View, read_views
from storage.reading import Reader
from tests.factories import a_link, a_mention, a_source, an_article, publish, register

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


def rows(reader: Reader, sql: str) -> list[tuple[object, ...]]:
    """What a query gives."""
    with reader.database.read() as connection:
        return [tuple(row) for row in select(connection, sql)]


def test_source_days_count_captures_articles_versions_and_publications(known_news: Reader) -> None:
    sql = (
        "SELECT day, captures, stored, failed, articles, versions, published FROM source_day"
        " WHERE source_id = 'daily' ORDER BY day"
    )
    assert rows(known_news, sql) == [
        ("2026-02-10", 0, 0, 0, 0, 0, 1),
        ("2026-02-11", 1, 1, 0, 1, 1, 0),
        ("2026-02-20", 1, 1, 0, 1, 1, 1),
        ("2026-02-21", 1, 1, 0, 0, 1, 0),
        ("2026-02-23", 1, 0, 1, 0, 0, 0),
        ("2026-02-24", 1, 0, 1, 0, 0, 0),
    ]


def test_source_health_counts_what_is_known_of_each_source(known_news: Reader) -> None:
    sql = (
        "SELECT source_id, captures, failed, stubs, articles, with_author, with_date"
        " FROM source_health ORDER BY source_id"
    )
    assert rows(known_news, sql) == [
        ("daily", 5, 2, 0, 2, 2, 1),
        ("monthly", 4, 0, 0, 4, 4, 4),
        ("weekly", 2, 0, 0, 2, 2, 2),
    ]


def test_entities_are_counted_by_month_and_source(known_news: Reader) -> None:
    sql = (
        "SELECT name, source_id, month, mentions, articles FROM entity_by_month"
        " WHERE kind = 'org' ORDER BY name, source_id"
    )
    assert rows(known_news, sql) == [
        ("Acme", "daily", "2026-02", 1, 1),
        ("Acme", "weekly", "2026-02", 2, 2),
        ("Globex", "weekly", "2026-02", 1, 1),
    ]


def test_a_copy_stands_behind_the_text_that_appeared_first(known_news: Reader) -> None:
    sql = "SELECT article_id, kind, place, size, sources FROM copy_group ORDER BY place"
    assert rows(known_news, sql) == [(1, "hub", 1, 2, 2), (2, "edited_copy", 2, 2, 2)]


def test_two_articles_with_one_and_the_same_content_are_a_group(ledger: Ledger) -> None:
    register(ledger, a_source(), a_source("weekly"))
    for source in ("daily", "weekly"):
        link = a_link(f"https://{source}.example/a", source)
        publish(ledger, an_article(), link=link, body=source.encode())
    sql = "SELECT article_id, kind, place, size, sources FROM copy_group ORDER BY place"
    assert rows(ledger.reader(), sql) == [(1, "hub", 1, 2, 2), (2, "hub", 2, 2, 2)]
    with ledger.database.write() as connection:
        connection.exec_driver_sql("UPDATE article SET state = 'erased' WHERE id = 2")
    assert rows(ledger.reader(), sql) == []


def test_a_mention_in_its_context_tells_the_title_before_the_name(ledger: Ledger) -> None:
    register(ledger, a_source())
    text = "Governor Maud Lind met Ann Lee."
    found = [a_mention(text, "Maud Lind", role="Governor"), a_mention(text, "Ann Lee")]
    publish(ledger, an_article(text), mentions=found)
    sql = "SELECT role, entity_name FROM mention_in_context ORDER BY char_start"
    assert rows(ledger.reader(), sql) == [("Governor", "Maud Lind"), (None, "Ann Lee")]
