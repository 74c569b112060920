"""Parquet as other programs read it: DuckDB and pandas find in it what the database holds."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from storage.bulk import json_of, select, time_of
from storage.export.door import Form, export
from storage.export.parquet import MENTION, VERSION
from storage.ledger import Ledger
from tests.factories import DAY, NOON, a_link, publish
from tests.storage.known_news import timed, write_news

LATER = NOON + DAY
ROWS = Sequence[tuple[Any, ...]]

VERSIONS = (
    "SELECT v.id, v.article_id, s.id, s.name, v.number, v.change, v.cause, v.observed_from,"
    " v.observed_to, v.recorded_at, v.superseded_at, a.canonical_url, c.headline, c.authors,"
    " c.published_at, c.published_precision, c.published_basis, c.modified_at, c.language,"
    " c.word_count, c.text, c.id, c.sha256 FROM article_version v"
    " JOIN content c ON c.id = v.content_id JOIN article a ON a.id = v.article_id"
    " JOIN source s ON s.id = a.source_id ORDER BY v.id"
)
MENTIONS = (
    "SELECT m.enrichment_id, m.seq, n.content_id, m.kind, m.surface, m.char_start, m.char_end,"
    " e.canonical_id, (SELECT k.name FROM entity k WHERE k.id = e.canonical_id), m.value, m.score"
    " FROM mention m JOIN enrichment n ON n.id = m.enrichment_id"
    " LEFT JOIN entity e ON e.id = m.entity_id ORDER BY m.enrichment_id, m.seq"
)


@pytest.fixture
def written(ledger: Ledger) -> Ledger:
    """The known news."""
    write_news(ledger)
    return ledger


def in_database(ledger: Ledger, sql: str, columns: dict[str, str]) -> ROWS:
    """The rows of a query, each value as Python has its column's kind."""
    with ledger.database.read() as connection:
        rows = select(connection, sql)
    kinds = list(columns.values())
    return [tuple(map(_of_database, tuple(row), kinds)) for row in rows]


def _of_database(value: Any, kind: str) -> Any:
    if kind.startswith("timestamp"):
        return time_of(value)
    return json_of(value) if kind == "list<string>" else value


def by_duckdb(files: str, columns: dict[str, str], order: str) -> ROWS:
    """The rows of Parquet files as DuckDB gives them to Python."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        sql = f"SELECT {', '.join(columns)} FROM read_parquet('{files}') ORDER BY {order}"
        return connection.execute(sql).fetchall()


def by_pandas(files: str, columns: dict[str, str], order: str) -> ROWS:
    """The same as pandas does."""
    folder = Path(files.partition("*")[0])
    frame = pd.read_parquet(folder, columns=list(columns)).sort_values(order.split(", "))
    zones = {str(kind.tz) for kind in frame.dtypes if isinstance(kind, pd.DatetimeTZDtype)}
    assert zones <= {"UTC"}
    return [tuple(map(_of_pandas, row)) for row in frame.itertuples(index=False, name=None)]


def _of_pandas(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return list(value) if hasattr(value, "tolist") and hasattr(value, "__len__") else value


READERS = pytest.mark.parametrize("read", [by_duckdb, by_pandas])


@READERS
def test_what_they_read_equals_the_database(
    written: Ledger, tmp_path: Path, read: Callable[[str, dict[str, str], str], ROWS]
) -> None:
    export(written.reader(), tmp_path, Form.PARQUET, LATER)
    versions = in_database(written, VERSIONS, VERSION)
    assert len(versions) == 10
    assert {type(value) for row in versions for value in row} >= {datetime, list, str, type(None)}
    assert read(f"{tmp_path}/versions/*/*.parquet", VERSION, "version_id") == versions
    mentions = in_database(written, MENTIONS, MENTION)
    assert read(f"{tmp_path}/mentions/*.parquet", MENTION, "enrichment_id, seq") == mentions


@READERS
def test_a_second_export_adds_only_what_is_new_and_both_together_equal_the_database(
    written: Ledger, tmp_path: Path, read: Callable[[str, dict[str, str], str], ROWS]
) -> None:
    export(written.reader(), tmp_path, Form.PARQUET, LATER)
    before = {*tmp_path.rglob("*.parquet")}
    known = {row[0] for row in in_database(written, VERSIONS, VERSION)}
    changed = timed("Ann Lée has left Oslo.", "Gone", NOON)
    publish(written, changed, link=a_link("https://daily.example/a"), at=LATER + DAY)
    export(written.reader(), tmp_path, Form.PARQUET, LATER + 2 * DAY)

    versions = in_database(written, VERSIONS, VERSION)
    new = [path for path in tmp_path.rglob("*.parquet") if path not in before]
    added = [pq.read_table(path)["version_id"].to_pylist() for path in new if "month" in str(path)]
    assert {row for rows in added for row in rows} == {row[0] for row in versions} - known

    ended = read(f"{tmp_path}/ended/*.parquet", {"version_id": "", "known_to": ""}, "version_id")
    believed_to = list(VERSION).index("known_to")
    told = [list(row) for row in read(f"{tmp_path}/versions/*/*.parquet", VERSION, "version_id")]
    for row in told:
        row[believed_to] = dict(ended).get(row[0], row[believed_to])
    assert [tuple(row) for row in told] == versions
    assert len(ended) == 1

    count = len([*tmp_path.rglob("*.parquet")])
    export(written.reader(), tmp_path, Form.PARQUET, LATER + 3 * DAY)
    assert len([*tmp_path.rglob("*.parquet")]) == count
