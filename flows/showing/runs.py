"""What came of a run, for a person: one line, and a table where something is worth a look."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

COLUMNS = ("stored", "unchanged", "taken_down", "gone", "skipped", "deferred", "failed")


def show_outcome(console: Console, found: Mapping[str, Any]) -> None:
    """Print the run's sentence, under a table of its sources."""
    rows = found["sources"]
    if rows:
        console.print(_table(rows))
    console.print(found["sentence"])
    if found["state"] == "partial":
        console.print("Partial: see the last column; what could not be had comes again next time.")
    elif any(found["counts"].get(name) for name in ("new_articles", "edits")):
        console.print("Next: newsledger articles, newsledger entities, newsledger search WORDS")


def _table(rows: list[dict[str, Any]]) -> Table:
    shown = [name for name in COLUMNS if any(row[name] for row in rows)]
    table = Table(box=None, pad_edge=False)
    table.add_column("source")
    for name in shown:
        table.add_column(name.replace("_", " "), justify="right")
    if any(row["why"] for row in rows):
        table.add_column("why", overflow="fold")
    for row in rows:
        numbers = [str(row[name] or "") for name in shown]
        table.add_row(row["source"], *numbers, *([row["why"]] if row["why"] else []))
    return table
