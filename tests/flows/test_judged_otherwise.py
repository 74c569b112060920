"""A line that both pages show, and that only one of them is thought to say, is no edit."""

from pathlib import Path

import pytest

from storage.ledger import Ledger
from storage.records import Cause, Change, Dropped
from tests.factories import DAY, NOON, a_source, an_article, publish, register
from tests.flows.cli import Cli, cli_on
from tests.newsroom import START, Newsroom

WEATHER = (
    "Rain is expected in Lindmouth on Thursday and on Friday, with strong winds from the west."
)
STORY = f"""Council votes to close the old bridge

The town council of Lindmouth voted on Monday to close the old bridge over the river for a year.
The mayor said that the piers had been found to be weaker than anybody had thought before.
Shopkeepers of the old town asked for a ferry, and for lower rents while the works go on.
{WEATHER}
The works will cost two million, of which the county pays a half and the town the other half.
"""
RULES = [
    {"id": "until-march", "valid_until": "2026-03-02", "drop": {"lines": ["^Rain is expected"]}},
    {"id": "since-march"},
]


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """A newsroom whose rules let a line through from the second of March on."""
    newsroom.source(rules=RULES)
    newsroom.write("bridge.txt", STORY)
    newsroom.ingest()
    newsroom.later(days=2)
    return newsroom


def test_a_line_that_is_let_through_from_some_day_on_makes_no_version(room: Newsroom) -> None:
    room.write("bridge.txt", f"{STORY}\nMost read\n")
    told = room.ingest().processed
    assert (told["new_articles"], told["edits"], told["read_anew"]) == (0, 0, 1)
    with room.ledger() as ledger:
        reader = ledger.reader()
        assert len(reader.sightings(1)) == 2
        (version,) = [row for row in reader.history(1) if row.superseded_at is None]
        assert (version.number, version.observed_from) == (1, START)
        assert WEATHER in reader.content(version.content_id).text
        assert WEATHER not in {line.text for line in reader.derivation(version).dropped}


def test_an_edit_beside_it_counts_its_own_words_alone(room: Newsroom) -> None:
    room.write("bridge.txt", STORY.replace("for a year", "for two years"))
    room.ingest()
    with room.ledger() as ledger:
        reader = ledger.reader()
        old, new = [row for row in reader.history(1) if row.superseded_at is None]
        assert (new.change, new.words_added, new.words_removed) == (Change.SUBSTANTIVE, 2, 2)
        assert WEATHER not in reader.content(old.content_id).text
        assert WEATHER in reader.content(new.content_id).text


def test_cleaned_again_alike_the_two_become_one_text(room: Newsroom) -> None:
    room.write("bridge.txt", STORY.replace("for a year", "for two years"))
    room.ingest()
    room.source(rules=[])
    room.ingest()
    room.reclean()
    with room.ledger() as ledger:
        reader = ledger.reader()
        believed = [row for row in reader.history(1) if row.superseded_at is None]
        assert [row.cause for row in believed] == [Cause.RECLEANED, Cause.OBSERVED]
        assert all(WEATHER in reader.content(row.content_id).text for row in believed)


@pytest.fixture
def edited(sqlite_ledger: Ledger, tmp_path: Path) -> Cli:
    """A text that loses two lines, one of which still stands on the page."""
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, an_article("The bridge is shut.\nIt rains.\nLin Dan came."))
    beside = (Dropped(position=0, text="It rains.", reason="navigation"),)
    publish(sqlite_ledger, an_article("The bridge is shut."), at=NOON + DAY, dropped=beside)
    return cli_on(sqlite_ledger, tmp_path)


def test_diff_leaves_it_out_and_says_so(edited: Cli) -> None:
    shown = edited("diff", "1").output
    assert "[-Lin Dan came.-]" in shown
    assert "substantive, +0 -3 words" in shown
    assert (
        "1 line of both pages left out, for only one was thought to say them:\n  It rains." in shown
    )
    assert edited.json("diff", "1")["diff"]["turned"] == ["It rains."]


def test_diff_page_and_report_leave_it_out(edited: Cli, tmp_path: Path) -> None:
    page, report = tmp_path / "diff.html", tmp_path / "report.html"
    edited("diff", "1", "--html", str(page))
    edited("report", "--since", "2026-01-01", str(report))
    for written in (page.read_text("utf-8"), report.read_text("utf-8")):
        gone = [part.split("</del>")[0] for part in written.split("<del>")[1:]]
        assert gone == ["Lin Dan came."]
    assert "1 line of both pages" in page.read_text("utf-8")


def test_what_is_left_out_is_told_of_the_newest_page(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    register(sqlite_ledger, a_source())
    article = an_article("The bridge is shut.")
    for day, line in enumerate(("He denied it.", "He admitted it.")):
        beside = (Dropped(position=0, text=line, reason="navigation"),)
        publish(sqlite_ledger, article, at=NOON + day * DAY, dropped=beside, body=line.encode())
    cli = cli_on(sqlite_ledger, tmp_path)
    shown = cli("show", "1", "--dropped").output
    assert "Left out of the page of 2026-03-02 12:00 UTC" in shown
    assert ("He admitted it." in shown, "He denied it." in shown) == (True, False)
    assert "He denied it." in cli("show", "1", "--dropped", "--as-of", "2026-03-01T13:00").output
