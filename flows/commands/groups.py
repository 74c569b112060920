"""Commands that read articles beside each other: changes, copies, stories, story."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from flows.commands.options import Article, Json, Limit, Source, reading
from flows.commands.output import console, print_json
from flows.wording import parse_since

USUAL_SPAN = timedelta(days=7)

SeenSince = Annotated[
    str | None, typer.Option("--since", metavar="WHEN", help="By default a week ago.")
]


def changes(
    ctx: typer.Context,
    since: SeenSince = None,
    source: Source = None,
    limit: Limit = 20,
    flaps: Annotated[
        bool, typer.Option("--all", help="Edits that were taken back at once, too.")
    ] = False,
    corrections: Annotated[
        bool,
        typer.Option(
            "--corrections",
            help="Only edits that their publisher owns to; `query corrections` lists what articles"
            " came with, too.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """List what publishers changed, the largest edits first; headlines apart.

    \b
    newsledger changes --since 2026-03-01
    newsledger changes --corrections
    """
    with reading(ctx) as ledger:
        found = ledger.changes(_start(since), source=source, flaps=flaps)
    if corrections:
        found = [edit for edit in found if edit.notices]
    headlines = [edit for edit in found if edit.headline != edit.old_headline]
    headlines.sort(key=lambda edit: edit.seen_at, reverse=True)
    texts = [edit for edit in found if edit.size or edit.headline == edit.old_headline]
    if json:
        print_json({"changes": texts[:limit], "headlines": headlines[:limit]})
        return
    from flows.showing.groups import show_changes

    show_changes(console(), texts, headlines, limit)


def copies(ctx: typer.Context, article: Article, json: Json = False) -> None:
    """Show who had an article's text first, and how long the others took.

    \b
    newsledger copies 12
    """
    with reading(ctx) as ledger:
        article_id = ledger.find_article(article)
        found = ledger.lineage(article_id)
    if json:
        print_json({"article_id": article_id, "articles": found})
    elif len(found) < 2:
        typer.echo(f"No other article carries the text of article {article_id}.")
    else:
        from flows.showing.groups import show_lineage

        show_lineage(console(), found, article_id)


def stories(
    ctx: typer.Context,
    since: SeenSince = None,
    source: Source = None,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """List what was told of most: articles about one event, copies counted once.

    \b
    newsledger stories --since 2026-03-01
    """
    with reading(ctx) as ledger:
        found = ledger.stories(since=_start(since), source=source, limit=limit)
    if json:
        print_json({"stories": found})
    elif not found:
        typer.echo("No stories; try an earlier --since.")
    else:
        from flows.showing.groups import show_stories

        show_stories(console(), found)


def story(
    ctx: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="ID", help="From `newsledger stories`.", show_default=False)
    ],
    json: Json = False,
) -> None:
    """Show one story: its texts in the order in which they appeared, each with its copies.

    \b
    newsledger story 3
    """
    with reading(ctx) as ledger:
        found = ledger.story(number)
    if json:
        print_json({"story": found.story, "texts": found.texts})
        return
    from flows.showing.groups import show_story

    show_story(console(), found)


def _start(since: str | None) -> datetime:
    return parse_since(since) if since else datetime.now(UTC) - USUAL_SPAN
