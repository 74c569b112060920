"""The report: one file with everything in it, and nothing from outside that could run."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from flows.report.edits import LONGEST, Edit, draw_edits
from flows.report.keeping import FILE, keep_report
from flows.report.names import DEPTH, WIDTH, arrange, uncover
from flows.report.page import write_report
from flows.watching import Topic, read_topics
from storage.care.backup_turns import back_up_in_turn, finished_backups
from storage.errors import ConfigError
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from tests.browser.made_month import write_month
from tests.factories import DAY, NOON, a_link, an_article, publish
from tests.flows.cli import Cli
from tests.storage.known_news import write_news

TOPICS = (Topic(name="Travel", words="oslo OR ferr*"), Topic(name="Dams", words="dam"))


def parts_of(page: str) -> dict[str, str]:
    """Each section of the page by its name."""
    found = re.findall(r'<section id="(\w+)".*?</section>', page, re.DOTALL)
    whole = re.findall(r"<section .*?</section>", page, re.DOTALL)
    return dict(zip(found, whole, strict=True))


@pytest.fixture
def parts(ledger: Ledger) -> dict[str, str]:
    """The sections of a report on the known news, on each database."""
    write_news(ledger)
    catch_up(ledger, NOON)
    return parts_of(write_report(ledger.reader(), NOON - 30 * DAY, NOON, TOPICS))


def test_the_report_tells_of_everything(parts: dict[str, str]) -> None:
    assert "<title>2026-02-22: 1</title>" in parts["volume"]
    assert "daily" in parts["sources"]
    assert "too new to judge" in parts["sources"]
    assert "Oslo" in parts["most"]
    assert "Acme and Oslo: 1 text<" in parts["network"]
    assert "<del>" in parts["edits"]
    assert "Lin Dan" in re.sub("<[^>]+>", "", parts["edits"])
    assert "<del>Meeting</del> <ins>Oslo trip</ins>" in parts["headlines"]
    assert "Lin Dan" in parts["removed"]
    assert "51.0 h" in parts["copies"]
    assert "Dam" in parts["gone"]
    assert "None" not in "".join(parts.values()).replace("None in these days.", "")


def test_topics_of_the_watch_list_are_counted_by_source(parts: dict[str, str]) -> None:
    row = re.search(r"<td>Travel</td>(.*?)</tr>", parts["topics"], re.DOTALL)
    assert row is not None
    assert re.findall(r'class="number[^>]*>(\d*)<', row[1]) == ["2", "1", "1"]
    assert "<title>2026-02-20: 1</title>" in row[1]


def test_what_was_taken_back_at_once_is_told_of_nowhere(ledger: Ledger) -> None:
    write_news(ledger)
    link = a_link("https://daily.example/flap")
    texts = ("A calm day in Lund.", "A FLAPPING day in Lund, it was said.", "A calm day in Lund.")
    for at, text in enumerate(texts):
        title = "Flap gone" if at == 1 else "Calm"
        publish(ledger, an_article(text, title), link=link, at=NOON - (4 - at) * DAY)
    page = write_report(ledger.reader(), NOON - 30 * DAY, NOON)
    assert "FLAPPING" not in page
    assert "Flap gone" not in page
    assert len(ledger.reader().ask("edits", {"article": 9}, NOON).rows) == 2  # the facts stay


def test_stories_and_risers_are_drawn_of_two_months(sqlite_ledger: Ledger) -> None:
    write_month(sqlite_ledger, NOON)
    reader = sqlite_ledger.reader()
    found = parts_of(write_report(reader, NOON - 30 * DAY, NOON))
    assert "Council votes on the stadium loan" in found["stories"]
    assert "4 articles of 4 sources" in found["stories"]
    assert re.search(r"\d+ after \d+", found["rising"])
    assert "silent" in found["sources"]
    assert "watch.yaml" in found["topics"]


def test_a_rise_is_against_the_days_before(sqlite_ledger: Ledger) -> None:
    write_month(sqlite_ledger, NOON)
    span = (NOON - 30 * DAY, NOON)
    for riser in sqlite_ledger.reader().risers(*span):
        assert riser.texts > riser.before
    assert sqlite_ledger.reader().risers(NOON + DAY, NOON + 2 * DAY) == []


def test_an_empty_ledger_has_a_report_too(ledger: Ledger) -> None:
    page = write_report(ledger.reader(), NOON - 30 * DAY, NOON, TOPICS)
    assert "No article is of these days." in page


def test_the_report_asks_nobody_for_anything(ledger: Ledger) -> None:
    write_news(ledger)
    page = write_report(ledger.reader(), NOON - 30 * DAY, NOON)
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", page)
    assert "default-src 'none'" in page


def test_a_headline_cannot_steer_the_page(ledger: Ledger) -> None:
    write_news(ledger)
    for place, text in enumerate(("One.", "Two.")):
        headline = f"<script>alert({place})</script>"
        link = a_link("https://daily.example/evil")
        publish(ledger, an_article(text, headline), link=link, at=NOON - DAY * (2 - place))
    script = a_link("javascript:alert(1)", identity="https://daily.example/evil")
    publish(ledger, an_article("Three.", "<b>"), link=script, at=NOON - timedelta(hours=1))
    page = write_report(ledger.reader(), NOON - 30 * DAY, NOON)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(" in page
    assert 'href="javascript:' not in page


def test_a_long_edit_is_cut_and_says_so() -> None:
    edit = Edit(
        article_id=1,
        source_id="daily",
        url="dumps/1.txt",
        seen_at=NOON,
        words_added=1,
        words_removed=1,
        old_headline="A",
        headline="A",
        old_text="\n".join(f"{'old ' * 100}{at}\nsame {at}" for at in range(9)),
        text="\n".join(f"{'new ' * 100}{at}\nsame {at}" for at in range(9)),
    )
    drawn = draw_edits([edit])
    assert len(re.sub(r"<[^>]+>", "", drawn)) < LONGEST + 400
    assert "more changes" in drawn


def test_no_name_of_the_network_covers_another() -> None:
    box = (50.0, 20.0)
    found = uncover([(400, 300), (430, 300), (390, 310), (800, 300)], [box] * 4)
    assert [x for x, _ in found] == [400, 430, 390, 800]
    heights = sorted(y for _, y in found[:3])
    assert heights[1] - heights[0] > 39 and heights[2] - heights[1] > 39
    assert found[3] == (800, 300)
    assert all(0 < y < DEPTH for _, y in found)


def test_the_network_stands_inside_its_picture_and_always_the_same() -> None:
    links = [(0, 1, 9), (1, 2, 3), (3, 4, 1)]
    places = arrange(6, links)
    assert places == arrange(6, links)
    assert all(0 < x < WIDTH and 0 < y < DEPTH for x, y in places)
    assert len({(round(x), round(y)) for x, y in places}) == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version: 1\ntopics: [{name: A}]", "topics.0.words"),
        ("version: 1\ntopics: [{name: A, words: '-b'}]", "A: say which words"),
        ("topics: [", "watch.yaml"),
    ],
    ids=["missing", "no word", "no yaml"],
)
def test_a_wrong_watch_list_names_the_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "watch.yaml").write_text(text)
    with pytest.raises(ConfigError, match=re.escape(said)):
        read_topics(tmp_path)


def test_upkeep_draws_it_anew_when_it_is_old(ledger: Ledger, tmp_path: Path) -> None:
    write_news(ledger)
    path = tmp_path / "report.html"
    reader = ledger.reader()
    assert keep_report(reader, path, NOON, ())
    first = path.read_text("utf-8")
    assert not keep_report(reader, path, NOON + timedelta(hours=2), ())
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    assert keep_report(reader, path, NOON + timedelta(hours=7), ())
    assert path.read_text("utf-8") != first
    assert [kept.name for kept in tmp_path.glob("*report*")] == ["report.html"]


def test_what_is_taken_down_is_in_no_kept_report(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    write_news(sqlite_ledger)
    path = tmp_path / FILE
    keep_report(sqlite_ledger.reader(), path, NOON, ())
    assert "Oslo trip" in path.read_text("utf-8")
    cli = Cli(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path)
    planned = cli("erase", "1", "--reason", "test")
    assert f"{path} would be deleted" in planned.output
    assert "made before still hold the text" in planned.output
    assert path.exists()
    done = cli("erase", "1", "--reason", "test", "--really")
    assert f"{path} deleted" in done.output
    assert not path.exists()


def test_a_takedown_names_the_backups_of_upkeep_that_stay(
    sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_news(sqlite_ledger)
    monkeypatch.setenv("NEWSLEDGER_BACKUPS", str(tmp_path / "backups"))
    for day in range(12):
        back_up_in_turn(sqlite_ledger, tmp_path / "backups", 20, NOON + day * DAY)
    kept = [str(path) for path in finished_backups(tmp_path / "backups")]
    cli = Cli(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path)
    told = cli("erase", "1", "--reason", "test").output
    assert [path for path in kept if path in told] == kept[-10:]
    assert "and 2 older backups" in told
    assert cli.json("erase", "1", "--reason", "test")["backups"] == kept


def test_the_command_follows_the_watch_list(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    write_news(sqlite_ledger)
    catch_up(sqlite_ledger, NOON)
    (tmp_path / "watch.yaml").write_text("version: 1\ntopics: [{name: Far trips, words: oslo}]")
    cli = Cli(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path)
    result = cli("report", str(tmp_path / "r.html"), "--since", "2026-02-01")
    assert result.exit_code == 0, result.output
    assert "Far trips" in (tmp_path / "r.html").read_text("utf-8")
