"""The views: made from one text each, and what their columns mean.

A folder ``views_NNNN`` belongs to the migration of that number and never changes after a release;
a later migration brings a folder of its own, with the views that it changes or adds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from storage.dialects import spelled

FOLDERS = ("views_0003", "views_0007", "views_0009", "views_0010", "views_0013")
NEWEST = FOLDERS[-1]

ORDER = (
    "current_article",
    "article_history",
    "article_as_known",
    "article_reading",
    "article_change",
    "article_notice",
    "mention_in_context",
    "co_mention",
    "entity_by_month",
    "copy_member",
    "copy_group",
    "source_day",
    "source_health",
    "backfill_gap",
    "dropped_line",
    "field_evidence",
)
"""Each view after those that it is made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view with what it is for, column by column."""

    name: str
    about: str
    columns: Mapping[str, str]
    sql: str


def read_views(folder: str = NEWEST) -> list[View]:
    """Every view as of a folder, in the order in which they can be made."""
    known = FOLDERS[: FOLDERS.index(folder) + 1]
    places = [Path(__file__).parent / each for each in reversed(known)]
    found = []
    for name in ORDER:
        files = (place / f"{name}.sql" for place in places)
        text = next((file.read_text("utf-8") for file in files if file.exists()), None)
        if text is not None:
            found.append(parse_view(name, text))
    return found


def make_views(connection: Connection, folder: str) -> None:
    """Make every view as of a folder."""
    for view in read_views(folder):
        body = spelled(view.sql, connection.dialect.name)
        connection.exec_driver_sql(f"CREATE VIEW {view.name} AS {body}")


def drop_views(connection: Connection) -> None:
    """Drop every view: before a migration that changes the tables beneath, too."""
    for name in reversed(ORDER):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def parse_view(name: str, text: str) -> View:
    """A view from its file: comments that say what it is, a line a column, then the query."""
    comments = [line for line in text.splitlines() if line.startswith("--")]
    lines = [line.removeprefix("--").strip() for line in comments]
    last_blank = max(place for place, line in enumerate(lines) if not line)
    columns = dict(line.split(": ", 1) for line in lines[last_blank + 1 :])
    about = "\n".join(lines[:last_blank])
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return View(name=name, about=about, columns=columns, sql=sql.strip())
