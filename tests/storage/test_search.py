"""Full-text search: filled behind a watermark, asked alike on both databases."""

import pytest

from storage import search as index
from storage.errors import UsageError
from storage.ledger import Ledger
from storage.search import Term, catch_up, terms_of
from storage.views import Hit
from tests.factories import HOUR, NOON, a_link, a_source, an_article, publish, register

HARBOUR = an_article("The harbour opened.\nA ferry sailed to Oslo at noon.", "New harbour")
FLOOD = an_article("Heavy rain flooded the harbour road.\nNobody was hurt.", "Rain")
CHINESE = an_article("羽球公開賽在雅加達開幕。\n選手很多。", "羽球", language="zh")


def fill(ledger: Ledger) -> None:
    """Three articles of two sources, indexed."""
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, HARBOUR, link=a_link("https://daily.example/1"))
    publish(ledger, FLOOD, link=a_link("https://daily.example/2"))
    publish(ledger, CHINESE, link=a_link("https://weekly.example/3", "weekly"))
    assert catch_up(ledger, NOON) == 3


def find(ledger: Ledger, words: str, source: str | None = None) -> list[Hit]:
    """What a search finds."""
    with ledger.database.read() as connection:
        return index.search(connection, words, source)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ferry", [1]),
        ("harbour", [1, 2]),
        ("HARBOUR oslo", [1]),
        ('"harbour road"', [2]),
        ('"road harbour"', []),
        ("harbour -ferry", [2]),
        ("雅加達", [3]),
        ("羽球 -ferry", [3]),
        ("nothing-of-the-kind", []),
        ('rain" OR text:', []),
        ("100%", []),
        ("'; DROP TABLE content; --", []),
    ],
)
def test_words_find_articles(ledger: Ledger, words: str, found: list[int]) -> None:
    fill(ledger)
    assert sorted(hit.article_id for hit in find(ledger, words)) == found


def test_a_headline_weighs_more_than_a_text(ledger: Ledger) -> None:
    fill(ledger)
    assert [hit.article_id for hit in find(ledger, "harbour")] == [1, 2]


def test_marks_stand_on_the_words_that_were_looked_for(ledger: Ledger) -> None:
    fill(ledger)
    for words in ("ferry", "雅加達"):
        (hit,) = find(ledger, words)
        assert [hit.snippet[start:end] for start, end in hit.marks] == [words]


def test_one_source_can_be_asked_alone(ledger: Ledger) -> None:
    fill(ledger)
    assert find(ledger, "harbour", "weekly") == []
    assert len(find(ledger, "羽球", "weekly")) == 1


def test_an_earlier_version_is_found_and_said_to_be_one(ledger: Ledger) -> None:
    fill(ledger)
    link = a_link("https://daily.example/1")
    publish(ledger, an_article("The harbour closed."), link=link, at=NOON + HOUR)
    catch_up(ledger, NOON)
    (hit,) = find(ledger, "ferry")
    assert (hit.number, hit.current) == (1, False)


def test_catching_up_again_indexes_nothing(ledger: Ledger) -> None:
    fill(ledger)
    assert catch_up(ledger, NOON) == 0
    with ledger.database.read() as connection:
        assert index.lag(connection) == 0


def test_many_contents_are_indexed_in_batches(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BATCH", 2)
    fill(ledger)
    assert len(find(ledger, "harbour")) == 2


def test_a_search_without_a_word_is_refused(ledger: Ledger) -> None:
    for words in ("", " - ", "-harbour"):
        with pytest.raises(UsageError, match="at least one word"):
            find(ledger, words)


def test_terms_keep_phrases_together() -> None:
    assert terms_of('a "b c" -d -"e f" !') == [
        Term("a", True),
        Term("b c", True),
        Term("d", False),
        Term("e f", False),
    ]
