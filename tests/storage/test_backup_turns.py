"""Backups in turn: one a day, so many kept, and what both hold takes its room once."""

from datetime import timedelta
from pathlib import Path

from storage.care.backup import MANIFEST
from storage.care.backup_turns import back_up_in_turn, finished_backups
from storage.care.restoring import restore
from storage.ledger import Ledger
from tests.factories import DAY, NOON, a_link, an_article, publish
from tests.storage.known_news import write_news


def names(folder: Path) -> list[str]:
    return [path.name for path in finished_backups(folder)]


def test_one_a_day_is_made_and_the_oldest_goes(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    write_news(sqlite_ledger)
    for day in range(4):
        assert back_up_in_turn(sqlite_ledger, tmp_path, 2, NOON + day * DAY) is not None
        later = NOON + day * DAY + timedelta(hours=5)
        assert back_up_in_turn(sqlite_ledger, tmp_path, 2, later) is None
    assert names(tmp_path) == ["2026-03-03T12-00", "2026-03-04T12-00"]


def test_blobs_of_the_day_before_are_not_copied_again(
    sqlite_ledger: Ledger, tmp_path: Path
) -> None:
    write_news(sqlite_ledger)
    back_up_in_turn(sqlite_ledger, tmp_path, 2, NOON)
    publish(sqlite_ledger, an_article("New."), link=a_link("https://daily.example/new"))
    made = back_up_in_turn(sqlite_ledger, tmp_path, 2, NOON + DAY)
    assert made is not None and made.blobs == 10
    _, second = finished_backups(tmp_path)
    links = sorted(path.stat().st_nlink for path in second.glob("blobs/??/??/*.zst"))
    assert links == [1] + [2] * 9
    place = (f"sqlite:///{tmp_path / 'again' / 'ledger.db'}", str(tmp_path / "again" / "blobs"))
    assert restore(second, *place, NOON).articles == 9


def test_what_a_cut_off_backup_left_is_cleared_away(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    back_up_in_turn(sqlite_ledger, tmp_path, 2, NOON)
    (tmp_path / "2026-03-01T12-00" / MANIFEST).unlink()
    back_up_in_turn(sqlite_ledger, tmp_path, 2, NOON + DAY)
    assert [path.name for path in sorted(tmp_path.iterdir()) if path.is_dir()][0:1] == [
        "2026-03-02T12-00"
    ]
