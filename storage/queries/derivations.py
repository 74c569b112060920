"""What cleaning made of a capture besides the article: dropped lines, evidence, copies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from storage.bulk import json_of, select, time_of
from storage.queries.versions import CURRENT
from storage.records import Basis, CopyKind, Dropped, Evidence
from storage.views import CopyView, DerivationView

_COPY = (
    " a.id, a.source_id, c.headline, c.published_at, a.canonical_url FROM {pairs}"
    " JOIN article_version v ON v.content_id = p.other_id"
    f" AND {CURRENT} JOIN article a ON a.id = v.article_id JOIN content c ON c.id = v.content_id"
)


def derivation(connection: Connection, capture_id: int, step_id: int) -> DerivationView:
    """What a cleaning step made of a capture: dropped lines and evidence among it."""
    sql = (
        "SELECT state, reason, dropped, evidence FROM derivation"
        " WHERE capture_id = ? AND step_id = ?"
    )
    row = select(connection, sql, (capture_id, step_id))[0]
    return DerivationView(
        capture_id=capture_id,
        step_id=step_id,
        state=row[0],
        reason=row[1],
        dropped=tuple(Dropped(**line) for line in json_of(row[2])),
        evidence=tuple(_evidence(item) for item in json_of(row[3])),
    )


def copies(connection: Connection, article_id: int, content_id: int) -> list[CopyView]:
    """Other articles that share a content, or that a verified link joins to it."""
    pairs = (
        "(SELECT of_content_id AS other_id, kind, score, method, 1 AS earlier FROM duplicate"
        " WHERE content_id = ? UNION ALL"
        " SELECT content_id, kind, score, method, 0 FROM duplicate WHERE of_content_id = ?) p"
    )
    sql = f"SELECT p.kind, p.score, p.method, p.earlier,{_COPY.format(pairs=pairs)}"
    linked = select(connection, f"{sql} WHERE a.id <> ?", (content_id, content_id, article_id))
    same = _of_same_content(connection, article_id, content_id)
    found = [_copy(row) for row in (*same, *linked)]
    return sorted(found, key=lambda copy: (not copy.earlier, -copy.score, copy.article_id))


def _of_same_content(
    connection: Connection, article_id: int, content_id: int
) -> list[Sequence[Any]]:
    """Articles of one and the same content: content is kept once, so no link joins them."""
    pairs = "(SELECT CAST(? AS BIGINT) AS other_id) p"
    sql = (
        f"SELECT a.first_seen_at < me.first_seen_at,{_COPY.format(pairs=pairs)}"
        " JOIN article me ON me.id = ? WHERE a.id <> ?"
    )
    rows = select(connection, sql, (content_id, article_id, article_id))
    return [(CopyKind.EXACT.value, 1.0, "same-content", *row) for row in rows]


def _copy(row: Sequence[Any]) -> CopyView:
    return CopyView(
        kind=row[0],
        score=row[1],
        method=row[2],
        earlier=bool(row[3]),
        article_id=row[4],
        source_id=row[5],
        headline=row[6],
        published_at=time_of(row[7]),
        url=row[8],
    )


def _evidence(item: dict[str, Any]) -> Evidence:
    return Evidence(**{**item, "basis": Basis(item["basis"])})
