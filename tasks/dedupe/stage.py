"""The dedupe room's door: every article gets its content hash, and every new text its copies.

::

    Cleaned -> content hash -> new here? -> reading, sketch, report (no lock held)
                                                  |
               rows of the batch are written -> linked to its group, joined to its story
                                                                    (the same transaction)
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from storage.batch import Batch, BatchWriter
from storage.copies import CopyDesk, open_desk
from storage.identity import content_sha256
from storage.records import Cleaned, Derived
from tasks.dedupe.aliases import candidate_keys, find_owners
from tasks.dedupe.groups import place_texts, relate_hubs
from tasks.dedupe.report import Report, read_report
from tasks.dedupe.sketch import EPOCH
from tasks.dedupe.stored import StoredIndex
from tasks.dedupe.stored_stories import StoredStories
from tasks.dedupe.story_index import place_reports
from tasks.dedupe.text import Text, prepare_text
from tasks.dedupe.verify import METHOD
from tasks.notices import Notice, find_notices
from tasks.pool import Carried
from tasks.work import Work

UNNUMBERED = 0  # a content has no id until the batch is written
RENEWED_AT_ONCE = 250  # texts placed again in one transaction: under a second of the writer's time


def judge_batch(work: Work, batch: Batch, cleaned: Carried[Cleaned]) -> Carried[Derived]:
    """The batch with each article's content hash; copies are linked when it is written."""
    owned = _find_owners(batch, cleaned.items)
    derived = [
        Derived(cleaned=item, content_sha256=content_sha256(item.article) if item.article else None)
        for item in owned
    ]
    new = _new_texts(batch, derived)
    prepared = (prepare_text(UNNUMBERED, key, text) for key, text in sorted(new.items()))
    texts = {text.key: text for text in prepared if text}
    notices = {key: find_notices(text) for key, text in new.items()}
    read: dict[str | None, Report] = {
        item.content_sha256: _report(item) for item in derived if item.content_sha256 in new
    }
    batch.before_commit(lambda writer: link_copies(writer, texts, work.now()))
    batch.before_commit(lambda writer: keep_notices(writer, notices))
    batch.before_commit(lambda writer: tell_stories(writer, derived, read, work.now()))
    return Carried(derived)


def _find_owners(batch: Batch, items: Sequence[Cleaned]) -> list[Cleaned]:
    """Pages with the identity of the article that they show, which other addresses may lead to."""
    keys = {key for item in items if item.article for key in candidate_keys(item)}
    if not keys:
        return list(items)
    known = batch.known_identities(sorted({item.capture.identity for item in items}))
    owners = find_owners(items, known, batch.residents(sorted(keys)))
    if owners:
        batch.before_commit(lambda writer: writer.adopt(owners))
    return [
        replace(item, capture=replace(item.capture, identity=owners[item.capture.id]))
        if item.capture.id in owners
        else item
        for item in items
    ]


def link_copies(writer: BatchWriter, texts: Mapping[str, Text], now: datetime) -> None:
    """Put stored texts, by content hash, into the index of copies."""
    if not texts:
        return
    desk = writer.copies
    desk.lock()
    desk.open_index(EPOCH, now)
    ids = writer.content_ids(sorted(texts))
    _place(desk, [replace(texts[key], id=content_id) for key, content_id in ids.items()], now)


def keep_notices(writer: BatchWriter, found: Mapping[str, Sequence[Notice]]) -> None:
    """Keep where stored texts, by content hash, say that they were corrected."""
    speaking = {key: notices for key, notices in found.items() if notices}
    ids = writer.content_ids(sorted(speaking))
    writer.copies.note(
        (ids[key], notice.start, notice.end, notice.kind)
        for key, notices in speaking.items()
        for notice in notices
    )


def renew_copies(work: Work) -> int:
    """Place again the texts that wait for it, in short transactions; returns how many.

    All wait when `EPOCH` was raised. Killed anywhere, the next call goes on from there.
    """
    total = 0
    while True:
        with open_desk(work.ledger) as desk:
            done = _renew_some(desk, work.now())
        total += done
        if done < RENEWED_AT_ONCE:
            return total


def tell_stories(
    writer: BatchWriter,
    derived: Sequence[Derived],
    read: Mapping[str | None, Report],
    now: datetime,
) -> None:
    """Put stored articles that are in no story yet into one, known or new.

    ``read`` holds, by content hash, the reports that were read before the lock.
    """
    shown = {
        (item.cleaned.capture.source_id, item.cleaned.capture.identity): item
        for item in derived
        if item.cleaned.article
    }
    desk = writer.stories
    desk.lock()
    reports, headlines = [], {}
    for key, article_id in desk.untold(sorted(shown)).items():
        item = shown[key]
        report = read.get(item.content_sha256) or _report(item)
        reports.append(replace(report, id=article_id, at=_told_at(item.cleaned)))
        headlines[article_id] = item.cleaned.article.headline if item.cleaned.article else None
    place_reports(reports, StoredStories(desk, headlines, now))


def _report(item: Derived) -> Report:
    assert item.cleaned.article
    article = item.cleaned.article
    return read_report(UNNUMBERED, article.headline, article.text, _told_at(item.cleaned))


def _told_at(cleaned: Cleaned) -> datetime:
    published = cleaned.article.published_at if cleaned.article else None
    return published or cleaned.capture.fetched_at


def _renew_some(desk: CopyDesk, now: datetime) -> int:
    desk.lock()
    desk.open_index(EPOCH, now)
    found = desk.waiting(RENEWED_AT_ONCE)
    if found:
        desk.forget_old_links((row[0] for row in found), METHOD)
        prepared = (prepare_text(*row) for row in found)
        _place(desk, [text for text in prepared if text], now, again=True)
        desk.note(
            (row[0], notice.start, notice.end, notice.kind)
            for row in found
            for notice in find_notices(row[2])
        )
        desk.placed_again(found[-1][0], now)
    return len(found)


def _place(desk: CopyDesk, texts: Sequence[Text], now: datetime, *, again: bool = False) -> None:
    """Place those of the texts that the index lacks; `again` looks at its hubs, too."""
    index = StoredIndex(desk)
    new = index.read_ahead(texts)
    # A takedown takes from hubs what they were excerpts of; there may be another.
    bereft = index.unrelated_hubs(texts) if again else []
    place_texts(new, index)
    relate_hubs((hub for hub in bereft if index.is_hub(hub)), index)
    index.save(now)


def _new_texts(batch: Batch, derived: Sequence[Derived]) -> dict[str, str]:
    """The texts of a batch that the ledger does not hold yet, by content hash."""
    texts = {
        item.content_sha256: item.cleaned.article.text
        for item in derived
        if item.content_sha256 and item.cleaned.article
    }
    new = batch.unknown(sorted(texts))
    return {key: text for key, text in texts.items() if key in new}
