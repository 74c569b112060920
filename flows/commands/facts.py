"""Commands that read facts: search, why, entity."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import Json, Limit, Since, Source, language_of, reading
from flows.commands.output import console, print_json
from flows.wording import check_range, counted, parse_moment, parse_since

if TYPE_CHECKING:
    from storage.views import Hit

BROKEN_CHAIN = 7


Language = Annotated[str | None, typer.Option(metavar="CODE", help="In this language, such as en.")]
AlsoOf = Annotated[
    str | None, typer.Option("--entity", "-e", metavar="NAME", help="That also speak of this.")
]
Until = Annotated[
    str | None, typer.Option(metavar="WHEN", help="Published up to this day or time.")
]
Newest = Annotated[bool, typer.Option("--newest", help="Newest first, instead of best first.")]
Words = Annotated[
    list[str],
    typer.Argument(help='All must stand there; "a phrase", flood*, -without, OR, (brackets).'),
]


def search(
    ctx: typer.Context,
    words: Words,
    source: Source = None,
    language: Language = None,
    entity: AlsoOf = None,
    since: Since = None,
    until: Until = None,
    newest: Newest = False,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Find articles by their words, in every version.

    \b
    newsledger search badminton final
    newsledger search '"world championships" -doubles'
    newsledger search -- -doubles badminton
    newsledger search '(harbour OR port) reopen*' --since 2026-01-01 --newest
    """
    from storage.fulltext.finding import Narrowed

    narrowed = Narrowed(
        source=source,
        language=language_of(language) if language else None,
        entity=entity,
        since=parse_since(since) if since else None,
        until=parse_moment(until) if until else None,
    )
    check_range(narrowed.since, narrowed.until)
    with reading(ctx) as ledger:
        hits = ledger.search(" ".join(words), narrowed, limit=limit, newest=newest)
        behind = ledger.unindexed()
    if json:
        print_json({"hits": hits, "not_indexed": behind})
    else:
        _tell(" ".join(words), hits, behind, narrowed != Narrowed())


def _tell(words: str, hits: Sequence["Hit"], behind: int, has_filters: bool) -> None:
    if hits:
        from flows.showing.facts import show_hits

        show_hits(console(), hits)
    else:
        typer.echo(f"No article holds {words}; {_advice(words, has_filters)}.")
    if behind:
        left = counted(behind, "text")
        typer.echo(f"{left} not searchable yet; `newsledger process` indexes them.", err=True)


def _advice(words: str, has_filters: bool) -> str:
    """What to try where nothing was found."""
    if len(words.split()) > 1:
        return "try fewer words or filters" if has_filters else "try fewer words"
    other = "try another word, or its beginning and a star, such as flood*"
    return f"try fewer filters; or {other.removeprefix('try ')}" if has_filters else other


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
    if mentions := [mention for view in found for mention in view.mentions]:
        way = f"`newsledger why {mentions[0].id}`"
        typer.echo(f"\nA mention's number leads back to its bytes: {way}.")


def _is_mention(fact: str) -> bool:
    enrichment, _, seq = fact.partition(":")
    return enrichment.isdecimal() and seq.isdecimal()
