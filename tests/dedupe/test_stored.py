"""Copies in the ledger, on both databases: any batches, any order, killed or repeated."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import permutations
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import processing
from storage.batch import BatchWriter
from storage.database import Database
from storage.identity import content_sha256
from storage.ledger import Ledger
from storage.records import CopyKind
from tasks.dedupe.groups import place_texts
from tasks.dedupe.index import MemoryIndex
from tasks.dedupe.stage import judge_batch, link_copies
from tasks.dedupe.text import prepare_text
from tasks.pool import Carried
from tasks.work import Work
from tests.dedupe.writing import (
    BUDGET,
    FERRY,
    LATE_FERRY,
    MENU,
    WEATHER,
    edited,
    from_agency,
    opening,
    teaser,
    with_menu,
)
from tests.factories import (
    HOUR,
    NOON,
    a_cleaned,
    a_link,
    a_received,
    a_source,
    an_article,
    register,
)

TEXTS = (
    FERRY,
    edited(FERRY),
    teaser(FERRY),
    with_menu(edited(FERRY)),
    LATE_FERRY,
    opening(FERRY),
    from_agency(opening(FERRY)),
    BUDGET,
    f"ORVANE (Agency) - {BUDGET}",
    WEATHER,
    MENU,
)
Links = dict[str, tuple[str, str, float]]


@pytest.fixture
def database(ledger: Ledger) -> Database:
    """An empty ledger's database, on each database in turn."""
    return ledger.database


def store(connection: Any, texts: Iterable[str], now: datetime = NOON) -> None:
    """Write contents and link them, as a batch does."""
    articles = {content_sha256(article): article for article in map(an_article, texts)}
    processing.write_contents(connection, articles)
    prepared = (prepare_text(0, key, article.text) for key, article in articles.items())
    link_copies(BatchWriter(connection, None), {t.key: t for t in prepared if t}, now)


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]


def links(database: Database) -> Links:
    """The stored links, told by content hash."""
    sql = (
        "SELECT c.sha256, o.sha256, d.kind, d.score FROM duplicate d"
        " JOIN content c ON c.id = d.content_id JOIN content o ON o.id = d.of_content_id"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows(database, sql)}


def postings(database: Database) -> set[tuple[int, str]]:
    sql = "SELECT f.hash, c.sha256 FROM fingerprint f JOIN content c ON c.id = f.group_id"
    return {(row[0], row[1]) for row in rows(database, sql)}


def expected(texts: Sequence[str]) -> Links:
    """The links of an index in memory that got all texts at once."""
    keys = [content_sha256(an_article(text)) for text in texts]
    prepared = (
        prepare_text(n, key, text) for n, (key, text) in enumerate(zip(keys, texts, strict=True))
    )
    index = MemoryIndex()
    place_texts((text for text in prepared if text), index)
    return {
        keys[text]: (keys[hub], verdict.kind.value, verdict.score)
        for hub, members in index.groups().items()
        for text, verdict in (*members.items(), *index.excerpts(hub).items())
    }


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(arrival=st.permutations(TEXTS), size=st.integers(1, 4))
def test_any_order_of_batches_gives_one_set_of_links(
    database: Database, arrival: list[str], size: int
) -> None:
    empty(database)
    for start in range(0, len(arrival), size):
        with database.write() as connection:
            store(connection, arrival[start : start + size])
    assert links(database) == expected(TEXTS)


def empty(database: Database) -> None:
    with database.write() as connection:
        for table in ("duplicate", "fingerprint", "content"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


def test_the_index_is_the_same_in_any_order(database: Database) -> None:
    with database.write() as connection:
        store(connection, TEXTS)
    at_once = postings(database)
    empty(database)
    for text in TEXTS:
        with database.write() as connection:
            store(connection, [text])
    assert postings(database) == at_once


def test_the_kinds_of_copies_are_stored(database: Database) -> None:
    with database.write() as connection:
        store(connection, [FERRY, FERRY.upper(), teaser(FERRY), edited(BUDGET), f"AP - {BUDGET}"])
    kinds = {kind for _, kind, _ in links(database).values()}
    assert kinds == {CopyKind.EXACT, CopyKind.EXCERPT, CopyKind.EDITED}


@pytest.mark.parametrize("arrival", list(permutations(range(3))), ids=str)
def test_a_copy_of_an_excerpt_is_linked_to_it(database: Database, arrival: tuple[int, ...]) -> None:
    texts = (FERRY, opening(FERRY), from_agency(opening(FERRY)))
    for number in arrival:
        with database.write() as connection:
            store(connection, [texts[number]])
    whole, first, second = (content_sha256(an_article(text)) for text in texts)
    found = links(database)
    (copy,) = {first, second} & {text for text, link in found.items() if link[1] != "excerpt_of"}
    (hub,) = {first, second} - {copy}
    assert found[copy][:2] == (hub, CopyKind.EDITED)
    assert found[hub][:2] == (whole, CopyKind.EXCERPT)


def test_the_same_batch_twice_changes_nothing(database: Database) -> None:
    with database.write() as connection:
        store(connection, TEXTS)
    before = rows(database, "SELECT * FROM duplicate ORDER BY 1"), postings(database)
    with database.write() as connection:
        store(connection, TEXTS, NOON + HOUR)
    assert (rows(database, "SELECT * FROM duplicate ORDER BY 1"), postings(database)) == before


class KilledError(Exception):
    pass


def test_a_killed_batch_leaves_nothing(database: Database) -> None:
    with database.write() as connection:
        store(connection, TEXTS[:3])
    before = links(database), postings(database)
    with pytest.raises(KilledError), database.write() as connection:
        store(connection, TEXTS[3:])
        raise KilledError
    assert (links(database), postings(database)) == before
    assert rows(database, "SELECT count(*) FROM content") == [(3,)]


def test_walls_get_no_rows(database: Database) -> None:
    wall = "We value your privacy. Our partners use cookies with your consent. Accept all."
    with database.write() as connection:
        store(connection, [f"One article. {wall}", f"Another article. {wall}"])
    assert links(database) == {}
    assert postings(database) == set()


def test_a_processed_batch_is_linked(ledger: Ledger) -> None:
    register(ledger, a_source())
    work = cast(Work, SimpleNamespace(now=lambda: NOON))
    for number, text in enumerate((FERRY, teaser(FERRY), BUDGET)):
        link = a_link(f"https://daily.example/{number}")
        ledger.record([a_received(text.encode(), link=link)], None)
        with ledger.claim(10, None) as batch:
            article = an_article(text)
            cleaned = [a_cleaned(capture, article) for capture in batch.captures]
            carried = judge_batch(work, batch, Carried(cleaned))
            with batch.writing() as writer:
                writer.write(carried.items, {content_sha256(article): article}, NOON)
    assert links(ledger.database) == expected((FERRY, teaser(FERRY), BUDGET))
