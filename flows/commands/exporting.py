"""Commands that hand the ledger's contents to other programs: export warc."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.commands import handing_over
from flows.commands.group import Group
from flows.commands.options import Json, Source, reading
from flows.commands.output import print_json
from flows.wording import counted, let_go, parse_since

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Hand what is stored to other programs.",
)


@app.callback()
def export() -> None:
    """Hand what is stored to other programs."""


@app.command()
def warc(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Such as news.warc.gz.")],
    source: Source = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Fetched since this day or time.")
    ] = None,
    json: Json = False,
) -> None:
    """Write the stored answers of the web as a WARC file, which web archives replay.

    \b
    newsledger export warc news.warc.gz
    newsledger export warc march.warc.gz --since 2026-03-01
    """
    from flows.exporting import write_warc

    moment = parse_since(since) if since else None
    with reading(ctx) as ledger:
        count = write_warc(ledger.answers(source, moment), file, datetime.now(UTC))
        left_out = ledger.let_go(source, moment)
    if json:
        print_json({"file": str(file), "answers": count, "let_go": left_out})
        return
    typer.echo(f"{file}: {counted(count, 'answer')}, as gzipped WARC/1.1")
    if left_out:
        typer.echo(f"{let_go(left_out)}; the file is without them")


@app.command()
def ftm(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Such as news.ftm.json.")],
    json: Json = False,
) -> None:
    """Write articles and whom they mention as FollowTheMoney, for Aleph and its tools.

    \b
    newsledger export ftm news.ftm.json
    """
    from flows.exporting import write_lines

    with reading(ctx) as ledger:
        count = write_lines(ledger.ftm_lines(), file)
    if json:
        print_json({"file": str(file), "entities": count})
    else:
        typer.echo(f"{file}: {counted(count, 'entity', 'entities')} of FollowTheMoney")


app.command()(handing_over.parquet)
app.command()(handing_over.jsonl)
