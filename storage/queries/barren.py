"""Sources of which nothing has ever come, with the requests that were made in vain."""

from datetime import datetime

from sqlalchemy import Connection

from storage.bulk import select
from storage.wellbeing.barren import Barren

# A list that answers and names nothing yet is well, whatever became of earlier requests for it;
# what it names and cannot be had counts. Where one was only put off, nobody knows yet.
VAIN = (
    "SELECT c.source_id, c.url, c.status, c.run_id FROM"
    " (SELECT s.id FROM source s WHERE NOT EXISTS (SELECT 1 FROM capture k"
    "   WHERE k.source_id = s.id AND k.outcome IN ('stored', 'unchanged'))"
    "  AND NOT EXISTS (SELECT 1 FROM article a WHERE a.source_id = s.id)) barren"
    " JOIN capture c ON c.source_id = barren.id"
    " WHERE c.outcome IN ('failed', 'skipped') AND c.fetched_at < ?"
    " AND NOT EXISTS (SELECT 1 FROM channel l WHERE l.source_id = c.source_id"
    "  AND l.url = c.url AND l.polls > 0 AND l.failures = 0)"
    " ORDER BY c.fetched_at, c.id"
)


def barren_sources(connection: Connection, before: datetime) -> dict[str, Barren]:
    """Each source that was asked before a moment, and has never given anything."""
    found: dict[str, Barren] = {}
    for source_id, url, status, run_id in select(connection, VAIN, (before,)):
        failed = found[source_id].failed + 1 if source_id in found else 1
        found[source_id] = Barren(failed=failed, url=url, status=status, run_id=run_id)
    return found
