"""What cleaning made of a capture besides the article: dropped lines, evidence."""

from typing import Any

from sqlalchemy import Connection

from storage.bulk import json_of, select
from storage.records import Basis, Dropped, Evidence
from storage.views import DerivationView


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


def _evidence(item: dict[str, Any]) -> Evidence:
    return Evidence(**{**item, "basis": Basis(item["basis"])})
