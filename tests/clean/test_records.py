"""Records of JSON dumps."""

import json
from datetime import UTC, datetime

import pytest

from storage.records import Precision, State
from tests.clean.pages import article_of, clean, golden

BODY = "\n\n".join(golden("teasers.txt").split("\n")[2:6])


def test_schema_org_keys_are_read():
    record = {
        "headline": "Last mill becomes a school",
        "articleBody": BODY,
        "author": [{"name": "Ines Abara"}, "Mara Lindqvist"],
        "datePublished": "2026-02-02T10:00:00Z",
        "inLanguage": "en",
        "url": "https://gazette.example.org/mill",
    }
    cleaned = clean(json.dumps(record), "application/json")
    article = article_of(cleaned)
    assert article.headline == "Last mill becomes a school"
    assert article.authors == ("Ines Abara", "Mara Lindqvist")
    assert article.published_at == datetime(2026, 2, 2, 10, tzinfo=UTC)
    assert article.text == BODY.replace("\n\n", "\n")
    assert cleaned.canonical_url == "https://gazette.example.org/mill"


def test_usual_keys_and_markup_are_read():
    record = {"title": "Ferry", "html": golden("council.html"), "byline": "By Ines Abara"}
    article = article_of(clean(json.dumps(record), "application/json"))
    assert article.authors == ("Ines Abara",)
    assert "bicycles travel free of charge" in article.text


def test_a_record_without_text_fails_with_the_keys_it_needs():
    cleaned = clean('{"title": "no text"}', "application/json")
    assert cleaned.state is State.FAILED
    assert cleaned.reason and "articleBody" in cleaned.reason


def test_broken_json_fails():
    assert clean('{"title": ', "application/json").state is State.FAILED


def test_lone_surrogates_go():
    record = {"title": "x", "text": BODY.replace("nine", "ni\ud800ne")}
    article = article_of(clean(json.dumps(record), "application/json"))
    assert "nine employees" in article.text


@pytest.mark.parametrize(
    ("above", "precision", "at"),
    [
        pytest.param("", Precision.YEAR, (1998, 1, 1), id="alone"),
        pytest.param("LOWMERE, 3 May 1998 - ", Precision.DAY, (1998, 5, 3), id="with-a-dateline"),
        pytest.param("LOWMERE, 3 May 2003 - ", Precision.YEAR, (1998, 1, 1), id="of-another-year"),
    ],
)
def test_a_record_of_a_year_is_known_to_the_year_or_to_a_day_within_it(
    above: str, precision: Precision, at: tuple[int, int, int]
):
    article = article_of(
        clean(json.dumps({"text": above + BODY, "date": "1998"}), "application/json")
    )
    assert article.published_precision is precision
    assert article.published_at == datetime(*at, tzinfo=UTC)
