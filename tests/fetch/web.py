"""A web of a few documents that answers like the guarded client, without any network."""

from dataclasses import dataclass, field

from storage.records import Outcome
from tasks.fetch.web.asking import Answer, Ask
from tests.fetch.fakes import NOON


@dataclass
class Web:
    """Documents by URL; every question is remembered."""

    documents: dict[str, Answer] = field(default_factory=dict)
    asked: list[Ask] = field(default_factory=list)
    lies: bool = False  # says 304 to any validators

    def put(self, url: str, body: str | bytes, **headers: str) -> None:
        """A document that is there, with headers (``content_type`` and the like)."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.documents[url] = answer(url, Outcome.STORED, status=200, body=data, headers=named)

    def fail(self, url: str, outcome: Outcome, reason: str, **fields: object) -> None:
        """A document that cannot be had."""
        self.documents[url] = answer(url, outcome, reason=reason, **fields)

    def get(self, ask: Ask) -> Answer:
        """What a question comes to."""
        self.asked.append(ask)
        found = self.documents.get(ask.url)
        if found is None:
            return answer(ask.url, Outcome.FAILED, reason="http-status:404", status=404)
        etag = found.headers.get("etag")
        if ask.conditional and (self.lies or (etag is not None and ask.etag == etag)):
            return answer(ask.url, Outcome.UNCHANGED, status=304)
        return found

    def urls(self) -> list[str]:
        """What was asked for, in order."""
        return [ask.url for ask in self.asked]


def answer(url: str, outcome: Outcome, **fields: object) -> Answer:
    """An answer with the fields that every one has."""
    return Answer(outcome=outcome, url=url, final_url=url, fetched_at=NOON, **fields)  # type: ignore[arg-type]
