"""Stories in the ledger, on both databases."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from storage.ledger import Ledger
from tasks.dedupe.stage import judge_batch
from tasks.dedupe.story_index import WINDOW
from tasks.pool import Carried
from tasks.store.stage import store_batch
from tasks.work import Work
from tests.dedupe.test_stories import OTHER_BUDGET, OTHER_FERRY
from tests.dedupe.writing import BUDGET, FERRY, WEATHER
from tests.factories import (
    NOON,
    a_cleaned,
    a_link,
    a_received,
    a_source,
    an_article,
    register,
    start,
)

Telling = tuple[str, datetime]


def process(ledger: Ledger, tellings: Sequence[Telling], *, kill: bool = False) -> None:
    """Capture, judge and store one batch of articles."""
    work = cast(Work, SimpleNamespace(now=lambda: NOON))
    run_id = start(ledger, NOON)
    published = {}
    for text, at in tellings:
        link = a_link(f"https://daily.example/{abs(hash(text))}")
        (capture_id,) = ledger.record([a_received(text.encode(), link=link, at=at)], run_id)
        published[capture_id] = (text, at)
    with ledger.claim(10, run_id) as batch:
        cleaned = [
            a_cleaned(capture, an_article(text, text.split("\n")[0], published_at=at))
            for capture in batch.captures
            for text, at in [published[capture.id]]
        ]
        judged = judge_batch(work, batch, Carried(cleaned))
        if kill:
            batch.before_commit(_die)
        store_batch(work, batch, judged)


class KilledError(Exception):
    pass


def _die(_: Any) -> None:
    raise KilledError


def told(ledger: Ledger) -> set[frozenset[str]]:
    """The stories, told by the opening of their members' texts."""
    sql = (
        "SELECT m.story_id, c.text FROM story_member m JOIN article_version v"
        " ON v.article_id = m.article_id AND v.superseded_at IS NULL AND v.observed_to IS NULL"
        " JOIN content c ON c.id = v.content_id"
    )
    stories: dict[int, set[str]] = {}
    with ledger.database.read() as connection:
        for story, text in connection.exec_driver_sql(sql).fetchall():
            stories.setdefault(story, set()).add(text[:10])
    return {frozenset(texts) for texts in stories.values()}


def names(*texts: str) -> frozenset[str]:
    return frozenset(text[:10] for text in texts)


HOUR = timedelta(hours=1)
BOTH = {names(FERRY, OTHER_FERRY), names(BUDGET, OTHER_BUDGET), names(WEATHER)}


@pytest.mark.parametrize("size", [1, 2, 5])
def test_articles_join_their_stories_as_batches_come(ledger: Ledger, size: int) -> None:
    register(ledger, a_source())
    texts = (FERRY, BUDGET, OTHER_FERRY, WEATHER, OTHER_BUDGET)
    tellings = [(text, NOON + number * HOUR) for number, text in enumerate(texts)]
    for at in range(0, len(tellings), size):
        process(ledger, tellings[at : at + size])
    assert told(ledger) == BOTH


def test_a_story_spans_its_members(ledger: Ledger) -> None:
    register(ledger, a_source())
    process(ledger, [(OTHER_FERRY, NOON + HOUR)])
    process(ledger, [(FERRY, NOON), (WEATHER, NOON + 3 * HOUR)])
    sql = "SELECT size FROM story WHERE first_at < last_at"
    with ledger.database.read() as connection:
        assert connection.exec_driver_sql(sql).fetchall() == [(2,)]


def test_the_same_batch_twice_tells_nothing_twice(ledger: Ledger) -> None:
    register(ledger, a_source())
    process(ledger, [(FERRY, NOON)])
    process(ledger, [(FERRY, NOON + HOUR)])
    with ledger.database.read() as connection:
        assert connection.exec_driver_sql("SELECT size FROM story").fetchall() == [(1,)]


def test_a_killed_batch_tells_no_story(ledger: Ledger) -> None:
    register(ledger, a_source())
    with pytest.raises(KilledError):
        process(ledger, [(FERRY, NOON)], kill=True)
    assert told(ledger) == set()


def test_what_comes_long_after_is_another_story(ledger: Ledger) -> None:
    register(ledger, a_source())
    process(ledger, [(FERRY, NOON)])
    process(ledger, [(OTHER_FERRY, NOON + WINDOW + 24 * HOUR)])
    assert told(ledger) == {names(FERRY), names(OTHER_FERRY)}


def test_the_headline_is_the_earliest_one(ledger: Ledger) -> None:
    register(ledger, a_source())
    process(ledger, [(OTHER_FERRY, NOON + HOUR), (FERRY, NOON)])
    with ledger.database.read() as connection:
        found = connection.exec_driver_sql("SELECT headline FROM story").fetchall()
    assert found == [(FERRY.split("\n")[0],)]
