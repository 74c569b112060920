"""The cookbook: every question answered on known news, on both databases alike."""

from pathlib import Path
from typing import Any

import pytest

from storage.errors import NotFoundError, UsageError
from storage.queries.cookbook.describe import describe
from storage.queries.cookbook.reading import read_cookbook
from storage.reading import Reader
from tests.factories import DAY, HOUR, NOON

DOCUMENT = Path(__file__).parents[2] / "docs" / "cookbook.md"
TEN = NOON - 10 * DAY
URL_A, URL_C = "https://daily.example/a", "https://daily.example/c"


ANSWERS: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    (
        "company",
        {"entity": "Ann Lee"},
        [("2026-02", "Acme", "org", 2, 21), ("2026-02", "Oslo", "place", 2, 15)],
    ),
    (
        "company",
        {"entity": "Ann Lee", "since": "2026-02-21"},
        [("2026-02", "Acme", "org", 1, 21), ("2026-02", "Oslo", "place", 1, 15)],
    ),
    ("copy-delays", {}, [("daily", "weekly", 1, 51, 51)]),
    ("copy-delays", {"since": NOON}, []),
    ("corrections", {}, []),
    (
        "coverage",
        {},
        [
            ("daily", "2026-02", 2, 2, 2),
            ("monthly", "2026-01", 4, 4, 4),
            ("weekly", "2026-02", 2, 2, 1),
        ],
    ),
    (
        "disappeared",
        {},
        [
            (
                3,
                "daily",
                "Dam",
                NOON - 19 * DAY,
                NOON - 5 * DAY,
                URL_C,
            )
        ],
    ),
    ("edits", {"article": 1}, [(2, NOON - 8 * DAY, "substantive", 2, 4, "Meeting", "Oslo trip")]),
    ("edits", {"article": 2}, []),
    (
        "field-coverage",
        {},
        [
            ("daily", "2026-02", 2, 6.5, 1, 1, 0.5),
            ("monthly", "2026-01", 4, 2, 1, 1, 1),
            ("weekly", "2026-02", 2, 8, 1, 1, 1),
        ],
    ),
    (
        "first-mentions",
        {"entity": "Ann Lee"},
        [
            ("daily", NOON - 9 * DAY, 1, 1, "Ann Lee", "Meeting"),
            ("weekly", NOON - 7 * DAY, 2, 1, "Ann Lée", "Trip to Oslo"),
        ],
    ),
    (
        "headline-changes",
        {},
        [(1, "daily", 2, NOON - 8 * DAY, "Meeting", "Oslo trip", 27)],
    ),
    ("headline-changes", {"source": "weekly"}, []),
    (
        "inferred-dates",
        {},
        [
            (
                3,
                "daily",
                NOON - 19 * DAY,
                "day",
                "inferred",
                "2026-02-10",
                0.4,
                1,
                "from its neighbours",
            )
        ],
    ),
    (
        "known-on",
        {"source": "daily", "world": NOON - 8 * DAY - HOUR, "known": NOON},
        [
            (1, 1, "Meeting", NOON - 9 * DAY - 3 * HOUR, NOON - 9 * DAY, NOON - 8 * DAY, URL_A),
            (3, 1, "Dam", NOON - 19 * DAY, NOON - 18 * DAY, NOON - 18 * DAY, URL_C),
        ],
    ),
    (
        "missing-days",
        {"source": "weekly"},
        [
            *(("weekly", f"2026-02-{day}", None, 0, None) for day in (23, 24)),
            ("weekly", "2026-02-25", "failed", 2, "http-500"),
            ("weekly", "2026-02-26", None, 0, None),
        ],
    ),
    ("money", {}, [("USD", "Acme", "org", 1, 5_000_000, 5_000_000)]),
    ("money", {"currency": "usd"}, [("USD", "Acme", "org", 1, 5_000_000, 5_000_000)]),
    ("money", {"currency": "GBP"}, []),
    (
        "names",
        {"entity": "Ann Lee"},
        [
            ("Ann Lee", 1, NOON - 9 * DAY, 1, "daily"),
            ("Ann Lée", 2, NOON - 8 * DAY, 1, "daily"),
        ],
    ),
    (
        "new-since",
        {"since": NOON - 3 * DAY},
        [
            (
                NOON - 2 * DAY,
                4,
                "weekly",
                1,
                "first",
                "observed",
                "Pact",
                NOON - 2 * DAY,
                "https://weekly.example/d",
            )
        ],
    ),
    (
        "relations",
        {},
        [
            (
                NOON - 2 * DAY,
                "Acme",
                "partner_of",
                "Globex",
                "Acme and Globex signed an agreement",
                4,
                "weekly",
                5,
            )
        ],
    ),
    ("relations", {"until": NOON - 3 * DAY}, []),
    ("removed-names", {}, [(1, "daily", 2, NOON - 8 * DAY, "Lin Dan", "Oslo trip")]),
    ("returned", {}, []),
    ("rewrites", {"since": TEN}, [(1, "daily", 2, NOON - 8 * DAY, 2, 4, 12, 10, "Oslo trip")]),
    ("silent-sources", {}, [("monthly", "2026-01-08", 52, 3, 2.3)]),
    ("silent-sources", {"today": "2026-01-10"}, []),
    (
        "volume",
        {"source": "daily"},
        [
            ("daily", "2026-02-11", 1, 1, 0),
            ("daily", "2026-02-20", 1, 1, 0),
            ("daily", "2026-02-21", 0, 1, 0),
            ("daily", "2026-02-23", 0, 0, 1),
            ("daily", "2026-02-24", 0, 0, 1),
        ],
    ),
    (
        "volume",
        {"source": "daily", "since": "2026-02-21"},
        [("daily", "2026-02-21", 0, 1, 0), *(("daily", f"2026-02-{d}", 0, 0, 1) for d in (23, 24))],
    ),
    (
        "where-said",
        {"entity": "Ann Lee", "limit": 1},
        [("3:0", 2, "Ann Lée", 0, 7, 0, 8, "", " was in Oslo. Acme paid 5 million dollars.")],
    ),
]


