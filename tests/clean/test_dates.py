"""Dates as newspapers print them."""

import pytest

from tasks.clean.dates import find_stamps, printed


@pytest.mark.parametrize(
    ("line", "order", "expected"),
    [
        ("By Ann Lee 12 Jan 2017", None, "2017-01-12"),
        ("13 Mar 2025 23:29", None, "2025-03-13T23:29"),
        ("A title 08.09.2020 00:22", None, "2020-09-08T00:22"),
        ("08/09/2020", "DMY", "2020-09-08"),
        ("08/09/2020", "MDY", "2020-08-09"),
        ("13/09/2020", "MDY", "2020-09-13"),
        ("January 3rd, 2020 at 11:05 pm ET", None, "2020-01-03T23:05-05:00"),
        ("Jan. 3, 2020 / 12:05 AM", None, "2020-01-03T00:05"),
        ("2020-09-08T22:15:00Z", None, "2020-09-08T22:15+00:00"),
        ("20200908", None, "2020-09-08"),
        ("2020年9月8日 00:22", None, "2020-09-08T00:22"),
        ("2020年12月18日", None, "2020-12-18"),
        ("2020년 9월 8일", None, "2020-09-08"),
        ("8 сентября 2020 года, 12:30", None, "2020-09-08T12:30"),
        ("12. März 2017, 14.30 Uhr", None, "2017-03-12T14:30"),
        ("8 de março de 2021 às 10h30", None, "2021-03-08T10:30"),
        ("٨ سبتمبر ٢٠٢٠", None, "2020-09-08"),
    ],
)
def test_reads(line: str, order: str | None, expected: str):
    assert [printed(stamp) for stamp in find_stamps(line, order)] == [expected]


@pytest.mark.parametrize(
    "line",
    ["2020-02-30", "in 2015", "June 30th", "a score of 12.10", "1.5.2", "call 555-0199-2020"],
)
def test_what_is_no_complete_date_is_none(line: str):
    assert not find_stamps(line)


def test_a_slashed_date_without_known_order_is_doubtful():
    assert find_stamps("08/09/2020")[0].doubtful
    assert not find_stamps("18/09/2020")[0].doubtful


def test_an_offset_that_no_zone_has_is_no_zone():
    (stamp,) = find_stamps("/static/2024-03-07T16:09:04-6890adf/covers.js")
    assert printed(stamp) == "2024-03-07T16:09:04"


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("05/03/2024 06:32 PM EST", "2024-05-03T18:32-05:00"),
        ("5/3/2024 6:32 pm", "2024-05-03T18:32"),
        ("25/3/2024 6:32 PM", "2024-03-25T18:32"),
        ("May 3, 2024 3:41 PM GMT+1", "2024-05-03T15:41+01:00"),
        ("May 3, 2024 5:00 AM ET", "2024-05-03T05:00-04:00"),
        ("January 3, 2024 5:00 AM ET", "2024-01-03T05:00-05:00"),
        ("January 3, 2024 5:00 AM PT", "2024-01-03T05:00-08:00"),
        ("May 3, 2024 07:00 AM Eastern Daylight Time", "2024-05-03T07:00-04:00"),
        ("May 3, 2024 07:00 AM Central Standard Time", "2024-05-03T07:00-06:00"),
        ("May 3, 2024 07:00 AM Pacific Time", "2024-05-03T07:00-07:00"),
    ],
)
def test_american_clocks_are_read_with_their_season_and_their_order(line: str, moment: str):
    assert [printed(stamp) for stamp in find_stamps(line)] == [moment]


def test_a_source_that_says_its_order_is_believed_before_the_clock():
    assert printed(find_stamps("5/3/2024 6:32 PM", "DMY")[0]) == "2024-03-05T18:32"
