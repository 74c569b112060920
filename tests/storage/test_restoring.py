"""A backup put in place: nobody else uses the ledger, damaged bytes are mended, and erased
texts stay away.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.blobs import FolderBlobs
from storage.care.backup import back_up
from storage.care.doctor import Level
from storage.care.restoring import restore
from storage.errors import LedgerBusyError, LedgerError
from storage.ledger import Ledger
from tests.factories import DAY, HOUR, NOON, a_link, an_article, publish
from tests.storage.known_news import write_news

NEW = "https://daily.example/new"


@pytest.fixture
def backup(sqlite_ledger: Ledger, tmp_path: Path) -> Path:
    """A backup of the known news; the ledger has one article more since, and is closed."""
    write_news(sqlite_ledger)
    back_up(sqlite_ledger, tmp_path / "backup", NOON)
    publish(sqlite_ledger, an_article("New."), link=a_link(NEW))
    sqlite_ledger.close()
    return tmp_path / "backup"


def put_back(ledger: Ledger, backup: Path) -> tuple[str, ...]:
    """Replace the ledger; returns the blobs that nobody has."""
    assert isinstance(ledger.blobs, FolderBlobs)
    place = (ledger.database.url, str(ledger.blobs.folder))
    return restore(backup, *place, NOON + HOUR, over=True).missing


def count(ledger: Ledger) -> int:
    """How many articles there are."""
    return len(ledger.reader().articles(limit=100))


def test_a_ledger_that_a_run_works_on_is_not_replaced(sqlite_ledger: Ledger, backup: Path) -> None:
    said = r"source:daily by .*stop it.*restore again"
    with (
        sqlite_ledger.polling("daily", NOON + HOUR),
        pytest.raises(LedgerBusyError, match=said),
    ):
        put_back(sqlite_ledger, backup)
    assert count(sqlite_ledger) == 9
    sqlite_ledger.close()
    put_back(sqlite_ledger, backup)
    assert count(sqlite_ledger) == 8


def test_a_lease_that_has_run_out_holds_nobody_up(sqlite_ledger: Ledger, backup: Path) -> None:
    sqlite_ledger.renew_lease("source:daily", NOON)
    sqlite_ledger.close()
    put_back(sqlite_ledger, backup)
    assert count(sqlite_ledger) == 8


OPENS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
connection.execute("SELECT count(*) FROM article").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    "begins", ["BEGIN IMMEDIATE", "BEGIN", "SELECT 1"], ids=["writes", "reads", "has it open"]
)
def test_a_ledger_that_another_program_has_open_is_not_replaced(
    sqlite_ledger: Ledger, backup: Path, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.care.restoring.PATIENCE_S", 0.1)
    call = [sys.executable, "-c", OPENS, str(sqlite_ledger.database.path), begins]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(LedgerBusyError, match="another program has"):
            put_back(sqlite_ledger, backup)
        other.communicate()
    assert count(sqlite_ledger) == 9


def test_who_waits_meets_the_restored_ledger(sqlite_ledger: Ledger, backup: Path) -> None:
    path = sqlite_ledger.database.path
    assert path is not None
    before = path.stat().st_ino
    put_back(sqlite_ledger, backup)
    assert path.stat().st_ino == before
    assert sorted(path.parent.glob("ledger.db?*")) == []


def cut_into(path: Path) -> None:
    """Random bytes inside, as a failing disk leaves them."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8192))


@pytest.mark.parametrize(
    "damage", [cut_into, lambda path: path.write_bytes(b"no database " * 999)], ids=["in", "all"]
)
def test_a_damaged_ledger_is_replaced(
    sqlite_ledger: Ledger, backup: Path, damage: Callable[[Path], None]
) -> None:
    path = sqlite_ledger.database.path
    assert path is not None
    damage(path)
    put_back(sqlite_ledger, backup)
    assert count(sqlite_ledger) == 8


def test_a_damaged_backup_is_refused(sqlite_ledger: Ledger, backup: Path) -> None:
    cut_into(backup / "ledger.db")
    with pytest.raises(LedgerError, match="use another backup"):
        put_back(sqlite_ledger, backup)
    assert count(sqlite_ledger) == 9


def test_a_damaged_blob_is_mended(sqlite_ledger: Ledger, backup: Path) -> None:
    assert isinstance(sqlite_ledger.blobs, FolderBlobs)
    name = min(FolderBlobs(backup / "blobs").names())
    (path,) = sqlite_ledger.blobs.folder.rglob(f"{name}.zst")
    path.write_bytes(b"rubbish")
    assert put_back(sqlite_ledger, backup) == ()
    findings = sqlite_ledger.reader().examine(NOON + DAY)
    assert {item.check for item in findings if item.level is Level.WRONG} <= {"disk"}


def test_a_blob_that_nobody_has_is_told(sqlite_ledger: Ledger, backup: Path) -> None:
    name = min(FolderBlobs(backup / "blobs").names())
    sqlite_ledger.blobs.delete(name)
    FolderBlobs(backup / "blobs").delete(name)
    assert put_back(sqlite_ledger, backup) == (name,)


def test_bytes_that_the_backup_does_not_name_stay_there(
    sqlite_ledger: Ledger, backup: Path
) -> None:
    stray = FolderBlobs(backup / "blobs").put(b"of an earlier backup, and erased since")
    put_back(sqlite_ledger, backup)
    assert not sqlite_ledger.blobs.has(stray.sha256)


def test_a_restore_that_fails_leaves_the_old_ledger(
    sqlite_ledger: Ledger, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("storage.care.restoring._mend_blobs", full)
    with pytest.raises(sqlite3.OperationalError):
        put_back(sqlite_ledger, backup)
    path = sqlite_ledger.database.path
    assert path is not None
    assert sorted(path.parent.glob("ledger.db.*")) == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchone() == (9,)
