"""The command that fills in the past: history from the web, and stored captures done again."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.options import Json, settings_of
from flows.commands.output import console, print_json
from flows.commands.work import PARTIAL, Direct
from flows.settings import Settings
from flows.wording import parse_day

if TYPE_CHECKING:
    from flows.backfilling import order
    from flows.backfilling.order import Asked

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]...", help="Ids from sources.yaml.", show_default=False),
]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day.")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day.")]


class Kind(StrEnum):
    """What is done, in one word; the form in the UI says it in more."""

    HISTORY = "history"
    CLEAN = "clean"
    ENRICH = "enrich"
    EVERYTHING = "everything"


class Again(StrEnum):
    """What of each day is done."""

    MISSING = "missing"
    FAILED = "failed"
    ALL = "all"


KINDS: "dict[Kind, order.What]" = {
    Kind.HISTORY: "history from the web",
    Kind.CLEAN: "clean again",
    Kind.ENRICH: "enrich again",
    Kind.EVERYTHING: "everything",
}
DAYS: "dict[Again, order.Again]" = {
    Again.MISSING: "missing",
    Again.FAILED: "missing and failed",
    Again.ALL: "all",
}
"""The words of the form in the UI for those of the command line."""

What = Annotated[Kind, typer.Option(help="What is done.")]
Reprocess = Annotated[
    Again, typer.Option(help="Do what is missing, also what failed, or all again.")
]
OldestFirst = Annotated[bool, typer.Option("--oldest-first", help="Begin in the past.")]
Most = Annotated[int, typer.Option(help="At most so many captures or pages; 0: all.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done.")]


def backfill(
    ctx: typer.Context,
    sources: Sources = None,
    first: From = None,
    last: To = None,
    what: What = Kind.CLEAN,
    reprocess: Reprocess = Again.MISSING,
    oldest_first: OldestFirst = False,
    limit: Most = 0,
    dry_run: DryRun = False,
    direct: Direct = False,
    json: Json = False,
) -> None:
    """Fill in the past: fetch history, or clean and enrich again what is stored.

    Safe to stop and to start again: what is done is never done twice. Days are those of
    publication for history, else those of the fetch, in UTC.

    \b
    newsledger backfill inbox --direct
    newsledger backfill --what history --from 2017-01-01 --to 2017-12-31 --dry-run
    """
    from flows.backfilling.order import Asked

    settings = settings_of(ctx)
    asked = Asked(
        sources=sources or [],
        first=parse_day(first) if first else None,
        last=parse_day(last) if last else None,
        what=KINDS[what],
        reprocess=DAYS[reprocess],
        newest_first=not oldest_first,
        limit=limit,
        dry_run=dry_run,
    )
    found = _directly(settings, asked) if direct or dry_run else _with_prefect(settings, asked)
    _tell(found, json=json)
    if found.get("failed_days"):
        raise typer.Exit(PARTIAL)


def _tell(found: dict[str, Any], *, json: bool) -> None:
    if json:
        print_json(found)
        return
    from rich.markdown import Markdown

    console().print(Markdown(found["report"]))


def _directly(settings: Settings, asked: "Asked") -> dict[str, Any]:
    from flows.backfilling.doing import do_backfill, order_from, tell_dry_run
    from flows.commands.bar import ProgressBar
    from flows.staged import PLAIN

    order = order_from(settings, asked)
    if order.dry_run:
        with console(err=True).status("reading what there is ..."):
            return {"report": tell_dry_run(settings, order)}
    with ProgressBar(console()) as bar:
        return do_backfill(settings, order, PLAIN, trigger="command", progress=bar).outcome


def _with_prefect(settings: Settings, asked: "Asked") -> dict[str, Any]:
    from flows.backfilling.doing import order_from
    from flows.own_server import start_own_server
    from flows.quiet import quiet_prefect

    order_from(settings, asked)  # what cannot be meant is told before a server is started
    quiet_prefect()
    settings.export()
    with console().status("running with Prefect (its own server takes ten seconds to start) ..."):
        start_own_server()
        from flows.backfill import backfill as backfill_flow

        state: Any = backfill_flow(
            sources=list(asked.sources),
            from_date=asked.first,
            to_date=asked.last,
            what=asked.what,
            reprocess=asked.reprocess,
            newest_first=asked.newest_first,
            limit=asked.limit,
            dry_run=asked.dry_run,
            return_state=True,
        )
    found: dict[str, Any] = state.result()
    return found
