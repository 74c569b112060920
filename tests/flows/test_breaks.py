"""A source breaks its layout: no bad text replaces a good one, and it heals by itself."""

from typing import Any

import pytest

from tests.newsroom import Newsroom

SENTENCES = (
    "The council of Lowmere voted on Tuesday night to bring back ferry number {n} to the harbour.",
    "Residents filled the gallery and spilled into the corridor in a debate of four hours on {n}.",
    "Two boats will run every twenty minutes in the morning, and {n} less often in the afternoon.",
    "Opponents warned that the costs of boat {n} had been set far too low by the whole council.",
    "A second study of pier {n} will be published before any boat is ordered in the next year.",
)
NOTICE = "This paper is printed by the river and read in every house that stands along its banks."

CURRENT = (
    "SELECT a.identity, c.text FROM article_version v JOIN article a ON a.id = v.article_id"
    " JOIN content c ON c.id = v.content_id"
    " WHERE v.superseded_at IS NULL AND v.observed_to IS NULL ORDER BY 1"
)
STUBS = "SELECT count(*) FROM derivation WHERE state = 'stub' AND reason = 'layout break'"
CAUSES = "SELECT DISTINCT change, cause FROM article_version ORDER BY 1, 2"


def rows(newsroom: Newsroom, sql: str) -> list[tuple[Any, ...]]:
    with newsroom.ledger() as ledger, ledger.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]


def publish(newsroom: Newsroom, numbers: range, *, body: str | None = None) -> None:
    for number in numbers:
        text = body or "\n".join(line.format(n=number) for line in SENTENCES * 2)
        newsroom.write(f"{number:02}.txt", f"Ferry story {number} of the year\n\n{text}")
    newsroom.later(hours=1)
    newsroom.ingest()


@pytest.fixture
def healthy(newsroom: Newsroom) -> Newsroom:
    publish(newsroom, range(30))
    return newsroom


def test_one_body_for_every_page_leaves_the_good_texts_current(healthy: Newsroom) -> None:
    before = rows(healthy, CURRENT)
    publish(healthy, range(12), body=NOTICE)
    assert rows(healthy, STUBS) == [(12,)]
    assert rows(healthy, CURRENT) == before
    assert rows(healthy, CAUSES) == [("first", "observed")]


def test_bodies_that_shrink_leave_the_good_texts_current(healthy: Newsroom) -> None:
    before = rows(healthy, CURRENT)
    for number in range(12):
        text = f"The council of Lowmere brings back the ferry number {number} on a Tuesday night."
        healthy.write(f"{number:02}.txt", f"Ferry story {number} of the year\n\n{text}")
    healthy.later(hours=1)
    healthy.ingest()
    assert rows(healthy, STUBS) == [(12,)]
    assert rows(healthy, CURRENT) == before


def test_a_break_that_comes_page_by_page_is_put_right_once_it_shows(healthy: Newsroom) -> None:
    before = rows(healthy, CURRENT)
    for number in range(4):
        publish(healthy, range(number, number + 1), body=NOTICE)
    assert rows(healthy, STUBS) == [(4,)]
    assert rows(healthy, CURRENT) == before


def test_whole_pages_after_a_break_are_articles_again(healthy: Newsroom) -> None:
    publish(healthy, range(12), body=NOTICE)
    publish(healthy, range(40, 46))
    assert len(rows(healthy, CURRENT)) == 36
    assert rows(healthy, STUBS) == [(12,)]
