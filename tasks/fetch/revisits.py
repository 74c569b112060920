"""Looking at young articles again, to catch edits: a ladder of ages, conditional requests.

::

    Visit (first and last asked for) + ladder -> due? -> page, with validators -> Received

The last look is taken without validators: a server that says 304 over a changed page is found out
once in the life of each article.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from storage.records import Link, Received, Visit
from storage.urls import fold_url
from tasks.fetch.contracts import Clock, Known
from tasks.fetch.pages import Asks, fetch_page
from tasks.sources import Source

LATEST = 2
"""Ladders up to which a page is looked for: its last rung is due only when the page is one old."""


def oldest_looked_at(ladder: Sequence[timedelta], now: datetime) -> datetime:
    """When a page must have come first that may be due again; older ones had their last look."""
    return now - LATEST * max(ladder)


def is_due_again(visit: Visit, ladder: Sequence[timedelta], now: datetime) -> bool:
    """Whether a page has come to a rung of the ladder since it was last asked for.

    Of rungs that were missed only the last counts: one request makes up for all.
    """
    reached = (visit.first_at + rung for rung in ladder)
    return any(visit.last_at < at <= now for at in reached)


def is_last_look(visit: Visit, ladder: Sequence[timedelta], now: datetime) -> bool:
    """Whether no rung of the ladder comes after this one."""
    return now >= visit.first_at + max(ladder)


def revisit(
    source: Source, visits: Sequence[Visit], *, known: Known, client: Asks, now: Clock
) -> Iterator[Received]:
    """A row for each young page whose time has come, the youngest first."""
    pages = _each_page_once(visits, source)
    for visit in sorted(pages, key=lambda visit: visit.first_at, reverse=True):
        at = now()
        if is_due_again(visit, source.revisit, at):
            link = Link(
                source_id=source.id,
                channel=visit.channel,
                url=visit.url,
                identity=visit.identity,
                hints=visit.hints,
            )
            yield fetch_page(
                link,
                visit.url,
                source.fetch,
                known=known,
                client=client,
                outright=is_last_look(visit, source.revisit, at),
            )


def _each_page_once(visits: Sequence[Visit], source: Source) -> list[Visit]:
    """The visits; of one page met by several spellings of its address (a feed's trackers, the
    sitemap), the one that was asked for last."""
    rules = source.urls.rules()
    pages: dict[str, Visit] = {}
    for visit in sorted(visits, key=lambda visit: (visit.last_at, visit.url)):
        pages[fold_url(visit.url, rules)] = visit
    return list(pages.values())
