"""A small ledger that the commands are tried on: an edit, an untitled text, a copy."""

from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.records import Credit
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

OLD = an_article(
    "The harbour is open.\nLin Dan came.\nNobody else did.",
    "Harbour [open] today",
    credits=(Credit(role="proofreader", name="Bo Ek"),),
)
NEW = an_article("The harbour is closed.\nLin Dan came.\nNobody else did.", "Harbour shut")
UNTITLED = an_article(
    "A text that has no headline at all.",
    None,
    published_at=None,
    published_precision=None,
    published_basis=None,
    authors=(),
)


def edited_news(ledger: Ledger) -> None:
    """A ledger of two articles, one edited a day later; a copy in another source."""
    register(ledger, a_source(), a_source("weekly"))
    who = a_mention(OLD.text, "Lin Dan")
    publish(ledger, OLD, mentions=[who])
    publish(ledger, NEW, at=NOON + DAY, mentions=[a_mention(NEW.text, "Lin Dan")])
    publish(ledger, UNTITLED, link=a_link("weekly/1.txt", "weekly"), at=NOON + HOUR)
    publish(ledger, NEW, link=a_link("https://weekly.example/2", "weekly"), at=NOON + 2 * DAY)
    catch_up(ledger, NOON)
