"""Backup and restore: the same ledger again, and never over another by accident."""

from pathlib import Path

import pytest

from storage.care.backup import back_up
from storage.care.restoring import restore
from storage.errors import UsageError
from storage.ledger import Ledger
from tests.factories import NOON, a_link, a_source, an_article, publish, register
from tests.storage.known_news import write_news


def test_a_restored_ledger_is_the_one_that_was_backed_up(
    sqlite_ledger: Ledger, tmp_path: Path
) -> None:
    write_news(sqlite_ledger)
    made = back_up(sqlite_ledger, tmp_path / "backup", NOON)
    assert (made.articles, made.blobs, made.missing) == (8, 9, ())
    place = (f"sqlite:///{tmp_path / 'again' / 'ledger.db'}", str(tmp_path / "again" / "blobs"))
    restore(tmp_path / "backup", *place, NOON)
    again = Ledger.open(*place)
    assert again.reader().articles() == sqlite_ledger.reader().articles()
    assert again.reader().why_article(1).holds
    again.close()


def test_a_second_backup_takes_up_what_is_new(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    write_news(sqlite_ledger)
    back_up(sqlite_ledger, tmp_path / "backup", NOON)
    publish(sqlite_ledger, an_article("New."), link=a_link("https://daily.example/new"))
    assert back_up(sqlite_ledger, tmp_path / "backup", NOON).articles == 9


def test_a_missing_blob_is_told(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, an_article("New."), link=a_link("https://daily.example/new"))
    (name,) = sqlite_ledger.blobs.names()
    sqlite_ledger.blobs.delete(name)
    assert back_up(sqlite_ledger, tmp_path / "backup", NOON).missing == (name,)


def test_a_ledger_is_not_replaced_unasked(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    back_up(sqlite_ledger, tmp_path / "backup", NOON)
    place = (f"sqlite:///{tmp_path / 'ledger.db'}", str(tmp_path / "blobs"))
    with pytest.raises(UsageError, match="--over"):
        restore(tmp_path / "backup", *place, NOON)


def test_a_folder_without_a_finished_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no finished backup"):
        restore(tmp_path, f"sqlite:///{tmp_path / 'x.db'}", str(tmp_path / "b"), NOON)
