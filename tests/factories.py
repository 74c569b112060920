"""Hand-made records and ledgers: what a test does not care about has a value already."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from storage.identity import content_sha256
from storage.ledger import Ledger
from storage.records import (
    Annotations,
    Article,
    Basis,
    Capture,
    Cleaned,
    Derived,
    Dropped,
    Evidence,
    Hints,
    Link,
    Mention,
    MentionKind,
    NewRun,
    Outcome,
    Precision,
    Received,
    State,
)
from tasks.sources import Source
from tasks.store.stage import settle
from tasks.ways import facts_of, ways_of

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
"""When everything happens, unless a test says otherwise."""

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def a_source(source_id: str = "daily", **changes: Any) -> Source:
    """A source with one channel of text files."""
    channel = {"name": "dumps", "kind": "files", "path": f"{source_id}/*.txt"}
    plain = {"id": source_id, "name": f"The {source_id.title()}", "languages": ["en"]}
    enrich = {"tagger": "rules"}
    return Source.model_validate({**plain, "channels": [channel], "enrich": enrich, **changes})


def register(ledger: Ledger, *sources: Source, now: datetime = NOON) -> None:
    """Make sources known to a ledger, with the steps in force that they ask for."""
    ways = {source.id: ways_of(source) for source in sources}
    ledger.register([facts_of(source) for source in sources], ways, now)


def a_link(url: str = "https://daily.example/a", source_id: str = "daily", **changes: Any) -> Link:
    """A link of the source's channel; its identity is its URL."""
    fields = {"channel": "dumps", "identity": url, "hints": Hints()}
    return Link(source_id=source_id, url=url, **{**fields, **changes})


def a_received(
    body: bytes | None = b"<p>A page.</p>",
    *,
    link: Link | None = None,
    at: datetime = NOON,
    **changes: Any,
) -> Received:
    """An answer with a body, or without one."""
    link = link or a_link()
    fields = {
        "outcome": Outcome.FAILED if body is None else Outcome.STORED,
        "final_url": link.url,
        "status": 200,
        "media_type": "text/html",
    }
    return Received(link=link, fetched_at=at, body=body, **{**fields, **changes})


def an_article(
    text: str = "A ship came in.\nIt left again.", headline: str | None = "A ship", **changes: Any
) -> Article:
    """An article of which all is known."""
    fields = {
        "authors": ("Ann Lee",),
        "credits": (),
        "published_at": NOON - DAY,
        "published_precision": Precision.DAY,
        "published_basis": Basis.META,
        "modified_at": None,
        "language": "en",
    }
    return Article(headline=headline, text=text, **{**fields, **changes})


def a_cleaned(capture: Capture, article: Article | None = None, **changes: Any) -> Cleaned:
    """What cleaning made of a capture: an article, or a stub where none is given."""
    fields = {
        "state": State.ARTICLE if article else State.STUB,
        "reason": None if article else "consent-wall",
        "dropped": (Dropped(position=0, text="Home | News", reason="navigation"),),
        "evidence": (
            Evidence(
                field="headline",
                value=(article.headline or "") if article else "",
                basis=Basis.HEADING,
                confidence=0.9,
                chosen=True,
            ),
        ),
    }
    return Cleaned(capture=capture, article=article, **{**fields, **changes})


def a_mention(
    text: str, surface: str, kind: MentionKind = MentionKind.PERSON, **changes: Any
) -> Mention:
    """A mention of the first place in a text where the surface stands."""
    start = text.index(surface)
    fields = {"score": 0.9, "name": surface, "key": surface.casefold()}
    span = {"start": start, "end": start + len(surface), "surface": surface}
    return Mention(kind=kind, **{**fields, **span, **changes})


def derived(cleaned: Cleaned, mentions: Sequence[Mention] | None = ()) -> Derived:
    """A cleaned capture ready to be written; None for mentions leaves it unread."""
    if cleaned.article is None:
        return Derived(cleaned=cleaned, content_sha256=None)
    found = None if mentions is None else Annotations(looked=True, mentions=tuple(mentions))
    return Derived(
        cleaned=cleaned, content_sha256=content_sha256(cleaned.article), annotations=found
    )


def publish(
    ledger: Ledger,
    article: Article | None,
    *,
    link: Link | None = None,
    at: datetime = NOON,
    now: datetime | None = None,
    mentions: Sequence[Mention] = (),
    body: bytes | None = None,
    **changes: Any,
) -> int:
    """Capture, derive and store one article (None: a stub); returns the capture's id."""
    page = body or f"{article.headline}\n{article.text}".encode() if article else b"Please accept."
    run_id = start(ledger, now or at)
    (capture_id,) = ledger.record([a_received(page, link=link, at=at)], run_id)
    write_waiting(ledger, {capture_id: article}, now or at, {capture_id: mentions}, **changes)
    ledger.finish_run(run_id, "completed", {"captures": 1}, now or at)
    return capture_id


def write_waiting(
    ledger: Ledger,
    articles: Mapping[int, Article | None],
    now: datetime = NOON,
    mentions: Mapping[int, Sequence[Mention]] | None = None,
    **changes: Any,
) -> None:
    """Write what waits: each capture with the article given for its id, or as a stub."""
    with ledger.claim(1000, None) as batch:
        made = [
            derived(
                a_cleaned(capture, articles.get(capture.id), **changes),
                (mentions or {}).get(capture.id, ()),
            )
            for capture in batch.captures
        ]
        contents = {
            item.content_sha256: item.cleaned.article
            for item in made
            if item.content_sha256 and item.cleaned.article
        }
        with batch.writing() as desk:
            settle(desk, desk.write(made, contents, now), now)


def start(ledger: Ledger, now: datetime = NOON) -> int:
    """Open a run; returns its id."""
    run = NewRun(flow="ingest", trigger="test", parameters={}, software="test")
    return ledger.start_run(run, now)
