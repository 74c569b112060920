"""Stubs as people see them: what came and was taken for no article, and why."""

from collections.abc import Sequence

from rich.console import Console

from flows.showing.articles import show_dropped
from flows.showing.parts import hint, joined, safe
from flows.wording import counted, minute
from storage.views import DerivationView, StubView

KEPT = "the text of an earlier look stays"


def show_stubs(console: Console, stubs: Sequence[StubView]) -> None:
    """Two lines for each: which page it is, and why it is no article."""
    for stub in stubs:
        _show_line(console, stub)
    if not stubs:
        console.print(hint("Nothing that came was taken for no article."))
        return
    said = f"{counted(len(stubs), 'stub')}: what was taken for no article"
    console.print(hint(f"{said}; what was left out: `newsledger show ID --dropped`"))


def show_stub(console: Console, stub: StubView, made: DerivationView) -> None:
    """One stub, with the lines that were left out."""
    _show_line(console, stub)
    if made.dropped:
        show_dropped(console, made)
    rest = f"all else of the page is in its bytes alone: capture {stub.capture_id}"
    console.print(hint(f"\n{rest}"))


def _show_line(console: Console, stub: StubView) -> None:
    which = [safe(str(stub.article_id)), safe(stub.source_id, "cyan"), safe(stub.url, "blue")]
    console.print(joined(which), soft_wrap=True)
    why = safe(f"stub: {stub.reason}", "yellow")
    when = f"fetched {minute(stub.fetched_at)} UTC"
    line = joined([why, when, KEPT if stub.has_text else ""])
    console.print(safe("  ") + line, soft_wrap=True)
