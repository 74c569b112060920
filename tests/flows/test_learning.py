"""What repeats on a source's pages is learnt, believed as our own doing, and can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.pipeline import Tally
from flows.running import run_learning, undo_cleaning
from flows.staged import PLAIN
from flows.summary import sentence
from tests.newsroom import Newsroom

BANNER = "The Rivertown Gazette has been read in every house along the river since the year 1871."
TEASER = "Fire crews were called to the old mill twice in the night before the market opened again."
BODY = (
    "The council of Lowmere voted on Tuesday night to bring back ferry number {n} to the harbour.",
    "Residents filled the gallery and spilled into the corridor in a debate of four hours on {n}.",
    "Two boats will run every twenty minutes in the morning, and {n} less often in the afternoon.",
)
TAIL = ("Related coverage", TEASER, "Home", "Contact us", BANNER, "© 2026 Gazette")
PAGES = 24
NEAR = (3, 9, 15, 21)  # pages on which the banner stands right below the body

BELIEVED = (
    "SELECT a.identity, v.number, v.change, c.text FROM article_version v"
    " JOIN article a ON a.id = v.article_id JOIN content c ON c.id = v.content_id"
    " WHERE v.superseded_at IS NULL ORDER BY a.identity, v.number"
)
REASONS = (
    "SELECT c.identity FROM dropped_line d JOIN capture c ON c.id = d.capture_id"
    " WHERE d.reason = 'repeated' ORDER BY c.identity"
)


def page(number: int) -> str:
    body = [line.format(n=number) for line in BODY]
    tail = [BANNER] if number in NEAR else ["", *TAIL]
    return "\n".join([f"Ferry story {number}", "", *body, *tail])


def publish(newsroom: Newsroom, numbers: Sequence[int]) -> Tally:
    for number in numbers:
        newsroom.write(f"{number:02}.txt", page(number))
    return newsroom.ingest()


def rows(newsroom: Newsroom, sql: str) -> list[tuple[Any, ...]]:
    with newsroom.ledger() as ledger, ledger.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]


def learn(newsroom: Newsroom) -> int:
    with newsroom.opened("learn") as (work, tally):
        return run_learning(work, tally, PLAIN, "daily")


def held(newsroom: Newsroom, line: str) -> list[str]:
    return [identity for identity, *_, text in rows(newsroom, BELIEVED) if line in text]


@pytest.fixture
def taught(newsroom: Newsroom) -> Newsroom:
    publish(newsroom, range(PAGES))
    return newsroom


@pytest.fixture
def elsewhere(newsroom_at: Callable[[str], Newsroom], tmp_path: Path) -> Newsroom:
    """A second newsroom, in a folder and with a ledger of its own."""
    room = newsroom_at(f"sqlite:///{tmp_path}/elsewhere.db")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    settings = replace(
        room.settings, blobs_url=str(folder / "blobs"), sources_path=folder / "sources.yaml"
    )
    other = Newsroom(folder=folder, settings=settings)
    other.source()
    return other


def test_a_line_outside_most_bodies_is_dropped_from_the_others(taught: Newsroom) -> None:
    assert held(taught, BANNER) == []
    assert len(rows(taught, REASONS)) == len(NEAR)


def test_what_was_learnt_is_believed_as_recleaned_and_no_edit(taught: Newsroom) -> None:
    causes = "SELECT change, cause, count(*) FROM article_version GROUP BY 1, 2 ORDER BY 2"
    assert rows(taught, causes) == [("first", "observed", PAGES), ("first", "recleaned", len(NEAR))]


def test_what_is_cleaned_again_is_told_apart_from_what_came(newsroom: Newsroom) -> None:
    assert sentence(publish(newsroom, range(PAGES))) == (
        "24 stored; 24 captures gave 24 new articles;"
        " what repeats on the pages was learnt, and 24 captures cleaned again: 4 articles read anew"
    )


def test_what_was_learnt_holds_for_pages_that_come_later(taught: Newsroom) -> None:
    taught.later(days=1)
    taught.write("99.txt", page(NEAR[0]).replace("number 3", "number 99"))
    taught.ingest()
    assert held(taught, BANNER) == []
    last = "SELECT cause FROM article_version ORDER BY id DESC LIMIT 1"
    assert rows(taught, last) == [("observed",)]


def test_few_pages_teach_nothing(newsroom: Newsroom) -> None:
    publish(newsroom, range(10))
    assert len(held(newsroom, BANNER)) == 2


@pytest.mark.parametrize("runs", [2, 5])
def test_any_order_and_any_number_of_runs_teaches_the_same(
    taught: Newsroom, elsewhere: Newsroom, runs: int
) -> None:
    backwards = range(PAGES - 1, -1, -1)
    for at in range(runs):
        publish(elsewhere, backwards[at::runs])
        learn(elsewhere)
    assert rows(elsewhere, BELIEVED) == rows(taught, BELIEVED)


def test_a_sentence_that_others_tease_stays_in_its_own_article(taught: Newsroom) -> None:
    taught.later(days=1)
    own = [TEASER, *(line.format(n=77) for line in BODY)]
    taught.write("mill.txt", "\n".join(["Mill burns", "", *own]))
    taught.ingest()
    learn(taught)
    assert len(held(taught, TEASER)) == 1


def test_undone_learning_is_not_learnt_again(taught: Newsroom) -> None:
    with taught.opened("undo") as (work, _):
        undo_cleaning(work, "daily")
    assert len(held(taught, BANNER)) == len(NEAR)
    assert learn(taught) == 0
    assert len(held(taught, BANNER)) == len(NEAR)


def test_new_rules_forget_nothing(taught: Newsroom) -> None:
    taught.source(rules=[{"id": "r", "drop": {"lines": ["^Two boats"]}}])
    taught.reclean()
    assert held(taught, BANNER) == []
    assert held(taught, "Two boats") == []
