"""Commands that hand the ledger's contents over: export, report."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Json, reading
from flows.commands.output import print_json
from flows.wording import counted, parse_since


class Form(StrEnum):
    """What an export is written as."""

    PARQUET = "parquet"
    JSONL = "jsonl"


def export(
    ctx: typer.Context,
    form: Annotated[Form, typer.Argument(help="Parquet, or JSON lines of schema.org NewsArticle.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")],
    json: Json = False,
) -> None:
    """Write what is new since the last export into a folder.

    \b
    newsledger export parquet out
    newsledger export jsonl out
    """
    from storage.export import door

    with reading(ctx) as ledger:
        count = door.export(ledger, folder, door.Form(form.value), datetime.now(UTC))
    if json:
        print_json({"versions": count, "folder": str(folder)})
    else:
        typer.echo(f"{counted(count, 'new version')} in {folder}")


def report(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The HTML file to write.")] = Path(
        "report.html"
    ),
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="From this day on; by default 30 days ago.")
    ] = None,
) -> None:
    """Write one HTML file to look at: sources, health, names, edits, copies.

    \b
    newsledger report --since 2026-03-01 march.html
    """
    from flows.showing.report import write_report

    now = datetime.now(UTC)
    start = parse_since(since) if since else now - timedelta(days=30)
    with reading(ctx) as ledger:
        page = write_report(ledger, start, now)
    path.write_text(page, "utf-8")
    typer.echo(f"{path}: open it in a browser")
