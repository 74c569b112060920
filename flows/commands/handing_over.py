"""Commands that hand the ledger's contents over: export."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Json, reading
from flows.commands.output import print_json
from flows.wording import counted


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
