"""Retention: what nobody has seen for long enough goes, only there, and nothing brings it back."""

import json
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.bulk import select
from storage.care.backup import back_up
from storage.care.restoring import restore
from storage.errors import NotFoundError
from storage.export.door import Form, export
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.records import Link, Mention, Outcome, Received
from storage.removing.retention import let_texts_go
from storage.removing.takedown import honour
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    a_link,
    a_mention,
    a_received,
    an_article,
    publish,
)
from tests.storage.known_news import write_news
from tests.storage.test_takedown import NAME, bytes_of, count

OLD = an_article("Zebulon Quill owes nobody a thing.", "Zebulon Quill")
LINK = a_link("https://daily.example/quill", identity="//daily.example/quill")
WEEKLY = a_link(LINK.url, "weekly", identity=LINK.identity)
SEEN = NOON - 400 * DAY
TERM = 365 * DAY


def _quill() -> list[Mention]:
    return [a_mention(OLD.text, "Zebulon Quill")]


@pytest.fixture
def aged(ledger: Ledger) -> Ledger:
    """The known news, and one article that was last seen 400 days ago."""
    write_news(ledger)
    publish(ledger, OLD, link=LINK, at=SEEN, mentions=_quill())
    catch_up(ledger, NOON)
    return ledger


def again(at: datetime = NOON + DAY, link: Link = LINK) -> Received:
    """The same page, met once more."""
    return a_received(b"Zebulon Quill, once more", link=link, at=at)


def test_what_is_older_than_its_term_goes_with_all_that_hung_on_it(aged: Ledger) -> None:
    before = count(aged, "SELECT count(*) FROM article")
    assert let_texts_go(aged, {"daily": TERM}, NOON) == {"daily": 1}
    reader = aged.reader()
    with pytest.raises(NotFoundError):
        reader.find_article(LINK.url)
    assert reader.search("Zebulon") == []
    with pytest.raises(NotFoundError):
        reader.entity("Zebulon Quill")
    assert count(aged, "SELECT count(*) FROM article") == before - 1
    assert [item for item in reader.examine(NOON) if item.level == "wrong"] == []


def test_it_leaves_an_audit_row_and_is_done_once(aged: Ledger) -> None:
    let_texts_go(aged, {"daily": TERM}, NOON)
    with aged.database.read() as connection:
        sql = "SELECT scope, reason, done_at IS NOT NULL FROM erasure"
        rows = [tuple(row) for row in select(connection, sql)]
    assert rows == [("article", "retention", 1)]
    assert let_texts_go(aged, {"daily": TERM}, NOON) == {}
    assert honour(aged, NOON) == 0


@pytest.mark.parametrize(
    "terms", [{}, {"weekly": TERM}, {"daily": 401 * DAY}], ids=["none", "another's", "longer"]
)
def test_no_other_term_touches_it(aged: Ledger, terms: dict[str, timedelta]) -> None:
    assert let_texts_go(aged, terms, NOON) == {}
    assert aged.reader().find_article(LINK.url)


def test_an_article_that_was_seen_again_stays(aged: Ledger) -> None:
    same = replace(again(NOON - DAY), body=None, outcome=Outcome.UNCHANGED)
    aged.record([same], None)
    assert let_texts_go(aged, {"daily": TERM}, NOON) == {}


def test_a_lost_page_is_no_sighting(aged: Ledger) -> None:
    gone = a_received(None, link=LINK, at=NOON - DAY, status=500, reason="http-500")
    aged.record([gone], None)
    assert let_texts_go(aged, {"daily": TERM}, NOON) == {"daily": 1}


def test_an_article_whose_capture_waits_is_left_to_the_next_time(aged: Ledger) -> None:
    aged.record([again(SEEN + HOUR)], None)
    assert let_texts_go(aged, {"daily": TERM}, NOON) == {}


