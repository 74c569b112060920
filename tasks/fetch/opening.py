"""Asking for what was had before: with validators, and now and then without, as a check."""

import hashlib
from dataclasses import dataclass, replace

from storage.records import ChannelState, Outcome
from tasks.fetch.polling import asks_outright
from tasks.fetch.reading import Reading
from tasks.fetch.web.asking import Answer, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """What is held from the last full answer."""

    etag: str | None
    last_modified: str | None
    body_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An answer, and what it says of the server's honesty."""

    answer: Answer
    sha256: str | None
    honest: bool


def reopen(reading: Reading, purpose: Purpose, had: Had) -> Opened:
    """Ask for the channel's document again. The same body is unchanged, whatever its ETag."""
    opened = _ask(reading, purpose, had)
    if opened.sha256 is None or opened.sha256 != had.body_sha256:
        return opened
    return replace(opened, answer=replace(opened.answer, outcome=Outcome.UNCHANGED, body=None))


def counted(reading: Reading, opened: Opened) -> ChannelState:
    """The state with its count of 304s, the server's honesty, and a move for good, if any."""
    answer = opened.answer
    state = replace(reading.state, honest=opened.honest)
    if answer.status == 304:
        state = replace(state, unmodified=state.unmodified + 1)
    elif opened.sha256 is not None:
        state = replace(state, unmodified=0)
    if answer.permanent and answer.outcome in (Outcome.STORED, Outcome.UNCHANGED):
        return replace(state, moved_from=reading.channel.url, moved_to=answer.final_url)
    return state


def _ask(reading: Reading, purpose: Purpose, had: Had) -> Opened:
    state, url = reading.state, reading.url
    if not asks_outright(state):
        answer = reading.ask(url, purpose, had.etag, had.last_modified)
        return Opened(answer=answer, sha256=_hash(answer), honest=state.honest)
    answer = reading.ask(url, purpose)
    sha256 = _hash(answer)
    suspicious = state.unmodified > 0 and sha256 not in (None, had.body_sha256)
    lied = suspicious and state.honest and _still_says_unmodified(reading, purpose, answer, had)
    return Opened(answer=answer, sha256=sha256, honest=state.honest and not lied)


def _still_says_unmodified(reading: Reading, purpose: Purpose, answer: Answer, had: Had) -> bool:
    """Whether a server says 304 to the validators of a body that is no longer there."""
    shown = (answer.headers.get("etag"), answer.headers.get("last-modified"))
    if shown == (had.etag, had.last_modified):
        return True
    again = reading.ask(reading.url, purpose, had.etag, had.last_modified)
    return again.outcome is Outcome.UNCHANGED


def _hash(answer: Answer) -> str | None:
    return None if answer.body is None else hashlib.sha256(answer.body).hexdigest()
