"""Sources of which nothing has ever come, with the requests that were made in vain."""

from datetime import datetime

from sqlalchemy import Connection

from storage.bulk import select
from storage.wellbeing.barren import Barren, Empty

BARREN = (
    "(SELECT s.id FROM source s WHERE NOT EXISTS (SELECT 1 FROM capture k"
    "  WHERE k.source_id = s.id AND k.outcome IN ('stored', 'unchanged'))"
    " AND NOT EXISTS (SELECT 1 FROM article a WHERE a.source_id = s.id))"
)

# A list that answers and names nothing yet is well, whatever became of earlier requests for it;
# what it names and cannot be had counts. Where one was only put off, nobody knows yet.
VAIN = (
    f"SELECT c.source_id, c.url, c.status, c.run_id FROM {BARREN} barren"  # noqa: S608
    " JOIN capture c ON c.source_id = barren.id"
    " WHERE c.outcome IN ('failed', 'skipped') AND c.fetched_at < ?"
    " AND NOT EXISTS (SELECT 1 FROM channel l WHERE l.source_id = c.source_id"
    "  AND l.url = c.url AND l.polls > 0 AND l.failures = 0)"
    " ORDER BY c.fetched_at, c.id"
)

# A channel of another name that is well speaks for its source, as one that was renamed does.
EMPTY = (
    f"SELECT l.source_id, l.name, l.failures FROM {BARREN} barren"  # noqa: S608
    " JOIN channel l ON l.source_id = barren.id"
    " WHERE l.kind IN ('files', 'warc') AND l.failures > 0"
    " AND NOT EXISTS (SELECT 1 FROM channel o WHERE o.source_id = l.source_id"
    "  AND o.polls > 0 AND o.failures = 0)"
    " ORDER BY l.source_id, l.failures, l.name"
)


def barren_sources(connection: Connection, before: datetime) -> dict[str, Barren]:
    """Each source that was asked before a moment, and has never given anything."""
    found: dict[str, Barren] = {}
    for source_id, url, status, run_id in select(connection, VAIN, (before,)):
        failed = found[source_id].failed + 1 if source_id in found else 1
        found[source_id] = Barren(failed=failed, url=url, status=status, run_id=run_id)
    return found


def empty_sources(connection: Connection) -> dict[str, Empty]:
    """Each source that has never given anything, and whose folder has nothing to read."""
    return {
        source_id: Empty(channel=name, rounds=rounds)
        for source_id, name, rounds in select(connection, EMPTY)
    }
