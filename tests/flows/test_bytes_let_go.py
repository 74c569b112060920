"""A term for captures, from sources.yaml to what each command says when their bytes are gone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.tending import tend
from tests.flows.cli import Cli
from tests.newsroom import Newsroom

TEXT = """\
The ferry sails again

Published: 1 March 2026

The ferry to the island sails again on Monday after a week in dock, the company said.
The engine was mended by a yard in the next town over, at a cost that nobody wanted to name.
"""
WORSE = {"id": "worse", "drop": {"lines": ["^The engine"]}}
SAID = "1 capture has no bytes any more, as rights.keep_captures asks"


@pytest.fixture
def aged(newsroom: Newsroom) -> Newsroom:
    """One article that was read, whose bytes may be kept for a month."""
    newsroom.source(rights={"keep_captures": "P30D"})
    newsroom.write("a.txt", TEXT)
    newsroom.ingest()
    return newsroom


def cli_of(newsroom: Newsroom) -> Cli:
    """The command line there."""
    return Cli(newsroom.settings.database_url, newsroom.folder)


def upkeep(newsroom: Newsroom) -> list[str]:
    """What upkeep says of captures."""
    with newsroom.opened("upkeep") as (work, _):
        return [item.said for item in tend(work, newsroom.settings) if item.task == "captures"]


def blobs(newsroom: Newsroom) -> list[Path]:
    """The files of bytes."""
    return list((newsroom.folder / "blobs").rglob("*.zst"))


def test_upkeep_lets_them_go_once_and_no_poll_brings_them_back(aged: Newsroom) -> None:
    aged.later(days=29)
    assert upkeep(aged) == ["0 blobs let go"]
    aged.later(days=2)
    assert upkeep(aged) == ["1 blob let go"]
    aged.ingest()
    assert blobs(aged) == []
    assert upkeep(aged) == ["0 blobs let go"]


def test_new_rules_say_what_they_cannot_reach(aged: Newsroom) -> None:
    aged.later(days=31)
    upkeep(aged)
    aged.source(rights={"keep_captures": "P30D"}, rules=[WORSE])
    cli = cli_of(aged)
    tried = cli("rules", "try", "daily")
    assert (tried.exit_code != 0, SAID in tried.output) == (True, True)
    applied = cli("rules", "apply", "daily")
    assert (applied.exit_code, SAID in applied.output) == (0, True)
    planned = cli("backfill", "--what", "everything", "--reprocess", "all", "--dry-run")
    assert f"{SAID}, and stay as they were read" in planned.output
    done = cli("backfill", "--what", "everything", "--reprocess", "all", "--direct")
    assert done.exit_code == 0
    assert "The engine" in cli.json("show", "1")["article"]["content"]["text"]
    assert cli("doctor").exit_code == 0
    assert "its bytes were let go on" in cli("why", "1").output


def test_a_trial_leaves_out_what_has_no_bytes(aged: Newsroom) -> None:
    aged.later(days=31)
    aged.write("b.txt", TEXT.replace("ferry", "tram"))
    aged.ingest()
    upkeep(aged)
    tried = cli_of(aged)("rules", "try", "daily")
    assert "of 1 article would change" in tried.output
    assert f"{SAID}, and were not tried" in tried.output


def test_a_restored_backup_lets_them_go_at_once(
    newsroom_at: Callable[[str], Newsroom], tmp_path: Path
) -> None:
    newsroom = newsroom_at(f"sqlite:///{tmp_path / 'ledger.db'}")
    newsroom.now = datetime.now(UTC) - timedelta(days=40)  # restore looks at the wall's clock
    newsroom.source(rights={"keep_captures": "P30D"})
    newsroom.write("a.txt", TEXT)
    cli = cli_of(newsroom)
    assert cli("init").exit_code == 0
    newsroom.ingest()
    assert cli("backup", str(tmp_path / "copy")).exit_code == 0
    newsroom.later(days=31)
    upkeep(newsroom)
    restored = cli("restore", str(tmp_path / "copy"), "--over")
    assert "captures: 1 blob let go" in restored.output
    assert blobs(newsroom) == []
    assert cli("doctor").exit_code == 0
