"""A trial of rules as people see it: the sum, then the articles that change most."""

from rich.console import Console
from rich.text import Text

from flows.showing.parts import headline, hint, indented, joined, safe
from flows.wording import counted, let_go, plain, words_changed
from tasks.clean.trial import Difference, Trial

LINES = 4
"""Lines shown of what an article loses, and of what it gains."""


def show_trial(console: Console, source_id: str, trial: Trial, *, applies: bool) -> None:
    """How many articles change and by how many words; then the worst, line by line."""
    said = f"{trial.changed:,} of {counted(trial.articles, 'article')} would change"
    words = words_changed(trial.words_gained, trial.words_lost) if trial.changed else ""
    console.print(joined([safe(source_id, "cyan"), Text(said, style="bold"), words]))
    for difference in trial.worst:
        console.print()
        _show_difference(console, difference)
    console.print()
    end = f"; `newsledger rules apply {source_id}` puts them in force" if applies else ""
    if trial.let_go:
        console.print(hint(f"{let_go(trial.let_go)}, and were not tried"))
    console.print(hint(f"nothing is written{end}"))


def _show_difference(console: Console, found: Difference) -> None:
    console.print(headline(found.headline), style="bold")
    states = f"{found.state_before} becomes {found.state_after}"
    about = [
        words_changed(found.words_gained, found.words_lost),
        states if found.state_before != found.state_after else "",
        f"changed: {', '.join(found.fields)}" if found.fields else "",
        found.url,
    ]
    indented(console, joined(about, "dim"))
    _show_lines(console, "-", found.lines_lost, "red")
    _show_lines(console, "+", found.lines_gained, "green")


def _show_lines(console: Console, sign: str, lines: tuple[str, ...], style: str) -> None:
    for line in lines[:LINES]:
        text = " ".join(plain(line).split())
        shown = Text.assemble("  ", (f"{sign} {text}", style))
        console.print(shown, overflow="ellipsis", no_wrap=True)
    if len(lines) > LINES:
        indented(console, Text(f"{sign} {len(lines) - LINES} more lines", style="dim"))
