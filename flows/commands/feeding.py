"""The command that writes a feed of changes: feed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Limit, Source, reading
from flows.wording import counted


def feed(
    ctx: typer.Context,
    entity: Annotated[
        str | None, typer.Option("--entity", "-e", metavar="NAME", help="Texts that name this.")
    ] = None,
    source: Source = None,
    query: Annotated[
        str | None, typer.Option("--query", metavar="WORDS", help="Texts that hold these words.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Instead of printing it.")
    ] = None,
    limit: Limit = 50,
) -> None:
    """Write an Atom feed of what is new and what changed, for a feed reader.

    Each new version is an entry: a new article whole, an edit word by word.

    \b
    newsledger feed --entity "Maud Tressider" --output maud.xml
    newsledger feed --source inbox --query 'harbour OR ferry'
    """
    from flows.feeding import entries, write_feed
    from storage.fulltext.finding import Narrowed

    followed = [part for part in (entity, source, query) if part]
    title = f"newsledger: {' · '.join(followed) or 'all news'}"
    with reading(ctx) as ledger:
        found = list(entries(ledger, query, Narrowed(entity=entity, source=source), limit))
        document = write_feed(found, title, datetime.now(UTC))
    if output is None:
        typer.echo(document, nl=False)
    else:
        output.write_text(document, "utf-8")
        typer.echo(f"{output}: {counted(len(found), 'entry', 'entries')}")
