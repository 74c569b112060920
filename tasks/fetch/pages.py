"""From a link to its row: one page asked for, as conditionally as the ledger allows."""

import hashlib
from datetime import datetime
from typing import Protocol

from storage.records import Hints, Link, Outcome, Received, Seen
from storage.storable import storable
from storage.urls import fold_url
from tasks.fetch.contracts import Known
from tasks.fetch.reasons import Reason, reason_text
from tasks.fetch.web.addresses import without_secrets
from tasks.fetch.web.asking import Answer, Ask
from tasks.sources import Fetch, Source

WAITED_FOR_ROBOTS = reason_text(Reason.HOST_BUSY, "robots.txt")


class Asks(Protocol):
    """Whoever answers questions; the guarded client, or a stand-in."""

    def get(self, ask: Ask) -> Answer:
        """The one answer to a question."""
        ...


def answer_to(client: Asks, ask: Ask) -> Answer:
    """The answer; a host whose robots.txt took the question's time is asked again, knowing it."""
    answer = client.get(ask)
    return client.get(ask) if answer.reason == WAITED_FOR_ROBOTS else answer


def link_to(source: Source, channel: str, url: str, hints: Hints | None = None) -> Link:
    """A link to a page, known again by its URL, folded as the source wants it."""
    shown = storable(without_secrets(url))
    return Link(
        source_id=source.id,
        channel=channel,
        url=shown,
        identity=fold_url(shown, source.urls.rules()),
        hints=hints or Hints(),
    )


def fetch_page(
    link: Link, url: str, policy: Fetch, *, known: Known, client: Asks, outright: bool = False
) -> Received:
    """The row of one page; the URL stands beside its link, which holds no secrets.

    ``outright``: without validators, whatever is held of it.
    """
    seen = known.seen(link.url)
    shown = None if outright else seen
    ask = Ask(
        url=url,
        policy=policy,
        etag=shown.etag if shown else None,
        last_modified=shown.last_modified if shown else None,
    )
    return received(link, answer_to(client, ask), seen)


def received(link: Link, answer: Answer, seen: Seen | None) -> Received:
    """An answer as a row; bytes that the ledger has already are unchanged, whatever the ETag."""
    known_bytes = (
        answer.body is not None
        and seen is not None
        and seen.blob_sha256 == hashlib.sha256(answer.body).hexdigest()
    )
    return Received(
        link=link,
        fetched_at=answer.fetched_at,
        outcome=Outcome.UNCHANGED if known_bytes else answer.outcome,
        final_url=answer.final_url,
        reason=answer.reason,
        status=answer.status,
        media_type=answer.media_type,
        charset=answer.charset,
        headers=answer.headers,
        body=None if known_bytes else answer.body,
        not_before=answer.not_before,
        robots=answer.robots,
        tdm=answer.tdm,
        permanent=answer.permanent,
    )


def not_asked(
    link: Link, outcome: Outcome, reason: str, at: datetime, not_before: datetime | None = None
) -> Received:
    """The row of a link that was decided without asking anybody."""
    return Received(
        link=link,
        fetched_at=at,
        outcome=outcome,
        final_url=link.url,
        reason=reason,
        not_before=not_before,
    )
