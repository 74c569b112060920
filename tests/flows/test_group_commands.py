"""changes, copies, stories, story, and a diff as one HTML file."""

import re
from pathlib import Path

import pytest

from storage.ledger import Ledger
from storage.records import State
from tests.dedupe.writing import FERRY
from tests.factories import (
    DAY,
    NOON,
    a_link,
    a_received,
    a_source,
    an_article,
    publish,
    register,
    write_waiting,
)
from tests.flows.cli import Cli, cli_on
from tests.flows.edited_news import OLD, edited_news
from tests.storage.test_groups import process, timed

SINCE = ("--since", "2026-01-01")
CORRECTED = "Correction: an earlier version of this article said that it was open."


@pytest.fixture
def cli(sqlite_ledger: Ledger, tmp_path: Path) -> Cli:
    """The command line on the small ledger."""
    edited_news(sqlite_ledger)
    return cli_on(sqlite_ledger, tmp_path)


@pytest.fixture
def told(sqlite_ledger: Ledger, tmp_path: Path) -> Cli:
    """A ledger of one text in two sources, edited with a notice in one of them."""
    register(sqlite_ledger, a_source(), a_source("weekly"))
    process(sqlite_ledger, timed(FERRY, 0), "https://daily.example/a")
    process(sqlite_ledger, timed(FERRY, 5), "https://weekly.example/a", "weekly", 5)
    process(sqlite_ledger, timed(FERRY, 6), "https://daily.example/b")
    corrected = timed(f"{FERRY}\n{CORRECTED}", 6)
    process(sqlite_ledger, corrected, "https://daily.example/b", hours=7)
    return cli_on(sqlite_ledger, tmp_path)


def test_changes_tells_headlines_apart(cli: Cli) -> None:
    shown = cli("changes", *SINCE).output
    assert "1 edit" in shown
    assert "1 headline that changed" in shown
    assert shown.index("Harbour [open] today") < shown.rindex("Harbour shut")
    document = cli.json("changes", *SINCE)
    assert [edit["number"] for edit in document["changes"]] == [2]
    assert document["headlines"][0]["old_headline"] == "Harbour [open] today"


def test_changes_can_be_limited_to_corrections(cli: Cli, told: Cli) -> None:
    assert "Nothing changed" in cli("changes", "--since", "2099-01-01", "--corrections").output
    shown = told("changes", *SINCE, "--corrections").output
    assert "corrected" in shown
    (edit,) = told.json("changes", *SINCE, "--corrections")["changes"]
    assert edit["notices"] == [CORRECTED]


def test_what_was_taken_back_is_told_only_when_asked_for(sqlite_ledger: Ledger, cli: Cli) -> None:
    publish(sqlite_ledger, OLD, at=NOON + 3 * DAY)
    assert cli.json("changes", *SINCE) == {"changes": [], "headlines": []}
    assert [edit["number"] for edit in cli.json("changes", *SINCE, "--all")["changes"]] == [2, 3]


def test_copies_are_shown_in_the_order_they_appeared(told: Cli) -> None:
    shown = told("copies", "https://weekly.example/a").output
    rows = shown.splitlines()[3:]
    assert ["daily" in rows[0], "weekly" in rows[1]] == [True, True], shown
    assert "first" in rows[0]
    assert "+5.0 h" in rows[1]
    document = told.json("copies", "1")
    assert [one["place"] for one in document["articles"]][:2] == [1, 2]


def test_an_article_without_copies_says_so(cli: Cli) -> None:
    assert "No other article" in cli("copies", "weekly/1.txt").output


def test_stories_lead_to_a_story(told: Cli) -> None:
    (line,) = told.json("stories", *SINCE)["stories"]
    assert (line["texts"], line["articles"]) == (1, 3)
    shown = told("story", str(line["id"])).output
    assert "1 text · 3 articles · 2 sources" in shown
    assert "weekly (2)" in shown
    assert told.json("story", str(line["id"]))["texts"][0]["copies"]
    assert "copies" in told("stories", *SINCE).output


def test_a_story_that_is_not_there_is_not_found(cli: Cli) -> None:
    assert cli("story", "7").exit_code == 4
    assert "No stories" in cli("stories").output


def test_history_tells_notices_and_absences(sqlite_ledger: Ledger, told: Cli) -> None:
    for day in (2, 3):
        gone = a_received(
            b"", link=a_link("https://daily.example/b"), at=NOON + day * DAY, status=404
        )
        sqlite_ledger.record([gone], None)
        write_waiting(sqlite_ledger, {}, state=State.GONE)
    shown = told("history", "https://daily.example/b").output
    assert CORRECTED[:40] in shown
    assert "gone 2026-03-03 12:00 · not back" in shown
    document = told.json("history", "https://daily.example/b")
    assert document["absences"] == [{"gone_at": "2026-03-03T12:00:00Z", "back_at": None}]
    assert document["notices"][0]["kind"] == "correction"


def test_a_diff_is_one_file_that_loads_nothing(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "diff.html"
    assert cli("diff", "1", "--html", str(path)).exit_code == 0
    page = path.read_text("utf-8")
    assert "<del>open</del> <ins>closed</ins>" in page
    assert page.index('class="headline"') < page.index("<h2>Text</h2>")
    assert "prefers-color-scheme: dark" in page
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<link|<img|https?://", page)


def test_a_diff_that_cannot_be_written_says_so(cli: Cli, tmp_path: Path) -> None:
    result = cli("diff", "1", "--html", str(tmp_path / "no" / "diff.html"))
    assert result.exit_code == 2
    assert "cannot write" in result.output


def test_a_diff_escapes_what_pages_say(sqlite_ledger: Ledger, cli: Cli, tmp_path: Path) -> None:
    link = a_link("https://daily.example/evil")
    publish(sqlite_ledger, OLD, link=link)
    evil = an_article("<script>alert(1)</script> & \x1b[2J more.", "<b>Bold</b>")
    publish(sqlite_ledger, evil, link=link, at=NOON + DAY)
    path = tmp_path / "diff.html"
    cli("diff", "https://daily.example/evil", "--html", str(path))
    page = path.read_text("utf-8")
    assert "<script" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;" in page.replace("</ins>", "").replace("<ins>", "")
