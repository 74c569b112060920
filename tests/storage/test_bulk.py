"""Statements at the driver's own pace: parameters by name and in lists, on both databases."""

from typing import Any

import pytest

from storage.bulk import execute_among, select, select_among, select_told, time_of
from storage.ledger import Ledger
from tests.factories import DAY, NOON, a_source, register

IDS = ("courier", "daily", "weekly")


@pytest.fixture
def sources(ledger: Ledger) -> Ledger:
    """A ledger that knows three sources, each since a day later than the one before."""
    for place in range(len(IDS)):
        register(ledger, *map(a_source, IDS[: place + 1]), now=NOON + place * DAY)
    return ledger


def told(ledger: Ledger, sql: str, **values: Any) -> tuple[tuple[str, ...], list[Any]]:
    """Columns, and rows as tuples."""
    with ledger.database.read() as connection:
        columns, rows = select_told(connection, sql, values)
    return columns, [tuple(row) for row in rows]


def names(ledger: Ledger) -> list[str]:
    """What the sources are called, in the order of their ids."""
    with ledger.database.read() as connection:
        return [row[0] for row in select(connection, "SELECT name FROM source ORDER BY id")]


def rename(ledger: Ledger, ids: list[str]) -> None:
    """Call these sources X."""
    with ledger.database.write() as connection:
        execute_among(connection, "UPDATE source SET name = 'X' WHERE id {among}", ids)


def test_columns_and_rows_come_by_named_parameters(sources: Ledger) -> None:
    sql = "SELECT id, name FROM source WHERE id = :id OR id = :other ORDER BY :id, id"
    found = told(sources, sql, id="weekly", other="courier")
    assert found == (("id", "name"), [("courier", "The Courier"), ("weekly", "The Weekly")])


def test_columns_are_told_where_there_are_no_rows(sources: Ledger) -> None:
    assert told(sources, "SELECT id FROM source WHERE id = :id", id="x") == (("id",), [])


def test_a_moment_is_compared_as_one(sources: Ledger) -> None:
    sql = "SELECT id, first_seen_at FROM source WHERE first_seen_at > :since"
    _, ((source_id, first_seen),) = told(sources, sql, since=NOON + DAY)
    assert (source_id, time_of(first_seen)) == ("weekly", NOON + 2 * DAY)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT id FROM source WHERE id LIKE 'w%' AND :word <> ''", "weekly"),
        ("SELECT '100 %(word)s'", "100 %(word)s"),
        ("SELECT '1:' || CAST(:word AS TEXT) || ':2'", "1:%s:2"),
    ],
    ids=["like", "percent", "colon"],
)
def test_signs_of_either_driver_mean_nothing_in_a_text(
    sources: Ledger, sql: str, said: str
) -> None:
    assert told(sources, sql, word="%s")[1] == [(said,)]


def test_a_value_is_never_read_as_sql(sources: Ledger) -> None:
    sql = "SELECT count(*) FROM source WHERE id = :id"
    assert told(sources, sql, id="' OR '1' = '1")[1] == [(0,)]


def test_a_statement_touches_the_rows_of_the_list_alone(sources: Ledger) -> None:
    rename(sources, ["weekly", "daily", "nobody's"])
    assert names(sources) == ["The Courier", "X", "X"]


def test_an_empty_list_touches_nothing(sources: Ledger) -> None:
    rename(sources, [])
    assert names(sources) == ["The Courier", "The Daily", "The Weekly"]


def test_parameters_follow_the_list(sources: Ledger) -> None:
    with sources.database.read() as connection:
        sql = "SELECT id FROM source WHERE id {among} AND first_seen_at < ? ORDER BY id"
        rows = select_among(connection, sql, ["weekly", "daily"], (NOON + 2 * DAY,))
        assert [row[0] for row in rows] == ["daily"]
        assert select_among(connection, sql, [], (NOON,)) == []


def test_numbers_are_found_among_numbers(sources: Ledger) -> None:
    with sources.database.read() as connection:
        sql = "SELECT id FROM step WHERE id {among} ORDER BY id"
        known = [row[0] for row in select(connection, "SELECT id FROM step ORDER BY id")]
        assert known
        found = select_among(connection, sql, [*known, 10**12])
        assert [row[0] for row in found] == known
