"""`newsledger health`: each source with its state and why, and an exit code for monitors."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from typer.testing import CliRunner

from flows.cli import app
from storage.ledger import Ledger
from tests.factories import a_link, a_source, an_article, publish, register

NOW = datetime.now(UTC)


def write_days(ledger: Ledger, source_id: str, days: range) -> None:
    """Three articles on each of these days before now."""
    for ago in days:
        for number in range(3):
            at = NOW - timedelta(days=ago, hours=1)
            link = a_link(f"https://{source_id}.example/{ago}/{number}", source_id)
            publish(ledger, an_article(f"News {ago} {number}."), link=link, at=at)


def test_a_source_that_went_silent_is_told_and_fails_the_command(
    ledger: Ledger, database_url: str, tmp_path: Path
) -> None:
    register(ledger, a_source(), a_source("weekly"))
    write_days(ledger, "daily", range(25, 0, -1))
    write_days(ledger, "weekly", range(25, 7, -1))
    place = ["--database", database_url, "--blobs", str(tmp_path / "blobs")]
    said = CliRunner().invoke(app, [*place, "health", "--json"])
    told = {row["source"]: row for row in json.loads(said.stdout)["sources"]}
    assert said.exit_code == 1
    assert told["daily"]["state"] == "ok"
    assert told["weekly"]["state"] == "silent"
    assert "nothing new for" in told["weekly"]["why"][0]
    assert "weekly" in CliRunner().invoke(app, [*place, "health"]).stdout
