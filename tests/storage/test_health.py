"""The examination: a healthy ledger has nothing wrong, each fault is found and its cure named."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.blobs import FolderBlobs
from storage.bulk import execute
from storage.care.doctor import Finding, Level
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.reading import Reader
from storage.removing.takedown import carry_out, honour, look
from tests.factories import (
    DAY,
    NOON,
    a_link,
    a_received,
    a_source,
    an_article,
    publish,
    register,
    start,
)


@pytest.fixture
def healthy(ledger: Ledger) -> Ledger:
    """A ledger of one article, indexed."""
    register(ledger, a_source())
    publish(ledger, an_article())
    catch_up(ledger, NOON)
    return ledger


def examined(ledger: Ledger, now: datetime = NOON, **options: bool) -> dict[str, Finding]:
    """Every finding by its check, but for what the machine's disk is like."""
    found = ledger.reader().examine(now, **options)
    return {finding.check: finding for finding in found if finding.check != "disk"}


def test_a_healthy_ledger_has_nothing_wrong(healthy: Ledger) -> None:
    found = examined(healthy)
    assert {finding.level for finding in found.values()} == {Level.OK}
    wanted = {"schema", "database", "references", "blobs", "queue", "versions", "takedowns"}
    assert set(found) >= wanted


def the_blob(ledger: Ledger) -> Path:
    """The file of the only blob."""
    assert isinstance(ledger.blobs, FolderBlobs)
    (path,) = ledger.blobs.folder.rglob("*.zst")
    return path


def run_sql(sql: str) -> Callable[[Ledger], None]:
    """A fault made by one statement."""

    def make(ledger: Ledger) -> None:
        with ledger.database.write() as connection:
            execute(connection, sql)

    return make


def test_a_missing_blob_is_found_even_quickly(healthy: Ledger) -> None:
    the_blob(healthy).unlink()
    for quick in (True, False):
        finding = examined(healthy, quick=quick)["blobs"]
        assert (finding.level, finding.fix is not None) == (Level.WRONG, True)


def test_a_damaged_blob_is_found_by_the_thorough_examination(healthy: Ledger) -> None:
    the_blob(healthy).write_bytes(b"rubbish")
    assert examined(healthy, quick=True)["blobs"].level is Level.OK
    assert examined(healthy)["blobs"].level is Level.WRONG


def test_the_articles_that_rest_on_damaged_bytes_are_named(healthy: Ledger) -> None:
    publish(healthy, an_article("It was edited."), body=b"edited", at=NOON + DAY)
    publish(healthy, an_article("Another one."), link=a_link("https://daily.example/b"), body=b"b")
    found = examined(healthy, NOON + 2 * DAY)["blobs"]
    assert found.level is Level.OK
    for name in list(healthy.blobs.names()):
        healthy.blobs.delete(name)
    found = examined(healthy, NOON + 2 * DAY)["blobs"]
    assert "; 2 articles rest on them: 1 (versions 1 and 2), 2 (version 1)" in found.said
    assert "newsledger restore DIR --over" in (found.fix or "")


def test_of_many_articles_that_are_hurt_the_first_are_named(healthy: Ledger) -> None:
    for number in range(2, 13):
        link = a_link(f"https://daily.example/{number}")
        publish(healthy, an_article(f"Number {number}."), link=link)
    for name in list(healthy.blobs.names()):
        healthy.blobs.delete(name)
    said = examined(healthy)["blobs"].said
    assert "; 12 articles rest on them: 1 (version 1), 2 (version 1)," in said
    assert said.endswith(", 10 (version 1) and 2 more")


def test_bytes_that_no_article_came_of_hurt_none(healthy: Ledger) -> None:
    healthy.record([a_received(b"waiting", link=a_link("https://daily.example/b"))], None)
    waiting = healthy.blobs.put(b"waiting").sha256
    healthy.blobs.delete(waiting)
    assert "; no article rests on them" in examined(healthy)["blobs"].said


def test_a_file_without_a_row_is_a_stray_and_harmless(healthy: Ledger) -> None:
    healthy.blobs.put(b"fetched, then cut off")
    finding = examined(healthy)["stray files"]
    assert (finding.level, finding.said[:7]) == (Level.NOTE, "1 files")


