"""Articles beside each other: copies in their order, edits without flaps, stories, notices."""

from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.bulk import select
from storage.errors import NotFoundError
from storage.ledger import Ledger
from storage.records import Article, Precision
from storage.removing.takedown import look
from tasks.dedupe.stage import judge_batch, renew_copies
from tasks.pool import Carried
from tasks.store.stage import store_batch
from tasks.work import Work
from tests.dedupe.writing import BUDGET, FERRY, edited, from_agency, opening, teaser
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    a_cleaned,
    a_link,
    a_received,
    a_source,
    an_article,
    publish,
    register,
)

SOURCES = ("daily", "weekly", "monthly")


def timed(text: str, hours: int, headline: str = "Ferry aground") -> Article:
    at = NOON + hours * HOUR
    return an_article(text, headline, published_at=at, published_precision=Precision.MINUTE)


def process(
    ledger: Ledger, article: Article, url: str, source: str = "daily", hours: int = 0
) -> None:
    """One capture through judging and storing, as a run takes it."""
    at = NOON + hours * HOUR
    work = cast(Work, SimpleNamespace(ledger=ledger, now=lambda: at))
    link = a_link(url, source)
    ledger.record([a_received(f"{url} {at}".encode(), link=link, at=at)], None)
    with ledger.claim(10, None) as batch:
        cleaned = [a_cleaned(capture, article) for capture in batch.captures]
        store_batch(work, batch, judge_batch(work, batch, Carried(cleaned)))


ARRIVALS = (
    (timed(FERRY, 2), "https://daily.example/ferry", "daily"),
    (timed(edited(FERRY), 0), "https://weekly.example/ferry", "weekly"),
    (timed(f"{FERRY}\nMore crossings were off on Wednesday, the harbour master said to us.", 2),
     "https://monthly.example/ferry", "monthly"),
    (timed(teaser(FERRY), 1), "https://monthly.example/front", "monthly"),
    (timed(FERRY, 2), "https://weekly.example/again", "weekly"),
)  # fmt: skip
IN_ORDER = [
    ("weekly", "https://weekly.example/ferry", 1),
    ("monthly", "https://monthly.example/ferry", 2),
    ("daily", "https://daily.example/ferry", 3),
    ("weekly", "https://weekly.example/again", 4),
]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(arrival=st.permutations(ARRIVALS))
def test_the_first_article_of_a_text_does_not_depend_on_arrival(
    ledger: Ledger, arrival: list[tuple[Article, str, str]]
) -> None:
    """The earliest, then the most complete; an earlier one that comes in late is first then."""
    empty(ledger)
    register(ledger, *map(a_source, SOURCES))
    for article, url, source in arrival:
        process(ledger, article, url, source)
    reader = ledger.reader()
    for _, url, _ in ARRIVALS[:3]:
        found = reader.lineage(reader.find_article(url))
        assert [(copy.source_id, copy.url, copy.place) for copy in found if copy.place] == IN_ORDER
        assert found[3].hours_after_first == 2
    with ledger.database.read() as connection:
        sql = (
            "SELECT g.source_id, a.canonical_url, g.place FROM copy_group g"
            " JOIN article a ON a.id = g.article_id ORDER BY g.place"
        )
        assert [tuple(row) for row in select(connection, sql)] == IN_ORDER


def empty(ledger: Ledger) -> None:
    tables = (
        "notice", "duplicate", "fingerprint", "story_word", "story_member", "story",
        "article_version", "article_url", "derivation", "pending", "capture", "article", "content",
    )  # fmt: skip
    with ledger.database.write() as connection:
        for table in tables:
            connection.exec_driver_sql(f"DELETE FROM {table}")


def test_an_excerpt_has_no_place_but_is_shown(ledger: Ledger) -> None:
    register(ledger, *map(a_source, SOURCES))
    for article, url, source in ARRIVALS:
        process(ledger, article, url, source)
    reader = ledger.reader()
    whole = reader.find_article("https://monthly.example/ferry")
    last = reader.lineage(whole)[-1]
    assert (last.kind, last.place, last.url) == ("excerpt_of", 0, "https://monthly.example/front")


@pytest.fixture
def reprinted(ledger: Ledger) -> Ledger:
    """A text, its opening in one paper, and the same in another that has it from an agency."""
    register(ledger, *map(a_source, SOURCES))
    short = opening(FERRY)
    process(ledger, timed(FERRY, 0), "https://daily.example/ferry")
    process(ledger, timed(short, 1), "https://weekly.example/short", "weekly")
    process(ledger, timed(from_agency(short), 2), "https://monthly.example/short", "monthly")
    return ledger


def test_copies_of_an_excerpt_have_their_own_order(reprinted: Ledger) -> None:
    reader = reprinted.reader()
    for url in ("https://weekly.example/short", "https://monthly.example/short"):
        found = reader.lineage(reader.find_article(url))
        assert [(copy.source_id, copy.place) for copy in found] == [
            ("weekly", 1),
            ("monthly", 2),
            ("daily", 0),
        ]
    whole = reader.lineage(reader.find_article("https://daily.example/ferry"))
    assert [(copy.source_id, copy.place) for copy in whole] == [
        ("daily", 1),
        ("weekly", 0),
        ("monthly", 0),
    ]


@pytest.mark.parametrize("article", [1, 2, 3])
def test_a_takedown_names_copies_of_excerpts_too(reprinted: Ledger, article: int) -> None:
    others = {1, 2, 3} - {article}
    assert set(look(reprinted, str(article)).copies) == others


A, B, C = (timed(f"{BUDGET} The fee is {fee} a year.", 0, "Budget") for fee in (90, 115, 120))


