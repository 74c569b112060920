"""Facts as people see them: search results, entities, and the chain to the bytes."""

import re
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from flows.showing.parts import heading, headline, hint, indented, joined, safe, table
from flows.wording import counted, minute, plain, published
from storage.fact_views import Chain, Check, EntityLine, EntityView, MentionView
from storage.views import Hit

FOUND = "bold yellow"
CONTEXT = 44
"""Columns of context before a mention, where there is room."""

HASH = re.compile(r"\b([0-9a-f]{16})[0-9a-f]{48}\b")
"""A SHA-256, of which people see the beginning; --json has it whole."""

HOLDS, BROKEN, UNTRIED = ("✓ ", "green"), ("✗ ", "bold red"), ("  ", "")


def show_hits(console: Console, hits: Sequence[Hit]) -> None:
    """Each text that was found, with the place where the words stand."""
    for hit in hits:
        version = "" if hit.current else f"in version {hit.number}, not the current one"
        date = published(hit.published_at, "day") if hit.published_at else ""
        about: list[str | Text] = [safe(hit.source_id, "cyan"), date, Text(version, style="yellow")]
        title = Text.assemble((f"{hit.article_id}  ", "bold"), headline(hit.headline))
        console.print(title, overflow="ellipsis", no_wrap=True)
        indented(console, joined(about), _marked(hit))
        console.print()
    console.print(hint(f"{_found(hits)}; `newsledger show ID`"))


def _found(hits: Sequence[Hit]) -> str:
    """How many texts, and of how many articles where several are versions of one."""
    articles = len({hit.article_id for hit in hits})
    if articles == len(hits):
        return counted(articles, "article")
    return f"{counted(len(hits), 'text')} of {counted(articles, 'article')}"


def show_entities(console: Console, lines: Sequence[EntityLine]) -> None:
    """Entities by how much is written of them."""
    shown = table(console, "*name", "kind", ">texts", ">articles", ">mentions", "")
    most = max((line.texts for line in lines), default=1)
    for line in lines:
        bar = Text("█" * max(1, round(20 * line.texts / most)) if line.texts else "", style="cyan")
        numbers = (f"{line.texts:,}", f"{line.articles:,}", f"{line.mentions:,}")
        shown.add_row(safe(line.name, "bold"), line.kind, *numbers, bar)
    console.print(shown)
    console.print(hint("a text and its copies count as one text; `newsledger entity NAME`"))


def show_entity(console: Console, view: EntityView) -> None:
    """One entity: its names and why they are one, where it is spoken of, and in whose company."""
    line = view.entity
    numbers = [counted(line.mentions, "mention"), counted(line.articles, "article")]
    about = [safe(line.name, "bold"), line.kind, *(numbers if line.mentions else ())]
    console.print(joined(about))
    if len(view.names) > 1:
        console.print(joined([f"also written {', '.join(view.names)}"]), style="dim")
    for merge in view.merges:
        why = f"held for one with {merge.other_name}: {merge.method}, {merge.score:.0%} sure"
        indented(console, safe(f"{merge.name} {why}", "dim"))
    if view.mentions:
        _show_where(console, view.mentions)
    else:
        console.print(_nowhere(view.earlier))
    if view.together:
        console.print(heading("Together with"))
        company = [f"{other.name} ({other.texts})" for other in view.together]
        console.print(joined(company))


def _show_where(console: Console, mentions: Sequence[MentionView]) -> None:
    """The mentions in their texts, under the article that they stand in."""
    console.print(heading("Where"))
    for article, found in groupby(mentions, key=lambda mention: mention.article_id):
        of_one = list(found)
        first = of_one[0]
        about = joined([safe(first.source_id, "cyan"), published(first.published_at, "day")])
        room = max(20, console.width - len(f"{article}") - len(about.plain) - 5)
        title = headline(first.headline)
        title.truncate(room, overflow="ellipsis")
        console.print(joined([Text(f"{article}", style="bold"), title, about]), soft_wrap=True)
        for mention in of_one:
            console.print(in_context(mention, console.width), overflow="ellipsis", no_wrap=True)


