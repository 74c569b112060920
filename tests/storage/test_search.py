"""The full-text index follows the contents; asking it finds the same on both databases."""

from typing import Any

import pytest

from storage.errors import NotFoundError, UsageError
from storage.fulltext import index
from storage.fulltext.finding import Narrowed
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.records import Precision
from storage.views import Hit
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    a_link,
    a_mention,
    a_source,
    an_article,
    publish,
    register,
)

HARBOUR = an_article("The harbour opened.\nA ferry sailed to Oslo at noon.", "New harbour")
FLOOD = an_article(
    "Heavy rain flooded the harbour road.\nNobody was hurt in the U.S. café.",
    "Rain",
    published_at=NOON - 10 * DAY,
)
CHINESE = an_article("羽球公開賽在雅加達開幕。\n選手很多。", "羽球", language="zh")
RUSSIAN = an_article(
    "Паром ушёл из гавани в полдень.\nЙод нашли в Ялте.", "Новая гавань", language="ru"
)
ARABIC = an_article("وصلت العبارة إلى الميناء ظهرا.\nلم يصب أحد.", "الميناء الجديد", language="ar")


@pytest.fixture
def found_news(ledger: Ledger) -> Ledger:
    """Five articles of two sources in four languages, indexed."""
    register(ledger, a_source(), a_source("weekly"))
    publish(ledger, HARBOUR, mentions=[a_mention(HARBOUR.text, "Oslo")], link=page(1))
    publish(ledger, FLOOD, link=page(2))
    publish(ledger, CHINESE, link=page(3, "weekly"))
    publish(ledger, RUSSIAN, link=page(4, "weekly"))
    publish(ledger, ARABIC, link=page(5, "weekly"))
    assert catch_up(ledger, NOON) == 5
    return ledger


def page(number: int, source: str = "daily") -> Any:
    return a_link(f"https://{source}.example/{number}", source)


def find(ledger: Ledger, words: str, *, newest: bool = False, **narrowed: Any) -> list[Hit]:
    """What a search finds."""
    return ledger.reader().search(words, Narrowed(**narrowed), newest=newest)


def ids(hits: list[Hit]) -> list[int]:
    return sorted(hit.article_id for hit in hits)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ferry", [1]),
        ("harbour", [1, 2]),
        ("HARBOUR oslo", [1]),
        ('"harbour road"', [2]),
        ('"road harbour"', []),
        ('"harbour the"', []),
        ("harbour -ferry", [2]),
        ("harbour NOT ferry", [2]),
        ("ferry OR rain", [1, 2]),
        ("ferry or rain", []),
        ("(ferry OR rain) AND harbour -oslo", [2]),
        ("harbour -(ferry OR oslo)", [2]),
        ("harb*", [1, 2]),
        ("harbou", []),
        ('"harbour ro*"', []),
        ('"harbour ro"*', [2]),
        ("flood* -fer*", [2]),
        ("cafe", [2]),
        ("CAFÉ", [2]),
        ("u.s.", [2]),
        ("усадьба OR гавани", [4]),
        ("ГАВАНЬ", [4]),
        ("гаван*", [4]),
        ("ушел", []),
        ('"из гавани"', [4]),
        ("الميناء", [5]),
        ("المينا*", [5]),
        ('"إلى الميناء"', [5]),
        ("雅加達", [3]),
        ("羽球 -ferry", [3]),
        ("羽球 OR ferry", [1, 3]),
        ("公開賽 選手", [3]),
        ("nothing-of-the-kind", []),
        ('rain" OR text:', []),
        ('"harbour road', [2]),
        ("((rain", [2]),
        ("rain) harbour", [2]),
        ("100%", []),
        ("羽球%", []),
        ("'; DROP TABLE content; --", []),
        ("headline : rain", []),
        ("NEAR(rain harbour)", []),
    ],
)
def test_words_find_articles(found_news: Ledger, words: str, found: list[int]) -> None:
    assert ids(find(found_news, words)) == found


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"source": "daily"}, [1, 2]),
        ({"source": "weekly"}, []),
        ({"language": "en"}, [1, 2]),
        ({"language": "ru"}, []),
        ({"since": NOON - 2 * DAY}, [1]),
        ({"until": NOON - 2 * DAY}, [2]),
        ({"since": NOON - 12 * DAY, "until": NOON}, [1, 2]),
        ({"entity": "Oslo"}, [1]),
        ({"entity": "oslo", "source": "daily", "until": NOON - 2 * DAY}, []),
    ],
)
def test_a_search_is_narrowed(
    found_news: Ledger, narrowed: dict[str, Any], found: list[int]
) -> None:
    assert ids(find(found_news, "harbour", **narrowed)) == found


