"""rules try, apply and undo: what other rules would change, and changing it."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.direct import run_directly
from flows.pipeline import Stages, Tally
from flows.ruling import InForce, try_on_source
from flows.running import apply_cleaning, run_process
from storage.database import Database
from storage.ledger import Ledger
from tasks.work import Nobody, Work
from tests.flows.cli import Cli, cli_on
from tests.newsroom import Newsroom

TEXT = """\
The ferry sails again

Published: 1 March 2026

{first} The ferry to the island sails again on Monday after a week in dock, the company said.
The engine was mended by a yard in the next town over, at a cost that nobody wanted to name.
Subscribe to our newsletter about ferries and islands today.
"""
WORSE = {"id": "worse", "drop": {"lines": ["^The engine"]}}


@pytest.fixture
def cli(newsroom: Newsroom) -> Cli:
    """Two articles cleaned by the generic way, and new rules in sources.yaml."""
    for name in ("a", "b"):
        newsroom.write(f"{name}.txt", TEXT.format(first=f"Story {name}."))
    newsroom.ingest()
    newsroom.source(rules=[WORSE])
    return Cli(newsroom.settings.database_url, newsroom.folder)


def texts(cli: Cli) -> list[str]:
    """The current text of each article."""
    ids = [line["id"] for line in cli.json("articles")["articles"]]
    return [cli.json("show", str(number))["article"]["content"]["text"] for number in ids]


def test_a_trial_counts_what_would_change_and_shows_it(cli: Cli) -> None:
    trial = cli.json("rules", "try", "daily")["trial"]
    assert (trial["articles"], trial["changed"], trial["words_gained"]) == (2, 2, 0)
    assert trial["words_lost"] == 2 * 20
    assert [line[:10] for line in trial["worst"][0]["lines_lost"]] == ["The engine"]
    shown = cli("rules", "try", "daily").output
    assert "2 of 2 articles would change" in shown
    assert "- The engine was mended" in shown


def test_a_trial_tells_how_far_it_is(cli: Cli, newsroom: Newsroom) -> None:
    told: list[tuple[int, int]] = []

    class Watching(Nobody):
        def processed(self, captures: int, waiting: int) -> None:
            told.append((captures, waiting))

    try_on_source(newsroom.settings, "daily", progress=Watching())
    assert told == [(0, 2), (2, 0)]


def test_a_trial_writes_nothing(cli: Cli, newsroom: Newsroom) -> None:
    before = counts(newsroom)
    assert cli("rules", "try", "daily").exit_code == 0
    assert counts(newsroom) == before


def counts(newsroom: Newsroom) -> list[int]:
    """How many rows the tables hold that a cleaning writes."""
    tables = ("step", "active_step", "derivation", "article_version", "run", "pending")
    database = Database(newsroom.settings.database_url)
    with database.read() as connection:
        sums = [f"SELECT count(*) FROM {table}" for table in tables]
        found = [connection.exec_driver_sql(sql).scalar_one() for sql in sums]
    database.close()
    return found


def test_rules_of_another_file_are_tried(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps({"rules": [{"id": "none", "drop": {"lines": ["^Nothing"]}}]}))
    assert cli.json("rules", "try", "daily", "--rules", str(path))["trial"]["changed"] == 0
    path.write_text(json.dumps([{"id": "all", "drop": {"from": ["^Story"]}}]))
    assert cli.json("rules", "try", "daily", "--rules", str(path))["trial"]["changed"] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- id: x\n  drop: {linse: [a]}\n", ":2: 0.drop.linse"),
        ("- id: x\n  drop:\n    lines: ['(']\n", ":3: 0.drop.lines"),
        ("a: [", ":1"),
        ("word", ":1: this must be a list of rules"),
        ("rules:\n  drop: {lines: [a]}\n", ":1: this must be a list of rules"),
        ("- id: x\n- id: y\n", ":2: 'x' and 'y' have no end"),
        ("rules:\n- id: x\n- id: x\n", ":3: two rules have the id 'x'"),
    ],
    ids=["key", "pattern", "yaml", "no list", "no list under its key", "two", "twice"],
)
def test_what_is_wrong_in_a_file_of_rules_has_its_line(
    cli: Cli, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    result = cli("rules", "try", "daily", "--rules", str(path))
    assert (result.exit_code, f"rules.yaml{said}" in result.output) == (3, True), result.output


@pytest.mark.parametrize("command", ["try", "apply"])
def test_a_source_that_is_not_named_is_told(cli: Cli, command: str) -> None:
    result = cli("rules", command, "nobody")
    assert (result.exit_code, "there are: daily" in result.output) == (4, True)


def test_a_trial_without_captures_is_told(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("version: 1\nsources: [{id: daily, name: D}]\n")
    result = cli_on(sqlite_ledger, tmp_path)("rules", "try", "daily")
    assert (result.exit_code, "nothing of daily is stored" in result.output) == (4, True)


def test_apply_undo_and_apply_again_go_back_and_forth(cli: Cli) -> None:
    first = texts(cli)
    assert all("The engine" in text for text in first)
    assert cli("rules", "apply", "daily").exit_code == 0
    assert not any("The engine" in text for text in texts(cli))
    assert cli("rules", "undo", "daily").exit_code == 0
    assert texts(cli) == first
    assert cli.json("rules", "apply", "daily")["read_anew"] == 2
    assert not any("The engine" in text for text in texts(cli))


def test_an_undo_says_which_rules_are_in_force_and_that_a_second_takes_it_back(cli: Cli) -> None:
    assert cli("rules", "apply", "daily").exit_code == 0
    said = cli("rules", "undo", "daily").stdout
    assert "daily: in force again: no rules, as sources.yaml had it at 20" in said
    assert "2 articles read anew." in said
    assert "A second `newsledger rules undo daily` takes this back." in said
    again = cli.json("rules", "undo", "daily")
    assert (again["in_force"]["rules"], again["in_force"]["learnt"]) == (["worse"], False)
    assert not any("The engine" in text for text in texts(cli))


def test_rules_in_force_are_named() -> None:
    met_at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert str(InForce(rules=("1", "3"), met_at=met_at, learnt=True)) == (
        "the rules of sources.yaml as of 2026-03-01 09:30 UTC (rules 1, 3),"
        " with what its pages have taught"
    )
    assert str(InForce(rules=("1",), met_at=met_at)).endswith("as of 2026-03-01 09:30 UTC (rule 1)")


def test_applying_says_in_one_sentence_what_was_read_anew(cli: Cli) -> None:
    said = "daily: the rules of sources.yaml are in force; "
    first, again = "2 captures gave 2 articles read anew", "nothing had to be cleaned again"
    assert cli("rules", "apply", "daily").stdout == f"{said}{first}.\n"
    assert cli("rules", "apply", "daily").stdout == f"{said}{again}.\n"
    assert cli("rules", "undo", "daily").exit_code == 0
    back = "2 articles read anew, as they had cleaned them before"
    assert cli("rules", "apply", "daily").stdout == f"{said}{back}.\n"


def test_what_came_before_an_undo_is_cleaned_by_the_rules_it_puts_back(
    cli: Cli, newsroom: Newsroom
) -> None:
    assert cli("rules", "apply", "daily").exit_code == 0
    newsroom.write("c.txt", TEXT.format(first="Story c."))
    newsroom.later(days=1)
    newsroom.ingest()
    assert cli("rules", "undo", "daily").exit_code == 0
    assert ["The engine" in text for text in texts(cli)] == [True] * 3


def test_a_trial_of_the_rules_in_force_changes_nothing(cli: Cli) -> None:
    assert cli("rules", "apply", "daily").exit_code == 0
    assert cli.json("rules", "try", "daily")["trial"]["changed"] == 0


class StopsAfter:
    """Somebody who watches, and stops the run after so many batches."""

    def __init__(self, batches: int) -> None:
        self.left, self.told = batches, []  # type: int, list[tuple[int, int]]

    def received(self, source_id: str, outcome: str, count: int) -> None:
        """Ignore it."""

    def processed(self, captures: int, waiting: int) -> None:
        """Keep what was told; stop when it is time."""
        self.told.append((captures, waiting))
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt


def test_cleaning_again_tells_how_far_it_is_and_goes_on_where_it_was_stopped(
    newsroom: Newsroom,
) -> None:
    for number in range(30):
        newsroom.write(f"{number:02}.txt", TEXT.format(first=f"Story {number}."))
    newsroom.ingest()
    newsroom.source(rules=[WORSE])
    small = replace(newsroom.settings, batch_size=10)
    watch = StopsAfter(2)
    with pytest.raises(KeyboardInterrupt):
        run_directly(small, "apply", {}, applied, watch)
    assert watch.told == [(10, 20), (10, 10)]
    rest = StopsAfter(99)
    run_directly(small, "apply", {}, applied, rest)
    assert rest.told == [(10, 0)]
    with closing(Database(newsroom.settings.database_url)) as database, database.read() as reading:
        sql = "SELECT count(*), count(DISTINCT capture_id) FROM derivation GROUP BY step_id"
        assert [tuple(row) for row in reading.exec_driver_sql(sql)] == [(30, 30), (30, 30)]


def applied(work: Work, tally: Tally, stages: Stages) -> None:
    """What `rules apply daily` does."""
    apply_cleaning(work, work.sources["daily"])
    run_process(work, tally, stages)


def test_the_list_of_runs_says_what_an_undo_put_back(cli: Cli) -> None:
    cli("rules", "apply", "daily")
    cli("rules", "undo", "daily")
    assert "2 articles read as before" in cli("runs").output
