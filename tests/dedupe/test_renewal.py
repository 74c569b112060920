"""The index of copies made anew: after a new method, and after a takedown."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from storage.copies import CopyDesk, open_desk
from storage.errors import LedgerVersionError
from storage.identity import content_sha256
from storage.ledger import Ledger
from storage.records import CopyKind
from storage.removing.rows import remove_contents
from tasks.dedupe import stage
from tasks.dedupe.sketch import EPOCH
from tasks.dedupe.stage import renew_copies
from tasks.work import Work
from tests.dedupe.test_stored import TEXTS, expected, links, postings, rows, store
from tests.dedupe.writing import BUDGET, FERRY, WEATHER, edited, from_agency, teaser
from tests.factories import HOUR, NOON, an_article


def work_on(ledger: Ledger) -> Work:
    return cast(Work, SimpleNamespace(ledger=ledger, now=lambda: NOON + HOUR))


@pytest.fixture
def old_ledger(ledger: Ledger) -> Ledger:
    """A ledger whose links an older method made, wrongly, and whose index is of that method."""
    with ledger.database.write() as connection:
        store(connection, TEXTS)
        connection.exec_driver_sql("UPDATE duplicate SET method = 'copies-0'")
        connection.exec_driver_sql("UPDATE watermark SET position = 1 WHERE name = 'copies: epoch'")
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM content ORDER BY 1")]
        sql = "SELECT content_id FROM duplicate"
        linked = {row[0] for row in connection.exec_driver_sql(sql)}
        hub, other = [one for one in ids if one not in linked][:2]
        sql = f"INSERT INTO duplicate SELECT {hub}, {other}, kind, score, method, recorded_at"
        connection.exec_driver_sql(f"{sql} FROM duplicate LIMIT 1")
        connection.exec_driver_sql("UPDATE fingerprint SET hash = -hash - 1")
    return ledger


def test_a_new_epoch_places_every_text_again(old_ledger: Ledger) -> None:
    assert links(old_ledger.database) != expected(TEXTS)
    assert renew_copies(work_on(old_ledger)) == len(TEXTS)
    assert links(old_ledger.database) == expected(TEXTS)
    renewed = postings(old_ledger.database)
    with old_ledger.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM duplicate")
        connection.exec_driver_sql("DELETE FROM fingerprint")
        store_again(connection)
    assert renewed == postings(old_ledger.database)


def store_again(connection: Any) -> None:
    desk = CopyDesk(connection)
    desk.placed_again(10**6, NOON)
    stage._renew_some(desk, NOON)


def test_renewing_goes_on_where_it_was_killed(
    old_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "RENEWED_AT_ONCE", 2)
    place, batches = stage._place, []

    def die_in_the_third(desk: CopyDesk, *rest: Any, **again: bool) -> None:
        batches.append(1)
        place(desk, *rest, **again)
        if len(batches) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(stage, "_place", die_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        renew_copies(work_on(old_ledger))
    monkeypatch.setattr(stage, "_place", place)
    assert renew_copies(work_on(old_ledger)) == len(TEXTS) - 4
    assert links(old_ledger.database) == expected(TEXTS)


def test_what_comes_in_meanwhile_joins_the_same_groups(old_ledger: Ledger) -> None:
    more = [f"LINDHOLM (Agency) - {FERRY}", edited(BUDGET)]
    with old_ledger.database.write() as connection:
        store(connection, more)
    renew_copies(work_on(old_ledger))
    assert links(old_ledger.database) == expected([*TEXTS, *more])


def test_nothing_waits_twice(old_ledger: Ledger) -> None:
    renew_copies(work_on(old_ledger))
    assert renew_copies(work_on(old_ledger)) == 0


def test_an_older_newsledger_leaves_a_newer_index_alone(ledger: Ledger) -> None:
    with open_desk(ledger) as desk:
        desk.open_index(EPOCH + 1, NOON)
    with pytest.raises(LedgerVersionError, match="newer newsledger"):
        renew_copies(work_on(ledger))


def take_down(ledger: Ledger, sha256: str) -> None:
    with ledger.database.write() as connection:
        sql = f"SELECT id FROM content WHERE sha256 = '{sha256}'"
        remove_contents(connection, [connection.exec_driver_sql(sql).scalar_one()], NOON)


def test_copies_of_a_hub_that_was_taken_down_find_each_other(ledger: Ledger) -> None:
    whole = f"{FERRY}\n{'Crossings resume on Sunday if the divers find no further damage. ' * 2}"
    with ledger.database.write() as connection:
        store(connection, [whole, FERRY, teaser(FERRY), WEATHER])
    renew_copies(work_on(ledger))
    (hub,) = {of for of, _, _ in links(ledger.database).values()}
    take_down(ledger, hub)
    assert links(ledger.database) == {}
    renew_copies(work_on(ledger))
    assert links(ledger.database) == expected([FERRY, teaser(FERRY), WEATHER])
    assert rows(ledger.database, "SELECT count(*) FROM content") == [(3,)]


def test_an_excerpt_of_a_text_that_was_taken_down_is_one_of_another(ledger: Ledger) -> None:
    """Two texts print one paragraph; the surer of them goes."""
    paragraph = FERRY.split("\n")[1]
    texts = (f"{paragraph}\n{BUDGET}", f"{WEATHER}\n{paragraph}", from_agency(paragraph))
    with ledger.database.write() as connection:
        store(connection, texts)
    excerpt = content_sha256(an_article(texts[2]))
    surest, kind, _ = links(ledger.database)[excerpt]
    assert kind == CopyKind.EXCERPT
    take_down(ledger, surest)
    renew_copies(work_on(ledger))
    left = [text for text in texts if content_sha256(an_article(text)) != surest]
    assert links(ledger.database) == expected(left)
    assert links(ledger.database)[excerpt][1] == CopyKind.EXCERPT
