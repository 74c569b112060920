"""Layout breaks, noticed while a batch is on its way, before its bodies are believed.

::

    cleaned batch + newest captures of its sources -> breaks -> a new cleaning step
                                                                    |
    batch cleaned again, earlier captures of the break queued <-----+
"""

import logging
from collections import defaultdict
from collections.abc import Sequence

from flows.forces import in_force
from storage.learning import ShownBody, keep_breaks, newest_shown, told_by
from storage.records import Cleaned
from storage.words import count_words
from tasks.clean.breaks import Shown, is_broken, learn_breaks
from tasks.clean.repeats import line_hash
from tasks.learnt import Learnt, learnt_of, with_learnt
from tasks.ways import clean_way
from tasks.work import Work

WINDOW = 150
"""Captures that are looked at: fifty before a break and what has come since."""

log = logging.getLogger(__name__)


def notice_breaks(work: Work, cleaned: Sequence[Cleaned]) -> bool:
    """Whether the layout of a source in this batch is newly known to be broken, or whole again."""
    by_source: dict[str, list[Cleaned]] = defaultdict(list)
    for item in cleaned:
        if item.article is not None:
            by_source[item.capture.source_id].append(item)
    noticed = [source for source, items in by_source.items() if _notice(work, source, items)]
    if noticed:
        log.warning("the layout of pages changed: %s", ", ".join(noticed))
        work.sources = in_force(work.ledger, list(work.sources.values()))
    return bool(noticed)


def _notice(work: Work, source_id: str, items: Sequence[Cleaned]) -> bool:
    source = work.sources[source_id]
    known = learnt_of(source)
    coming = _coming(items)
    ids = {shown.capture_id for shown in coming}
    bodies = newest_shown(work.ledger, source_id, WINDOW)
    stored = _stored(work, [body for body in bodies if body.capture_id not in ids], coming)
    taught = learn_breaks(known, [*stored, *coming])
    if taught == known:
        return False
    other = [
        shown.capture_id
        for shown in stored
        if _is_broken(shown, taught) != _is_broken(shown, known)
    ]
    way = clean_way(with_learnt(source, taught))
    return keep_breaks(work.ledger, source_id, way, other, work.now())


def _is_broken(shown: Shown, learnt: Learnt) -> bool:
    return is_broken(shown.body, shown.words, shown.at, learnt)


def _coming(items: Sequence[Cleaned]) -> list[Shown]:
    return [
        Shown(
            capture_id=item.capture.id,
            at=item.capture.fetched_at,
            identity=item.capture.identity,
            headline=_headline(item),
            body=line_hash(item.article.text),
            words=count_words(item.article.text),
        )
        for item in items
        if item.article is not None
    ]


def _headline(item: Cleaned) -> str | None:
    """The likeliest headline, though it was refused: a false body shares nothing with it."""
    found = [evidence for evidence in item.evidence if evidence.field == "headline"]
    best = max(found, key=lambda evidence: evidence.confidence, default=None)
    return best.value if best else None


def _stored(work: Work, bodies: Sequence[ShownBody], coming: Sequence[Shown]) -> list[Shown]:
    """The stored ones; only texts as long as one that comes are read, to see if they are it."""
    lengths = {shown.words for shown in coming}
    alike = [body.capture_id for body in bodies if body.text is None and body.words in lengths]
    told = told_by(work.ledger, alike) if alike else {}
    return [_shown(body, *told.get(body.capture_id, (None, body.text))) for body in bodies]


def _shown(body: ShownBody, headline: str | None, text: str | None) -> Shown:
    return Shown(
        capture_id=body.capture_id,
        at=body.at,
        identity=body.identity,
        headline=headline,
        body=line_hash(text) if text else -body.capture_id - 1,
        words=body.words,
    )
