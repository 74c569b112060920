"""Commands on the ledger itself: init, runs, doctor."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.commands.options import Json, Limit, reading, settings_of
from flows.commands.output import console, print_json
from flows.commands.starter import STARTER
from flows.settings import Settings


def init(ctx: typer.Context, json: Json = False) -> None:
    """Make a ledger here, with a sources.yaml to start from; what is there is kept.

    \b
    newsledger init
    newsledger --database postgresql://localhost/news init
    """
    from storage.ledger import Ledger

    settings = settings_of(ctx)
    written = _write_starter(settings)
    Ledger.create(settings.database_url, settings.blobs_url).close()
    if json:
        document = {"sources": str(settings.sources_path), "wrote_sources": written}
        print_json({**document, "database": _shown(settings), "blobs": settings.blobs_url})
        return
    kept = "written, with an example" if written else "kept as it is"
    typer.echo(f"ledger   {_shown(settings)}")
    typer.echo(f"blobs    {settings.blobs_url}")
    typer.echo(f"sources  {settings.sources_path} ({kept})")
    typer.echo("Next: name your sources there, `newsledger sources check`, `newsledger ingest`.")


Run = Annotated[
    int | None,
    typer.Argument(metavar="[RUN]", min=1, help="A run's number: what it could not have or use."),
]


def runs(ctx: typer.Context, run: Run = None, limit: Limit = 20, json: Json = False) -> None:
    """List the runs, newest first, with what each did; of one run, what it could not have or use.

    \b
    newsledger runs --limit 5
    newsledger runs 12
    """
    if run is not None:
        _one_run(ctx, run, json=json)
        return
    with reading(ctx) as ledger:
        found = ledger.runs(limit)
    if json:
        print_json({"runs": found})
    elif not found:
        typer.echo("No run yet; start one with `newsledger ingest`.")
    else:
        from flows.showing.upkeep import show_runs

        show_runs(console(), found)


def doctor(
    ctx: typer.Context,
    quick: Annotated[
        bool, typer.Option("--quick", help="Only look whether blobs are there, not into them.")
    ] = False,
    json: Json = False,
) -> None:
    """Examine the whole ledger and name the cure of everything that is wrong.

    \b
    newsledger doctor --quick
    """
    from storage.care.doctor import Level
    from storage.reading import Reader

    settings = settings_of(ctx)
    reader = Reader.open(settings.database_url, settings.blobs_url, check=False)
    try:
        findings = list(reader.examine(datetime.now(UTC), quick=quick))
    finally:
        reader.close()
    healthy = all(finding.level is not Level.WRONG for finding in findings)
    if json:
        print_json({"healthy": healthy, "findings": findings})
    else:
        from flows.showing.upkeep import show_findings

        show_findings(console(), findings)
    if not healthy:
        raise typer.Exit(1)


def _one_run(ctx: typer.Context, run: int, *, json: bool) -> None:
    with reading(ctx) as ledger:
        found, refused = ledger.run(run), ledger.refused(run)
        stubs = ledger.stubs_of_run(run)
    if json:
        print_json({"run": found, "refused": refused, "stubs": stubs})
        return
    from flows.showing.stubs import show_stubs
    from flows.showing.upkeep import show_refused, show_runs

    show_runs(console(), [found])
    failed = found.counts.get("failed_days")
    show_refused(console(), refused, failed_days=failed if isinstance(failed, int) else 0)
    if stubs:
        typer.echo()
        show_stubs(console(), stubs)


def _write_starter(settings: Settings) -> bool:
    """Write an example sources.yaml with its schema, where there is none; whether it did."""
    from tasks.sources_file import json_schema

    path = settings.sources_path
    if path.exists():
        return False
    import json as jsons

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STARTER, encoding="utf-8")
    schema = path.with_name("sources.schema.json")
    schema.write_text(jsons.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
    return True


def _shown(settings: Settings) -> str:
    from storage.reading import shown_url

    return shown_url(settings.database_url)