def test_batches_go_on_until_nothing_is_left(aged: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        text = an_article(f"Old news number {number}.", f"Old {number}")
        publish(aged, text, link=a_link(f"https://daily.example/old{number}"), at=SEEN)
    monkeypatch.setattr("storage.removing.retention.AT_ONCE", 2)
    assert let_texts_go(aged, {"daily": TERM}, NOON) == {"daily": 5}


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        a_link("https://DAILY.example/quill?utm_source=x", identity=LINK.identity),
        a_link("https://daily.example/quill", identity="another"),
    ],
    ids=["the-same-page", "another-spelling", "another-identity"],
)
def test_the_page_does_not_come_back(aged: Ledger, link: Link) -> None:
    let_texts_go(aged, {"daily": TERM}, NOON)
    moved = replace(again(link=a_link("https://daily.example/new")), final_url=LINK.url)
    past = again(SEEN, link)
    assert aged.record([again(link=link), past, moved], None) == []
    assert aged.waiting() == 0


def test_it_is_not_even_asked_for(aged: Ledger) -> None:
    known = aged.known("daily")
    assert not known.holds(LINK.url, NOON)
    let_texts_go(aged, {"daily": TERM}, NOON)
    tried = known.last_try(LINK.url)
    assert tried is not None
    assert tried.status == 410
    assert known.holds(LINK.url, NOON)
    assert aged.known("weekly").last_try(LINK.url) is None


def test_another_source_keeps_the_same_page(aged: Ledger) -> None:
    publish(aged, OLD, link=WEEKLY, at=SEEN, mentions=_quill())
    let_texts_go(aged, {"daily": TERM}, NOON)
    kept = aged.reader().find_article(LINK.url)
    assert aged.reader().article(kept).content.text == OLD.text
    assert len(aged.record([again(link=WEEKLY)], None)) == 1


def test_a_dead_articles_front_page_may_still_come(aged: Ledger) -> None:
    front = replace(again(SEEN), final_url="https://daily.example/")
    aged.record([front], None)
    with aged.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM pending")
        connection.exec_driver_sql("UPDATE article SET canonical_url = 'https://daily.example/'")
    assert let_texts_go(aged, {"daily": TERM}, NOON)["daily"] >= 1
    home = a_link("https://daily.example/")
    assert len(aged.record([again(link=home)], None)) == 1


def test_an_export_takes_it_out(aged: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(aged.reader(), folder, Form.JSONL, NOON)
    assert NAME in bytes_of(folder)
    let_texts_go(aged, {"daily": TERM}, NOON + DAY)
    export(aged.reader(), folder, Form.JSONL, NOON + 2 * DAY)
    assert NAME not in bytes_of(folder)


def test_yesterdays_backup_does_not_bring_it_back(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    write_news(sqlite_ledger)
    publish(sqlite_ledger, OLD, link=LINK, at=SEEN, mentions=_quill())
    publish(sqlite_ledger, OLD, link=WEEKLY, at=SEEN)
    back_up(sqlite_ledger, tmp_path / "backup", NOON)
    let_texts_go(sqlite_ledger, {"daily": TERM}, NOON)
    sqlite_ledger.close()
    place = (f"sqlite:///{tmp_path / 'ledger.db'}", str(tmp_path / "blobs"))
    restore(tmp_path / "backup", *place, NOON + DAY, over=True)
    shutil.rmtree(tmp_path / "backup")
    restored = Ledger.open(*place)
    assert count(restored, "SELECT count(*) FROM article WHERE source_id = 'daily'") == 2
    weekly = "SELECT count(*) FROM article WHERE source_id = 'weekly'"
    assert count(restored, weekly) == 3
    assert honour(restored, NOON + DAY) == 0
    assert restored.record([again()], None) == []
    restored.close()


def test_cut_off_after_the_note_it_is_ended(aged: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("storage.removing.retention.drop_blobs", cut)
        with pytest.raises(KeyboardInterrupt):
            let_texts_go(aged, {"daily": TERM}, NOON)
    assert count(aged, "SELECT count(*) FROM blob WHERE erased_at IS NOT NULL") == 1
    honour(aged, NOON)
    assert count(aged, "SELECT count(*) FROM blob WHERE erased_at IS NOT NULL") == 0
    notes = [json.loads(line) for line in aged.blobs.notes().splitlines()]
    assert [note["reason"] for note in notes] == ["retention"]
