"""The report as a file that is kept up to date: the link that upkeep shows leads to it."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.report.page import write_report
from flows.watching import Topic
from storage.reading import Reader

FILE = "report.html"
SPAN = timedelta(days=30)
OLD = timedelta(hours=6)
"""How old the file may grow: drawing costs seconds on a large ledger, and upkeep runs hourly."""


def keep_report(reader: Reader, path: Path, now: datetime, topics: Sequence[Topic]) -> bool:
    """Draw the last thirty days into a file, whole or not at all; returns whether it was old."""
    if path.exists() and now - datetime.fromtimestamp(path.stat().st_mtime, UTC) < OLD:
        return False
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(write_report(reader, now - SPAN, now, topics), "utf-8")
    beside.replace(path)
    return True