def test_scripts_without_spaces_are_narrowed_too(found_news: Ledger) -> None:
    assert ids(find(found_news, "羽球", language="zh", source="weekly")) == [3]
    assert find(found_news, "羽球", language="en") == []


def test_an_entity_that_nobody_speaks_of_is_told(found_news: Ledger) -> None:
    with pytest.raises(NotFoundError, match="no text speaks of 'Bergen'"):
        find(found_news, "harbour", entity="Bergen")


def test_a_headline_weighs_more_than_a_text(found_news: Ledger) -> None:
    assert [hit.article_id for hit in find(found_news, "harbour")] == [1, 2]


def test_newest_first_goes_by_publication(ledger: Ledger) -> None:
    register(ledger, a_source())
    for number, days in ((1, 3), (2, 1), (3, 2)):
        dated = {"published_at": NOON - days * DAY, "published_precision": Precision.MINUTE}
        text = f"Storm {number}. " + "storm " * number
        publish(ledger, an_article(text, **dated), link=page(number))
    catch_up(ledger, NOON)
    assert [hit.article_id for hit in find(ledger, "storm", newest=True)] == [2, 3, 1]


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("ferry", ["ferry"]),
        ("HARB* OR sailed", ["harbour", "sailed"]),
        ('"to oslo"', ["to Oslo"]),
        ("雅加達", ["雅加達"]),
        ("гавани полдень", ["гавани", "полдень"]),
        ("cafe hurt", ["hurt", "café"]),
        ("new", []),
    ],
)
def test_marks_stand_on_the_words_that_were_looked_for(
    found_news: Ledger, words: str, marked: list[str]
) -> None:
    hit = find(found_news, words)[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == marked


def test_a_snippet_shows_the_place_that_holds_most_of_the_words(ledger: Ledger) -> None:
    register(ledger, a_source())
    filler = "Nothing of the kind happened here that day. " * 20
    publish(ledger, an_article(f"A ferry. {filler} The ferry met the flood. {filler}"))
    catch_up(ledger, NOON)
    (hit,) = find(ledger, "flood ferry")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["ferry", "flood"]
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet) <= 262


def test_an_earlier_version_is_found_and_said_to_be_one(found_news: Ledger) -> None:
    publish(found_news, an_article("The harbour closed."), link=page(1), at=NOON + HOUR)
    catch_up(found_news, NOON)
    (hit,) = find(found_news, "ferry")
    assert (hit.number, hit.current) == (1, False)


def test_covered_days_counts_current_articles_alone(found_news: Ledger) -> None:
    publish(found_news, an_article("The harbour closed."), link=page(1), at=NOON + HOUR)
    catch_up(found_news, NOON)
    reader = found_news.reader()
    assert sorted(reader.covered_days("harbour")) == [
        ("daily", NOON - 10 * DAY),
        ("daily", NOON - DAY),
    ]
    assert reader.covered_days("ferry") == []


def test_catching_up_again_indexes_nothing(found_news: Ledger) -> None:
    assert catch_up(found_news, NOON) == 0
    with found_news.database.read() as connection:
        assert index.lag(connection) == 0


def test_many_contents_are_indexed_in_batches(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BATCH", 2)
    register(ledger, a_source())
    for number in range(5):
        publish(ledger, an_article(f"Harbour {number}."), link=page(number))
    assert catch_up(ledger, NOON) == 5
    assert len(find(ledger, "harbour")) == 5


@pytest.mark.parametrize("words", ["", " - ", "()", "***", "AND", "_"])
def test_a_search_without_a_word_is_refused(ledger: Ledger, words: str) -> None:
    with pytest.raises(UsageError, match="at least one word"):
        find(ledger, words)


@pytest.mark.parametrize("words", ["-harbour", "NOT harbour", "rain OR -harbour", "(-a) b"])
def test_words_that_must_not_stand_there_are_not_enough(ledger: Ledger, words: str) -> None:
    with pytest.raises(UsageError, match="at least one beside those that must not"):
        find(ledger, words)
