"""`newsledger query`: a table for people, JSON and CSV for programs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from storage.ledger import Ledger
from storage.queries.cookbook.reading import read_cookbook
from tests.storage.known_news import write_news


@pytest.fixture
def asked(sqlite_ledger: Ledger, tmp_path: Path) -> list[str]:
    """The options that lead to the known news."""
    write_news(sqlite_ledger)
    return ["--database", f"sqlite:///{tmp_path / 'ledger.db'}", "--blobs", str(tmp_path / "blobs")]


def run(*arguments: str) -> Result:
    """What the command line says."""
    return CliRunner().invoke(app, list(arguments))


def test_a_question_is_answered_as_json(asked: list[str]) -> None:
    said = run(*asked, "query", "edits", "-p", "article=1", "--json")
    (row,) = json.loads(said.stdout)["rows"]
    assert (row["old_headline"], row["seen_at"]) == ("Meeting", "2026-02-21T12:00:00Z")


def test_a_question_is_answered_as_csv_and_as_a_table(asked: list[str]) -> None:
    since = ("-p", "since=2026-01-01")
    lines = run(*asked, "query", "copy-delays", *since, "--csv").stdout.splitlines()
    assert lines[1] == "daily,weekly,1,51,51"
    assert "copied_by" in run(*asked, "query", "copy-delays", *since).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("edits",), 2, "must be told article"),
        (("edits", "-p", "article=999"), 4, "999"),
        (("corrections", "-p", "source=nosuch"), 4, "`newsledger sources list` names all"),
        (("rewrites", "-p", "limit=one"), 2, "must be a whole number, at least 1"),
        (("rewrites", "-p", "limit=-1"), 2, "must be a whole number, at least 1"),
        (("rewrites", "-p", "limit=0"), 2, "must be a whole number, at least 1"),
        (("silent-sources", "-p", "factor=-1"), 2, "must be a whole number, at least 0"),
        (("money", "-p", "currency=pounds"), 2, "such as GBP"),
        (
            ("missing-days", "-p", "since=2026-02-02", "-p", "until=2026-02-01"),
            2,
            "the range ends on 2026-02-01 before it begins on 2026-02-02; swap the two",
        ),
        (("edits", "-p", "1"), 2, "write it as --param"),
        (("weather",), 4, "no query 'weather'"),
    ],
    ids=[
        "missing",
        "no-article",
        "no-source",
        "no-number",
        "negative",
        "none-at-all",
        "negative-factor",
        "no-currency",
        "swapped",
        "no-name",
        "unknown",
    ],
)
def test_a_wrong_call_says_what_to_do(
    asked: list[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run(*asked, "query", *arguments)
    assert (result.exit_code, said in result.stderr) == (code, True)


def test_all_questions_are_listed_without_a_ledger() -> None:
    queries = json.loads(run("query", "--json").stdout)["queries"]
    assert [query["name"] for query in queries] == list(read_cookbook())
    assert len(queries) >= 22
