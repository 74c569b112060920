"""Reading articles: lists, as of any moment on two axes, history, addresses, copies."""

from datetime import datetime

import pytest

from storage.bulk import insert
from storage.errors import NotFoundError, UsageError
from storage.ledger import Ledger
from storage.records import CopyKind, Outcome, StepKind
from storage.tables import DuplicateRow
from tasks.store.stage import settle
from tasks.ways import clean_way
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    a_link,
    a_received,
    a_source,
    an_article,
    publish,
    register,
    write_waiting,
)

OLD = an_article("The harbour is open.", "Harbour")
NEW = an_article("The harbour is closed.", "Harbour shut")
RECLEANED = an_article("The harbour is open", "Harbour")
LATER = NOON + 10 * DAY


@pytest.fixture
def edited(ledger: Ledger) -> Ledger:
    """One article of two versions, observed an hour apart and recorded a day later each."""
    register(ledger, a_source())
    publish(ledger, OLD, at=NOON, now=NOON + DAY)
    publish(ledger, NEW, at=NOON + HOUR, now=NOON + 2 * DAY)
    return ledger


@pytest.mark.parametrize(
    ("world", "known", "text"),
    [
        (None, None, NEW.text),
        (NOON, None, OLD.text),
        (NOON + HOUR, None, NEW.text),
        (NOON + HOUR, NOON + DAY, OLD.text),
        (None, NOON + DAY, OLD.text),
        (NOON, LATER, OLD.text),
    ],
    ids=["now", "world-then", "world-edited", "not-yet-known", "known-then", "known-later"],
)
def test_an_article_as_of_both_axes(
    edited: Ledger, world: datetime | None, known: datetime | None, text: str
) -> None:
    assert edited.reader().article(1, world, known).content.text == text


@pytest.mark.parametrize(
    ("world", "known"),
    [(NOON - HOUR, None), (None, NOON), (NOON, NOON)],
    ids=["before-it-was-seen", "before-it-was-recorded", "both"],
)
def test_nothing_is_known_before_the_first_moment(
    edited: Ledger, world: datetime | None, known: datetime | None
) -> None:
    with pytest.raises(NotFoundError, match="first seen 2026-03-01 12:00 and recorded 2026-03-02"):
        edited.reader().article(1, world, known)


def test_history_keeps_superseded_rows(edited: Ledger) -> None:
    rows = edited.reader().history(1)
    assert [(row.number, row.cause, row.superseded_at is None) for row in rows] == [
        (1, "observed", False),
        (1, "closed", True),
        (2, "observed", True),
    ]
    assert rows[2].headline == "Harbour shut"


def test_a_recleaned_text_is_our_axis_and_as_of_before_gives_the_old_one(ledger: Ledger) -> None:
    register(ledger, a_source())
    capture = publish(ledger, OLD)
    changed = a_source(rules=[{"id": "x", "drop": {"lines": "^x$"}}])
    ledger.activate("daily", clean_way(changed), NOON + DAY)
    assert ledger.reclean("daily") == 1
    write_waiting(ledger, {capture: RECLEANED}, NOON + DAY)
    reader = ledger.reader()
    assert reader.article(1).content.text == RECLEANED.text
    assert reader.article(1, known=NOON + HOUR).content.text == OLD.text
    assert [row.cause for row in reader.history(1)] == ["observed", "recleaned"]
    assert len({row.step for row in reader.history(1)}) == 2


def test_a_list_is_filtered_and_newest_first(ledger: Ledger) -> None:
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, an_article("One.", published_at=NOON - DAY), link=a_link("https://a.example/1"))
    publish(
        ledger,
        an_article("Zwei.", published_at=NOON, language="de"),
        link=a_link("https://a.example/2"),
    )
    publish(
        ledger,
        an_article("Three.", published_at=None, published_precision=None, published_basis=None),
        link=a_link("https://a.example/3", "weekly"),
        at=NOON + HOUR,
    )
    reader = ledger.reader()
    assert [line.id for line in reader.articles()] == [3, 2, 1]
    assert [line.id for line in reader.articles(source="daily")] == [2, 1]
    assert [line.id for line in reader.articles(language="de")] == [2]
    assert [line.id for line in reader.articles(since=NOON)] == [3, 2]
    assert [line.id for line in reader.articles(limit=1)] == [3]


