"""Commands that run the stages: ingest, process."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.options import Json, settings_of
from flows.commands.output import console, print_json

if TYPE_CHECKING:
    from flows.pipeline import Stages, Tally
    from tasks.work import Work

    Do = Callable[[Work, Tally, Stages], None]

PARTIAL = 8
"""The exit code when something could not be had and everything else is stored."""

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]...", help="Ids from sources.yaml.", show_default=False),
]
Direct = Annotated[
    bool, typer.Option("--direct", help="Without Prefect: no server, no run in its UI.")
]


def ingest(
    ctx: typer.Context, sources: Sources = None, direct: Direct = False, json: Json = False
) -> None:
    """Read the sources now, and clean, judge, enrich and store what came.

    Runs as a Prefect flow: on the server of PREFECT_API_URL or, where none is named, on one inside
    this process, which takes ten seconds to start.

    \b
    newsledger ingest
    newsledger ingest inbox --direct
    """
    names = sources or []

    def do(work: "Work", tally: "Tally", stages: "Stages") -> None:
        from flows.running import run_ingest

        run_ingest(work, tally, stages, names)

    def flow() -> Any:
        from flows.ingest import ingest as ingest_flow

        return ingest_flow(names, due_or_not=True, return_state=True)

    _finish(_run(ctx, "ingest", names, do, flow, direct=direct), json)


def process(ctx: typer.Context, direct: Direct = False, json: Json = False) -> None:
    """Process the captures that wait, and fetch nothing.

    \b
    newsledger process
    """

    def do(work: "Work", tally: "Tally", stages: "Stages") -> None:
        from flows.running import run_process

        run_process(work, tally, stages)

    def flow() -> Any:
        from flows.process import process as process_flow

        return process_flow(return_state=True)

    _finish(_run(ctx, "process", [], do, flow, direct=direct), json)


def _run(
    ctx: typer.Context,
    name: str,
    sources: Sequence[str],
    do: "Do",
    flow: Callable[[], Any],
    *,
    direct: bool,
) -> dict[str, Any]:
    """Run with Prefect or without; returns what came of it as plain values."""
    settings = settings_of(ctx)
    if direct:
        from flows.commands.bar import ProgressBar
        from flows.direct import run_directly
        from flows.summary import outcome_of

        with ProgressBar(console()) as bar:
            tally = run_directly(settings, name, {"sources": list(sources)}, do, bar)
        return outcome_of(tally)
    from flows.own_server import start_own_server
    from flows.quiet import quiet_prefect

    quiet_prefect()
    settings.export()
    with console().status("running with Prefect (its own server takes ten seconds to start) ..."):
        start_own_server()
        state = flow()
    found: dict[str, Any] = state.result()
    return found


def _finish(found: dict[str, Any], json: bool) -> None:
    """Show what came of a run; ends with PARTIAL where something could not be had."""
    if json:
        print_json(found)
    else:
        from flows.showing.runs import show_outcome

        show_outcome(console(), found)
    if found["state"] == "partial":
        raise typer.Exit(PARTIAL)
