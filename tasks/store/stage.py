"""The store room: a judged and enriched batch becomes rows, and articles get their history.

::

    Derived ... --write--> contents, articles, derivations, mentions
                                  |
    facts of the touched articles +--difference--> versions   (one transaction)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from storage.batch import Batch, HistoryDesk
from storage.records import Article, Derived, Intents, State
from tasks.pool import Carried
from tasks.store.history import difference
from tasks.store.news import Changed, Told, changed_articles, told
from tasks.store.pairs import Pairs
from tasks.work import Work

SETTLE_AT_ONCE = 500
"""Articles whose history is told in one transaction when a whole source is gone over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a batch came to."""

    captures: int
    stubs: int
    failed: int
    gone: int
    told: Told
    changed: tuple[Changed, ...]  # what is news of it


def store_batch(work: Work, batch: Batch, carried: Carried[Derived]) -> Stored:
    """Write a batch and tell its articles' history, in one transaction."""
    derived, now = carried.items, work.now()
    articles: dict[str, Article] = {
        item.content_sha256: item.cleaned.article
        for item in derived
        if item.content_sha256 is not None and item.cleaned.article is not None
    }
    with batch.writing() as desk:
        decided = _decided(desk, desk.write(derived, articles, now))
        desk.apply(decided, now)
    states = [item.cleaned.state for item in derived]
    return Stored(
        captures=len(derived),
        stubs=states.count(State.STUB),
        failed=states.count(State.FAILED),
        gone=states.count(State.GONE),
        told=told(decided),
        changed=changed_articles(decided, derived, now),
    )


def settle(desk: HistoryDesk, article_ids: Sequence[int], now: datetime) -> Told:
    """Make the believed history of articles what their facts say; returns what that came to."""
    decided = _decided(desk, article_ids)
    desk.apply(decided, now)
    return told(decided)


def _decided(desk: HistoryDesk, article_ids: Sequence[int]) -> list[Intents]:
    """What parts the believed history of articles from what their facts say; they are locked."""
    desk.lock(article_ids)
    facts, believed = desk.facts(article_ids), desk.believed(article_ids)
    pairs, ratios = Pairs(desk, facts, believed), desk.minor_ratios(article_ids)
    return [
        difference(
            article_id,
            found,
            believed.get(article_id, []),
            partial(pairs.compare, minor_ratio=ratios[article_id]),
        )
        for article_id, found in sorted(facts.items())
    ]
