"""A disk that fills up: a sentence, nothing half-written, and all of it after space was made."""

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import engines
from storage.errors import StorageFullError
from tests.newsroom import Newsroom

TEXT = "The harbour board of Lindmouth, led by Ada Merrin, met on Tuesday to vote on the loan.\n"


@pytest.fixture
def room(newsroom_at: Callable[[str], Newsroom], tmp_path: Path) -> Newsroom:
    room = newsroom_at(f"sqlite:///{tmp_path / 'ledger.db'}")
    room.source()
    room.write("first.txt", TEXT * 3)
    room.ingest()
    for number in range(40):
        room.write(f"{number}.txt", TEXT.replace("Lindmouth", f"Lindmouth {number}") * 40)
    return room


def believed(room: Newsroom) -> int:
    with room.ledger() as ledger, ledger.database.read() as connection:
        waiting = connection.exec_driver_sql("SELECT count(*) FROM pending").scalar()
        versions = connection.exec_driver_sql("SELECT count(*) FROM article_version").scalar()
        derived = connection.exec_driver_sql("SELECT count(*) FROM derivation").scalar()
    assert versions == derived, "half a batch was written"
    assert waiting is not None
    return int(versions or 0)


def test_database_that_cannot_grow_keeps_no_half_batch(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up = engines._set_up_writer

    def set_up_small(connection: sqlite3.Connection, record: Any) -> None:
        set_up(connection, record)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 12}")

    with monkeypatch.context() as small:
        small.setattr(engines, "_set_up_writer", set_up_small)
        with pytest.raises(StorageFullError, match="free some space and run again"):
            room.ingest()
    assert believed(room) == 1
    room.ingest()
    assert believed(room) == 41


def test_blob_that_finds_no_space_leaves_no_file_and_no_row(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as small:
        small.setattr(os, "fsync", full)
        with pytest.raises(StorageFullError, match="free some space and run again"):
            room.ingest()
    assert list((room.folder / "blobs").rglob(".writing-*")) == []
    assert believed(room) == 1
    room.ingest()
    assert believed(room) == 41
