"""Stubs: pages that came and were taken for no article, each with its address and the reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import select
from storage.queries.versions import CURRENT, moment_of
from storage.views import StubView

STUB = (
    "SELECT d.article_id, d.capture_id, d.step_id, c.source_id, c.url, c.fetched_at, d.reason,"  # noqa: S608
    f" EXISTS (SELECT 1 FROM article_version v WHERE v.article_id = d.article_id AND {CURRENT})"
    " FROM derivation d JOIN capture c ON c.id = d.capture_id"
)
LAST_LOOK = (
    "NOT EXISTS (SELECT 1 FROM derivation e JOIN capture n ON n.id = e.capture_id"
    " WHERE e.article_id = d.article_id AND (n.fetched_at > c.fetched_at"
    " OR (n.fetched_at = c.fetched_at AND n.id > c.id)"
    " OR (n.id = c.id AND (e.recorded_at > d.recorded_at"
    "  OR (e.recorded_at = d.recorded_at AND e.step_id > d.step_id)))))"
)
"""Of an article's captures the newest, as it was cleaned last."""


def list_stubs(
    connection: Connection, *, source: str | None, since: datetime | None, limit: int
) -> list[StubView]:
    """What was taken for no article when it was last looked at, newest first."""
    recent = " AND c.fetched_at >= ?" if since else ""
    sql = (
        f"{STUB} WHERE d.state = 'stub' AND (CAST(? AS TEXT) IS NULL OR c.source_id = ?)"
        f"{recent} AND {LAST_LOOK} ORDER BY c.fetched_at DESC, c.id DESC LIMIT ?"
    )
    moment = (since,) if since else ()
    return [_stub(row) for row in select(connection, sql, (source, source, *moment, limit))]


def stubs_of_run(connection: Connection, run_id: int) -> list[StubView]:
    """What one run took for no article, by source."""
    sql = f"{STUB} WHERE d.state = 'stub' AND d.run_id = ? ORDER BY c.source_id, c.id, d.step_id"
    return [_stub(row) for row in select(connection, sql, (run_id,))]


def last_stub(connection: Connection, article_id: int) -> StubView | None:
    """The last look at an article, where that gave a stub."""
    sql = f"{STUB} WHERE d.article_id = ? AND d.state = 'stub' AND {LAST_LOOK}"
    return next((_stub(row) for row in select(connection, sql, (article_id,))), None)


def _stub(row: Sequence[Any]) -> StubView:
    return StubView(
        article_id=row[0],
        capture_id=row[1],
        step_id=row[2],
        source_id=row[3],
        url=row[4],
        fetched_at=moment_of(row[5]),
        reason=row[6] or "",
        has_text=bool(row[7]),
    )
