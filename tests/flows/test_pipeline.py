"""The whole way of an article, from a file in the inbox to versions in the ledger."""

import json
import signal
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import app
from flows.numbers import told
from flows.running import undo_cleaning
from flows.summary import sentence, source_table
from storage.records import StepKind
from tests.newsroom import START, Newsroom

BODY = """The harbour board of Lindmouth voted on Tuesday to lend 4.2 million pounds to the ferries.

The loan will be paid out in three parts over the next two years, said chairwoman Ada Merrin.

Ferry passengers have waited since the winter storms for the second pier to be opened again."""

GLOBS = {"old": "attic/*.txt", "texts": "daily/*.txt", "wire": "daily/*.jsonl"}

EDITED = BODY.replace("in three parts over the next two years", "at once, before the end of June")


def rows(newsroom: Newsroom, sql: str) -> list[tuple[Any, ...]]:
    with newsroom.ledger() as ledger, ledger.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]


def count(newsroom: Newsroom, table: str) -> int:
    return int(rows(newsroom, f"SELECT count(*) FROM {table}")[0][0])


BELIEVED = (
    "SELECT v.number, v.change, c.text FROM article_version v JOIN content c"
    " ON c.id = v.content_id WHERE v.superseded_at IS NULL ORDER BY v.article_id, v.number"
)


