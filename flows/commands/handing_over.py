"""Commands that hand over what is new: export parquet, export jsonl, report."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Json, reading, settings_of
from flows.commands.output import print_json
from flows.wording import counted, parse_since

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")]


def parquet(ctx: typer.Context, folder: Folder, json: Json = False) -> None:
    """Write what is new since the last export into a folder, as Parquet.

    \b
    newsledger export parquet out
    """
    _export(ctx, "parquet", folder, json)


def jsonl(ctx: typer.Context, folder: Folder, json: Json = False) -> None:
    """Write what is new since the last export into a folder, as JSON lines of NewsArticle.

    \b
    newsledger export jsonl out
    """
    _export(ctx, "jsonl", folder, json)


def report(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The HTML file to write.")] = Path(
        "report.html"
    ),
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="From this day on; by default 30 days ago.")
    ] = None,
) -> None:
    """Write one HTML file to look at: volume, health, names, stories, edits, copies.

    Topics of watch.yaml beside sources.yaml are followed in it, too.

    \b
    newsledger report --since 2026-03-01 march.html
    """
    from flows.report.page import write_report
    from flows.watching import read_topics

    topics = read_topics(settings_of(ctx).root)
    now = datetime.now(UTC)
    start = parse_since(since) if since else now - timedelta(days=30)
    with reading(ctx) as ledger:
        page = write_report(ledger, start, now, topics)
    path.write_text(page, "utf-8")
    typer.echo(f"{path}: open it in a browser")


def _export(ctx: typer.Context, form: str, folder: Path, json: bool) -> None:
    from storage.export import door

    with reading(ctx) as ledger:
        count = door.export(ledger, folder, door.Form(form), datetime.now(UTC))
    if json:
        print_json({"versions": count, "folder": str(folder)})
    else:
        rows = counted(count, "new row")
        typer.echo(f"{rows} in {folder}: a version has one more when its end became known")
