"""A ledger that cannot be used: each command says so in a sentence, and how to go on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from storage.ledger import Ledger
from tests.factories import a_source, an_article, publish, register
from tests.flows.cli import Cli, cli_on


def spoil(path: Path, at: int, size: int) -> None:
    """Write other bytes into a file, as a failing disk does."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * size)


@pytest.fixture
def damaged(sqlite_ledger: Ledger, tmp_path: Path) -> Cli:
    """The command line on a ledger whose file has random bytes inside."""
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, an_article())
    sqlite_ledger.close()
    path = sqlite_ledger.database.path
    assert path is not None
    spoil(path, 4096, 16_384)
    return cli_on(sqlite_ledger, tmp_path)


def test_a_damaged_ledger_is_told_with_its_cure(damaged: Cli) -> None:
    result = damaged("articles")
    assert result.exit_code == 5
    assert "is damaged" in result.output
    assert "newsledger restore DIR --over" in result.output


def test_doctor_reports_a_damaged_ledger_as_a_failed_check(damaged: Cli) -> None:
    assert damaged("doctor").exit_code == 1
    (wrong,) = [item for item in damaged.json("doctor")["findings"] if item["level"] == "wrong"]
    assert "is damaged" in wrong["said"]
    assert "newsledger restore DIR --over" in wrong["fix"]


def test_doctor_reports_damage_that_only_its_reading_finds(
    sqlite_ledger: Ledger, tmp_path: Path
) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, an_article())
    sqlite_ledger.close()
    path = sqlite_ledger.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'capture'"
        ((page,),) = connection.execute(sql).fetchall()
    spoil(path, (page - 1) * 4096, 4096)
    cli = cli_on(sqlite_ledger, tmp_path)
    assert cli("doctor").exit_code == 1
    wrong = [item for item in cli.json("doctor")["findings"] if item["level"] == "wrong"]
    assert [item["check"] for item in wrong][:1] == ["database"]
    assert "newsledger restore DIR --over" in wrong[0]["fix"]


@pytest.mark.parametrize(("command", "code"), [("articles", 5), ("doctor", 1), ("ingest", 5)])
def test_a_file_that_is_no_database_is_told(tmp_path: Path, command: str, code: int) -> None:
    path = tmp_path / "ledger.db"
    path.write_text("Not a ledger. " * 999)
    (tmp_path / "sources.yaml").write_text("version: 1\nsources: []\n")
    direct = ["--direct"] if command == "ingest" else []
    result = Cli(f"sqlite:///{path}", tmp_path)(command, *direct)
    assert result.exit_code == code
    assert "no SQLite database" in result.output


@pytest.mark.parametrize("command", ["articles", "doctor", "health"])
def test_a_path_for_a_url_is_told_with_how_one_is_written(command: str) -> None:
    environment = {"NEWSLEDGER_DATABASE_URL": "ledger/ledger.db"}
    result = CliRunner().invoke(app, [command], env=environment)
    assert result.exit_code == 2
    assert "'ledger/ledger.db'" in result.output
    assert "sqlite:///ledger/ledger.db" in result.output
