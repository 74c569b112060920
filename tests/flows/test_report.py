"""The report: one file with everything in it, and nothing from outside that could run."""

import re

from flows.showing.report import write_report
from storage.ledger import Ledger
from tests.factories import DAY, NOON, a_link, an_article, publish
from tests.storage.known_news import write_news


def test_the_report_tells_of_sources_edits_copies_and_losses(ledger: Ledger) -> None:
    write_news(ledger)
    page = write_report(ledger.reader(), NOON - 30 * DAY, NOON)
    for said in ("weekly", "Oslo trip", "Lin Dan", "<title>2026-02-20: 1</title>", "Dam", "Acme"):
        assert said in page


def test_the_report_asks_nobody_for_anything(ledger: Ledger) -> None:
    write_news(ledger)
    page = write_report(ledger.reader(), NOON - 30 * DAY, NOON)
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", page)
    assert "default-src 'none'" in page


def test_a_headline_cannot_steer_the_page(ledger: Ledger) -> None:
    write_news(ledger)
    for place, text in enumerate(("One.", "Two.")):
        headline = f"<script>alert({place})</script>"
        link = a_link("https://daily.example/evil")
        publish(ledger, an_article(text, headline), link=link, at=NOON - DAY * (2 - place))
    page = write_report(ledger.reader(), NOON - 30 * DAY, NOON)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page
