"""Documents of a measuring point as reports."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tasks.dedupe.report import Report, read_report

STORY_BATCH = 1000
"""Reports placed at once; what comes later joins what is known."""


def read_document(number: int, document: dict[str, Any]) -> Report:
    """The report of ``{"title"?, "text", "date"?}``; a date that cannot be read is none."""
    printed = document.get("date")
    try:
        at = datetime.fromisoformat(printed) if printed else None
    except ValueError:
        at = None
    dated = at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
    return read_report(number, document.get("title"), document["text"], dated)


def in_time(reports: Iterable[Report]) -> list[Report]:
    """Reports as they would have come; undated ones first, in the order given."""
    return sorted(reports, key=lambda report: report.at.timestamp() if report.at else 0.0)
