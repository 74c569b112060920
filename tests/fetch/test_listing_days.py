"""The day that stands beside a link of a listing: handed on where it can only be the link's."""

import pytest

from tasks.fetch.lists.listings import read_listing

URL = "https://news.example/news"


def days(body: str, links: str | None = None) -> dict[str, str | None]:
    """Each link's path with the day that came along."""
    found = read_listing(f"<html><body>{body}</body></html>".encode(), "text/html", URL, links)
    return {
        item.url.removeprefix("https://news.example"): item.hints.published for item in found.items
    }


def items(*insides: str) -> str:
    """A list of items, each with a link of its own before what is inside."""
    made = "".join(
        f"<li><h3><a href='/{number}'>Headline {number}</a></h3>{inside}</li>"
        for number, inside in enumerate(insides)
    )
    return f"<ul>{made}</ul>"


OTHER = "<time datetime='2026-03-01'>1 March</time>"

DATED = {
    "a day": "<time datetime='2026-03-12'>12 March</time>",
    "a moment": "<p>By Ann</p><time datetime='2026-03-12T23:30:00+08:00'>yesterday</time>",
    "deep inside": "<div><p><span><time datetime=' 2026-03-12 09:00 '></time></span></p></div>",
    "twice the same": "<time datetime='2026-03-12T10:00Z'></time> <i>2026-03-12</i>",
    "printed": "<span>2026-03-12</span>",
    "printed in brackets": "<em>[2026-03-12 08:15:00]</em>",
    "printed with points": "2026.3.12",
    "printed in Chinese": "<i>2026年3月12日</i>",
    "printed and marked up": "<time datetime='2026-03-12'>2026-03-12</time>",
}


@pytest.mark.parametrize("inside", DATED.values(), ids=DATED.keys())
def test_the_only_day_in_a_links_item_comes_along(inside: str) -> None:
    assert days(items(inside, OTHER)) == {"/0": "2026-03-12", "/1": "2026-03-01"}


UNDATED = {
    "none": "<p>By Ann Lee</p>",
    "two days": "<time datetime='2026-03-12'></time> changed <time datetime='2026-03-13'></time>",
    "two kinds": "<time datetime='2026-03-12'></time><span>2026-03-13</span>",
    "a day in a sentence": "<p>The board meets on 2026-03-12 in Lindmouth.</p>",
    "an order that is unclear": "<span>03/12/2026</span>",
    "no day": "<time datetime='PT5M'>5 minutes</time>",
    "a clock": "<time datetime='10:30'>10:30</time>",
    "a month": "<time datetime='2026-03'>March</time>",
    "no such day": "<time datetime='2026-02-30'></time><span>2026-13-01</span>",
    "in a script": "<script>2026-03-12</script><!--2026-03-12-->",
}


@pytest.mark.parametrize("inside", UNDATED.values(), ids=UNDATED.keys())
def test_what_is_unclear_brings_no_day(inside: str) -> None:
    assert days(items(inside, OTHER)) == {"/0": None, "/1": "2026-03-01"}


def test_an_item_may_link_its_page_more_than_once() -> None:
    inside = "<a href='/0#comments'>Comments</a><time datetime='2026-03-12'></time>"
    assert days(items(inside, OTHER)) == {"/0": "2026-03-12", "/1": "2026-03-01"}


def test_other_links_in_an_item_do_not_count_where_a_selector_picks_the_pages() -> None:
    inside = "<a href='/sport'>Sport</a><time datetime='2026-03-12'></time>"
    assert days(items(inside, OTHER), "h3 a") == {"/0": "2026-03-12", "/1": "2026-03-01"}
    assert days(items(inside, OTHER)) == {"/0": None, "/sport": None, "/1": "2026-03-01"}


def test_the_page_around_a_lone_link_dates_nothing() -> None:
    assert days("<p>Today is <time datetime='2026-03-12'></time></p><a href='/a'>A</a>") == {
        "/a": None
    }


def test_the_day_over_a_group_of_links_is_of_none_of_them() -> None:
    group = "<section><time datetime='2026-03-12'></time>" + items("", "") + "</section>"
    assert set(days(group * 2).values()) == {None}


def test_rows_of_a_table_are_items() -> None:
    row = "<tr><td><a href='/{0}'>A</a></td><td>2026-03-1{0}</td></tr>"
    table = f"<table>{row.format(1)}{row.format(2)}</table>"
    assert days(table) == {"/1": "2026-03-11", "/2": "2026-03-12"}
