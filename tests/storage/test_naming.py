"""What a name is called: the spelling of most mentions, whatever came first, and never for good."""

from collections.abc import Mapping

import pytest

from storage.bulk import select
from storage.ledger import Ledger
from storage.records import Mention, MentionKind
from storage.who.entities import merge, undo
from storage.who.naming import best_spelling, name_leaves
from tests.factories import DAY, NOON, a_link, a_mention, a_source, an_article, publish, register


@pytest.mark.parametrize(
    ("surfaces", "best"),
    [
        ({"CHINA": 1, "China": 2}, "China"),
        ({"NATO": 3, "Nato": 1}, "NATO"),
        ({"CHINA": 1, "China": 1}, "China"),
        ({"Ann Lee": 1, "Dr Ann Lee": 1}, "Dr Ann Lee"),
        ({"Lee": 9, "Ann Lee": 1, "ANN LEE": 0}, "Ann Lee"),
        ({}, "Only"),
    ],
    ids=["more", "more-in-capitals", "capitals-last", "fullest", "of-its-names", "unseen"],
)
def test_the_most_frequent_then_the_fullest(surfaces: Mapping[str, int], best: str) -> None:
    names = [name for name in surfaces if name != "Lee"] or ["Only"]
    assert best_spelling(names, surfaces) == best
    assert best_spelling(reversed(names), surfaces) == best


def speak(ledger: Ledger, number: int, *surfaces: str) -> int:
    """An article that names something in these spellings; returns its capture's id."""
    text = f"Report {number}: {', '.join(surfaces)}."
    found: list[Mention] = [a_mention(text, surface, MentionKind.PLACE) for surface in surfaces]
    link = a_link(f"https://daily.example/{number}")
    return publish(ledger, an_article(text), link=link, at=NOON + number * DAY, mentions=found)


@pytest.fixture
def spoken(ledger: Ledger) -> Ledger:
    """A place that a headline in capitals named first."""
    register(ledger, a_source())
    speak(ledger, 1, "CHINA", "Oslo")
    return ledger


def called(ledger: Ledger) -> list[str]:
    """What each leaf is called."""
    with ledger.database.read() as connection:
        return [row[0] for row in select(connection, "SELECT name FROM entity ORDER BY key")]


def test_a_name_follows_the_texts_and_comes_to_rest(spoken: Ledger) -> None:
    assert name_leaves(spoken, NOON) == 0
    assert called(spoken) == ["CHINA", "Oslo"]
    speak(spoken, 2, "China")
    speak(spoken, 3, "China")
    assert name_leaves(spoken, NOON) == 1
    assert called(spoken) == ["China", "Oslo"]
    assert spoken.reader().entity("CHINA")[0].entity.name == "China"
    assert spoken.reader().entity("China")[0].entity.articles == 3
    assert name_leaves(spoken, NOON) == 0


def test_batches_and_one_go_give_the_same_names(
    spoken: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(spoken, 2, "China", "OSLO")
    speak(spoken, 3, "China", "OSLO")
    monkeypatch.setattr("storage.who.naming.BATCH", 1)
    assert name_leaves(spoken, NOON) == 2
    assert called(spoken) == ["China", "OSLO"]


def test_the_first_mentions_decide(spoken: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.who.naming.COUNTED", 3)
    speak(spoken, 2, "China")
    speak(spoken, 3, "China")
    name_leaves(spoken, NOON)
    for number in (4, 5, 6, 7):
        speak(spoken, number, "CHINA")
    assert name_leaves(spoken, NOON) == 0
    assert called(spoken) == ["China", "Oslo"]


def test_a_cluster_goes_by_its_fullest_leaf_in_the_spelling_of_most_and_apart_again(
    spoken: Ledger,
) -> None:
    for number in (2, 3):
        speak(spoken, number, "People's Republic of China", "PEOPLE'S REPUBLIC OF CHINA")
    speak(spoken, 4, "People's Republic of China")
    name_leaves(spoken, NOON)
    leaves = [spoken_leaf(spoken, "CHINA"), spoken_leaf(spoken, "People's Republic of China")]
    with spoken.database.write() as connection:
        merge(connection, *leaves, NOON)
    assert spoken.reader().entity("CHINA")[0].entity.name == "People's Republic of China"
    with spoken.database.write() as connection:
        undo(connection, NOON)
    assert spoken.reader().entity("CHINA")[0].entity.name == "CHINA"


def spoken_leaf(ledger: Ledger, name: str) -> int:
    """The id of a leaf by one of its spellings."""
    with ledger.database.read() as connection:
        sql = "SELECT entity_id FROM entity_name WHERE name = ?"
        return int(select(connection, sql, (name,))[0][0])
