"""Notes what is written meanwhile, so that it can be written again by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection

from storage import bulk

Statement = tuple[str, list[Any]]
"""SQL, and the rows of its parameters."""


@contextmanager
def noted_writes(seen: list[Statement]) -> Iterator[None]:
    """Note every statement that writes through storage/bulk.py, where the writing path has all."""
    plain = bulk._cursor

    @contextmanager
    def noting(connection: Connection) -> Iterator[Any]:
        with plain(connection) as cursor:
            yield _Noting(cursor, seen)

    with patch.object(bulk, "_cursor", noting):
        yield


class _Noting:
    """The driver's cursor, which notes what writes; rows are kept, not copied."""

    def __init__(self, cursor: Any, seen: list[Statement]) -> None:
        self._cursor, self._seen = cursor, seen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        self._note(sql, [parameters])
        return self._cursor.execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> Any:
        self._note(sql, rows)
        return self._cursor.executemany(sql, rows)

    def _note(self, sql: str, rows: Any) -> None:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self._seen.append((sql, rows))
