"""The `newsledger` command: its options, and which commands there are.

Nothing heavy is imported here: each command imports what it needs when it runs, so that help comes
at once and Prefect is loaded only by what runs flows.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from flows.commands import (
    articles,
    asking,
    backfilling,
    entities,
    exploring,
    exporting,
    facts,
    feeding,
    groups,
    handing_over,
    keeping,
    rules,
    serving,
    sources,
    tour,
    upkeep,
    work,
)
from flows.commands.group import EXIT_CODES, Group
from flows.commands.minus import TakesWords
from flows.settings import read_settings
from storage.errors import UsageError

RUN, READ, KEEP = "Run", "Read", "Keep"

app = typer.Typer(
    name="newsledger",
    cls=Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"newsledger {version('newsledger')}")
        raise typer.Exit


@app.callback()
def newsledger(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option("--in", "-C", metavar="DIR", help="Run as if started in this folder."),
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="The ledger's database: SQLite, PostgreSQL.")
    ] = None,
    blobs: Annotated[
        str | None, typer.Option(metavar="URL", help="Where bytes are kept: a folder, s3://, ...")
    ] = None,
    sources: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file that names the sources.")
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """A versioned ledger of the news you follow: every article, every version, every source."""
    if folder is not None:
        _enter(folder)
    found = read_settings()
    ctx.obj = replace(
        found,
        database_url=database or found.database_url,
        blobs_url=blobs or found.blobs_url,
        sources_path=sources or found.sources_path,
    )


def _enter(folder: Path) -> None:
    try:
        os.chdir(folder)
    except OSError as error:
        raise UsageError(f"cannot run in {folder}: {error.strerror}") from error


COMMANDS: tuple[tuple[str, tuple[Callable[..., None], ...]], ...] = (
    (RUN, (tour.tour, work.ingest, work.process, backfilling.backfill)),
    (RUN, (serving.up, serving.deploy)),
    (READ, (articles.articles, articles.show, articles.history, articles.diff)),
    (READ, (groups.changes, groups.copies, groups.stories, groups.story)),
    (READ, (facts.search, facts.why, facts.entity, asking.query)),
    (READ, (exploring.explore, handing_over.report, feeding.feed)),
    (KEEP, (upkeep.init, upkeep.runs, upkeep.doctor)),
    (KEEP, (keeping.erase, keeping.backup, keeping.restore)),
    (KEEP, (asking.health,)),
)
"""Each heading of the help with its commands, in the order they are listed."""

PARSED_BY = {facts.search: TakesWords}

for heading, commands in COMMANDS:
    for command in commands:
        app.command(rich_help_panel=heading, cls=PARSED_BY.get(command))(command)
app.add_typer(entities.app, name="entities", rich_help_panel=READ)
app.add_typer(exporting.app, name="export", rich_help_panel=KEEP)
app.add_typer(rules.app, name="rules", rich_help_panel=KEEP)
app.add_typer(sources.app, name="sources", rich_help_panel=KEEP)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
