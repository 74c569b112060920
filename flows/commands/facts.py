"""Commands that read facts: search, why, entity, entities."""

from typing import Annotated

import typer

from flows.commands.options import Json, Limit, Since, Source, reading
from flows.commands.output import console, print_json
from flows.wording import counted, parse_since

BROKEN_CHAIN = 7
KINDS = ("person", "org", "place", "event", "product", "nationality")


def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(help='Words that all stand there; "a phrase"; -word for without.'),
    ],
    source: Source = None,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Find articles by their words, in every version.

    \b
    newsledger search badminton final
    newsledger search '"world championships" -doubles'
    """
    with reading(ctx) as ledger:
        hits = ledger.search(" ".join(words), source, limit)
        behind = ledger.unindexed()
    if json:
        print_json({"hits": hits, "not_indexed": behind})
        return
    if hits:
        from flows.showing.facts import show_hits

        show_hits(console(), hits)
    else:
        typer.echo(f"No article holds {' '.join(words)}; try fewer words.")
    if behind:
        left = counted(behind, "text")
        typer.echo(f"{left} not searchable yet; `newsledger process` indexes them.", err=True)


def why(
    ctx: typer.Context,
    fact: Annotated[
        str,
        typer.Argument(metavar="ARTICLE|MENTION", help="An article, or a mention such as 12:3."),
    ],
    json: Json = False,
) -> None:
    """Follow a fact back to the bytes it came from, and try every link.

    \b
    newsledger why 12        the current version of article 12
    newsledger why 12:3      mention 3 of enrichment 12, from `newsledger entity`
    """
    with reading(ctx) as ledger:
        if _is_mention(fact):
            chain = ledger.why_mention(fact)
        else:
            chain = ledger.why_article(ledger.find_article(fact))
    if json:
        print_json({"holds": chain.holds, "chain": chain})
    else:
        from flows.showing.facts import show_chain

        show_chain(console(), chain)
    if not chain.holds:
        raise typer.Exit(BROKEN_CHAIN)


def entity(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="As it is written somewhere; case is ignored.")],
    limit: Limit = 10,
    json: Json = False,
) -> None:
    """Show who or what goes by a name, where it is spoken of, and with whom.

    \b
    newsledger entity "Lin Dan"
    """
    with reading(ctx) as ledger:
        found = ledger.entity(name, limit)
    if json:
        print_json({"entities": found})
        return
    from flows.showing.facts import show_entity

    out = console()
    for place, view in enumerate(found):
        if place:
            out.rule(style="dim")
        show_entity(out, view)
    typer.echo("\nA mention's number leads back to its bytes: `newsledger why 12:3`.")


def entities(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Option("--kind", "-k", metavar="KIND", help=f"One of {', '.join(KINDS)}.")
    ] = None,
    source: Source = None,
    since: Since = None,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """List the people, organisations and places that most is written of.

    \b
    newsledger entities --kind person --since 2026-03-01
    """
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")
    moment = parse_since(since) if since else None
    with reading(ctx) as ledger:
        found = ledger.entities(kind=kind, source=source, since=moment, limit=limit)
    if json:
        print_json({"entities": found})
    elif not found:
        typer.echo("No entities; `newsledger ingest` reads articles and finds them.")
    else:
        from flows.showing.facts import show_entities

        show_entities(console(), found)


def _is_mention(fact: str) -> bool:
    enrichment, _, seq = fact.partition(":")
    return enrichment.isdecimal() and seq.isdecimal()
