"""Many rows at once, as fast as the driver goes: plain SQL text, values encoded by column type.

The ORM costs twenty times as much a row on the hot path (benchmarks/storage.py).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import JSON, Connection
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.tables import Table

Encoder = Callable[[Any], Any]

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def insert(
    connection: Connection,
    row: type[Table],
    rows: Iterable[tuple[Any, ...]],
    *,
    or_ignore: bool = False,
) -> int:
    """Insert rows whose values stand in the table's column order; returns how many went in."""
    encoded = _encoded(connection.dialect.name, row, rows)
    if not encoded:
        return 0
    sql = _insert_sql(connection.dialect.name, row, or_ignore)
    return connection.exec_driver_sql(sql, encoded).rowcount


def reserve_ids(connection: Connection, row: type[Table], count: int) -> range | Sequence[int]:
    """Fresh keys of a table: the writer's own until its transaction ends."""
    name = row.__tablename__
    if not count:
        return ()
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(f"SELECT max(id) FROM {name}").scalar()  # noqa: S608
        first = (found or 0) + 1
        return range(first, first + count)
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    return list(connection.exec_driver_sql(sql, (name, count)).scalars())


def select_among(
    connection: Connection, sql: str, values: Sequence[Any], more: tuple[Any, ...] = ()
) -> list[Any]:
    """Rows of a query whose text holds ``{among}`` where ``IN (the values)`` belongs.

    The values must come before any further parameter; those are written as ``?``.
    """
    if not values:
        return []
    if connection.dialect.name == "sqlite":
        text = sql.replace("{among}", "IN (SELECT value FROM json_each(?))")
        parameters: tuple[Any, ...] = (json.dumps(list(values)),)
    else:
        text = sql.replace("?", "%s").replace("{among}", "= ANY(%s)")
        parameters = (list(values),)
    encoded = tuple(encode(connection, value) for value in more)
    result = connection.exec_driver_sql(text, parameters + encoded)
    try:
        return list(result.cursor.fetchall())  # the driver's own tuples: a row costs half as much
    finally:
        result.close()


def select(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
    """Rows of a query written with ``?`` for its parameters."""
    return list(_run(connection, sql, parameters).fetchall())


def execute(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> int:
    """Run a statement written with ``?``; returns how many rows it touched."""
    return int(_run(connection, sql, parameters).rowcount)


def execute_many(connection: Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Run a statement written with ``?`` once for every row of parameters."""
    many = [tuple(encode(connection, value) for value in row) for row in rows]
    if not many:
        return
    text = sql if connection.dialect.name == "sqlite" else sql.replace("?", "%s")
    connection.exec_driver_sql(text, many)


def encode(connection: Connection, value: Any) -> Any:
    """A value as the driver takes it: times are text on SQLite."""
    if isinstance(value, datetime):
        return sqlite_time(value) if connection.dialect.name == "sqlite" else value
    return value


@lru_cache(maxsize=1024)
def sqlite_time(value: datetime) -> str:
    """A time as SQLAlchemy keeps it in SQLite: UTC, six digits, no offset."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def time_of(value: datetime | str | None) -> datetime | None:
    """A time as it came from either driver, aware and in UTC."""
    if value is None:
        return None
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)


def json_of(value: Any) -> Any:
    """A JSON value as it came from either driver."""
    return json.loads(value) if isinstance(value, str) else value


def _run(connection: Connection, sql: str, parameters: tuple[Any, ...]) -> Any:
    encoded = tuple(encode(connection, value) for value in parameters)
    text = sql if connection.dialect.name == "sqlite" else sql.replace("?", "%s")
    return connection.exec_driver_sql(text, encoded)


def _encoded(
    dialect: str, row: type[Table], rows: Iterable[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    encoders = list(_encoders(dialect, row).items())
    if not encoders:
        return list(rows)
    encoded = []
    for values in rows:
        changed = list(values)
        for place, encoder in encoders:
            value = changed[place]
            if value is not None:
                changed[place] = encoder(value)
        encoded.append(tuple(changed))
    return encoded


@cache
def _insert_sql(dialect: str, row: type[Table], or_ignore: bool) -> str:
    table = Table.metadata.tables[str(row.__tablename__)]
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join(["?" if dialect == "sqlite" else "%s"] * len(table.columns))
    ending = " ON CONFLICT DO NOTHING" if or_ignore else ""
    return f"INSERT INTO {table.name} ({columns}) VALUES ({marks}){ending}"  # noqa: S608


@cache
def _encoders(dialect: str, row: type[Table]) -> Mapping[int, Encoder]:
    table = Table.metadata.tables[str(row.__tablename__)]
    found: dict[int, Encoder] = {}
    for place, column in enumerate(table.columns):
        if isinstance(column.type, JSON):
            found[place] = _dump
        elif isinstance(column.type, UTCDateTime) and dialect == "sqlite":
            found[place] = sqlite_time
    return found
