"""How far an export has come, and the rows that are new since.

A version row never changes, but for its end on our axis. So an export is what was recorded in a
window of time, and which of the rows before have ended in it. The folder itself keeps the window's
end: any number of exports stand side by side.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storage.bulk import json_of, select, select_named, time_of

STATE = "export.json"
SETTLED = timedelta(minutes=10)
"""On PostgreSQL rows become visible after they are stamped; what is older than this is there."""

BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
AT_ONCE = 2000
TIMES = ("observed_from", "observed_to", "known_from", "known_to", "published_at", "modified_at")

VERSIONS = (
    "SELECT v.id AS version_id, v.article_id, a.source_id, s.name AS source_name, v.number,"
    " v.change, v.cause, v.observed_from, v.observed_to, v.recorded_at AS known_from,"
    " v.superseded_at AS known_to, a.canonical_url AS url, c.headline, c.authors, c.published_at,"
    " c.published_precision, c.published_basis, c.modified_at, c.language, c.word_count, c.text,"
    " c.id AS content_id, c.sha256 AS content_sha256"
    " FROM article_version v JOIN article a ON a.id = v.article_id"
    " JOIN source s ON s.id = a.source_id JOIN content c ON c.id = v.content_id"
    " WHERE v.recorded_at > ? AND v.recorded_at <= ? AND v.id > ? ORDER BY v.id LIMIT ?"
)
ENDED = (
    "SELECT id, superseded_at FROM article_version WHERE superseded_at > ? AND superseded_at <= ?"
    " AND recorded_at <= ? ORDER BY id"
)
MENTIONS = (
    "SELECT m.enrichment_id, m.seq, n.content_id, m.kind, m.surface, m.char_start, m.char_end,"
    " k.id AS entity_id, k.name AS entity_name, m.value, m.score FROM mention m"
    " JOIN enrichment n ON n.id = m.enrichment_id LEFT JOIN entity e ON e.id = m.entity_id"
    " LEFT JOIN entity k ON k.id = e.canonical_id"
    " WHERE n.recorded_at > ? AND n.recorded_at <= ? AND m.enrichment_id > ?"
    " AND m.enrichment_id <= ? ORDER BY m.enrichment_id, m.seq"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From after `since` up to and with `until`."""

    since: datetime
    until: datetime


def next_window(folder: Path, kind: str, dialect: str, now: datetime) -> Window:
    """What an export into a folder has to cover now."""
    written = _state(folder).get(kind)
    since = datetime.fromisoformat(written) if written else BEGINNING
    until = now - SETTLED if dialect == "postgresql" else now
    return Window(since=since, until=max(since, until))


def keep_window(folder: Path, kind: str, window: Window) -> None:
    """Remember how far the export has come; called when all is written."""
    state = {**_state(folder), kind: window.until.isoformat()}
    beside = folder / f"{STATE}.writing"
    beside.write_text(json.dumps(state, indent=2) + "\n", "utf-8")
    beside.replace(folder / STATE)


def versions(connection: Connection, window: Window) -> Iterator[list[dict[str, Any]]]:
    """Version rows of the window, in batches, times aware and lists as lists."""
    last = 0
    while True:
        rows = select_named(connection, VERSIONS, (window.since, window.until, last, AT_ONCE))
        if not rows:
            return
        yield [_version(row) for row in rows]
        last = rows[-1]["version_id"]


def ended(connection: Connection, window: Window) -> list[dict[str, Any]]:
    """Rows of earlier exports that ended in the window."""
    rows = select(connection, ENDED, (window.since, window.until, window.since))
    return [{"version_id": row[0], "known_to": time_of(row[1])} for row in rows]


def mentions(connection: Connection, window: Window) -> Iterator[list[dict[str, Any]]]:
    """Mentions of readings made in the window, in batches of readings."""
    last, top = 0, select(connection, "SELECT coalesce(max(id), 0) FROM enrichment")[0][0]
    while last < top:
        bounds = (window.since, window.until, last, last + AT_ONCE)
        rows = select_named(connection, MENTIONS, bounds)
        if rows:
            yield rows
        last += AT_ONCE


def _version(row: dict[str, Any]) -> dict[str, Any]:
    found = {**row, "authors": json_of(row["authors"])}
    return {**found, **{name: time_of(found[name]) for name in TIMES}}


def _state(folder: Path) -> dict[str, str]:
    path = folder / STATE
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found
