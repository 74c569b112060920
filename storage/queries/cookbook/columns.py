"""Columns of an answer, as values that are the same on both databases."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from storage.bulk import time_of

_TIMES = ("_at", "_from", "_to")
"""How the names of columns end that hold times."""

_NUMBERS = frozenset((float, Decimal))
"""What the databases do not make of one sum alike."""


def read_column(column: str, values: Sequence[Any]) -> Sequence[Any]:
    """A column's values, the same on both databases."""
    if column.endswith(_TIMES):
        return [_moment_of(value) for value in values]
    if _NUMBERS.isdisjoint(map(type, values)):
        return values
    return [_number_of(value) for value in values]


def _moment_of(value: Any) -> Any:
    """An aware time in UTC."""
    return time_of(value) if isinstance(value, (datetime, str)) else value


def _number_of(value: Any) -> Any:
    """A whole number where it is one; what is no number as it is."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
