"""Lines that count make no version of a page."""

import pytest

from tasks.clean.counters import counting_lines
from tests.clean.pages import article_of, clean, golden

COUNTS = [
    "1217 views",
    "1,217 Views",
    "1.2k shares",
    "Views: 3 481",
    "This article has been read 1304 times.",
    "Updated 4 minutes ago",
    "Last updated: 2 hrs ago",
    "an hour ago",
    "Aktualisiert vor 5 Minuten",
    "2.481 Aufrufe",
    "Publié il y a 3 heures",
    "hace 2 horas",
    "10 минут назад",
    "Просмотров: 481",
    "阅读量：4812",
    "5分钟前",
]
NEWS = [
    "Ten million views",
    "It has 1,217 views, more than any other film of the year.",
    "Updated 14:20 GMT",
    "Update: the harbour has opened again.",
    "Four years ago",
    "1217",
    "He left two days ago.",
    "12 March 2026",
]


@pytest.mark.parametrize("line", COUNTS)
def test_a_line_that_only_counts_is_left_out(line: str) -> None:
    assert counting_lines([line], [True]) == {0: "ticker"}


@pytest.mark.parametrize("line", NEWS)
def test_a_line_that_tells_something_stays(line: str) -> None:
    assert counting_lines([line], [True]) == {}


@pytest.mark.parametrize("name", ["council.html", "stamped.txt"])
def test_a_count_that_grew_makes_no_other_text(name: str) -> None:
    before, after = (_with_count(name, count) for count in (1217, 1268))
    assert article_of(before).text == article_of(after).text
    assert ("1217 views", "ticker") in [(line.text, line.reason) for line in before.dropped]


def _with_count(name: str, count: int):
    page = golden(name)
    if name.endswith(".txt"):
        lines = page.split("\n")
        at = max(range(len(lines)), key=lambda place: len(lines[place]))
        return clean("\n".join([*lines[:at], f"{count} views", *lines[at:]]))
    at = page.index("<p>", page.index("<p>") + 3)
    return clean(f"{page[:at]}<p>{count} views</p>{page[at:]}", "text/html")
