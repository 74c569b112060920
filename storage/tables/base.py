"""What all tables share: names for constraints, types that both databases understand."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Integer, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts rows by itself only in a column declared INTEGER.
Big = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")


class Table(SQLModel):
    """The base of every table: one metadata, one way to name constraints."""

    metadata = MetaData(naming_convention=NAMING)


def big_id() -> Any:
    """A surrogate key that fits 64 bits on both databases."""
    return Field(default=None, primary_key=True, sa_type=Big)


def refers(target: str, **options: Any) -> Any:
    """A 64-bit reference to another table's key."""
    return Field(foreign_key=target, sa_type=Big, **options)


def text(**options: Any) -> Any:
    """A text of any length."""
    return Field(sa_type=Text, **options)


def json(**options: Any) -> Any:
    """A JSON value: JSONB on PostgreSQL, text on SQLite."""
    return Field(sa_type=Json, **options)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds one of the enumeration's values, or NULL where that is allowed."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
