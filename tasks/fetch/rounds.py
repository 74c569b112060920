"""One round of a channel that is a list: ask for the list, then for what is new on it.

::

    state -> list (conditional) -> unchanged: one row, done
                                -> items -> known? -> pages, one row each
                                         -> state: validators, counters, when next

The list's validators are kept only when all its pages are settled; until then it counts as
unread, so that what failed, was put off or did not fit comes again.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from storage.records import ChannelState, Outcome, Received
from tasks.fetch.lists.feeds import read_feed
from tasks.fetch.lists.items import Listed
from tasks.fetch.lists.sitemaps import read_sitemap
from tasks.fetch.opening import Had, Opened, counted, reopen
from tasks.fetch.reading import Pages, Reading
from tasks.fetch.web.addresses import without_secrets
from tasks.fetch.web.asking import Purpose
from tasks.fetch.web.lost import Lost

MAX_DEPTH = 3  # of sitemap indexes; the protocol knows one, some sites make two
MAX_HISTORY_DOCUMENTS = 1_000
"""Sitemaps read for a source's past: large archives keep one a day.

For what is new, the source's `sitemaps_per_round`: a peer made 7,638 requests on an endless index.
"""

Steps = Generator[Received, None, ChannelState]


class Round(Iterator[Received]):
    """The rows of one round, and once they are all taken the channel's state after it.

    ``notes`` is then what a person should know of the round, such as a limit that was met.
    """

    def __init__(self, state: ChannelState, steps: Steps, notes: list[str]) -> None:
        self.state = state
        self.notes = notes
        self.over = False  # whether all rows are taken
        self._steps = steps

    def __next__(self) -> Received:
        try:
            return next(self._steps)
        except StopIteration as stop:
            self.over = True
            if stop.value is not None:
                self.state = stop.value
            raise StopIteration from None


class ReadList(Protocol):
    """Reads one kind of list."""

    def __call__(self, body: bytes, headers: Mapping[str, str], url: str) -> Listed:
        """What the list names."""
        ...


def feed_round(reading: Reading) -> Steps:
    """A feed's new items."""
    return _list_round(reading, Purpose.FEED, read_feed)


def sitemap_round(reading: Reading) -> Steps:
    """A sitemap's new pages, its own and those of the sitemaps it names."""

    def read(body: bytes, headers: Mapping[str, str], url: str) -> Listed:
        return read_sitemap(body, url)

    return _list_round(reading, Purpose.SITEMAP, read)


def _list_round(reading: Reading, purpose: Purpose, read: ReadList) -> Steps:
    had = reading.state
    opened = reopen(
        reading,
        purpose,
        Had(etag=had.etag, last_modified=had.last_modified, body_sha256=had.body_sha256),
    )
    answer, state = opened.answer, counted(reading, opened)
    if answer.outcome is not Outcome.STORED:
        yield reading.list_row(reading.url, answer)
        keep = answer.outcome is Outcome.UNCHANGED and answer.status != 304
        return reading.after(_with_validators(state, opened) if keep else state, answer)
    try:
        listed = read(answer.body or b"", answer.headers, answer.final_url)
    except Lost as lost:
        yield reading.list_row(reading.url, answer, reason=str(lost))
        return reading.after(state, replace(answer, outcome=Outcome.FAILED))
    pages = Pages(reading)
    _note_cut(reading, reading.url, listed)
    yield from pages.fetch(listed.items)
    yield from _documents(reading, pages, listed, purpose, read)
    state = _without_validators(state) if pages.unfinished else _with_validators(state, opened)
    return reading.after(state, answer, pages, listed.wish)


def _documents(
    reading: Reading, pages: Pages, first: Listed, purpose: Purpose, read: ReadList
) -> Iterator[Received]:
    """The pages of further lists, each list once, to a bounded depth and number."""
    span, documents = reading.span, first.documents
    oldest_first = span is not None and not span.newest_first
    waiting = [(1, url) for url in (documents[::-1] if oldest_first else documents)]
    met = {reading.url}
    limit = reading.source.fetch.sitemaps_per_round
    most = limit if reading.span is None else max(limit, MAX_HISTORY_DOCUMENTS)
    while waiting:
        depth, url = waiting.pop(0)
        if url in met:
            continue
        if len(met) > most:
            reading.note(f"{len(waiting) + 1} sitemaps were left out, the limit is {most}")
            return
        met.add(url)
        answer = reading.ask(url, purpose)
        try:
            if answer.outcome is not Outcome.STORED:
                yield reading.list_row(url, answer)
                continue
            listed = read(answer.body or b"", answer.headers, answer.final_url)
        except Lost as lost:
            yield reading.list_row(url, answer, reason=str(lost))
            continue
        _note_cut(reading, url, listed)
        yield from pages.fetch(listed.items)
        if depth < MAX_DEPTH:
            waiting += [(depth + 1, below) for below in listed.documents]
        elif listed.documents:
            reading.note(f"sitemaps deeper than {MAX_DEPTH} below the first were left out")


def _note_cut(reading: Reading, url: str, listed: Listed) -> None:
    if listed.cut:
        shown = without_secrets(url)
        reading.note(f"{shown} names more than may be read at once; {len(listed.items)} were taken")


def _with_validators(state: ChannelState, opened: Opened) -> ChannelState:
    headers = opened.answer.headers
    return replace(
        state,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        body_sha256=opened.sha256,
    )


def _without_validators(state: ChannelState) -> ChannelState:
    return replace(state, etag=None, last_modified=None, body_sha256=None)