@pytest.mark.parametrize(
    ("make", "check", "level"),
    [
        (run_sql("DELETE FROM pending"), "captures", Level.WRONG),
        (
            run_sql(
                "INSERT INTO pending (stage, item_id, source_id) VALUES ('clean', 99, 'daily')"
            ),
            "queue",
            Level.WRONG,
        ),
        (run_sql("DELETE FROM article_version"), "versions", Level.WRONG),
        (lambda ledger: None, "queue", Level.NOTE),
    ],
    ids=["forgotten-capture", "waiting-for-nothing", "no-current-version", "waiting"],
)
def test_an_inconsistent_row_is_found(
    healthy: Ledger, make: Callable[[Ledger], None], check: str, level: Level
) -> None:
    healthy.record([a_received(b"another")], None)
    make(healthy)
    finding = examined(healthy)[check]
    assert (finding.level, bool(finding.fix)) == (level, True)


def test_a_page_that_only_former_rules_took_for_an_article_is_no_finding(healthy: Ledger) -> None:
    run_sql("DELETE FROM article_version")(healthy)
    run_sql("UPDATE active_step SET active_to = active_from WHERE kind = 'clean'")(healthy)
    assert examined(healthy)["versions"].level is Level.OK


def test_a_text_that_is_not_indexed_is_noted(healthy: Ledger) -> None:
    publish(healthy, an_article("Another one."), at=NOON + DAY)
    assert examined(healthy, NOON + DAY)["search"].level is Level.NOTE


def test_a_run_that_was_cut_off_is_noted_once_it_is_old(healthy: Ledger) -> None:
    start(healthy)
    assert examined(healthy, NOON + timedelta(minutes=5))["runs"].level is Level.OK
    assert examined(healthy, NOON + DAY)["runs"].level is Level.NOTE


def test_a_run_that_holds_a_lease_is_not_taken_for_dead(healthy: Ledger) -> None:
    run_id = start(healthy)
    healthy.renew_lease(f"run:{run_id}", NOON + DAY)
    assert examined(healthy, NOON + DAY)["runs"].level is Level.OK


def test_a_lease_of_a_dead_process_is_noted(healthy: Ledger) -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    holder = f"{socket.gethostname()}:{done.pid}:1"
    with healthy.database.write() as connection:
        row = ("source:daily", holder, NOON, NOON + DAY)
        execute(connection, "INSERT INTO lease VALUES (?, ?, ?, ?)", row)
    assert examined(healthy)["leases"].level is Level.NOTE


def test_a_capture_from_the_future_tells_of_a_wrong_clock(healthy: Ledger) -> None:
    assert examined(healthy, NOON - DAY)["clock"].level is Level.WRONG


def test_a_nearly_full_disk_is_wrong(healthy: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(os.curdir)._replace(free=5_000_000)
    monkeypatch.setattr("storage.care.free_space.shutil.disk_usage", lambda _: full)
    disks = [item for item in healthy.reader().examine(NOON) if item.check == "disk"]
    assert {item.level for item in disks} == {Level.WRONG}


def test_a_damaged_sqlite_file_is_found(sqlite_ledger: Ledger) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, an_article())
    with sqlite_ledger.database.write() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        sql = "UPDATE sqlite_master SET rootpage = 3 WHERE name = 'ix_article_version_recorded'"
        connection.exec_driver_sql(sql)
    sqlite_ledger.close()
    assert examined(sqlite_ledger)["database"].level is Level.WRONG


def test_a_broken_reference_is_found(sqlite_ledger: Ledger) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, an_article())
    path = sqlite_ledger.database.path
    assert path is not None
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM blob")
    connection.close()
    assert examined(sqlite_ledger)["references"].level is Level.WRONG


def test_no_ledger_and_one_that_is_no_ledger_are_told(
    empty_database_url: str, tmp_path: Path
) -> None:
    reader = Reader.open(empty_database_url, str(tmp_path / "blobs"), check=False)
    (finding,) = reader.examine(NOON)
    assert (finding.level, "newsledger init" in (finding.fix or "")) == (Level.WRONG, True)


def test_a_takedown_that_a_copied_database_undid_is_found_and_then_carried_out_again(
    sqlite_ledger: Ledger, tmp_path: Path
) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, an_article())
    path = sqlite_ledger.database.path
    assert path is not None
    sqlite_ledger.close()
    shutil.copy(path, tmp_path / "yesterday.db")
    carry_out(sqlite_ledger, look(sqlite_ledger, "1").target, "asked by mail", NOON)
    assert examined(sqlite_ledger)["takedowns"].level is Level.OK
    sqlite_ledger.close()
    shutil.copy(tmp_path / "yesterday.db", path)

    found = examined(sqlite_ledger)["takedowns"]
    assert found.level is Level.WRONG
    assert "newsledger process" in (found.fix or "")
    honour(sqlite_ledger, NOON + DAY)
    assert examined(sqlite_ledger)["takedowns"].level is Level.OK
