"""A small ledger of which everything is known: an edit, a copy, a loss, a silence, an agreement."""

from datetime import datetime, timedelta

from storage.bulk import insert
from storage.ledger import Ledger
from storage.records import (
    Article,
    Basis,
    CopyKind,
    Evidence,
    Mention,
    MentionKind,
    Outcome,
    Precision,
)
from storage.tables import DuplicateRow, PartitionRow, RelationRow
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    a_link,
    a_mention,
    a_received,
    a_source,
    an_article,
    publish,
    register,
    write_waiting,
)

KINDS = {"Oslo": MentionKind.PLACE, "Acme": MentionKind.ORG, "Globex": MentionKind.ORG}
SUM = "5 million dollars"


def timed(text: str, headline: str, at: datetime) -> Article:
    """An article whose minute of publication is known."""
    return an_article(text, headline, published_at=at, published_precision=Precision.MINUTE)


FIRST = timed(
    f"Lin Dan met Ann Lee in Oslo. Acme paid {SUM}.", "Meeting", NOON - 9 * DAY - 3 * HOUR
)
EDITED = timed(f"Ann Lée was in Oslo. Acme paid {SUM}.", "Oslo trip", FIRST.published_at or NOON)
COPY = timed(f"Ann Lée was in Oslo. Acme paid {SUM}.", "Trip to Oslo", NOON - 7 * DAY)
PACT = timed("Acme and Globex signed an agreement.", "Pact", NOON - 2 * DAY)
LOST = an_article(
    "The dam broke.", "Dam", published_at=NOON - 19 * DAY, published_basis=Basis.INFERRED
)


def names_of(text: str) -> list[Mention]:
    """The names that stand in a text, in order, and the sum."""
    found = []
    for name in ("Lin Dan", "Ann Lee", "Ann Lée", "Oslo", "Acme", "Globex"):
        if name in text:
            kind, key = KINDS.get(name, MentionKind.PERSON), name.casefold().replace("é", "e")
            found.append(a_mention(text, name, kind, key=key))
    if SUM in text:
        sum_of = {"key": None, "name": None, "value": "USD 5000000"}
        found.append(a_mention(text, SUM, MentionKind.MONEY, **sum_of))
    return sorted(found, key=lambda mention: mention.start)


def write_news(ledger: Ledger) -> None:
    """Write everything; article 1 is edited, 2 is its copy, 3 is lost, 4 the agreement."""
    register(ledger, a_source(), a_source("weekly"), a_source("monthly"))
    put(ledger, FIRST, "a", NOON - 9 * DAY)
    put(ledger, EDITED, "a", NOON - 8 * DAY)
    put(ledger, COPY, "b", NOON - 7 * DAY, "weekly")
    guess = {"field": "published_at", "value": "2026-02-10", "basis": Basis.INFERRED}
    evidence = Evidence(**guess, confidence=0.4, chosen=True, note="from its neighbours")
    put(ledger, LOST, "c", NOON - 18 * DAY, evidence=(evidence,))
    for days in (6, 5):
        lose(ledger, "c", NOON - days * DAY)
    put(ledger, PACT, "d", NOON - 2 * DAY, "weekly")
    for place, day in enumerate((1, 3, 5, 8)):
        at = NOON.replace(month=1, day=day)
        put(ledger, timed(f"Number {day}.", f"Day {day}", at), f"m{place}", at, "monthly")
    link(ledger)


def put(
    ledger: Ledger,
    article: Article,
    page: str,
    at: datetime,
    source: str = "daily",
    **changes: object,
) -> None:
    """Publish one article, seen when it was written."""
    mentions = names_of(article.text)
    where = a_link(f"https://{source}.example/{page}", source)
    publish(ledger, article, link=where, at=at, mentions=mentions, **changes)


def lose(ledger: Ledger, page: str, at: datetime) -> None:
    """Answer 404 for a page of the daily."""
    link = a_link(f"https://daily.example/{page}")
    gone = a_received(None, link=link, at=at, status=404, outcome=Outcome.FAILED, reason="http-404")
    (capture,) = ledger.record([gone], None)
    write_waiting(ledger, {capture: None}, at, state="gone", reason="http-404")


def link(ledger: Ledger) -> None:
    """Join the copy to its hub and the two firms; note a failed day of backfill."""
    with ledger.database.write() as connection:
        insert(connection, DuplicateRow, [(3, 2, CopyKind.EDITED, 0.97, "test", NOON)])
        insert(connection, RelationRow, [(5, 0, 0, "partner_of", 1, 0, 35)])
        day = (NOON - timedelta(days=4)).date()
        row = ("weekly", day, "fetch", "", "failed", 2, None, "http-500", NOON)
        insert(connection, PartitionRow, [row])
