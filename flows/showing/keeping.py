"""Takedown as people see it: what goes, what stays beside it."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from flows.showing.parts import hint, safe
from flows.wording import counted
from storage.takedown import Extent

SHOWN = 10


def show_extent(console: Console, extent: Extent, *, done: bool, reason: str) -> None:
    """How much goes or went, for what reason, and what else the person may want to look at."""
    target = extent.target
    verb = "Taken down" if done else "Would be taken down"
    console.print(Text(f"{verb}: {target.scope.value} ", style="bold") + safe(target.name))
    parts = [counted(count, name.removesuffix("s")) for name, count in extent.counts.items()]
    console.print(safe(f"  {', '.join(parts)}"))
    _beside(console, extent.copies, "carry the same text or nearly so, and stay")
    _beside(console, extent.speaking, "name it in their text, and stay")
    if not done:
        missing = "--really" if reason else "--reason TEXT --really"
        console.print(hint(f"nothing was changed; add `{missing}` to do it"))


def _beside(console: Console, articles: Sequence[int], what: str) -> None:
    if articles:
        listed = ", ".join(str(article) for article in articles[:SHOWN])
        more = ", ..." if len(articles) > SHOWN else ""
        console.print(safe(f"  {counted(len(articles), 'article')} {what}: {listed}{more}"))
