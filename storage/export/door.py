"""Hand-over: what is new since the last export into a folder, in the form that was asked for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from storage.bulk import json_of, select
from storage.export.jsonl import purge_jsonl, write_jsonl
from storage.export.parquet import purge_parquet, write_parquet
from storage.export.window import Window, keep_window, next_window
from storage.reading import Reader


class Form(StrEnum):
    """What an export is written as."""

    PARQUET = "parquet"
    JSONL = "jsonl"


WRITERS: Mapping[Form, Callable[[Connection, Path, Window], int]] = {
    Form.PARQUET: write_parquet,
    Form.JSONL: write_jsonl,
}
PURGERS: Mapping[Form, Callable[[Path, set[int], set[int]], None]] = {
    Form.PARQUET: purge_parquet,
    Form.JSONL: purge_jsonl,
}


def export(reader: Reader, folder: Path, form: Form, now: datetime) -> int:
    """Write what is new, and take out what was taken down since; returns how many version rows."""
    folder.mkdir(parents=True, exist_ok=True)
    with reader.database.read() as connection:
        window = next_window(folder, form, connection.dialect.name, now)
        articles, entities = _erased(connection, window)
        if articles or entities:
            PURGERS[form](folder, articles, entities)
        count = WRITERS[form](connection, folder, window)
    keep_window(folder, form, window)
    return count


def _erased(connection: Connection, window: Window) -> tuple[set[int], set[int]]:
    """Articles and entities taken down since the last export."""
    sql = "SELECT counts FROM erasure WHERE requested_at > ?"
    rows = select(connection, sql, (window.since,))
    counts = [json_of(row[0]) for row in rows]
    articles = {article for found in counts for article in found.get("article_ids", ())}
    return articles, {entity for found in counts for entity in found.get("entity_ids", ())}
