"""Erase, and then all that might bring it back: poll, backfill, replay, restore, export."""

import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet as pq
import pytest
import yaml
import zstandard

from flows.opening import opened, utc_now
from flows.settings import read_settings
from flows.tending import tend
from storage.bulk import select
from storage.ledger import Ledger
from storage.tables import Table
from tasks.fetch.web import client
from tasks.fetch.web.world import World
from tests.faults.server import FaultServer, Line, http, running
from tests.fetch.test_rounds import rss
from tests.flows.cli import Cli, cli_on

HOST = "daily.fault"
QUILL = f"http://{HOST}/quill"
NAME = b"zebulon"
KEPT = b"lindmouth"

SECRET = "Zebulon Quill owes the harbour board of the town a great deal of money, it was said. " * 4
OTHER = "The council of Lindmouth has voted to mend the bridge before the winter, it was said. " * 4


def paper(line: Line) -> None:
    """A feed, and two articles."""
    if line.path == "/feed":
        line.send(http(200, rss("quill", "bridge").encode()))
        return
    text = SECRET if line.path == "/quill" else OTHER
    title = "Zebulon Quill" if line.path == "/quill" else "A bridge"
    page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    body = f"{page}<p>{text}</p></article></body></html>"
    line.send(http(200, body.encode()))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """The paper's server; what it shows never changes."""
    with running() as server:
        server.plays[HOST] = paper
        met = partial(World, resolve=server.resolve, dial=server.dial)
        monkeypatch.setattr(client, "World", met)
        yield server


@pytest.fixture
def cli(tmp_path: Path, ledger: Ledger) -> Cli:
    """The command line, and a paper with a feed, its past, and replayed archives."""
    folder = tmp_path / "news"
    (folder / "archive").mkdir(parents=True)
    channels = [
        {"name": "feed", "kind": "feed", "url": f"http://{HOST}/feed"},
        {"name": "past", "kind": "feed", "url": f"http://{HOST}/feed", "use": ["backfill"]},
        {"name": "replay", "kind": "warc", "path": "archive/*"},
    ]
    source: dict[str, Any] = {"id": "daily", "name": "Daily", "channels": channels}
    source |= {"fetch": {"min_delay": "PT0S"}, "enrich": {"tagger": "rules"}, "languages": ["en"]}
    (folder / "sources.yaml").write_text(yaml.safe_dump({"version": 1, "sources": [source]}))
    return cli_on(ledger, folder)


def do(cli: Cli, *words: str) -> None:
    """A command that must go well."""
    result = cli(*words)
    assert result.exit_code in (0, 8), result.output


def everything(folder: Path) -> bytes:
    """All that the files below say, unpacked, in lower case."""
    return b"\n".join(_said(path) for path in sorted(folder.rglob("*")) if path.is_file()).lower()


def _said(path: Path) -> bytes:
    raw = path.read_bytes()
    if path.suffix == ".zst":
        return zstandard.decompress(raw)
    if path.suffix == ".gz":
        return gzip.decompress(raw)
    if path.suffix == ".parquet":
        return raw + repr(pq.ParquetFile(path).read().to_pylist()).encode()
    return raw


def rows_that_say(ledger: Ledger, word: str) -> dict[str, int]:
    """Tables, and how many of their rows hold a word anywhere."""
    with ledger.database.read() as connection:
        found = {}
        for name in sorted(Table.metadata.tables):
            rows = select(connection, f"SELECT * FROM {name}")
            count = sum(word in repr(tuple(row)).lower() for row in rows)
            if count:
                found[name] = count
    return found


def database_files(ledger: Ledger) -> bytes:
    """All that the files of the database say, in lower case; of PostgreSQL without its log.

    What that holds, and until when: tests/storage/test_takedown_on_postgres.py.
    """
    path, url = ledger.database.path, ledger.database.url.replace("+psycopg", "")
    if path is not None:
        files = [path, Path(f"{path}-wal")]
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            sql = (
                "SELECT current_setting('data_directory'), oid FROM pg_database"
                " WHERE datname = current_database()"
            )
            folder, oid = connection.execute(sql).fetchone() or ("", 0)
        files = list((Path(folder) / "base" / str(oid)).iterdir())
    return b"".join(file.read_bytes() for file in files if file.exists()).lower()


def bring_back(cli: Cli) -> None:
    """Whatever might bring a text back, short of a backup."""
    do(cli, "ingest", "--direct")
    do(cli, "backfill", "--direct", "--what", "history")
    do(cli, "backfill", "--direct", "--what", "everything", "--reprocess", "all")
    do(cli, "export", "parquet", str(cli.folder / "out"))
    do(cli, "export", "jsonl", str(cli.folder / "out"))


