"""Commands on who is who: entities, and entities merge, split, undo, review, suggest, try."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.group import Group
from flows.commands.options import Json, Limit, Since, Source, reading, settings_of
from flows.commands.output import console, print_json
from flows.wording import parse_since

if TYPE_CHECKING:
    from storage.deciding import Change
    from storage.ledger import Ledger
    from tasks.enrich.suggest import Suggestion

KINDS = ("person", "org", "place", "event", "product", "nationality")
ANSWERS = {"s": "same", "d": "different", "k": "skip", "q": "quit"}

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="List who is written of most; decide who is who, and take it back.",
)

Kind = Annotated[
    str | None, typer.Option("--kind", "-k", metavar="KIND", help=f"One of {', '.join(KINDS)}.")
]
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="As it is written; `org:Acme` says which kind.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show who would be who; nothing is written.")
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
    _check_kind(kind)
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
    from storage.deciding import take_back

    with _writing(ctx) as ledger:
        change = take_back(ledger, datetime.now(UTC), decision, dry=dry_run)
    _tell(change, dry=dry_run, json=json, undone=True)


@app.command()
def decisions(ctx: typer.Context, limit: Limit = 20, json: Json = False) -> None:
    """List the decisions in force, newest first, with who took them and why.

    \b
    newsledger entities decisions --limit 5
    """
    from storage.deciding import decisions as decided

    with _writing(ctx) as ledger:
        found = decided(ledger, limit)
    if json:
        print_json({"decisions": found})
        return
    from flows.showing.deciding import show_decisions

    show_decisions(console(), found)


@app.command()
def suggest(ctx: typer.Context, kind: Kind = None, limit: Limit = 20, json: Json = False) -> None:
    """List names that may be one entity, with the rule that says so; nothing is merged by itself.

    \b
    newsledger entities suggest --kind person
    """
    with _writing(ctx) as ledger:
        found = _suggestions(ledger, kind)
    if json:
        print_json({"suggestions": found[:limit], "all": len(found)})
        return
    from flows.showing.deciding import show_suggestions

    show_suggestions(console(), found[:limit], len(found))


@app.command()
def review(
    ctx: typer.Context,
    kind: Kind = None,
    limit: Limit = 20,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Walk through the suggestions: same, different, or skip.

    Each answer is written at once, so stopping loses none. With --json the questions go to the
    error output, and what was decided is printed in the end.

    \b
    newsledger entities review --kind org --limit 10
    """
    from flows.showing.deciding import show_question

    taken: list[Change] = []
    with _writing(ctx) as ledger:
        found = _suggestions(ledger, kind)[:limit]
        for place, item in enumerate(found, 1):
            show_question(console(err=json), ledger, item, f"{place} of {len(found)}")
            answer = _ask()
            if answer == "quit":
                break
            if answer != "skip":
                taken.append(_answer(ledger, item, same=answer == "same", dry=dry_run))
    if json:
        print_json({"decided": taken, "written": not dry_run})
    else:
        typer.echo(_summary(len(found), len(taken), dry=dry_run))


@app.command("try")
def try_rules(ctx: typer.Context, json: Json = False) -> None:
    """Annotate every current text by the rules of now: merges gained and lost; nothing is written.

    \b
    newsledger entities try
    """
    from flows.knowing import try_merges
    from tasks.sources_file import load_sources

    sources = load_sources(settings_of(ctx).sources_path).sources
    with _writing(ctx) as ledger:
        changes = try_merges(ledger, sources)
    if json:
        print_json({"gained": changes.gained, "lost": changes.lost})
        return
    from flows.showing.deciding import show_merge_changes

    show_merge_changes(console(), changes)


def _decide(
    ctx: typer.Context, names: tuple[str, str], *, same: bool, dry: bool, json: bool
) -> None:
    from flows.knowing import read_name
    from storage.deciding import decide, find_pair

    with _writing(ctx) as ledger:
        one, other = find_pair(ledger, *map(read_name, names))
        change = decide(ledger, one, other, datetime.now(UTC), same=same, dry=dry)
    _tell(change, dry=dry, json=json)


def _answer(ledger: "Ledger", item: "Suggestion", *, same: bool, dry: bool) -> "Change":
    from storage.deciding import decide

    now = datetime.now(UTC)
    return decide(ledger, item.one, item.other, now, same=same, dry=dry)


def _tell(change: "Change", *, dry: bool, json: bool, undone: bool = False) -> None:
    if json:
        print_json({"change": change, "undone": undone, "written": not dry})
        return
    from flows.showing.deciding import show_change

    show_change(console(), change, dry=dry, undone=undone)


def _suggestions(ledger: "Ledger", kind: str | None) -> "list[Suggestion]":
    from flows.knowing import suggestions

    _check_kind(kind)
    return suggestions(ledger, kind)


def _ask() -> str:
    shown = ", ".join(f"{letter} {word}" for letter, word in ANSWERS.items())
    while True:
        try:
            said = typer.prompt(f"  {shown}", default="k", show_default=False, err=True)
        except typer.Abort:  # nobody is there to answer
            return "quit"
        for letter, word in ANSWERS.items():
            if said.strip().lower() in (letter, word):
                return word


def _summary(asked: int, taken: int, *, dry: bool) -> str:
    if not asked:
        return "Nothing to decide; no two names look like one entity."
    end = "; nothing is written" if dry else "; `newsledger entities undo` takes the last one back"
    return f"{taken} of {asked} decided{end if taken or dry else ''}"


def _check_kind(kind: str | None) -> None:
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")


@contextmanager
def _writing(ctx: typer.Context) -> "Iterator[Ledger]":
    from storage.ledger import Ledger

    settings = settings_of(ctx)
    ledger = Ledger.open(settings.database_url, settings.blobs_url)
    try:
        yield ledger
    finally:
        ledger.close()