def test_dump_becomes_an_article_with_mentions(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    tally = newsroom.ingest()
    assert tally.counts()["new_articles"] == 1
    ((number, change, text),) = rows(newsroom, BELIEVED)
    assert (number, change) == (1, "first")
    assert text.splitlines() == BODY.replace("\n\n", "\n").splitlines()
    assert count(newsroom, "mention") > 0


def test_same_input_again_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    newsroom.ingest()
    before = [
        rows(newsroom, f"SELECT * FROM {t}") for t in ("content", "article_version", "mention")
    ]
    newsroom.later(days=1)
    tally = newsroom.ingest()
    after = [
        rows(newsroom, f"SELECT * FROM {t}") for t in ("content", "article_version", "mention")
    ]
    assert after == before
    assert tally.counts() == {"unchanged": 1}
    assert count(newsroom, "capture") == 1


def test_one_changed_sentence_is_one_substantive_version(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    newsroom.ingest()
    newsroom.later(hours=3)
    newsroom.write("loan.txt", EDITED)
    newsroom.ingest()
    assert [(number, change) for number, change, _ in rows(newsroom, BELIEVED)] == [
        (1, "first"),
        (2, "substantive"),
    ]


def test_new_rule_and_cleaning_again_is_no_version_of_the_publisher(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    newsroom.write("other.txt", BODY.replace("Lindmouth", "Tarrow"))
    newsroom.ingest()
    old = rows(newsroom, BELIEVED)
    newsroom.later(days=2)
    newsroom.source(rules=[{"id": "r1", "drop": {"lines": ["^Ferry passengers"]}}])
    newsroom.reclean()
    new = rows(newsroom, BELIEVED)
    assert [row[:2] for row in new] == [(1, "first"), (1, "first")]
    assert all("Ferry passengers" not in row[2] for row in new)
    assert rows(newsroom, "SELECT DISTINCT cause FROM article_version WHERE superseded_at IS NULL")
    newsroom.later(days=1)
    with newsroom.opened("undo") as (work, _):
        undo_cleaning(work, "daily")
    assert rows(newsroom, BELIEVED) == old


def test_rule_that_changes_one_article_of_many_adds_one_believed_row(newsroom: Newsroom) -> None:
    for number in range(10):
        newsroom.write(f"{number}.txt", BODY.replace("Lindmouth", f"Lindmouth {number}"))
    newsroom.write("ad.txt", BODY + "\n\nThis page was brought to you by the makers of Brill.")
    newsroom.ingest()
    before = count(newsroom, "article_version")
    newsroom.later(days=1)
    newsroom.source(rules=[{"id": "r1", "drop": {"lines": ["makers of Brill"]}}])
    newsroom.reclean()
    assert count(newsroom, "article_version") == before + 1


def test_run_counts_articles_and_edits_and_not_the_rows_they_take(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    newsroom.write("ferry.txt", BODY.replace("Lindmouth", "Tarrow"))
    assert sentence(newsroom.ingest()) == "2 stored; 2 captures gave 2 new articles"
    newsroom.later(days=1)
    newsroom.write("loan.txt", EDITED)
    newsroom.write("later.txt", BODY.replace("Lindmouth", "Selby"))
    edited = "2 stored, 1 unchanged; 2 captures gave 1 new article, 1 edit"
    assert sentence(newsroom.ingest()) == edited
    assert count(newsroom, "article_version") == 5
    newsroom.source(rules=[{"id": "r1", "drop": {"lines": ["^Ferry passengers"]}}])
    assert sentence(newsroom.reclean()).endswith("4 captures gave 3 articles read anew")
    with newsroom.ledger() as ledger:
        runs = [told(run.counts) for run in ledger.reader().runs()]
    assert runs[1] == edited


def test_undone_rules_stay_undone_at_the_next_ingest(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    newsroom.ingest()
    newsroom.source(rules=[{"id": "r1", "drop": {"lines": ["^Ferry passengers"]}}])
    newsroom.reclean()
    with newsroom.opened("undo") as (work, _):
        undo_cleaning(work, "daily")
    newsroom.write("later.txt", BODY.replace("Lindmouth", "Tarrow"))
    newsroom.ingest()
    assert all("Ferry passengers" in text for _, _, text in rows(newsroom, BELIEVED))


def test_edited_article_after_a_rule_change_compares_like_with_like(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    newsroom.ingest()
    newsroom.source(rules=[{"id": "r1", "drop": {"lines": ["^Ferry passengers"]}}])
    newsroom.later(hours=1)
    newsroom.write("loan.txt", BODY + "\n")
    newsroom.ingest()
    assert [row[:2] for row in rows(newsroom, BELIEVED)] == [(1, "first")]


def test_source_under_lease_is_left_alone_and_named(newsroom: Newsroom) -> None:
    newsroom.source("weekly")
    newsroom.write("loan.txt", BODY)
    newsroom.write("loan.txt", BODY, "weekly")
    newsroom.ingest("daily")
    with newsroom.ledger() as ledger, ledger.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO lease VALUES ('source:weekly', 'elsewhere:1:1',"
            " '2026-03-01 12:00:00.000000', '2026-03-01 12:05:00.000000')"
        )
    tally = newsroom.ingest()
    assert "elsewhere:1:1" in tally.busy["weekly"]
    assert tally.state == "partial"
    newsroom.later(minutes=6)
    assert newsroom.ingest().busy == {}


def test_run_is_closed_with_what_it_did(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    newsroom.ingest()
    ((flow, state, software),) = rows(newsroom, "SELECT flow, state, software FROM run")
    assert (flow, state) == ("ingest", "completed")
    assert software.startswith("newsledger ")


def test_broken_run_is_closed_as_failed(newsroom: Newsroom) -> None:
    with pytest.raises(RuntimeError), newsroom.opened("ingest"):
        raise RuntimeError
    assert rows(newsroom, "SELECT state FROM run") == [("failed",)]


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, SystemExit])
def test_run_that_somebody_stopped_is_no_failure(
    newsroom: Newsroom, stopped: type[BaseException]
) -> None:
    with pytest.raises(stopped), newsroom.opened("ingest"):
        raise stopped
    sql = "SELECT state FROM run WHERE finished_at IS NOT NULL"
    assert rows(newsroom, sql) == [("interrupted",)]


@pytest.mark.usefixtures("heeding")
def test_ctrl_c_that_a_library_makes_its_own_error_interrupts_the_run(newsroom: Newsroom) -> None:
    with pytest.raises(ImportError), newsroom.opened("ingest"):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ImportError("cannot load the library") from error
    assert rows(newsroom, "SELECT state FROM run") == [("interrupted",)]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_step_in_force_is_the_one_of_sources_yaml(newsroom: Newsroom) -> None:
    newsroom.ingest()
    with newsroom.ledger() as ledger:
        assert set(ledger.configs_in_force(StepKind.CLEAN)) == {"daily"}
    assert newsroom.now == START


def test_as_of_a_day_before_cleaning_again_shows_the_old_text(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY)
    newsroom.ingest()
    newsroom.later(days=2)
    newsroom.source(rules=[{"id": "r1", "drop": {"lines": ["^Ferry passengers"]}}])
    newsroom.reclean()
    before = shown(newsroom, "--as-of", "2026-03-02")
    assert "Ferry passengers" in before
    assert "Ferry passengers" not in shown(newsroom)
    assert shown(newsroom, "--as-of", "2026-03-02", "--known-at", "now") == shown(newsroom)


def command(newsroom: Newsroom, *words: str) -> Result:
    place = ["--database", newsroom.settings.database_url, "--blobs", newsroom.settings.blobs_url]
    return CliRunner().invoke(app, [*place, *words])


def shown(newsroom: Newsroom, *options: str) -> str:
    result = command(newsroom, "show", "daily/loan.txt", *options, "--json")
    assert result.exit_code == 0, result.output
    text: str = json.loads(result.output)["article"]["content"]["text"]
    return text


def test_refusals_that_do_not_fit_are_listed_by_the_command_that_is_named(
    newsroom: Newsroom,
) -> None:
    channels = [{"name": n, "kind": "files", "path": path} for n, path in GLOBS.items()]
    newsroom.source("daily", channels=channels)
    newsroom.write("wire.jsonl", "[]\n" * 8)
    (newsroom.folder / "daily" / "round.txt").symlink_to("round.txt")
    (why,) = [row["why"] for row in source_table(newsroom.ingest())]
    first = "channel old: nothing to read: no page is in any file that matches 'attic/*.txt'; "
    assert str(why).startswith(
        f"{first}cannot be read (its links lead in a circle): daily/round.txt"
    )
    assert str(why).endswith(
        "; line 4 not an object: daily/wire.jsonl#4; and 4 more (newsledger runs 1 lists all)"
    )
    listed = command(newsroom, "runs", "1").output
    assert listed.count("line ") == 8
    assert "failed: line 8 not an object" in listed
    assert "9 things that it could not have or read" in listed
    assert command(newsroom, "runs", "2").exit_code == 4


def test_a_glob_that_matches_no_file_is_told(newsroom: Newsroom) -> None:
    newsroom.source("weekly", channels=[{"name": "old", "kind": "files", "path": "attic/*.txt"}])
    newsroom.write("loan.txt", BODY)
    tally = newsroom.ingest("weekly")
    said = "channel old: nothing to read: no page is in any file that matches 'attic/*.txt'"
    assert sentence(tally) == f"nothing new to read; weekly: {said}"
    assert source_table(tally)[0]["why"] == said
    assert tally.state == "completed"
