"""Takedown as people see it: what goes, what stays beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.showing.parts import hint, safe
from flows.wording import counted
from storage.removing.takedown import Extent

SHOWN = 10
SAME = "carry the same text or nearly so, and stay"
NAMING = "name it in their text, and stay"
STILL = (
    "  Exports (warc, feed, ftm, parquet, jsonl), reports and backups that were made before still"
    " hold the text until you make them again or delete them; so do files that a source reads."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Files of before that may quote what is taken down, as far as they are known."""

    report: Path | None  # what upkeep keeps; it goes with a takedown
    backups: Sequence[Path]  # those of upkeep; they stay


def show_extent(
    console: Console, extent: Extent, outside: Outside, *, done: bool, reason: str
) -> None:
    """How much goes or went, for what reason, and what else the person may want to look at."""
    target = extent.target
    verb = "Taken down" if done else "Would be taken down"
    console.print(Text(f"{verb}: {target.scope.value} ", style="bold") + safe(target.name))
    parts = [counted(count, name.removesuffix("s")) for name, count in extent.counts.items()]
    console.print(safe(f"  {', '.join(parts)}"))
    _beside(console, extent.copies, "carries the same text or nearly so, and stays", SAME)
    _beside(console, extent.speaking, "names it in its text, and stays", NAMING)
    _show_outside(console, outside, done=done)
    if not done:
        missing = "--really" if reason else "--reason TEXT --really"
        console.print(hint(f"nothing was changed; add `{missing}` to do it"))


def _show_outside(console: Console, outside: Outside, *, done: bool) -> None:
    """The report, which goes too, and the files of before that a takedown cannot reach."""
    if outside.report:
        verb = "deleted" if done else "would be deleted"
        again = "upkeep and `newsledger report` draw it anew"
        console.print(Text("  ") + safe(f"{outside.report} {verb}: {again}"), soft_wrap=True)
    console.print(Text(STILL, style="yellow"), soft_wrap=True)
    for path in outside.backups[-SHOWN:]:
        console.print(Text("    ") + safe(str(path)), soft_wrap=True)
    if more := len(outside.backups[:-SHOWN]):
        console.print(safe(f"    and {counted(more, 'older backup')}"))


def _beside(console: Console, articles: Sequence[int], one: str, many: str) -> None:
    if articles:
        what = one if len(articles) == 1 else many
        listed = ", ".join(str(article) for article in articles[:SHOWN])
        more = ", ..." if len(articles) > SHOWN else ""
        console.print(safe(f"  {counted(len(articles), 'article')} {what}: {listed}{more}"))