@pytest.mark.timeout(180)
def test_nothing_brings_an_erased_text_back(
    cli: Cli, ledger: Ledger, server: FaultServer, tmp_path: Path
) -> None:
    do(cli, "ingest", "--direct")
    bring_back(cli)
    warc = tmp_path / "all.warc.gz"
    do(cli, "export", "warc", str(warc))
    assert NAME in everything(cli.folder)
    assert {"content", "article"} <= rows_that_say(ledger, "quill").keys()

    do(cli, "erase", QUILL, "--reason", "asked by mail", "--really")
    warc.replace(cli.folder / "archive" / "all.warc.gz")
    bring_back(cli)

    (cli.folder / "archive" / "all.warc.gz").unlink()  # the person's own file, not the ledger's
    assert NAME not in database_files(ledger)
    assert KEPT in database_files(ledger)
    assert rows_that_say(ledger, "zebulon") == {}
    assert rows_that_say(ledger, "quill") == {}
    assert NAME not in everything(cli.folder)
    assert KEPT in everything(cli.folder)
    assert rows_that_say(ledger, "lindmouth") != {}
    assert rows_that_say(ledger, "asked by mail").keys() == {"erasure"}


@pytest.mark.timeout(180)
def test_yesterdays_backup_brings_nothing_back(
    server: FaultServer, sqlite_ledger: Ledger, tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    (folder / "archive").mkdir(parents=True)
    feed = {"name": "feed", "kind": "feed", "url": f"http://{HOST}/feed"}
    source: dict[str, Any] = {"id": "daily", "name": "Daily", "channels": [feed]}
    source |= {"fetch": {"min_delay": "PT0S"}, "enrich": {"tagger": "rules"}}
    (folder / "sources.yaml").write_text(yaml.safe_dump({"version": 1, "sources": [source]}))
    cli = cli_on(sqlite_ledger, folder)
    do(cli, "ingest", "--direct")
    do(cli, "backup", str(tmp_path / "backup"))
    looked = cli("erase", QUILL, "--reason", "asked by mail")
    assert "nothing was changed; add --really to do it" in looked.output
    do(cli, "erase", QUILL, "--reason", "asked by mail", "--really")
    sqlite_ledger.close()

    do(cli, "restore", str(tmp_path / "backup"), "--over")
    do(cli, "ingest", "--direct")

    path = sqlite_ledger.database.path
    assert path is not None
    files = [path, Path(f"{path}-wal"), *(folder / "blobs").rglob("*.zst")]
    said = b"".join(_said(file) for file in files if file.exists()).lower()
    assert NAME not in said
    assert KEPT in said
    assert rows_that_say(sqlite_ledger, "asked by mail").keys() == {"erasure"}


@pytest.mark.timeout(180)
def test_nothing_brings_back_what_was_kept_long_enough(
    cli: Cli, ledger: Ledger, server: FaultServer, tmp_path: Path
) -> None:
    feed = {"name": "feed", "kind": "feed", "url": f"http://{HOST}/feed"}
    listed = yaml.safe_load((cli.folder / "sources.yaml").read_text())
    listed["sources"][0]["rights"] = {"keep_texts": "P1Y"}
    listed["sources"].append({**listed["sources"][0], "id": "kept", "name": "Kept"})
    listed["sources"][1] |= {"channels": [feed], "rights": {}}
    (cli.folder / "sources.yaml").write_text(yaml.safe_dump(listed))
    do(cli, "ingest", "--direct")
    do(cli, "export", "warc", str(tmp_path / "all.warc.gz"), "--source", "daily")
    assert articles_of(ledger) == {"daily": 2, "kept": 2}

    assert tended(cli, utc_now() + timedelta(days=360)) == "nothing is too old"
    assert tended(cli, utc_now() + timedelta(days=370)) == "2 articles of daily"
    asked = len(server.asked(HOST, "/quill"))
    (tmp_path / "all.warc.gz").replace(cli.folder / "archive" / "all.warc.gz")
    bring_back(cli)

    assert articles_of(ledger) == {"kept": 2}
    assert len(server.asked(HOST, "/quill")) == asked  # it is not even asked for


def tended(cli: Cli, at: datetime) -> str:
    """What upkeep says of retention at some time."""
    places = {"NEWSLEDGER_DATABASE_URL": cli.database_url}
    places["NEWSLEDGER_BLOBS_URL"] = str(cli.folder / "blobs")
    places["NEWSLEDGER_SOURCES"] = str(cli.folder / "sources.yaml")
    settings = read_settings(places)
    with opened(settings, "upkeep", trigger="test", parameters={}, now=lambda: at) as (work, _):
        return next(item.said for item in tend(work, settings) if item.task == "retention")


def articles_of(ledger: Ledger) -> dict[str, int]:
    """How many articles each source has."""
    with ledger.database.read() as connection:
        sql = "SELECT source_id, count(*) FROM article GROUP BY source_id"
        return dict(map(tuple, select(connection, sql)))
