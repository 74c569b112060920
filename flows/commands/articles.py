"""Commands that read articles: articles, show, history, diff."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import Article, Json, Limit, Since, Source, language_of, reading
from flows.commands.output import console, print_json
from flows.wording import parse_moment, parse_since
from storage.errors import UsageError
from tasks.store.history import absences

if TYPE_CHECKING:
    from storage.views import DerivationView, StubView

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
    stubs: Annotated[
        bool, typer.Option("--stubs", help="Instead, what came and was taken for no article.")
    ] = False,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """List articles, newest first; with --stubs, pages that were taken for none, and why.

    \b
    newsledger articles --source inbox --since 2026-03-01
    newsledger articles --stubs
    """
    moment = parse_since(since) if since else None
    code = language_of(language) if language else None
    if stubs:
        if language:
            raise UsageError("what is no article has no language; leave out --language or --stubs")
        _list_stubs(ctx, source, moment, limit, json=json)
        return
    with reading(ctx) as ledger:
        found = ledger.articles(source=source, language=code, since=moment, limit=limit)
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
        article_id = ledger.find_article(article)
        stub = ledger.last_stub(article_id) if dropped and not (world or known) else None
        stubbed = ledger.derivation(stub) if stub else None
        if stub and stubbed and not stub.has_text:
            _show_stub(stub, stubbed, json=json)
            return
        view = ledger.article(article_id, world, known)
        then = world or known
        made = (ledger.derivation if then else ledger.newest_derivation)(view.version)
        lineage = ledger.lineage(view.id)
    if json:
        copies = [place for place in lineage if place.article_id != view.id]
        print_json({"article": view, "derivation": made, "copies": copies})
        return
    from flows.showing.articles import show_article

    show_article(console(), view, lineage, made, dropped=dropped, evidence=evidence)
    if stub and stubbed:
        typer.echo()
        _show_stub(stub, stubbed, json=False)


def history(ctx: typer.Context, article: Article, json: Json = False) -> None:
    """Show every version: what the publisher changed or owned to, and what we learnt since.

    \b
    newsledger history 12
    """
    with reading(ctx) as ledger:
        article_id = ledger.find_article(article)
        versions, sightings = ledger.history(article_id), ledger.sightings(article_id)
        notices = ledger.notices(article_id)
    away = absences((seen.fetched_at, seen.state) for seen in sightings)
    if json:
        document = {"article_id": article_id, "versions": versions, "captures": sightings}
        print_json({**document, "notices": notices, "absences": away})
        return
    from flows.showing.history import show_history

    show_history(console(), article_id, versions, sightings, notices=notices, absences=away)


def diff(
    ctx: typer.Context,
    article: Article,
    first: Annotated[
        int | None, typer.Option("--from", metavar="N", help="The earlier version's number.")
    ] = None,
    second: Annotated[
        int | None, typer.Option("--to", metavar="M", help="The later version's number.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write it as one HTML file to look at."),
    ] = None,
    json: Json = False,
) -> None:
    """Show the words that changed between two versions; by default the last two.

    \b
    newsledger diff 12
    newsledger diff 12 --from 1 --to 3
    newsledger diff 12 --html diff.html
    """
    from flows.comparing import compare_versions

    with reading(ctx) as ledger:
        found = compare_versions(ledger, ledger.find_article(article), first, second)
    if html is not None:
        from flows.showing.diff_page import write_page

        _write(html, write_page(found))
        typer.echo(f"{html}: open it in a browser", err=json)
    if json:
        print_json({"diff": found})
        return
    if html is not None:
        return
    from flows.showing.history import show_diff

    show_diff(console(), found)


def _list_stubs(
    ctx: typer.Context, source: str | None, since: datetime | None, limit: int, *, json: bool
) -> None:
    with reading(ctx) as ledger:
        found = ledger.stubs(source=source, since=since, limit=limit)
    if json:
        print_json({"stubs": found})
        return
    from flows.showing.stubs import show_stubs

    show_stubs(console(), found)


def _show_stub(stub: "StubView", made: "DerivationView", *, json: bool) -> None:
    if json:
        print_json({"stub": stub, "derivation": made})
        return
    from flows.showing.stubs import show_stub

    show_stub(console(), stub, made)


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
