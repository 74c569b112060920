"""Each page of a source once a round, though several of its channels name it.

Feeds spell a page's address in their own way, with trackers or a fragment for each comment. Within
a list that is seen by the folded address; between lists the first answer is handed to the others,
so that each link has a row with what its list said, and the site one request.
"""

from dataclasses import replace

from storage.captures import GONE
from storage.records import Outcome
from storage.urls import fold_url
from tasks.fetch.pages import Asks
from tasks.fetch.web.asking import Answer, Ask, Purpose
from tasks.sources import Source

MAX_KEPT_BYTES = 8_000_000
"""Of bodies, for one source while it is read: 80 pages of a common size, and 16 sources are read at
once. What is over that is asked for again where another list names it."""


class OncePerRound:
    """A client for one round of one source, which asks for no page twice."""

    def __init__(self, client: Asks, source: Source) -> None:
        self._client = client
        self._rules = source.urls.rules()
        self._answers: dict[str, Answer] = {}
        several = sum(channel.url is not None for channel in source.channels) > 1
        self._room = MAX_KEPT_BYTES if several else 0

    def get(self, ask: Ask) -> Answer:
        """The answer of this round, where the page has had one; else what the client says."""
        if ask.purpose is not Purpose.PAGE:
            return self._client.get(ask)
        key = fold_url(ask.url, self._rules)
        if key in self._answers:
            return _for(ask, self._answers[key])
        answer = self._client.get(ask)
        size = len(answer.body or b"")
        if _holds_for_all(answer) and size <= self._room:
            self._room -= size
            self._answers[key] = answer
        return answer


def _holds_for_all(answer: Answer) -> bool:
    """Whether whoever asks would be told the same; trouble may pass, and a 304 is one asker's."""
    return answer.outcome is Outcome.STORED or answer.status in GONE


def _for(ask: Ask, answer: Answer) -> Answer:
    stayed = answer.final_url == answer.url
    return replace(answer, url=ask.url, final_url=ask.url if stayed else answer.final_url)
