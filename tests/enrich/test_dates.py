"""What is a date, and which one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.enrich.date_values import Anchor
from tasks.enrich.dates import find_dates

PUBLISHED = Anchor(day=date(2017, 1, 12))  # a Thursday
NOTHING_KNOWN = Anchor()


def read(text: str, anchor: Anchor = PUBLISHED) -> list[tuple[str, str | None]]:
    return [(mention.surface, mention.value) for mention in find_dates(text, anchor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 8 February 2017, they met.", [("8 February 2017", "2017-02-08")]),
        ("On Feb. 8, 2017 they met.", [("Feb. 8, 2017", "2017-02-08")]),
        ("on the 3rd of May 1998", [("3rd of May 1998", "1998-05-03")]),
        ("on Thursday, 5 January 2017,", [("5 January 2017", "2017-01-05")]),
        ("founded in September 2015 as", [("September 2015", "2015-09")]),
        ("hosted in 2022 and to 2028, under", [("2022", "2022"), ("2028", "2028")]),
        (
            "held from January 12th – 15th 2017 there",
            [("January 12th – 15th 2017", "2017-01-12/2017-01-15")],
        ),
        ("12-15 January 2017", [("12-15 January 2017", "2017-01-12/2017-01-15")]),
        (
            "28 December to 3 January 2018",
            [("28 December to 3 January 2018", "2017-12-28/2018-01-03")],
        ),
        ("between 2012 and 2016", [("2012 and 2016", "2012/2016")]),
        ("the season (2012–16)", [("2012–16", "2012/2016")]),
        ("in the third quarter of 2017", [("third quarter of 2017", "2017-07/2017-09")]),
        ("in the 1990s", [("1990s", "1990/1999")]),
        ("2020-09-08 00:22", [("2020-09-08", "2020-09-08")]),
        ("于2017年2月8日签署", [("2017年2月8日", "2017-02-08")]),
    ],
)
def test_dates_that_stand_by_themselves(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Last month in Basel", [("Last month", "2016-12")]),
        ("On January 11th, they", [("January 11th", "2017-01-11")]),
        ("since December 28 it", [("December 28", "2016-12-28")]),
        ("in October this year", [("October this year", "2017-10")]),
        ("Earlier in November,", [("November", "2016-11")]),
        ("on Thursday", [("Thursday", "2017-01-12")]),
        ("last Thursday", [("last Thursday", "2017-01-05")]),
        ("on Tuesday", [("Tuesday", "2017-01-10")]),
        ("it will open on Saturday", [("Saturday", "2017-01-14")]),
        ("last week", [("last week", "2017-01-02/2017-01-08")]),
        ("three days ago", [("three days ago", "2017-01-09")]),
        ("yesterday", [("yesterday", "2017-01-11")]),
        ("two years ago", [("two years ago", "2015")]),
    ],
)
def test_dates_that_count_from_the_day_of_publication(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("On June 30th, they", "--06-30"),
        ("Earlier in July it", "--07"),
        ("in October this year", "--10"),
        ("on Thursday", None),
        ("last month", None),
        ("yesterday", None),
    ],
)
def test_without_an_anchor_a_date_stays_partial(text: str, value: str | None) -> None:
    assert [found for _, found in read(text, NOTHING_KNOWN)] == [value]


def test_last_month_counts_from_the_day_that_the_lead_tells() -> None:
    text = "On 8 February 2017 they met.\nLast month, they had not. On Thursday they rested."
    assert [value for _, value in read(text, NOTHING_KNOWN)] == ["2017-02-08", "2017-01", None]


@pytest.mark.parametrize(
    ("order", "value"), [("DMY", "2020-09-08"), ("MDY", "2020-08-09"), (None, "2020")]
)
def test_the_day_order_of_the_source_decides(order: str | None, value: str) -> None:
    assert read("on 08/09/2020 at", Anchor(day_order=order)) == [("08/09/2020", value)]


def test_a_day_above_twelve_needs_no_day_order() -> None:
    assert read("on 13/09/2020 and 09/14/2020", NOTHING_KNOWN) == [
        ("13/09/2020", "2020-09-13"),
        ("09/14/2020", "2020-09-14"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2017",
        "it may help, they march on",
        "rose to 2000 runners",
        "a survey of 1709 schoolchildren",
        "over 60,000 players from 125 countries",
        "Today the company is a promising platform",
        "the score was 3-2 and 15.2.1",
        "room 2015, $2015, 2015 metres",
        "a 10 year agreement; after 7 months of play",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert read(text) == []


def test_a_duration_is_marked_and_not_placed() -> None:
    assert read("In the next 3 years, they") == [("In the next 3 years", None)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "am 8. Februar 2017 in Bern", "2017-02-08"),
        ("fr", "le 1er mars 2017 à Lyon", "2017-03-01"),
        ("es", "el 8 de febrero de 2017", "2017-02-08"),
    ],
)
def test_month_names_of_other_languages(language: str, text: str, value: str) -> None:
    assert [found for _, found in read(text, Anchor(language=language))] == [value]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_written_out_is_read_back(day: date) -> None:
    written = f"{day.day} {day:%B} {day.year}"
    assert read(f"On {written}.") == [(written, day.isoformat())]


@given(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)),
    st.dates().filter(lambda day: (day.month, day.day) != (2, 29)),
)
def test_a_day_without_a_year_is_read_within_half_a_year(published: date, day: date) -> None:
    ((_, value),) = read(f"On {day:%B} {day.day} it", Anchor(day=published))
    assert value
    assert abs((date.fromisoformat(value) - published).days) <= 183
