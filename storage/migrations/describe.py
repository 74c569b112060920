"""Writes docs/schema.md from the tables and views: ``python -m storage.migrations.describe``."""

import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Column, DateTime
from sqlalchemy import Table as SqlTable

from storage.migrations.views import View, read_views
from storage.tables import Table

HEAD = """# The schema

Written by `python -m storage.migrations.describe` from `storage/tables` and the views; do not edit.

Ask the **views**: their names and columns are stable, and they are the same on SQLite and
PostgreSQL. The tables beneath may change from one release to the next.

Times are in UTC: `timestamptz` on PostgreSQL, text `YYYY-MM-DD HH:MM:SS.ffffff` on SQLite, which
sorts and compares as it is. Character offsets count from 0 and are half-open. JSON is `jsonb` on
PostgreSQL, text on SQLite.
"""
AXES = """History has two axes, and a version row has both:

- what the **publisher** showed: `observed_from <= :world < observed_to`
- what **we** believed: `recorded_at <= :known < superseded_at`

A row that stands has no end. Believed now: `superseded_at IS NULL`; and current: `observed_to IS
NULL` besides."""
DRAWN = ("source", "capture", "blob", "derivation", "step", "content", "article", "article_version")
SPOKEN = ("content", "enrichment", "mention", "relation", "entity", "entity_name")
DECIDED = ("entity_decision", "duplicate", "story", "story_member", "article")


def describe() -> str:
    """The whole document."""
    parts = [HEAD, "## From a page to its versions\n", _diagram(DRAWN), f"\n{AXES}\n"]
    parts += ["## From a text to who is who\n", _diagram((*SPOKEN, *DECIDED)), "\n## Views\n"]
    parts += [_view(view) for view in read_views()]
    parts.append("## Tables\n")
    parts += [_table(table) for table in _tables()]
    return "\n".join(parts).rstrip() + "\n"


def described_tables() -> dict[str, str]:
    """What each table holds, in a sentence, by its name."""
    return {table.name: _about(table.name) for table in _tables()}


def _tables() -> list[SqlTable]:
    return sorted(Table.metadata.tables.values(), key=lambda table: table.name)


def _diagram(names: tuple[str, ...]) -> str:
    """An entity-relationship diagram in Mermaid, which GitHub draws."""
    lines = ["```mermaid", "erDiagram"]
    for name in dict.fromkeys(names):
        table = Table.metadata.tables[name]
        lines += [f"    {name} {{", *_drawn_columns(table), "    }"]
    for name in dict.fromkeys(names):
        lines += list(_drawn_references(Table.metadata.tables[name], names))
    return "\n".join([*lines, "```"])


def _drawn_columns(table: SqlTable) -> Iterator[str]:
    for column in table.columns:
        marks = [
            mark for mark, on in (("PK", column.primary_key), ("FK", column.foreign_keys)) if on
        ]
        yield f"        {_kind(column)} {column.name} {', '.join(marks)}".rstrip()


def _drawn_references(table: SqlTable, names: tuple[str, ...]) -> Iterator[str]:
    for column in table.columns:
        for key in column.foreign_keys:
            other = key.column.table.name
            if other in names:
                left = "|o" if column.nullable else "||"
                yield f"    {other} {left}--o{{ {table.name} : {column.name}"


def _view(view: View) -> str:
    rows = [f"| `{name}` | {said} |" for name, said in view.columns.items()]
    return "\n".join(
        [f"### {view.name}\n", view.about, "\n| column | meaning |", "|---|---|", *rows, ""]
    )


def _table(table: SqlTable) -> str:
    rows = [_column(column) for column in table.columns]
    head = [f"### {table.name}\n", _about(table.name), "\n| column | type | |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _column(column: "Column[object]") -> str:
    notes = ["key"] if column.primary_key else []
    notes += [f"-> {key.target_fullname}" for key in column.foreign_keys]
    notes += ["may be NULL"] if column.nullable else []
    return f"| `{column.name}` | {_kind(column)} | {', '.join(notes)} |"


def _kind(column: "Column[object]") -> str:
    if isinstance(column.type, DateTime) or "DateTime" in type(column.type).__name__:
        return "time"
    return str(column.type).lower().replace("bigint", "integer").replace("varchar", "text")


def _about(name: str) -> str:
    """The first sentence of the row class's docstring."""
    rows = {str(row.__tablename__): row for row in Table.__subclasses__()}
    text = (rows[name].__doc__ or "").strip().split("\n\n")[0]
    return " ".join(text.split())


def main() -> None:
    """Write the file beside the source tree's other documents."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schema.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(describe(), "utf-8")


if __name__ == "__main__":
    main()
