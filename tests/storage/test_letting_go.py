"""Captures' bytes go when their term is over: only theirs, and only the bytes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.ledger import Ledger
from storage.records import StepKind, Way
from storage.removing.letting_go import let_captures_go
from storage.removing.retention import let_texts_go
from storage.removing.takedown import carry_out, honour, look
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
from tests.storage.test_takedown import count

OLD = an_article("Zebulon Quill owes nobody a thing.", "Zebulon Quill")
PAGE = b"<p>Zebulon Quill owes nobody a thing.</p>"
LINK = a_link("https://daily.example/quill")
WEEKLY = a_link("https://weekly.example/quill", "weekly")
SEEN = NOON - 100 * DAY
TERM = {"daily": 90 * DAY}

NEWER = Way(kind=StepKind.CLEAN, name="clean", version="99", config_hash="99", config={})


@pytest.fixture
def aged(ledger: Ledger) -> Ledger:
    """An article that was fetched a hundred days ago, and one of today."""
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, OLD, link=LINK, at=SEEN, body=PAGE)
    publish(ledger, an_article("A bridge."), link=a_link("https://daily.example/b"), body=b"b")
    return ledger


def let_go(ledger: Ledger) -> int:
    """How many blobs the ledger says have lost their bytes."""
    return count(ledger, "SELECT count(*) FROM blob WHERE erased_at IS NOT NULL")


def kept_files(ledger: Ledger) -> int:
    """How many files of bytes there are."""
    return len(list(ledger.blobs.names()))


def test_the_bytes_go_and_all_that_was_read_of_them_stays(aged: Ledger) -> None:
    assert let_captures_go(aged, TERM, NOON) == 1
    assert (let_go(aged), kept_files(aged), aged.reader().let_go("daily")) == (1, 1, 1)
    article = aged.reader().find_article(LINK.url)
    assert aged.reader().article(article).content.text == OLD.text
    assert count(aged, "SELECT count(*) FROM capture") == 2
    assert let_captures_go(aged, TERM, NOON) == 0


@pytest.mark.parametrize(
    "terms",
    [{}, {"weekly": 90 * DAY}, {"daily": 101 * DAY}],
    ids=["none", "another's", "longer"],
)
def test_no_other_term_touches_them(aged: Ledger, terms: dict[str, timedelta]) -> None:
    assert let_captures_go(aged, terms, NOON) == 0
    assert kept_files(aged) == 2


@pytest.mark.parametrize(
    ("again", "terms"),
    [
        (a_received(PAGE, link=WEEKLY, at=SEEN), TERM),
        (a_received(PAGE, link=WEEKLY, at=NOON - DAY), {**TERM, "weekly": 90 * DAY}),
    ],
    ids=["a-source-without-a-term", "a-younger-capture"],
)
def test_bytes_that_another_capture_needs_stay(
    aged: Ledger, again: object, terms: dict[str, timedelta]
) -> None:
    ids = aged.record([again], None)  # type: ignore[list-item]
    write_waiting(aged, dict.fromkeys(ids, OLD))
    assert let_captures_go(aged, terms, NOON) == 0
    assert let_captures_go(aged, {"daily": 90 * DAY, "weekly": 50 * DAY}, NOON + 60 * DAY) == 1


def test_what_waits_to_be_cleaned_is_left_to_the_next_time(ledger: Ledger) -> None:
    register(ledger, a_source())
    ids = ledger.record([a_received(PAGE, link=LINK, at=SEEN)], None)
    assert let_captures_go(ledger, TERM, NOON) == 0
    write_waiting(ledger, dict.fromkeys(ids, OLD))
    assert let_captures_go(ledger, TERM, NOON) == 1


def test_why_and_the_examination_say_so(aged: Ledger) -> None:
    let_captures_go(aged, TERM, NOON)
    chain = aged.reader().why_article(aged.reader().find_article(LINK.url))
    (check,) = [check for check in chain.checks if not check.holds]
    assert check.said == "its bytes were let go on 2026-03-01, as rights.keep_captures asks"
    findings = {item.check: item for item in aged.reader().examine(NOON)}
    assert findings["blobs"].said.endswith("; 1 were let go by rights.keep_captures")
    assert [item for item in findings.values() if item.level == "wrong"] == []
    assert "stray files" not in findings


def test_new_rules_leave_what_was_read_as_it_was(aged: Ledger) -> None:
    let_captures_go(aged, TERM, NOON)
    aged.activate("daily", NEWER, NOON)
    assert aged.reclean("daily") == 1  # the capture of today
    with aged.claim(10, None) as batch:
        assert [capture.url for capture in batch.captures] == ["https://daily.example/b"]
    article = aged.reader().find_article(LINK.url)
    assert aged.reader().article(article).content.text == OLD.text


def test_a_new_capture_does_not_drag_the_old_one_along(aged: Ledger) -> None:
    let_captures_go(aged, TERM, NOON)
    aged.activate("daily", NEWER, NOON)
    aged.record([a_received(b"<p>Changed.</p>", link=LINK, at=NOON)], None)
    with aged.claim(10, None) as batch:
        assert [capture.fetched_at for capture in batch.captures] == [NOON]


def test_only_what_has_bytes_is_handed_on(aged: Ledger) -> None:
    let_captures_go(aged, TERM, NOON)
    reader = aged.reader()
    assert [answer.url for answer in reader.answers()] == ["https://daily.example/b"]
    assert [page.body for page in reader.newest_pages("daily")] == [b"b"]


def test_the_page_is_known_still_and_the_same_bytes_elsewhere_are_of_that_day(
    aged: Ledger,
) -> None:
    let_captures_go(aged, TERM, NOON)
    known = aged.known("daily")
    assert known.seen(LINK.url) is not None
    assert known.holds(LINK.url, SEEN)
    aged.record([a_received(PAGE, link=WEEKLY, at=NOON)], None)
    assert (let_go(aged), kept_files(aged)) == (0, 2)
    assert aged.reader().why_article(aged.reader().find_article(LINK.url)).holds


def test_cut_off_before_the_files_go_the_next_time_deletes_them(
    aged: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    let_captures_go(aged, {}, NOON - DAY)
    with monkeypatch.context() as patch:
        patch.setattr(type(aged.blobs), "delete", cut)
        with pytest.raises(KeyboardInterrupt):
            let_captures_go(aged, TERM, NOON)
    assert (let_go(aged), kept_files(aged)) == (1, 2)
    assert {item.check for item in aged.reader().examine(NOON)} >= {"stray files"}
    let_captures_go(aged, TERM, NOON + DAY)
    assert (let_go(aged), kept_files(aged)) == (1, 1)


def test_batches_go_on_until_nothing_is_left(aged: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    links = [a_link(f"https://daily.example/{number}") for number in range(5)]
    pages = [a_received(link.url.encode(), link=link, at=SEEN) for link in links]
    write_waiting(aged, dict.fromkeys(aged.record(pages, None), OLD))
    monkeypatch.setattr("storage.removing.letting_go.AT_ONCE", 2)
    assert let_captures_go(aged, TERM, NOON) == 6


def test_a_takedown_and_the_end_of_a_texts_term_come_after_it_as_well(aged: Ledger) -> None:
    let_captures_go(aged, TERM, NOON)
    assert honour(aged, NOON) == 0
    assert let_go(aged) == 1
    carry_out(aged, look(aged, "https://daily.example/b").target, "asked by mail", NOON)
    assert (let_go(aged), kept_files(aged)) == (1, 0)
    let_texts_go(aged, TERM, NOON)
    assert count(aged, "SELECT count(*) FROM blob") == 0


def test_an_unchanged_answer_is_no_reason_to_keep_bytes(aged: Ledger) -> None:
    same = replace(a_received(None, link=LINK, at=NOON), outcome="unchanged")
    aged.record([same], None)
    assert let_captures_go(aged, TERM, NOON) == 1