def _nowhere(earlier: Sequence[int]) -> Text:
    """Where an entity once stood that no current text speaks of."""
    if not earlier:
        return hint("no version of an article speaks of it any more")
    listed = ", ".join(map(str, earlier))
    name = "article" if len(earlier) == 1 else "articles"
    return hint(f"only in earlier versions: {name} {listed}; `newsledger history {earlier[0]}`")


def show_chain(console: Console, chain: Chain) -> None:
    """The way from a fact to its bytes, one link a line, each with what was tried."""
    checks = {check.link: check for check in chain.checks}
    version, capture = chain.version, chain.capture
    if chain.mention is not None:
        _show_mention(console, chain, checks["characters"])
    what = f"article {version.article_id}, version {version.number}"
    _link(console, what, safe(chain.content.headline or "(no headline)"), None)
    _link(console, f"content {chain.content.id}", checks["content"].said, checks["content"])
    by = chain.cleaned_by
    left_out = f"{counted(len(chain.derivation.dropped), 'line')} left out"
    step = f"{by.name} {by.version}, configuration {by.config_hash[:12]}; {left_out}"
    _link(console, f"cleaned by step {by.id}", step, checks["derivation"])
    about = [f"fetched {minute(capture.fetched_at)} UTC", _status(chain), _run(chain)]
    _link(console, f"capture {capture.id}", joined(about), None)
    _link(console, "bytes", checks["blob"].said, checks["blob"])
    _link(console, "address", safe(capture.final_url, "blue"), None)
    verdict = Text("every link holds", style="green") if chain.holds else _broken(chain)
    console.print()
    console.print(verdict)


def _show_mention(console: Console, chain: Chain, check: Check) -> None:
    mention, by = chain.mention, chain.enriched_by
    assert mention is not None and by is not None
    console.print(in_context(mention, console.width), overflow="ellipsis", no_wrap=True)
    sure = f"{mention.kind}, {mention.score:.0%} sure, found by {by.name} {by.version}"
    value = f"= {mention.value}" if mention.value else ""
    role = f"titled {mention.role}" if mention.role else ""
    _link(console, f"mention {mention.id}", joined([sure, role, value]), None)
    _link(console, "characters", check.said, check)


def _link(console: Console, name: str, said: str | Text, check: Check | None) -> None:
    mark = UNTRIED if check is None else HOLDS if check.holds else BROKEN
    shown = said if isinstance(said, Text) else safe(HASH.sub(r"\1…", said))
    console.print(Text.assemble(mark, (f"{name:<20} ", "bold"), shown), soft_wrap=True)


def _broken(chain: Chain) -> Text:
    links = ", ".join(check.link for check in chain.checks if not check.holds)
    return Text(f"broken: {links}; `newsledger doctor` examines the whole ledger", style="bold red")


def _status(chain: Chain) -> str:
    return f"status {chain.capture.status}" if chain.capture.status else "read from a file"


def _run(chain: Chain) -> str:
    return f"run {chain.capture.run_id}" if chain.capture.run_id else ""


def in_context(mention: MentionView, width: int) -> Text:
    """A mention with the words around it, all mentions in one column."""
    room = min(CONTEXT, width // 3)
    before, after = " ".join(plain(mention.before).split()), " ".join(plain(mention.after).split())
    space = " " if mention.before[-1:].isspace() else ""
    shown = Text(f"{mention.id:>8}  ")
    shown.append(f"{before}{space}"[-room:].rjust(room))
    shown.append(plain(mention.surface), style=FOUND)
    shown.append(f" {after}" if mention.after[:1].isspace() else after)
    shown.stylize("dim", 0, 8)
    return shown


def _marked(hit: Hit) -> Text:
    """The snippet with the words that were looked for."""
    shown = safe(hit.snippet)
    for start, end in hit.marks:
        shown.stylize(FOUND, start, end)
    return shown
