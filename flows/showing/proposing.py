"""A site as people see it before it is read: the proposed entry, and a few items cleaned."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from flows.showing.parts import headline, hint, indented, joined, safe
from flows.wording import counted, plain, published
from storage.records import Article, Cleaned, Dropped, Evidence
from tasks.fetch.saying import in_words
from tasks.sources_entry import entry_text

if TYPE_CHECKING:
    from flows.proposing import Tried
    from tasks.fetch.discover import Proposal

OPENING_CHARS = 300
"""Characters of a text that are shown: enough to see whether it begins where it should."""

DROPPED_LINES = 12


def show_proposal(console: Console, found: "Proposal", written_to: str | None) -> None:
    """The entry as it stands in sources.yaml, and what a person should look at."""
    for line in entry_text(found.source).splitlines():
        console.print(Text(plain(line)), soft_wrap=True)
    if found.notes:
        console.print()
    for note in found.notes:
        console.print(Text.assemble(("• ", "yellow"), hint(note)), soft_wrap=True)
    console.print()
    source_id = found.source.id
    if written_to is None:
        console.print(hint("nothing is written; `--write` adds it to sources.yaml"))
    else:
        console.print(hint(f"added to {written_to}; `newsledger sources try {source_id}`"))


def show_tried(console: Console, source_id: str, found: "Sequence[Tried]") -> None:
    """Each item: what it is, on what its date rests, how it begins, and what was left out."""
    for item in found:
        row = item.received
        console.print(safe(row.link.url, "blue"), soft_wrap=True)
        if item.cleaned is None:
            said = f"{row.outcome}: {in_words(row.reason)}" if row.reason else str(row.outcome)
            indented(console, safe(said, "red"))
        elif item.cleaned.article is None:
            said = f"{item.cleaned.state}: {item.cleaned.reason or 'no text'}"
            indented(console, safe(said, "yellow"))
        else:
            _show_article(console, item.cleaned, item.cleaned.article)
        console.print()
    items = counted(len(found), "item")
    console.print(hint(f"{items}, nothing stored; `newsledger ingest {source_id}` reads for real"))


def _show_article(console: Console, cleaned: Cleaned, article: Article) -> None:
    indented(console, Text.assemble((headline(article.headline).plain, "bold")))
    indented(console, _date(cleaned, article))
    opening = article.text[:OPENING_CHARS]
    more = " …" if len(article.text) > OPENING_CHARS else ""
    indented(console, *(safe(line) for line in f"{opening}{more}".split("\n")))
    if cleaned.dropped:
        indented(console, Text("left out", style="bold"))
        _show_dropped(console, cleaned.dropped)


def _date(cleaned: Cleaned, article: Article) -> Text:
    when = published(article.published_at, article.published_precision)
    chosen = [item for item in cleaned.evidence if item.field == "published_at" and item.chosen]
    why = [f"from {item.basis}: {item.value}" for item in chosen] or [_refused(cleaned.evidence)]
    return joined([f"published {when}", *why, ", ".join(article.authors)], "dim")


def _refused(evidence: Sequence[Evidence]) -> str:
    found = [item for item in evidence if item.field == "published_at"]
    return "; ".join(f"{item.value} refused: {item.note or 'unclear'}" for item in found)


def _show_dropped(console: Console, dropped: Sequence[Dropped]) -> None:
    for line in dropped[:DROPPED_LINES]:
        text = " ".join(plain(line.text).split())
        shown = Text.assemble("  ", (f"{line.reason:<16} ", "yellow"), (text, "dim"))
        console.print(shown, overflow="ellipsis", no_wrap=True)
    if len(dropped) > DROPPED_LINES:
        indented(console, Text(f"... and {len(dropped) - DROPPED_LINES} more", style="dim"))
