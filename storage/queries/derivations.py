"""What cleaning made of a capture besides the article: dropped lines, evidence."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from storage.bulk import json_of, select
from storage.queries.versions import moment_of
from storage.records import Basis, Dropped, Evidence
from storage.views import DerivationView, VersionView

_MADE = (
    "SELECT d.capture_id, d.step_id, c.fetched_at, d.state, d.reason, d.dropped, d.evidence"
    " FROM derivation d JOIN capture c ON c.id = d.capture_id"
)


def derivation(connection: Connection, capture_id: int, step_id: int) -> DerivationView:
    """What a cleaning step made of a capture: dropped lines and evidence among it."""
    sql = f"{_MADE} WHERE d.capture_id = ? AND d.step_id = ?"
    return _view(select(connection, sql, (capture_id, step_id))[0])


def newest_derivation(connection: Connection, version: VersionView) -> DerivationView:
    """What was made besides of the newest capture that says what a version says."""
    sql = (
        f"{_MADE} WHERE d.article_id = ? AND d.content_id = ?"
        " ORDER BY c.fetched_at DESC, CASE WHEN d.step_id = ? THEN 0 ELSE 1 END LIMIT 1"
    )
    given = (version.article_id, version.content_id, version.step_id)
    return _view(select(connection, sql, given)[0])


def _view(row: Sequence[Any]) -> DerivationView:
    return DerivationView(
        capture_id=row[0],
        step_id=row[1],
        fetched_at=moment_of(row[2]),
        state=row[3],
        reason=row[4],
        dropped=tuple(Dropped(**line) for line in json_of(row[5])),
        evidence=tuple(_evidence(item) for item in json_of(row[6])),
    )


def _evidence(item: dict[str, Any]) -> Evidence:
    return Evidence(**{**item, "basis": Basis(item["basis"])})
