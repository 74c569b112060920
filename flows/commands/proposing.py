"""Commands that look at a site before it is read: sources add, sources try."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.options import Json, settings_of
from flows.commands.output import console, print_json
from flows.wording import plain

if TYPE_CHECKING:
    from flows.proposing import Tried


def add(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The site's front page.")],
    source_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="What to call it; else by its host.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Add the entry to sources.yaml, not only show it.")
    ] = False,
    private: Annotated[
        bool,
        typer.Option("--allow-private-hosts", help="The site is on this machine or network."),
    ] = False,
    json: Json = False,
) -> None:
    """Propose an entry for a site: its feeds, sitemaps, language and time zone.

    \b
    newsledger sources add https://courier.example
    newsledger sources add courier.example --id courier --write
    """
    from flows.proposing import propose_source
    from tasks.sources_entry import add_entry

    settings = settings_of(ctx)
    with console(err=True).status(f"asking {plain(url)} ..."):
        found = propose_source(settings, url, source_id=source_id, private=private)
    if write:
        add_entry(settings.sources_path, found.source)
    if json:
        entry = found.source.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        print_json({"source": entry, "notes": found.notes, "written": write})
        return
    from flows.showing.proposing import show_proposal

    show_proposal(console(), found, str(settings.sources_path) if write else None)


def try_source(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID", help="Its id in sources.yaml.")],
    channel: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which channel; else the first.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 3,
    json: Json = False,
) -> None:
    """Fetch a few items and show what cleaning makes of them; the ledger stays untouched.

    \b
    newsledger sources try inbox
    newsledger sources try inbox --channel dumps --limit 1
    """
    from flows.proposing import try_items

    with console(err=True).status(f"asking {plain(source)} ..."):
        found = try_items(settings_of(ctx), source, channel=channel, limit=limit)
    if json:
        print_json({"source": source, "items": [_plain(item) for item in found]})
    else:
        from flows.showing.proposing import show_tried

        show_tried(console(), source, found)
    if not any(item.cleaned for item in found):
        raise typer.Exit(1)


def _plain(item: "Tried") -> dict[str, Any]:
    row, cleaned = item.received, item.cleaned
    about = {"url": row.link.url, "outcome": row.outcome, "reason": row.reason}
    if cleaned is None:
        return {**about, "state": None}
    judged = {"state": cleaned.state, "reason": cleaned.reason or row.reason}
    what = {"article": cleaned.article, "dropped": cleaned.dropped, "evidence": cleaned.evidence}
    return {**about, **judged, **what}
