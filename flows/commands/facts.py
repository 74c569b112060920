"""Commands that read facts: search, why, entity."""

from typing import Annotated

import typer

from flows.commands.options import Json, Limit, Source, reading
from flows.commands.output import console, print_json
from flows.wording import counted

BROKEN_CHAIN = 7


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


def _is_mention(fact: str) -> bool:
    enrichment, _, seq = fact.partition(":")
    return enrichment.isdecimal() and seq.isdecimal()
