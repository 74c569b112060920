"""The tour command: the whole way on sample news, with nothing to prepare."""

from pathlib import Path
from typing import Annotated, Any

import typer

from flows.commands.options import settings_of
from flows.commands.output import console
from flows.settings import Settings


def tour(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where it is kept.")] = Path(
        "tour"
    ),
    direct: Annotated[bool, typer.Option("--direct", help="Without Prefect.")] = False,
) -> None:
    """Ingest two editions of an invented news site, and show what the ledger can tell.

    Needs no network and no account; the folder is made anew each time.

    \b
    newsledger tour
    newsledger -C tour articles
    """
    from flows.touring import ingest_editions, prepare, settings_in, show_around

    prepare(folder)
    settings = settings_in(folder.resolve(), settings_of(ctx))
    out = console()
    ingest_editions(out, settings, ingest_directly if direct else _with_prefect)
    show_around(out, settings, str(folder))


def _with_prefect(settings: Settings) -> dict[str, Any]:
    from flows.own_server import start_own_server
    from flows.quiet import quiet_prefect

    quiet_prefect()
    settings.export()
    with console().status("running with Prefect (its own server takes ten seconds to start) ..."):
        start_own_server()
        from flows.ingest import ingest

        state: Any = ingest([], due_or_not=True, return_state=True)
    found: dict[str, Any] = state.result()
    return found


def ingest_directly(settings: Settings) -> dict[str, Any]:
    """Ingest in a plain loop; returns what came of it."""
    from flows.direct import run_directly
    from flows.running import run_ingest
    from flows.summary import outcome_of

    return outcome_of(
        run_directly(
            settings, "ingest", {}, lambda work, tally, stages: run_ingest(work, tally, stages, [])
        )
    )
