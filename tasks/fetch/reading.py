"""What one round of one channel works with: the channel, the world, and what is known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from storage.records import ChannelState, Link, Outcome, Received, Try
from tasks.fetch.contracts import Clock, Known, RemembersTries
from tasks.fetch.lists.items import Item
from tasks.fetch.pages import Asks, answer_to, fetch_page, link_to, not_asked, received
from tasks.fetch.polling import (
    Polled,
    after_poll,
    changed_since,
    longest_wish,
    may_ask_again,
)
from tasks.fetch.reasons import Reason
from tasks.fetch.span import Span, listed_day
from tasks.fetch.web.addresses import without_secrets
from tasks.fetch.web.asking import Answer, Ask, Purpose
from tasks.sources import Channel, Source

PATIENCE = 3
"""Deferrals in a row from one round's pages after which the rest is put off unasked."""

RETRIED = frozenset(
    {
        Reason.BAD_ENCODING,
        Reason.BAD_RESPONSE,
        Reason.CONNECTION,
        Reason.DNS,
        Reason.HTTP_STATUS,
        Reason.ROBOTS_UNREACHABLE,
        Reason.TIMEOUT,
        Reason.TLS,
        Reason.TRUNCATED,
    }
)
"""Trouble of a page that may pass: the list is read again although it may not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One round of one channel."""

    source: Source
    channel: Channel
    state: ChannelState
    known: Known
    client: Asks
    now: Clock
    chance: Callable[[], float]
    span: Span | None = None  # which days are wanted; None: what is new, as polling wants it
    notes: list[str] = field(default_factory=list)  # what a person should know of the round

    def note(self, said: str) -> None:
        """Have something told, once."""
        if said not in self.notes:
            self.notes.append(said)

    @property
    def url(self) -> str:
        """Where the channel is now: its configured URL, or where that moved for good."""
        url = self.channel.url or ""
        moved = self.state.moved_to if self.state.moved_from == url else None
        return moved or url

    def ask(
        self, url: str, purpose: Purpose, etag: str | None = None, modified: str | None = None
    ) -> Answer:
        """One answer, under the source's policy."""
        policy = self.source.fetch
        ask = Ask(url=url, policy=policy, purpose=purpose, etag=etag, last_modified=modified)
        answer = answer_to(self.client, ask)
        self.note_closed(answer.reason, answer.final_url)
        return answer

    def note_closed(self, reason: str | None, url: str) -> None:
        """Have it told that a host is not read, where that is why a URL was not asked for."""
        if reason == Reason.ROBOTS_UNREACHABLE:
            host = urlsplit(url).netloc
            self.note(f"robots.txt of {host} does not answer, so nothing there may be read")

    def list_row(self, url: str, answer: Answer, reason: str | None = None) -> Received:
        """The row of a list itself, where there is something to say of it.

        A list that is gone is no article that is gone, so that status is left out of the row.
        """
        shown = without_secrets(url)
        link = Link(
            source_id=self.source.id,
            channel=self.channel.name,
            url=shown,
            identity=f"list:{shown}",
        )
        row = replace(received(link, answer, None), body=None)
        if reason is not None:
            row = replace(row, outcome=Outcome.FAILED, reason=reason)
        return replace(row, status=None) if row.status in (404, 410) else row

    def after(
        self,
        state: ChannelState,
        answer: Answer,
        pages: "Pages | None" = None,
        wish: timedelta | None = None,
    ) -> ChannelState:
        """The state after this round, by how its list and its pages ended."""
        polled = Polled(
            outcome=answer.outcome,
            items=pages.listed if pages else 1,
            new=pages.new if pages else int(answer.outcome is Outcome.STORED),
            wish=longest_wish(wish, answer.headers),
            not_before=answer.not_before,
            gone=answer.reason == Reason.GONE,
        )
        source = self.source
        return after_poll(state, source.schedule, polled, self.now(), self.chance, source.time_zone)


class Pages:
    """Asks for the items of one round that are not known yet, and counts what came."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.listed = 0
        self.new = 0
        self.unfinished = False  # something is to be tried again though the list may not change
        self._asked: set[str] = set()
        self._deferred_in_a_row = 0
        self._not_before: datetime | None = None

    def fetch(self, items: tuple[Item, ...]) -> Iterator[Received]:
        """A row for each item that is asked for."""
        span = self._reading.span
        most = self._reading.source.fetch.pages_per_round
        most = most if span is None else min(most, span.most)
        for item in items if span is None else span.in_order(items, _listed_day):
            self.listed += 1
            link = self._link(item)
            if link.identity in self._asked or not self._is_wanted(link, item):
                continue
            if len(self._asked) >= most:
                self.unfinished = True
                if span is None:
                    self._reading.note(f"more than {most} new pages; the rest comes next time")
                    return
                span.left.add(link.url)
                continue
            if span is not None:
                span.left.discard(link.url)
            self._asked.add(link.identity)
            row = self._row(link, item.url)
            self._count(row)
            yield row

    def all_known(self, items: tuple[Item, ...]) -> bool:
        """Whether the ledger holds every one of these items."""
        return all(self._reading.known.seen(self._link(item).url) for item in items)

    def _link(self, item: Item) -> Link:
        reading = self._reading
        return link_to(reading.source, reading.channel.name, item.url, item.hints)

    def _is_wanted(self, link: Link, item: Item) -> bool:
        """Whether to ask: not known, or changed since by the list's own account."""
        known, span = self._reading.known, self._reading.span
        if span is not None and not span.takes(link.url, item.hints):
            return False
        seen = known.seen(link.url)
        if seen is not None:
            return changed_since(item.hints.modified, seen.fetched_at)
        if isinstance(known, RemembersTries):
            last = known.last_try(link.url)
            if not may_ask_again(last, self._reading.now()):
                self.unfinished |= last is not None and _is_to_come(last)
                return False
        return True

    def _row(self, link: Link, url: str) -> Received:
        reading = self._reading
        if self._deferred_in_a_row >= PATIENCE and self._not_before is not None:
            return not_asked(
                link, Outcome.DEFERRED, Reason.HOST_BUSY, reading.now(), self._not_before
            )
        policy = reading.source.fetch
        row = fetch_page(link, url, policy, known=reading.known, client=reading.client)
        reading.note_closed(row.reason, row.final_url)
        return row

    def _count(self, row: Received) -> None:
        self.new += row.outcome is Outcome.STORED
        deferred = row.outcome is Outcome.DEFERRED
        self._deferred_in_a_row = self._deferred_in_a_row + 1 if deferred else 0
        self._not_before = row.not_before if deferred else None
        kind = (row.reason or "").partition(":")[0]
        again = kind in RETRIED and row.status not in (404, 410)
        self.unfinished |= deferred or again


def _listed_day(item: Item) -> date | None:
    return listed_day(item.url, item.hints)


def _is_to_come(last: Try) -> bool:
    """Whether a link that may not be asked yet may be had later."""
    kind = (last.reason or "").partition(":")[0]
    return last.outcome is Outcome.DEFERRED or kind == Reason.ROBOTS_UNREACHABLE
