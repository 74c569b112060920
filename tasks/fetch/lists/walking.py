"""One round of a listing: page after page, until everything on one is known."""

from collections.abc import Iterator
from dataclasses import replace

from storage.records import Outcome
from tasks.fetch.lists.items import Listed
from tasks.fetch.lists.listings import PAGE_SIGN, page_url, read_listing
from tasks.fetch.reading import Pages, Reading
from tasks.fetch.rounds import Steps
from tasks.fetch.web.asking import Answer, Purpose
from tasks.fetch.web.lost import Lost


def listing_round(reading: Reading) -> Steps:
    """A listing's new pages. Its first page decides how the poll went; a later one only ends it."""
    pages = Pages(reading)
    first: Answer | None = None
    for number, (url, answer, listed) in enumerate(_walk(reading), start=1):
        first = first or answer
        if listed is None:
            reason = answer.reason
            if number == 1 or answer.status not in (404, 410):
                yield reading.list_row(url, answer, reason)
            break
        known = pages.all_known(listed.items)
        yield from pages.fetch(listed.items)
        if _is_enough(reading, pages, known):
            break
    assert first is not None
    return reading.after(reading.state, first, pages)


def _is_enough(reading: Reading, pages: Pages, known: bool) -> bool:
    """Whether to read no further: for what is new, at the first page that holds nothing new."""
    if reading.span is None:
        return known or pages.unfinished
    return pages.unfinished and reading.span.most > 0


def _walk(reading: Reading) -> Iterator[tuple[str, Answer, Listed | None]]:
    """Each listing page as it answered, with what it names; None where it names nothing."""
    url: str | None = page_url(reading.url, 1)
    met: set[str] = set()
    named: set[str] = set()
    for number in range(2, reading.channel.pages + 2):
        if url is None or url in met:
            return
        met.add(url)
        answer, listed = _open(reading, url)
        items = {item.url for item in listed.items} if listed else set()
        if listed is not None and items and items <= named:
            return  # the same page under another number
        named |= items
        yield url, answer, listed
        url = _following(reading, listed, number)


def _open(reading: Reading, url: str) -> tuple[Answer, Listed | None]:
    answer = reading.ask(url, Purpose.PAGE)
    if answer.outcome is not Outcome.STORED:
        return answer, None
    try:
        content_type = answer.headers.get("content-type")
        links = reading.channel.links
        return answer, read_listing(answer.body or b"", content_type, answer.final_url, links)
    except Lost as lost:
        return replace(answer, outcome=Outcome.FAILED, reason=str(lost), body=None), None


def _following(reading: Reading, listed: Listed | None, number: int) -> str | None:
    if listed is None or not listed.items:
        return None
    if PAGE_SIGN in reading.url:
        return page_url(reading.url, number)
    return listed.documents[0] if listed.documents else None
