"""Commands on the cleaning rules: rules try, rules apply, rules undo."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.group import Group
from flows.commands.options import Json, settings_of
from flows.commands.output import console, print_json
from flows.wording import counted, let_go

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.pipeline import Stages, Tally
    from flows.settings import Settings
    from tasks.work import Work

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Try cleaning rules, put them in force, and take them back.",
)

Source = Annotated[str, typer.Argument(metavar="SOURCE", help="Its id in sources.yaml.")]


@app.command("try")
def try_rules(
    ctx: typer.Context,
    source: Source,
    rules: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A list as under `rules:`; else that of sources.yaml."),
    ] = None,
    json: Json = False,
) -> None:
    """Clean the newest captures by other rules and show what would change; nothing is written.

    \b
    newsledger rules try inbox
    newsledger rules try inbox --rules new-rules.yaml
    """
    from flows.commands.bar import ProgressBar
    from flows.ruling import try_on_source

    with ProgressBar(console()) as bar:
        trial = try_on_source(settings_of(ctx), source, rules, bar)
    if json:
        print_json({"source": source, "trial": trial.as_json()})
        return
    from flows.showing.ruling import show_trial

    show_trial(console(), source, trial, applies=rules is None)


@app.command()
def apply(ctx: typer.Context, source: Source, json: Json = False) -> None:
    """Put the rules of sources.yaml in force, undone ones too, and clean everything again.

    Stop it as you like: the next run of anything, or the same command, goes on where it stopped.

    \b
    newsledger rules apply inbox
    """
    from flows.numbers import made
    from flows.proposing import named_source
    from flows.summary import outcome_of

    settings = settings_of(ctx)
    wanted, read_anew, kept = named_source(settings, source), 0, 0

    def do(work: "Work", tally: "Tally", stages: "Stages") -> None:
        nonlocal read_anew, kept
        from flows.running import apply_cleaning, run_process

        read_anew = tally.processed["put_back"] = apply_cleaning(work, wanted)
        kept = work.ledger.reader().let_go(source)
        run_process(work, tally, stages)

    outcome = outcome_of(_watched(settings, "apply", source, do))
    if json:
        print_json({"source": source, "read_anew": read_anew, "let_go": kept, **outcome})
    else:
        again = f"{counted(read_anew, 'article')} read anew, as they had cleaned them before"
        parts = [again] if read_anew else []
        done = "; ".join([*parts, *made(outcome["counts"])]) or "nothing had to be cleaned again"
        typer.echo(f"{source}: the rules of sources.yaml are in force; {done}.")
        if kept:
            typer.echo(f"{let_go(kept)}, and stay as they were read.")


@app.command()
def learn(ctx: typer.Context, source: Source, json: Json = False) -> None:
    """Learn which lines repeat on a source's pages outside their bodies, and clean by that.

    Every run does so by itself when a source has twice the articles it had at the last time.
    `newsledger rules undo` takes it back.

    \b
    newsledger rules learn inbox
    """
    from flows.proposing import named_source

    settings, queued = settings_of(ctx), 0
    named_source(settings, source)

    def do(work: "Work", tally: "Tally", stages: "Stages") -> None:
        nonlocal queued
        from flows.running import run_learning

        queued = run_learning(work, tally, stages, source)

    _watched(settings, "learn", source, do)
    if json:
        print_json({"source": source, "cleaned_again": queued})
    elif queued:
        typer.echo(f"{source}: lines that repeat were learnt; {queued} captures are cleaned again")
    else:
        typer.echo(f"{source}: its pages teach nothing that the rules in force do not know")


@app.command()
def undo(ctx: typer.Context, source: Source, json: Json = False) -> None:
    """Put the cleaning rules in force again that were before, with the texts they gave.

    They stay in force until sources.yaml is given rules that it never had before, or until
    `newsledger rules apply`. A second undo takes the first one back.

    \b
    newsledger rules undo inbox
    """
    from flows.ruling import InForce, cleaning_in_force

    read_anew, now = 0, InForce()

    def do(work: "Work", tally: "Tally", stages: "Stages") -> None:
        nonlocal read_anew, now
        from flows.running import run_process, undo_cleaning

        read_anew = tally.processed["put_back"] = undo_cleaning(work, source)
        run_process(work, tally, stages)
        now = cleaning_in_force(work.ledger, source)

    _watched(settings_of(ctx), "undo", source, do)
    if json:
        print_json(
            {
                "source": source,
                "read_anew": read_anew,
                "in_force": asdict(now),
            }
        )
    else:
        again = f"{counted(read_anew, 'article')} read anew"
        typer.echo(f"{source}: in force again: {now}; {again}.")
        typer.echo(f"A second `newsledger rules undo {source}` takes this back.")


def _watched(
    settings: "Settings", name: str, source: str, do: "Callable[[Work, Tally, Stages], None]"
) -> "Tally":
    """What a run on one source comes to, with a bar for those who wait."""
    from flows.commands.bar import ProgressBar
    from flows.direct import run_directly

    with ProgressBar(console()) as bar:
        return run_directly(settings, name, {"source": source}, do, bar)
