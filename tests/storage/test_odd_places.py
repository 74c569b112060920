"""A ledger's URL that leads to something else is told by name."""

import sqlite3
from pathlib import Path

import pytest

from storage.engines import told
from storage.errors import LedgerError, UsageError
from storage.ledger import Ledger


@pytest.mark.parametrize("act", [Ledger.open, Ledger.create])
def test_a_folder_in_the_files_place_is_named(act: object, tmp_path: Path) -> None:
    assert callable(act)
    with pytest.raises(UsageError, match=f"{tmp_path}: this is a folder"):
        act(f"sqlite:///{tmp_path}", str(tmp_path / "blobs"))


@pytest.mark.parametrize("act", [Ledger.open, Ledger.create])
def test_another_file_in_the_ledgers_place_is_named_and_stays(act: object, tmp_path: Path) -> None:
    assert callable(act)
    path = tmp_path / "notes.txt"
    path.write_text("Not a ledger. " * 100)
    with pytest.raises(LedgerError, match=r"notes\.txt: this file is no SQLite database"):
        act(f"sqlite:///{path}", str(tmp_path / "blobs"))
    assert path.read_text().startswith("Not a ledger.")


@pytest.mark.parametrize(
    "said",
    [
        "attempt to write a readonly database",
        "cannot execute INSERT in a read-only transaction",
    ],
    ids=["sqlite", "postgresql"],
)
def test_a_ledger_that_may_only_be_read_is_told_with_what_to_do(said: str) -> None:
    found = told(sqlite3.OperationalError(said), "sqlite:///news/ledger.db")
    assert isinstance(found, LedgerError)
    assert str(found).startswith("sqlite:///news/ledger.db may only be read here")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("foo", "'foo' names no database"),
        ("ledger/ledger.db", "'ledger/ledger.db' names no database"),
        ("postgresql://ann:secret@host:port/news", r"ann:\*\*\*@host:port/news' names no database"),
        ("mysql://localhost/news", "a ledger lives in SQLite or PostgreSQL"),
        ("sqlite://", "'sqlite://' names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
    ids=["word", "path", "port", "mysql", "no-file", "memory"],
)
def test_what_is_no_database_url_is_told_with_how_one_is_written(url: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"{said}.*sqlite:///ledger/ledger.db"):
        Ledger.open(url, "blobs")
