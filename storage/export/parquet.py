"""Export to Parquet: versions and mentions, typed, in UTC, one folder a month.

::

    DIR/versions/month=2026-03/UNTIL-0.parquet    by when the publisher showed it
    DIR/ended/UNTIL.parquet                       rows of earlier exports that we believe no more
    DIR/mentions/UNTIL-0.parquet                  joined to versions by content_id
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storage.errors import UsageError
from storage.export.window import Window, ended, mentions, versions

TIME = "timestamp[us, tz=UTC]"
VERSION = {
    "version_id": "int64",
    "article_id": "int64",
    "source_id": "string",
    "source_name": "string",
    "number": "int32",
    "change": "string",
    "cause": "string",
    "observed_from": TIME,
    "observed_to": TIME,
    "known_from": TIME,
    "known_to": TIME,
    "url": "string",
    "headline": "string",
    "authors": "list<string>",
    "published_at": TIME,
    "published_precision": "string",
    "published_basis": "string",
    "modified_at": TIME,
    "language": "string",
    "word_count": "int32",
    "text": "string",
    "content_id": "int64",
    "content_sha256": "string",
}
ENDED = {"version_id": "int64", "known_to": TIME}
MENTION = {
    "enrichment_id": "int64",
    "seq": "int32",
    "content_id": "int64",
    "kind": "string",
    "surface": "string",
    "char_start": "int32",
    "char_end": "int32",
    "entity_id": "int64",
    "entity_name": "string",
    "value": "string",
    "score": "float64",
}


def write_parquet(connection: Connection, folder: Path, window: Window) -> int:
    """Write what is new; returns how many version rows.

    Raises:
        UsageError: pyarrow is not installed.
    """
    _pyarrow()
    stamp = f"{window.until:%Y%m%dT%H%M%S%f}"
    count = 0
    for place, batch in enumerate(versions(connection, window)):
        by_month: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in batch:
            by_month[f"{row['observed_from']:%Y-%m}"].append(row)
        for month, rows in by_month.items():
            path = folder / "versions" / f"month={month}" / f"{stamp}-{place}.parquet"
            _write(path, rows, VERSION)
        count += len(batch)
    for place, batch in enumerate(mentions(connection, window)):
        _write(folder / "mentions" / f"{stamp}-{place}.parquet", batch, MENTION)
    if over := ended(connection, window):
        _write(folder / "ended" / f"{stamp}.parquet", over, ENDED)
    return count


def purge_parquet(folder: Path, articles: set[int], entities: set[int]) -> None:
    """Take articles, what was read in their texts, and entities out of every file before."""
    pa = _pyarrow()
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    contents: set[int] = set()
    for path in sorted(folder.glob("versions/*/*.parquet")):
        table = pq.ParquetFile(path).read()
        gone = pc.is_in(table["article_id"], value_set=pa.array(sorted(articles), pa.int64()))
        contents |= set(table.filter(gone)["content_id"].to_pylist())
        _rewrite(path, table, table.filter(pc.invert(gone)))
    for path in sorted(folder.glob("mentions/*.parquet")):
        table = pq.ParquetFile(path).read()
        read_there = pa.array(sorted(contents), pa.int64())
        gone = pc.or_(
            pc.is_in(table["content_id"], value_set=read_there),
            pc.is_in(table["entity_id"], value_set=pa.array(sorted(entities), pa.int64())),
        )
        _rewrite(path, table, table.filter(pc.invert(gone)))


def _rewrite(path: Path, table: Any, kept: Any) -> None:
    import pyarrow.parquet as pq

    if kept.num_rows < table.num_rows:
        pq.write_table(kept, path, compression="zstd")


def _write(path: Path, rows: list[dict[str, Any]], columns: dict[str, str]) -> None:
    pa = _pyarrow()
    import pyarrow.parquet as pq

    kinds = {TIME: pa.timestamp("us", "UTC"), "list<string>": pa.list_(pa.string())}
    fields = [
        (name, kinds[kind] if kind in kinds else pa.type_for_alias(kind))
        for name, kind in columns.items()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, pa.schema(fields)), path, compression="zstd")


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        advice = "pip install 'newsledger[parquet]'"
        raise UsageError(f"Parquet needs pyarrow: {advice}; or export jsonl") from error
    return pyarrow
