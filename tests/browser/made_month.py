"""Two months of five invented papers, for pictures: edits, copies, stories, a rise, a silence."""

import random
from datetime import datetime, timedelta

from storage.bulk import insert, select
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.records import Article, CopyKind, Mention, MentionKind, Precision
from storage.tables import DuplicateRow, StoryMemberRow, StoryRow
from tests.factories import (
    DAY,
    HOUR,
    a_link,
    a_mention,
    a_source,
    an_article,
    publish,
    register,
)

PAPERS = ("courier", "harbour-post", "touchline", "arden-echo", "evening-brill")
NAMES = {
    MentionKind.PERSON: (
        "Maud Tressider",
        "Owen Hale",
        "Ines Duarte",
        "Karim Osei",
        "Lotte Brandt",
        "Tomas Vrba",
        "Edda Lund",
    ),
    MentionKind.ORG: (
        "Harrow Council",
        "Northline Ferries",
        "Tidewater Trust",
        "Ropewalk United",
        "Port Authority",
    ),
    MentionKind.PLACE: ("Harrowmouth", "Brill", "Arden", "Skerry Point", "Kestrel Bay"),
}
KIND_OF = {name: kind for kind, names in NAMES.items() for name in names}

EVENTS = (
    ("Council votes on the stadium loan", "Maud Tressider", "Harrow Council", "Ropewalk United"),
    ("Ferry stopped after engine fault", "Owen Hale", "Northline Ferries", "Skerry Point"),
    ("Harbour wall to be raised by a metre", "Ines Duarte", "Port Authority", "Kestrel Bay"),
    ("Marsh bought for a bird reserve", "Lotte Brandt", "Tidewater Trust", "Arden"),
    ("Traders take the loan to court", "Maud Tressider", "Ropewalk United", "Harrowmouth"),
    ("Night ferry to run again", "Edda Lund", "Northline Ferries", "Brill"),
    ("Storm closes the coast road", "Tomas Vrba", "Port Authority", "Skerry Point"),
    ("New captain for the cup final", "Karim Osei", "Ropewalk United", "Harrowmouth"),
)
SMALL = ("market", "school", "choir", "bridge", "library", "orchard", "bus", "museum")
TOLD = "{a} spoke for {b} in {c} on {day}. {fact} Work begins within {n} weeks, {a} said."
FACTS = (
    "The plan costs 4 million pounds.",
    "Nobody was hurt.",
    "A second vote follows in spring.",
    "Engineers looked at it for three days.",
)


def address(paper: str, page: str) -> str:
    """Where a page is."""
    return f"https://{paper}.example/{page}"


def write_month(ledger: Ledger, now: datetime) -> None:
    """Write sixty days up to now; the last paper falls silent."""
    dice = random.Random(7)
    register(ledger, *(a_source(name) for name in PAPERS), now=now - 61 * DAY)
    for days in range(60, 0, -1):
        _small_news(ledger, dice, now, days)
        if days % 3 == 0:
            _event(ledger, dice, now, days)
    catch_up(ledger, now)


def _small_news(ledger: Ledger, dice: random.Random, now: datetime, days: int) -> None:
    at = now - days * DAY
    for place, paper in enumerate(PAPERS):
        if paper == PAPERS[-1] and days < 16:
            continue
        for number in range(dice.randint(0, 1) if at.weekday() > 4 else dice.randint(0, 3)):
            text = _text(dice, *dice.choice(EVENTS)[1:], at)
            moment = at + place * HOUR / 2 + number * HOUR
            page, title = f"{days}/small-{number}", f"The {dice.choice(SMALL)} of the week"
            _put(ledger, paper, page, title, text, moment)


def _event(ledger: Ledger, dice: random.Random, now: datetime, days: int) -> None:
    """One event in several papers: a copy among them, and an edit a day later."""
    headline, *names = EVENTS[0 if days < 16 and days % 2 else days // 3 % len(EVENTS)]
    at = now - days * DAY
    first = _text(dice, *names, at)
    tellers: list[tuple[str, datetime]] = []
    for place, paper in enumerate(dice.sample(PAPERS[:4], dice.randint(2, 4))):
        moment = at + place * dice.randint(1, 5) * HOUR
        copied = (first, f"{first}\nReaders of the {paper} wrote in.")
        text = copied[place] if place < 2 else _text(dice, *names, at)
        _put(ledger, paper, f"{days}/event", headline, text, moment)
        tellers.append((paper, moment))
    _join(ledger, headline, [(address(paper, f"{days}/event"), at) for paper, at in tellers])
    if days % 2:
        later = first.replace("Nobody was hurt.", "Two people were hurt.")
        changed = later.replace("within", "not before the summer, within")
        changed += "\nThis is a correction."
        new = headline if days % 4 == 3 else f"{headline}, again"
        _put(ledger, tellers[0][0], f"{days}/event", new, changed, at + DAY)


def _text(dice: random.Random, a: str, b: str, c: str, at: datetime) -> str:
    other = dice.choice(NAMES[MentionKind.PERSON]) if dice.random() < 0.3 else a
    lines = [
        TOLD.format(a=a, b=b, c=c, day=f"{at:%A}", fact=dice.choice(FACTS), n=dice.randint(2, 40)),
        f"{other} asked {b} for its reasons.",
        "The meeting ended late in the evening.",
    ]
    return "\n".join(lines)


def _put(ledger: Ledger, paper: str, page: str, headline: str, text: str, at: datetime) -> None:
    dated = {"published_at": at, "published_precision": Precision.MINUTE}
    article: Article = an_article(text, headline, **dated)
    where = a_link(address(paper, page), paper)
    publish(ledger, article, link=where, at=at + timedelta(minutes=9), mentions=_mentions(text))


def _mentions(text: str) -> list[Mention]:
    found = [a_mention(text, name, kind) for name, kind in KIND_OF.items() if name in text]
    return sorted(found, key=lambda mention: mention.start)


def _join(ledger: Ledger, headline: str, told: list[tuple[str, datetime]]) -> None:
    """Make the articles one story, and the second a copy of the first."""
    with ledger.database.write() as connection:
        found = []
        for url, at in told:
            sql = (
                "SELECT a.id, v.content_id FROM article a JOIN article_version v"
                " ON v.article_id = a.id WHERE a.canonical_url = ?"
            )
            found.append((*select(connection, sql, (url,))[0], at))
        story = select(connection, "SELECT coalesce(max(id), 0) + 1 FROM story")[0][0]
        span = (min(at for _, _, at in found), max(at for _, _, at in found))
        insert(connection, StoryRow, [(story, headline, *span, len(found))])
        members = [(article, story, at, 1.0, at) for article, _, at in found]
        insert(connection, StoryMemberRow, members)
        copy = (found[1][1], found[0][1], CopyKind.EDITED, 0.96, "made", found[1][2])
        insert(connection, DuplicateRow, [copy])
