"""Commands on who is who: entities, and entities merge, split, undo, decisions."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands import reviewing
from flows.commands.group import Group
from flows.commands.options import Json, Limit, Since, Source, reading
from flows.commands.output import console, print_json
from flows.commands.who import DryRun, Kind, check_kind, writing
from flows.wording import parse_since

if TYPE_CHECKING:
    from storage.who.deciding import Change


app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="List who is written of most; decide who is who, and take it back.",
)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="As it is written; `org:Acme` says which kind.")
]


@app.callback()
def entities(
    ctx: typer.Context,
    kind: Kind = None,
    source: Source = None,
    since: Since = None,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """List the people, organisations and places that most is written of; decide who is who.

    \b
    newsledger entities --kind person --since 2026-03-01
    newsledger entities review
    """
    if ctx.invoked_subcommand is not None:
        return
    check_kind(kind)
    moment = parse_since(since) if since else None
    with reading(ctx) as ledger:
        found = ledger.entities(kind=kind, source=source, since=moment, limit=limit)
    if json:
        print_json({"entities": found})
    elif not found:
        typer.echo("No entities; `newsledger ingest` reads articles and finds them.")
    else:
        from flows.showing.facts import show_entities

        show_entities(console(), found)


@app.command()
def merge(
    ctx: typer.Context, name: Name, other: Name, dry_run: DryRun = False, json: Json = False
) -> None:
    """Decide that two names are one entity.

    \b
    newsledger entities merge "Acme" "Acme Group"
    newsledger entities merge org:Acme "org:Acme Group" --dry-run
    """
    _decide(ctx, (name, other), same=True, dry=dry_run, json=json)


@app.command()
def split(
    ctx: typer.Context, name: Name, other: Name, dry_run: DryRun = False, json: Json = False
) -> None:
    """Decide that two names are never one entity, whatever texts and rules say.

    \b
    newsledger entities split "Acme" "Acme Records"
    """
    _decide(ctx, (name, other), same=False, dry=dry_run, json=json)


@app.command()
def undo(
    ctx: typer.Context,
    decision: Annotated[
        int | None, typer.Argument(metavar="DECISION", help="Else the last that a person took.")
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take a decision back; who is who is then exactly what it was without it.

    \b
    newsledger entities undo
    newsledger entities undo 12 --dry-run
    """
    from storage.who.deciding import take_back

    with writing(ctx) as ledger:
        change = take_back(ledger, datetime.now(UTC), decision, dry=dry_run)
    _tell(change, dry=dry_run, json=json, undone=True)


@app.command()
def decisions(ctx: typer.Context, limit: Limit = 20, json: Json = False) -> None:
    """List the decisions in force, newest first, with who took them and why.

    \b
    newsledger entities decisions --limit 5
    """
    from storage.who.deciding import decisions as decided

    with writing(ctx) as ledger:
        found = decided(ledger, limit)
    if json:
        print_json({"decisions": found})
        return
    from flows.showing.deciding import show_decisions

    show_decisions(console(), found)


app.command()(reviewing.suggest)
app.command()(reviewing.review)
app.command("try")(reviewing.try_rules)


def _decide(
    ctx: typer.Context, names: tuple[str, str], *, same: bool, dry: bool, json: bool
) -> None:
    from flows.knowing import read_name
    from storage.who.deciding import decide, find_pair

    with writing(ctx) as ledger:
        one, other = find_pair(ledger, *map(read_name, names))
        change = decide(ledger, one, other, datetime.now(UTC), same=same, dry=dry)
    _tell(change, dry=dry, json=json)


def _tell(change: "Change", *, dry: bool, json: bool, undone: bool = False) -> None:
    if json:
        print_json({"change": change, "undone": undone, "written": not dry})
        return
    from flows.showing.deciding import show_change

    show_change(console(), change, dry=dry, undone=undone)
