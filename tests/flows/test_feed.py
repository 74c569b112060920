"""The Atom feed: valid, stable, and of the changes that were asked for."""

from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from flows.feeding import ATOM, entries, write_feed
from storage.errors import NotFoundError
from storage.fulltext.finding import Narrowed
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from tests.factories import DAY, NOON, a_link, an_article, publish
from tests.flows.cli import Cli
from tests.storage.known_news import write_news

NEEDED = ("id", "title", "updated")
"""What RFC 4287 asks of a feed (4.1.1) and of each entry (4.1.2)."""


@pytest.fixture
def known(ledger: Ledger) -> Ledger:
    """The known news, indexed, on each database."""
    write_news(ledger)
    catch_up(ledger, NOON)
    return ledger


def read(ledger: Ledger, words: str | None = None, **narrowed: str) -> list[dict[str, str]]:
    """The entries as a reader's own parser finds them."""
    found = entries(ledger.reader(), words, Narrowed(**narrowed), 50)
    parsed = feedparser.parse(write_feed(found, "newsledger: test", NOON).encode())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return list(parsed.entries)


def test_a_feed_has_all_that_the_standard_asks_for(known: Ledger) -> None:
    found = entries(known.reader(), None, Narrowed(), 50)
    feed = ET.fromstring(write_feed(found, "newsledger: test", NOON))
    listed = feed.findall(f"{{{ATOM}}}entry")
    assert len(listed) == 9
    for element in (feed, *listed):
        for name in NEEDED:
            assert [bool(found.text) for found in element.findall(f"{{{ATOM}}}{name}")] == [True]
        assert element.findall(f"{{{ATOM}}}author/{{{ATOM}}}name")
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in listed]
    assert len(set(ids)) == len(ids)


def test_edits_come_newest_first_with_the_words_that_changed(known: Ledger) -> None:
    first, second = (item for item in read(known, source="daily") if "/a" in item["link"])
    assert (first["title"], first["summary"]) == ("Oslo trip", "substantive, +2 -4 words")
    assert "<del>Meeting</del>" in first["content"][0]["value"]
    assert (second["summary"], second["updated"]) == ("new", "2026-02-20T12:00:00Z")


def test_a_feed_follows_an_entity_a_source_or_words(known: Ledger) -> None:
    assert {item["title"] for item in read(known, entity="ann lee")} == {
        "Oslo trip",
        "Trip to Oslo",
        "Meeting",
    }
    assert [item["title"] for item in read(known, entity="Ann Lee", source="weekly")] == [
        "Trip to Oslo"
    ]
    assert [item["title"] for item in read(known, "dam OR agreement")] == ["Pact", "Dam"]
    with pytest.raises(NotFoundError):
        read(known, entity="Nobody")


def test_a_feed_of_the_same_news_is_the_same(known: Ledger) -> None:
    assert [item["id"] for item in read(known)] == [item["id"] for item in read(known)]


def test_no_text_can_break_the_feed_or_run_in_a_reader(known: Ledger) -> None:
    evil = an_article("</content> <script>alert(1)</script>\n\ufffe & ]]>", "<b>\ufffe&")
    publish(known, evil, link=a_link("https://daily.example/x?a=1&b=2"), at=NOON - DAY)
    item = read(known)[0]
    assert item["link"] == "https://daily.example/x?a=1&b=2"
    assert "<script" not in item["content"][0]["value"]


def test_the_command_prints_it_or_writes_a_file(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    write_news(sqlite_ledger)
    cli = Cli(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path)
    printed = cli("feed", "--entity", "Lin Dan")
    assert "<title>newsledger: Lin Dan</title>" in printed.stdout
    written = cli("feed", "--entity", "Lin Dan", "-o", str(tmp_path / "f.xml"))
    assert "1 entry" in written.stdout
    assert (tmp_path / "f.xml").read_text("utf-8").count("<entry>") == 1
