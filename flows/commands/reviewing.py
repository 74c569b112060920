"""Commands that look for who may be who: entities suggest, review, try."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from flows.commands.options import Json, Limit, settings_of
from flows.commands.output import console, print_json
from flows.commands.who import DryRun, Kind, check_kind, writing

if TYPE_CHECKING:
    from storage.ledger import Ledger
    from storage.who.deciding import Change
    from tasks.enrich.suggest import Suggestion

ANSWERS = {"s": "same", "d": "different", "k": "skip", "q": "quit"}


def suggest(ctx: typer.Context, kind: Kind = None, limit: Limit = 20, json: Json = False) -> None:
    """List names that may be one entity, with the rule that says so; nothing is merged by itself.

    \b
    newsledger entities suggest --kind person
    """
    with writing(ctx) as ledger:
        found = _suggestions(ledger, kind)
    if json:
        print_json({"suggestions": found[:limit], "all": len(found)})
        return
    from flows.showing.deciding import show_suggestions

    show_suggestions(console(), found[:limit], len(found))


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
    with writing(ctx) as ledger:
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


def try_rules(ctx: typer.Context, json: Json = False) -> None:
    """Annotate every current text by the rules of now: merges gained and lost; nothing is written.

    \b
    newsledger entities try
    """
    from flows.knowing import try_merges
    from tasks.sources_file import load_sources

    sources = load_sources(settings_of(ctx).sources_path).sources
    with writing(ctx) as ledger:
        changes = try_merges(ledger, sources)
    if json:
        print_json({"gained": changes.gained, "lost": changes.lost})
        return
    from flows.showing.deciding import show_merge_changes

    show_merge_changes(console(), changes)


def _suggestions(ledger: "Ledger", kind: str | None) -> "list[Suggestion]":
    from flows.knowing import suggestions

    check_kind(kind)
    return suggestions(ledger, kind)


def _answer(ledger: "Ledger", item: "Suggestion", *, same: bool, dry: bool) -> "Change":
    from storage.who.deciding import decide

    now = datetime.now(UTC)
    return decide(ledger, item.one, item.other, now, same=same, dry=dry)


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
