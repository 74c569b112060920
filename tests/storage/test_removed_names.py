"""Which people an edit took out of a text, by whatever name, and each once."""

import pytest

from storage.ledger import Ledger
from storage.records import Dropped, Mention
from tests.factories import DAY, HOUR, NOON, a_mention, a_source, an_article, publish, register

BEFORE = "Lin Dan came. Mr Lin spoke. Ann Lee left."


@pytest.fixture
def news(ledger: Ledger) -> Ledger:
    """A text that names two people, one of them twice and by two names."""
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, an_article(BEFORE), at=NOON, mentions=[*both_names(), named(BEFORE, "Ann Lee")])
    return ledger


def both_names() -> list[Mention]:
    return [named(BEFORE, "Lin Dan"), named(BEFORE, "Mr Lin", key="lin dan", name="Lin Dan")]


def named(text: str, surface: str, **changes: object) -> Mention:
    return a_mention(text, surface, **changes)


def edit(ledger: Ledger, text: str, hours: int, *surfaces: str) -> None:
    """Show another text at the same address, and the people that are found in it."""
    found = [named(text, surface) for surface in surfaces]
    publish(ledger, an_article(text), at=NOON + hours * HOUR, mentions=found)


def removed(ledger: Ledger, **given: object) -> list[tuple[object, ...]]:
    """The number of the version that an edit made, and whom it removed."""
    rows = ledger.reader().ask("removed-names", given, NOON + DAY).rows
    return [(row[2], row[4]) for row in rows]


def test_a_person_with_two_names_is_removed_once(news: Ledger) -> None:
    edit(news, "Ann Lee left.", 1, "Ann Lee")
    assert removed(news) == [(2, "Lin Dan")]


def test_a_name_that_still_stands_there_keeps_the_person_though_the_tagger_missed_it(
    news: Ledger,
) -> None:
    edit(news, "Mr Lin was silent. Ann Lee left.", 1, "Ann Lee")
    assert removed(news) == []


def test_the_newest_edits_come_first_up_to_the_limit(news: Ledger) -> None:
    edit(news, "Ann Lee left.", 1, "Ann Lee")
    edit(news, "Nobody came.", 2)
    assert removed(news) == [(3, "Ann Lee"), (2, "Lin Dan")]
    assert removed(news, limit=1) == [(3, "Ann Lee")]
    assert removed(news, since=NOON + 2 * HOUR) == [(3, "Ann Lee")]
    assert removed(news, source="weekly") == []


def test_who_stands_in_a_line_that_is_only_judged_otherwise_is_not_removed(news: Ledger) -> None:
    lines = an_article("Lin Dan came.\nAnn Lee left.")
    found = [named(lines.text, "Lin Dan"), named(lines.text, "Ann Lee")]
    publish(news, lines, at=NOON + HOUR, mentions=found)
    beside = (Dropped(position=1, text="Ann Lee left.", reason="navigation"),)
    publish(news, an_article("Nobody came."), at=NOON + 2 * HOUR, dropped=beside)
    assert removed(news, since=NOON + 2 * HOUR) == [(3, "Lin Dan")]