def test_a_line_tells_versions_and_state(edited: Ledger) -> None:
    for days in (1, 2):
        at = NOON + days * DAY
        gone = a_received(None, at=at, status=404, outcome=Outcome.FAILED, reason="http-404")
        (capture,) = edited.record([gone], None)
        write_waiting(edited, {capture: None}, at, state="gone", reason="http-404")
    (line,) = edited.reader().articles()
    assert (line.versions, line.state, line.headline) == (2, "gone", "Harbour shut")
    states = [seen.state for seen in edited.reader().sightings(1)]
    assert states == ["article", "article", "gone", "gone"]


@pytest.mark.parametrize(
    "name",
    ["1", "https://daily.example/a", "http://DAILY.example/a?utm_source=x", "daily.example/a"],
)
def test_an_article_goes_by_its_number_and_by_any_spelling_of_its_address(
    edited: Ledger, name: str
) -> None:
    assert edited.reader().find_article(name) == 1


def test_an_article_of_a_file_goes_by_its_path(ledger: Ledger) -> None:
    register(ledger, a_source())
    publish(ledger, OLD, link=a_link("daily/001 a.txt"))
    assert ledger.reader().find_article("daily/001 a.txt") == 1


@pytest.mark.parametrize("name", ["2", "99999999999999999999999", "https://no.example/", "x", ""])
def test_an_unknown_article_is_not_found(edited: Ledger, name: str) -> None:
    with pytest.raises(NotFoundError, match="there is no article"):
        edited.reader().find_article(name)


def test_an_address_of_two_articles_asks_for_a_number(ledger: Ledger) -> None:
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, OLD)
    publish(ledger, OLD, link=a_link(source_id="weekly"), at=NOON + HOUR)
    with pytest.raises(UsageError, match="articles 1, 2"):
        ledger.reader().find_article("https://daily.example/a")


def test_an_article_of_stubs_alone_says_why_there_is_no_text(ledger: Ledger) -> None:
    register(ledger, a_source())
    publish(ledger, None)
    with pytest.raises(NotFoundError, match=r"no readable text .* stub, consent-wall"):
        ledger.reader().article(1)


def test_a_version_tells_what_was_dropped_and_on_what_it_rests(edited: Ledger) -> None:
    reader = edited.reader()
    made = reader.derivation(reader.version(1, 2))
    assert [(line.text, line.reason) for line in made.dropped] == [("Home | News", "navigation")]
    assert [(item.field, item.value) for item in made.evidence] == [("headline", "Harbour shut")]


def test_a_version_that_is_not_there_is_not_found(edited: Ledger) -> None:
    with pytest.raises(NotFoundError, match="no version 3"):
        edited.reader().version(1, 3)


def test_copies_are_found_by_content_and_by_link_and_say_who_was_first(ledger: Ledger) -> None:
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, OLD, link=a_link("https://a.example/1"))
    publish(ledger, OLD, link=a_link("https://b.example/1", "weekly"), at=NOON + HOUR)
    publish(ledger, NEW, link=a_link("https://b.example/2", "weekly"), at=NOON + DAY)
    with ledger.database.write() as connection:
        link = (2, 1, CopyKind.EDITED, 0.9, "shingles", NOON)
        insert(connection, DuplicateRow, [link])
    reader = ledger.reader()

    order = [(1, "hub", 1), (2, "hub", 2), (3, "edited_copy", 3)]
    for article_id in (1, 2, 3):
        found = reader.lineage(article_id)
        assert [(copy.article_id, copy.kind, copy.place) for copy in found] == order


def test_sources_and_runs_are_counted(edited: Ledger) -> None:
    reader = edited.reader()
    (source,) = reader.sources()
    assert (source.id, source.articles, source.waiting) == ("daily", 1, 0)
    assert source.last_capture_at == NOON + HOUR
    edited.record([a_received(b"new")], None)
    assert reader.sources()[0].waiting == 1
    runs = reader.runs()
    assert [(run.id, run.state, run.counts) for run in runs] == [
        (2, "completed", {"captures": 1}),
        (1, "completed", {"captures": 1}),
    ]


def test_an_undone_step_gives_the_earlier_text_back(ledger: Ledger) -> None:
    register(ledger, a_source())
    capture = publish(ledger, OLD)
    changed = a_source(rules=[{"id": "x", "drop": {"lines": "^x$"}}])
    ledger.activate("daily", clean_way(changed), NOON + DAY)
    ledger.reclean("daily")
    write_waiting(ledger, {capture: RECLEANED}, NOON + DAY)
    touched = ledger.undo_step("daily", StepKind.CLEAN, NOON + 2 * DAY)
    with ledger.history() as desk:
        settle(desk, touched, NOON + 2 * DAY)
    assert ledger.reader().article(1).content.text == OLD.text
    assert ledger.reader().article(1, known=NOON + DAY).content.text == RECLEANED.text
