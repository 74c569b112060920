"""Retention: a source's texts go when nobody has seen them for as long as they may be kept.

::

    terms, source -> how long -> articles not seen since -> taken out, a batch a transaction
                                                         -> files of bytes deleted

They go the way of a takedown and leave a tombstone each, so that no poll, backfill or backup brings
them back to that source. Cut off anywhere, the next run goes on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.bulk import select
from storage.removing.takedown import drop_blobs, take_out
from storage.removing.targets import target_within

if TYPE_CHECKING:
    from storage.ledger import Ledger

AT_ONCE = 200
REASON = "retention"


def let_texts_go(ledger: "Ledger", terms: Mapping[str, timedelta], now: datetime) -> dict[str, int]:
    """Take out each source's articles that were last seen longer ago than its term.

    An article with a capture that waits to be cleaned is left to the next time. Returns how many
    articles went, by source. The database's files are not written anew, as a takedown does.
    """
    gone = {}
    for source_id, term in sorted(terms.items()):
        last = count = 0
        while batch := _take_batch(ledger, source_id, now - term, last, now):
            last, count = batch[-1], count + len(batch)
        if count:
            gone[source_id] = count
    return gone


def _take_batch(
    ledger: "Ledger", source_id: str, before: datetime, last: int, now: datetime
) -> list[int]:
    """Take out the next articles after the last one; returns their ids."""
    with ledger.database.write() as connection:
        articles = _unseen_since(connection, source_id, before, last)
        if articles:
            target = target_within(connection, source_id, articles)
            take_out(connection, ledger.blobs, target, REASON, now)
    if articles:
        drop_blobs(ledger.database, ledger.blobs, now)
    return articles


def _unseen_since(connection: Connection, source_id: str, before: datetime, last: int) -> list[int]:
    """Articles of a source whose newest sighting, at any address of theirs, lies before."""
    rows = select(connection, _UNSEEN, (source_id, last, before, before, before, AT_ONCE))
    return [row[0] for row in rows]


_UNSEEN = (
    "SELECT a.id FROM article a WHERE a.source_id = ? AND a.id > ? AND a.last_seen_at < ?"
    " AND NOT EXISTS (SELECT 1 FROM capture c"
    "  WHERE c.source_id = a.source_id AND c.identity = a.identity AND c.fetched_at >= ?"
    "  AND c.outcome IN ('stored', 'unchanged'))"
    " AND NOT EXISTS (SELECT 1 FROM article_url u"
    "  JOIN capture c ON c.source_id = a.source_id AND c.identity = u.url_key"
    "  WHERE u.article_id = a.id AND u.relation = 'fetched' AND c.fetched_at >= ?"
    "  AND c.outcome IN ('stored', 'unchanged'))"
    " AND NOT EXISTS (SELECT 1 FROM capture c"
    "  JOIN pending p ON p.stage = 'clean' AND p.item_id = c.id"
    "  WHERE c.source_id = a.source_id AND c.identity = a.identity)"
    " ORDER BY a.id LIMIT ?"
)
