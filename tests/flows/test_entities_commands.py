"""Who is who from the command line: decided, shown before it is written, and taken back."""

from pathlib import Path

import pytest

from storage.errors import ConfigError
from tests.flows.cli import Cli
from tests.newsroom import Newsroom

TEXT = """\
The ferry sails again

Published: 1 March 2026

The ferry sails again, said Ms Natsuko Higuchi, who had led Boltex Works Ltd, on Monday.
{more} The engine was mended by a yard in the next town, at a cost that nobody wanted to name.
"""
SECOND = (
    "The money came from Boltex Trust Ltd, and Mr Natsu Higuchi had promised it to the"
    " World Ferry Organisation (WFO)."
)
KNOWN = """\
version: 1
entities:
  - name: Boltex Works Ltd
    kind: org
    aliases: [Boltex Trust Ltd]
"""


@pytest.fixture
def cli(newsroom: Newsroom) -> Cli:
    """Two articles whose names may be one entity."""
    newsroom.write("a.txt", TEXT.format(more="Nothing else was said of it that day."))
    newsroom.write("b.txt", TEXT.format(more=SECOND))
    newsroom.ingest()
    return Cli(newsroom.settings.database_url, newsroom.folder)


def names_of(cli: Cli, name: str) -> list[str]:
    (found,) = cli.json("entity", name)["entities"]
    names: list[str] = found["names"]
    return names


def pair(cli: Cli) -> tuple[str, str]:
    """The two organisations as they are called here."""
    found = cli.json("entities", "--kind", "org", "--limit", "50")["entities"]
    one, other = sorted(line["name"] for line in found if line["name"].startswith("Boltex"))
    return one, other


def test_the_list_is_still_what_entities_prints(cli: Cli) -> None:
    assert "Boltex" in cli("entities", "--kind", "org").output
    assert cli("entities", "--kind", "firm").exit_code == 2


def test_a_merge_is_written_with_its_evidence_and_taken_back(cli: Cli) -> None:
    one, other = pair(cli)
    change = cli.json("entities", "merge", one, f"org:{other}")["change"]
    assert [len(change[side]) for side in ("before", "after")] == [2, 1]
    assert set(names_of(cli, one)) >= {one, other}
    (decided,) = [
        view
        for view in cli.json("entities", "decisions")["decisions"]
        if view["decision"]["decided_by"] == "user"
    ]
    assert decided["evidence"]["end"] > decided["evidence"]["start"]
    assert cli.json("entities", "undo")["change"]["after"] == change["before"]
    assert other not in names_of(cli, one)


def test_a_dry_run_shows_the_change_and_writes_nothing(cli: Cli) -> None:
    one, other = pair(cli)
    before = cli.json("entities", "decisions")
    shown = cli.json("entities", "merge", one, other, "--dry-run")
    assert (shown["written"], len(shown["change"]["after"])) == (False, 1)
    assert "nothing is written" in cli("entities", "split", one, other, "--dry-run").output
    assert cli.json("entities", "decisions") == before


def test_what_was_split_is_merged_only_after_an_undo(cli: Cli) -> None:
    one, other = pair(cli)
    number = cli.json("entities", "split", one, other)["change"]["decision"]["id"]
    refused = cli("entities", "merge", one, other)
    assert refused.exit_code == 2
    assert f"entities undo {number}" in refused.output
    assert cli("entities", "undo", str(number)).exit_code == 0
    assert cli("entities", "merge", one, other).exit_code == 0


def test_a_name_that_no_text_has_is_said_to_be_unknown(cli: Cli) -> None:
    assert cli("entities", "merge", "Nobody", "Boltex Works Ltd").exit_code == 4
    assert cli("entities", "undo", "999").exit_code == 4


def test_suggestions_are_listed_with_their_rule(cli: Cli) -> None:
    found = cli.json("entities", "suggest", "--kind", "person")["suggestions"]
    assert [item["rule"] for item in found] == ["spelling"]
    assert "spelling" in cli("entities", "suggest").output


@pytest.mark.parametrize(
    ("answer", "verdict"), [("s", [True]), ("different", [False]), ("k", []), ("q", [])]
)
def test_a_review_writes_each_answer(cli: Cli, answer: str, verdict: list[bool]) -> None:
    result = cli("entities", "review", "--kind", "person", said=f"what?\n{answer}\n")
    assert result.exit_code == 0, result.output
    assert "Natsuko Higuchi" in result.output
    decided = cli.json("entities", "decisions")["decisions"]
    by_user = [view["decision"] for view in decided if view["decision"]["decided_by"] == "user"]
    assert [decision["same"] for decision in by_user] == verdict
    left = cli.json("entities", "suggest", "--kind", "person")["suggestions"]
    assert bool(left) == (not verdict)


def test_a_review_as_json_prints_what_was_decided_and_a_dry_one_writes_none(cli: Cli) -> None:
    words = ("entities", "review", "--kind", "person", "--dry-run", "--json")
    result = cli(*words, said="s\n")
    assert '"written": false' in result.stdout
    assert '"same": true' in result.stdout
    assert cli.json("entities", "suggest", "--kind", "person")["suggestions"]


def test_a_file_of_names_is_followed_and_given_up_again(cli: Cli, newsroom: Newsroom) -> None:
    one, other = pair(cli)
    path = newsroom.folder / "entities.yaml"
    path.write_text(KNOWN, encoding="utf-8")
    newsroom.ingest()
    assert set(names_of(cli, one)) >= {one, other}
    path.unlink()
    newsroom.ingest()
    assert other not in names_of(cli, one)


def test_names_of_the_file_hold_for_what_the_same_run_brings(newsroom: Newsroom) -> None:
    (newsroom.folder / "entities.yaml").write_text(KNOWN, encoding="utf-8")
    newsroom.write("b.txt", TEXT.format(more=SECOND))
    newsroom.ingest()
    cli = Cli(newsroom.settings.database_url, newsroom.folder)
    assert len(names_of(cli, "Boltex Works Ltd")) > 1


def test_a_wrong_file_stops_the_run_and_names_the_line(newsroom: Newsroom) -> None:
    path: Path = newsroom.folder / "entities.yaml"
    path.write_text(KNOWN + "    never: [Boltex Works Ltd]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"entities\.yaml:3: entities\.0: .*never the same"):
        newsroom.ingest()


def test_rules_of_now_are_tried_on_every_text(cli: Cli, newsroom: Newsroom) -> None:
    assert cli.json("entities", "try") == {"gained": [], "lost": []}
    with newsroom.ledger() as ledger, ledger.database.write() as connection:
        connection.exec_driver_sql("UPDATE entity_decision SET decided_by = 'someone'")
    gained = cli.json("entities", "try")["gained"]
    assert [kind for kind, _, _ in gained] == ["org"]
    assert "nothing is written" in cli("entities", "try").output


def test_a_title_is_kept_as_the_role_of_its_mention(cli: Cli) -> None:
    (found,) = cli.json("entity", "Natsuko Higuchi")["entities"]
    assert {mention["role"] for mention in found["mentions"]} == {"Ms"}
    assert "titled Ms" in cli("why", found["mentions"][0]["id"]).output