@pytest.mark.parametrize(
    ("name", "given", "rows"), ANSWERS, ids=[f"{item[0]}-{len(item[2])}" for item in ANSWERS]
)
def test_a_question_is_answered(
    known_news: Reader, name: str, given: dict[str, Any], rows: list[tuple[Any, ...]]
) -> None:
    assert list(known_news.ask(name, given, NOON).rows) == rows


def test_a_rule_tells_what_it_dropped(known_news: Reader) -> None:
    told = known_news.ask("rule-drops", {"rule": "navigation", "source": "weekly"}, NOON).rows
    assert [(row[0], row[4], row[5]) for row in told] == [
        (2, "navigation", "Home | News"),
        (4, "navigation", "Home | News"),
    ]


def test_every_question_is_asked_here() -> None:
    asked = {name for name, _, _ in ANSWERS} | {"rule-drops"}
    assert asked == set(read_cookbook())


def test_a_missing_parameter_is_named(known_news: Reader) -> None:
    with pytest.raises(UsageError, match=r"must be told entity: --param entity="):
        known_news.ask("company", {}, NOON)


def test_an_unknown_parameter_is_named(known_news: Reader) -> None:
    with pytest.raises(UsageError, match="no parameter 'when'; it has: since, limit"):
        known_news.ask("rewrites", {"when": 1}, NOON)


def test_a_name_is_found_however_it_is_cased(known_news: Reader) -> None:
    assert len(known_news.ask("names", {"entity": "ann lee"}, NOON).rows) == 2


def test_nothing_is_called_so(known_news: Reader) -> None:
    with pytest.raises(NotFoundError, match="no text speaks of 'Nobody'"):
        known_news.ask("names", {"entity": "Nobody"}, NOON)


@pytest.mark.parametrize("name", ["corrections", "known-on", "missing-days", "volume"])
def test_there_is_no_such_source(known_news: Reader, name: str) -> None:
    with pytest.raises(NotFoundError, match="no source 'nosuch' in the ledger"):
        known_news.ask(name, {"source": "nosuch"}, NOON)


def test_there_is_no_such_article(known_news: Reader) -> None:
    with pytest.raises(NotFoundError, match="999"):
        known_news.ask("edits", {"article": 999}, NOON)


def test_an_article_may_be_named_by_its_address(known_news: Reader) -> None:
    by_number, by_url = (known_news.ask("edits", {"article": name}, NOON) for name in (1, URL_A))
    assert by_url == by_number


def test_a_source_with_too_few_days_has_no_norm(known_news: Reader) -> None:
    found = known_news.ask("silent-sources", {"today": "2026-12-31"}, NOON).rows
    assert [row[0] for row in found] == ["monthly"]  # the others have two days each


def test_a_currency_that_is_none_is_told_what_to_write(known_news: Reader) -> None:
    with pytest.raises(UsageError, match="write its code of three letters, such as GBP"):
        known_news.ask("money", {"currency": "pounds"}, NOON)


def test_there_is_no_such_question(known_news: Reader) -> None:
    with pytest.raises(NotFoundError, match="no query 'weather'"):
        known_news.ask("weather", {}, NOON)


def test_the_document_is_current() -> None:
    advice = "write it anew: python -m storage.queries.cookbook.describe"
    assert DOCUMENT.read_text("utf-8") == describe(), advice
