"""Rows as fast as the driver goes: plain SQL text, values encoded by column type.

The ORM costs twenty times as much a row on the hot path (benchmarks/storage.py), and SQLAlchemy's
own execution several times as much a statement; so statements go to the driver's cursor, within
SQLAlchemy's transaction.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import JSON, Connection
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.tables import Table

_NAMED = re.compile(r"(?<![:\w]):([a-z]+)\b")

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
    with _cursor(connection) as cursor:
        cursor.executemany(sql, encoded)
        return int(cursor.rowcount)


def reserve_ids(connection: Connection, row: type[Table], count: int) -> range | Sequence[int]:
    """Fresh keys of a table: the writer's own until its transaction ends."""
    name = row.__tablename__
    if not count:
        return ()
    if connection.dialect.name == "sqlite":
        ((found,),) = select(connection, f"SELECT max(id) FROM {name}")  # noqa: S608
        first = (found or 0) + 1
        return range(first, first + count)
    sql = "SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)"
    return [row[0] for row in select(connection, sql, (name, count))]


def select_among(
    connection: Connection, sql: str, values: Sequence[Any], more: tuple[Any, ...] = ()
) -> list[Any]:
    """Rows of a query whose text holds ``{among}`` where ``IN (the values)`` belongs.

    The values must come before any further parameter; those are written as ``?``.
    """
    if not values:
        return []
    text, parameters = _among(connection, sql, values, more)
    with _cursor(connection) as cursor:
        cursor.execute(text, parameters)
        return list(cursor.fetchall())


def execute_among(connection: Connection, sql: str, values: Sequence[Any]) -> None:
    """Run one statement whose text holds ``{among}`` where ``IN (the values)`` belongs."""
    if values:
        text, parameters = _among(connection, sql, values, ())
        with _cursor(connection) as cursor:
            cursor.execute(text, parameters)


def select(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
    """Rows of a query written with ``?`` for its parameters."""
    with _cursor(connection) as cursor:
        cursor.execute(*_as_driven(connection, sql, parameters))
        return list(cursor.fetchall())


def select_named(
    connection: Connection, sql: str, parameters: tuple[Any, ...] = ()
) -> list[dict[str, Any]]:
    """The same, each row by its columns' names."""
    with _cursor(connection) as cursor:
        cursor.execute(*_as_driven(connection, sql, parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def select_told(
    connection: Connection, sql: str, told: Mapping[str, Any]
) -> tuple[tuple[str, ...], list[Any]]:
    """Columns and rows of a query written with ``:name`` for its parameters."""
    if connection.dialect.name != "sqlite":
        sql = _as_psycopg_names(sql)
    encoded = {name: encode(connection, value) for name, value in told.items()}
    with _cursor(connection) as cursor:
        cursor.execute(sql, encoded)
        return tuple(column[0] for column in cursor.description), list(cursor.fetchall())


def execute(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> int:
    """Run a statement written with ``?``; returns how many rows it touched."""
    with _cursor(connection) as cursor:
        cursor.execute(*_as_driven(connection, sql, parameters))
        return int(cursor.rowcount)


def execute_many(connection: Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Run a statement written with ``?`` once for every row of parameters."""
    many = [tuple(encode(connection, value) for value in row) for row in rows]
    if not many:
        return
    text = sql if connection.dialect.name == "sqlite" else sql.replace("?", "%s")
    with _cursor(connection) as cursor:
        cursor.executemany(text, many)


def pg_array(values: Sequence[Any]) -> str | list[Any]:
    """Values as PostgreSQL takes an array; whole numbers as its own text, which costs a tenth."""
    if values and all(type(value) is int for value in values):
        return "{" + ",".join(map(str, values)) + "}"
    return list(values)


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


@contextmanager
def _cursor(connection: Connection) -> Iterator[Any]:
    cursor = connection.connection.cursor()
    try:
        yield cursor
    finally:
        cursor.close()


def _as_driven(
    connection: Connection, sql: str, parameters: tuple[Any, ...]
) -> tuple[str, tuple[Any, ...]]:
    """A statement and its parameters in the driver's own way."""
    if connection.dialect.name == "sqlite":
        return sql, tuple(encode(connection, value) for value in parameters)
    return sql.replace("?", "%s"), parameters


def _among(
    connection: Connection, sql: str, values: Sequence[Any], more: tuple[Any, ...]
) -> tuple[str, tuple[Any, ...]]:
    """A statement with ``{among}`` and its parameters in the driver's own way."""
    if connection.dialect.name == "sqlite":
        text = sql.replace("{among}", "IN (SELECT value FROM json_each(?))")
        parameters: tuple[Any, ...] = (json.dumps(list(values)),)
    else:
        text = sql.replace("?", "%s").replace("{among}", "= ANY(%s)")
        parameters = (pg_array(values),)
    return text, parameters + tuple(encode(connection, value) for value in more)


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


@lru_cache(maxsize=256)
def _as_psycopg_names(sql: str) -> str:
    """A statement with ``:name`` as psycopg writes its parameters."""
    return _NAMED.sub(r"%(\1)s", sql.replace("%", "%%"))


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
