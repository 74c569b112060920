"""Commands that read articles: articles, show, history, diff."""

from typing import Annotated

import typer

from flows.commands.options import Article, Json, Limit, Since, Source, reading
from flows.commands.output import console, print_json
from flows.wording import parse_moment, parse_since

AsOf = Annotated[
    str | None,
    typer.Option(metavar="WHEN", help="As the ledger stood then; a day means its end."),
]
KnownAt = Annotated[
    str | None,
    typer.Option(metavar="WHEN", help="As believed then, such as now; else as at --as-of."),
]


def articles(
    ctx: typer.Context,
    source: Source = None,
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="CODE", help="In this language.")
    ] = None,
    since: Since = None,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """List articles, newest first.

    \b
    newsledger articles --source yutang-sports --since 2026-03-01
    """
    moment = parse_since(since) if since else None
    with reading(ctx) as ledger:
        found = ledger.articles(source=source, language=language, since=moment, limit=limit)
    if json:
        print_json({"articles": found})
    elif not found:
        chosen = source or language or since
        advice = "try fewer filters" if chosen else "fetch some with `newsledger ingest`"
        typer.echo(f"No articles; {advice}.")
    else:
        from flows.showing.articles import show_list

        show_list(console(), found)


def show(
    ctx: typer.Context,
    article: Article,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    dropped: Annotated[
        bool, typer.Option("--dropped", help="Show the lines left out, each with the reason.")
    ] = False,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Show what its metadata rests on.")
    ] = False,
    json: Json = False,
) -> None:
    """Show one article, now or as of any moment.

    \b
    newsledger show 12
    newsledger show https://example.org/a --as-of 2026-03-01T12:00
    newsledger show 12 --as-of 2026-03-01 --known-at now
    """
    world = parse_moment(as_of) if as_of else None
    known = parse_moment(known_at) if known_at else world
    with reading(ctx) as ledger:
        view = ledger.article(ledger.find_article(article), world, known)
        made = ledger.derivation(view.version)
        copies = ledger.copies(view.id, view.content.id)
    if json:
        print_json({"article": view, "derivation": made, "copies": copies})
        return
    from flows.showing.articles import show_article

    show_article(console(), view, copies, made, dropped=dropped, evidence=evidence)


def history(ctx: typer.Context, article: Article, json: Json = False) -> None:
    """Show every version: what the publisher changed, and what we learnt since.

    \b
    newsledger history 12
    """
    with reading(ctx) as ledger:
        article_id = ledger.find_article(article)
        versions, sightings = ledger.history(article_id), ledger.sightings(article_id)
    if json:
        print_json({"article_id": article_id, "versions": versions, "captures": sightings})
        return
    from flows.showing.history import show_history

    show_history(console(), article_id, versions, sightings)


def diff(
    ctx: typer.Context,
    article: Article,
    first: Annotated[
        int | None, typer.Option("--from", metavar="N", help="The earlier version's number.")
    ] = None,
    second: Annotated[
        int | None, typer.Option("--to", metavar="M", help="The later version's number.")
    ] = None,
    json: Json = False,
) -> None:
    """Show the words that changed between two versions; by default the last two.

    \b
    newsledger diff 12
    newsledger diff 12 --from 1 --to 3
    """
    from flows.comparing import compare_versions

    with reading(ctx) as ledger:
        found = compare_versions(ledger, ledger.find_article(article), first, second)
    if json:
        print_json({"diff": found})
        return
    from flows.showing.history import show_diff

    show_diff(console(), found)