def told(ledger: Ledger, *history: Article, flaps: bool = False) -> list[tuple[int, str]]:
    """The edits reported of an article that showed these one after the other."""
    register(ledger, a_source())
    for day, article in enumerate(history):
        publish(ledger, article, at=NOON + day * DAY)
    found = ledger.reader().changes(NOON - DAY, flaps=flaps)
    return sorted((edit.number, edit.change) for edit in found)


@pytest.mark.parametrize(
    ("history", "numbers"),
    [
        ((A, B), [2]),
        ((A, B, A), []),
        ((A, B, A, B), [4]),
        ((A, B, A, B, A), []),
        ((A, B, C), [2, 3]),
        ((A, B, C, A), [2, 3, 4]),
        ((A, B, C, B), [2]),
    ],
    ids=["edit", "flap", "then-for-good", "two-flaps", "edits", "long-way-back", "late-flap"],
)
def test_what_was_taken_back_at_once_is_not_reported(
    ledger: Ledger, history: tuple[Article, ...], numbers: list[int]
) -> None:
    assert [number for number, _ in told(ledger, *history)] == numbers
    assert len(ledger.reader().changes(NOON - DAY, flaps=True)) == len(history) - 1


def test_flaps_are_kept_as_facts(ledger: Ledger) -> None:
    assert told(ledger, A, B, A, flaps=True) == [(2, "substantive"), (3, "restored")]


def test_edits_are_ranked_by_size_and_cut_off_by_time(ledger: Ledger) -> None:
    register(ledger, a_source())
    for number, after in enumerate((B, timed(f"{BUDGET} {FERRY}", 0), C)):
        link = a_link(f"https://daily.example/{number}")
        publish(ledger, A, link=link)
        publish(ledger, after, link=link, at=NOON + (number + 1) * DAY)
    found = ledger.reader().changes(NOON)
    assert [edit.article_id for edit in found] == [2, 1, 3]
    late = ledger.reader().changes(NOON + 2 * DAY + timedelta(hours=1))
    assert [edit.article_id for edit in late] == [3]


CORRECTED = "Correction: an earlier version of this article gave the fee as 115."


def test_a_correction_belongs_to_the_version_that_first_says_it(ledger: Ledger) -> None:
    register(ledger, a_source())
    for day, text in enumerate((A.text, f"{B.text}\n{CORRECTED}", f"{C.text}\n{CORRECTED}")):
        process(ledger, timed(text, 0), "https://daily.example/a", hours=24 * day)
    reader = ledger.reader()
    found = [(one.number, one.kind, one.says, one.new) for one in reader.notices(1)]
    assert found == [(2, "correction", CORRECTED, True), (3, "correction", CORRECTED, False)]
    assert {edit.number: edit.notices for edit in reader.changes(NOON)} == {
        2: (CORRECTED,),
        3: (),
    }


def test_corrections_can_be_asked_for(ledger: Ledger) -> None:
    register(ledger, a_source())
    for day, text in enumerate((A.text, f"{B.text}\n{CORRECTED}", f"{C.text}\n{CORRECTED}")):
        process(ledger, timed(text, 0), "https://daily.example/a", hours=24 * day)
    given = {"since": NOON, "kind": "correction"}
    seen_at = NOON + 24 * HOUR
    row = (1, "daily", 2, seen_at, "correction", CORRECTED, "Ferry aground")
    assert ledger.reader().ask("corrections", given, NOON).rows == (row,)
    assert ledger.reader().ask("corrections", {**given, "kind": "update"}, NOON).rows == ()


def test_a_correction_that_an_article_came_with_is_listed_once(ledger: Ledger) -> None:
    register(ledger, a_source())
    for day, text in enumerate((f"{A.text}\n{CORRECTED}", f"{B.text}\n{CORRECTED}")):
        process(ledger, timed(text, 0), "https://daily.example/a", hours=24 * day)
    row = (1, "daily", 1, NOON, "correction", CORRECTED, "Ferry aground")
    assert ledger.reader().ask("corrections", {"since": NOON}, NOON + DAY).rows == (row,)


def test_notices_of_texts_from_before_are_found_with_the_index(ledger: Ledger) -> None:
    register(ledger, a_source())
    publish(ledger, an_article(f"{BUDGET}\n{CORRECTED}", "Budget"))
    assert ledger.reader().notices(1) == []
    work = cast(Work, SimpleNamespace(ledger=ledger, now=lambda: NOON))
    renew_copies(work)
    assert [one.says for one in ledger.reader().notices(1)] == [CORRECTED]


def test_a_story_counts_copies_once(ledger: Ledger) -> None:
    register(ledger, *map(a_source, SOURCES))
    process(ledger, timed(FERRY, 0), "https://daily.example/ferry", "daily")
    process(ledger, timed(edited(FERRY), 1), "https://weekly.example/ferry", "weekly", 1)
    process(ledger, timed(BUDGET, 1, "Budget"), "https://daily.example/budget", "daily", 1)
    reader = ledger.reader()
    lines = reader.stories(since=NOON - DAY)
    assert [(line.texts, line.articles, line.sources) for line in lines] == [(1, 2, 2), (1, 1, 1)]
    view = reader.story(lines[0].id)
    assert [(text.article_id, text.copies) for text in view.texts] == [(1, ((2, "weekly"),))]
    assert [line.id for line in reader.stories(source="weekly")] == [lines[0].id]
    assert reader.stories(since=NOON + DAY) == []


def test_a_story_that_is_not_there_is_not_found(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError, match="no story 9"):
        ledger.reader().story(9)
