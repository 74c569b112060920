"""What repeats over a source's pages."""

from storage.records import Cleaned
from tasks.clean.page import clean_page
from tasks.clean.repeats import (
    LineCount,
    LineSeen,
    boilerplate,
    count_lines,
    line_hash,
    page_lines,
)
from tasks.learnt import Learnt
from tasks.sources import ANY_SOURCE
from tests.clean.pages import article_of, clean, golden, make_page

BANNER = "The Rivertown Gazette has been read in every house along the river since the year 1871."


def dump(number: int) -> str:
    body = golden("teasers.txt").split("\n")[2:6]
    return "\n".join([f"Story number {number} about the mill", *body[number % 2 :], "", BANNER])


def lines_of(cleaned: Cleaned) -> tuple[LineSeen, ...]:
    dropped = [(line.text, line.reason) for line in cleaned.dropped]
    return page_lines(article_of(cleaned).text, dropped)


def test_a_line_of_many_pages_outside_their_bodies_is_boilerplate():
    pages = [
        lines_of(clean(golden("teasers.txt").replace("2026", str(2000 + n)))) for n in range(6)
    ]
    found = boilerplate(count_lines(pages), len(pages))
    assert line_hash("Related coverage") in found
    assert line_hash("We have never been on any page") not in found


def test_a_sentence_of_the_bodies_is_never_boilerplate():
    pages = [lines_of(clean(golden("teasers.txt"))) for _ in range(6)]
    body = article_of(clean(golden("teasers.txt"))).text.split("\n")
    assert not {line_hash(line) for line in body} & boilerplate(count_lines(pages), 6)


def test_what_was_seen_on_few_pages_is_not_boilerplate():
    pages = [lines_of(clean(golden("teasers.txt"))) for _ in range(2)]
    assert boilerplate(count_lines(pages), 2) == frozenset()


def test_a_repeated_line_is_dropped_with_that_reason():
    page = make_page(dump(0))
    cleaned = clean_page(page, ANY_SOURCE, Learnt(repeated=(line_hash(BANNER),)))
    assert {d.text: d.reason for d in cleaned.dropped}[BANNER] == "repeated"
    assert BANNER not in article_of(cleaned).text


def test_hashes_fit_a_signed_column_and_ignore_case_and_spacing():
    assert 0 <= line_hash("More  from us") == line_hash("more from US!") < 2**63


def test_what_was_dropped_as_repeated_still_counts_as_body():
    plain = clean_page(make_page(dump(0)), ANY_SOURCE)
    taught = clean_page(make_page(dump(0)), ANY_SOURCE, Learnt(repeated=(line_hash(BANNER),)))
    assert BANNER not in article_of(taught).text
    assert lines_of(taught) == lines_of(plain)


def test_a_teaser_of_many_pages_is_no_boilerplate_while_few_bodies_hold_it():
    teaser = line_hash(BANNER)
    for bodies, is_boilerplate in ((0, False), (2, False), (3, True), (9, False)):
        counts = {teaser: LineCount(pages=30, in_body=bodies, is_sentence=True)}
        assert (teaser in boilerplate(counts, 40)) is is_boilerplate
