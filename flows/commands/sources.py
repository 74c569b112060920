"""Commands on sources.yaml: sources check, list, add, try, schema."""

import json as jsons
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flows.commands import proposing
from flows.commands.group import Group
from flows.commands.options import Json, settings_of
from flows.commands.output import console, print_json
from flows.settings import Settings
from flows.wording import counted
from storage.errors import LedgerMissingError

if TYPE_CHECKING:
    from storage.views import SourceView
    from tasks.sources import Source

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Check, list, add and try the sources of sources.yaml.",
)


@app.command()
def check(ctx: typer.Context, json: Json = False) -> None:
    """Say what is wrong in sources.yaml, with the line and a suggestion.

    \b
    newsledger sources check
    """
    from tasks.sources_file import load_sources

    settings = settings_of(ctx)
    path = settings.sources_path
    sources = load_sources(path, datetime.now(UTC).date()).sources
    channels = sum(len(source.channels) for source in sources)
    silent = [source.id for source in sources if not source.channels]
    empty = _globs_of_nothing(settings.root, sources)
    if json:
        facts = {"sources": len(sources), "channels": channels, "without_channels": silent}
        facts |= {"paths_of_nothing": empty}
        print_json({"file": str(path), **facts})
        return
    number = f"{counted(len(sources), 'source')}, {counted(channels, 'channel')}"
    typer.echo(f"{path}: {number}; nothing is wrong.")
    if silent:
        typer.echo(f"Without a channel, so never read: {', '.join(silent)}.")
    for glob in empty:
        typer.echo(f"No file matches this yet: {glob}")
    if not sources:
        typer.echo("Add one under `sources:`; `newsledger init` wrote an example to start from.")


@app.command("list")
def list_sources(ctx: typer.Context, json: Json = False) -> None:
    """List every source, with what the ledger holds of it.

    \b
    newsledger sources list
    """
    from tasks.sources_file import load_sources

    settings = settings_of(ctx)
    named, known = load_sources(settings.sources_path).sources, _known(settings)
    if json:
        plain = [source.model_dump(mode="json", by_alias=True) for source in named]
        print_json({"sources": plain, "ledger": list(known.values())})
        return
    if not named and not known:
        typer.echo(f"{settings.sources_path} names no source; add one under `sources:`.")
        return
    from flows.showing.upkeep import show_sources

    show_sources(console(), named, known)


app.command()(proposing.add)
app.command("try")(proposing.try_source)


@app.command()
def schema() -> None:
    """Print the JSON Schema of sources.yaml, for editors.

    \b
    newsledger sources schema > sources.schema.json
    """
    from tasks.sources_file import json_schema

    typer.echo(jsons.dumps(json_schema(), indent=2, ensure_ascii=False))


def _globs_of_nothing(root: Path, sources: "Sequence[Source]") -> list[str]:
    """The globs that no file matches, each with the source and channel that name it."""
    from tasks.fetch.stored.paths import names_nothing

    return [
        f"{channel.path} ({source.id}, channel {channel.name})"
        for source in sources
        for channel in source.channels
        if channel.path and names_nothing(root, channel.path)
    ]


def _known(settings: Settings) -> "dict[str, SourceView]":
    """What the ledger holds of each source; nothing where there is no ledger yet."""
    from storage.reading import Reader

    try:
        reader = Reader.open(settings.database_url, settings.blobs_url)
    except LedgerMissingError:
        return {}
    try:
        return {view.id: view for view in reader.sources()}
    finally:
        reader.close()
