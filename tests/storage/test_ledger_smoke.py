"""The ledgers that tests are given: made, written to and told, on both databases."""

from storage.ledger import Ledger
from tests.factories import HOUR, NOON, a_link, a_source, an_article, publish, register


def test_a_published_article_is_believed_once_it_is_written(ledger: Ledger) -> None:
    register(ledger, a_source())
    publish(ledger, an_article())
    publish(ledger, an_article("A ship came in.\nIt stayed."), at=NOON + HOUR)
    with ledger.history() as desk:
        versions = [row.version for row in desk.believed([1])[1]]
    assert [version.number for version in versions] == [1, 2]
    assert versions[0].observed_to == versions[1].observed_from == NOON + HOUR
    assert ledger.waiting() == 0


def test_a_stub_leaves_the_last_good_version_current(ledger: Ledger) -> None:
    register(ledger, a_source())
    publish(ledger, an_article())
    publish(ledger, None, at=NOON + HOUR)
    with ledger.history() as desk:
        assert [row.version.observed_to for row in desk.believed([1])[1]] == [None]


def test_two_sources_keep_their_articles_apart(ledger: Ledger) -> None:
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, an_article())
    publish(ledger, an_article(), link=a_link(source_id="weekly"), at=NOON + HOUR)
    with ledger.history() as desk:
        assert sorted(desk.believed([1, 2])) == [1, 2]
