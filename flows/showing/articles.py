"""Articles as people see them: a list, and one with all that is known of it."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from flows.showing.groups import show_lineage
from flows.showing.parts import heading, headline, hint, joined, running, safe, table
from flows.wording import counted, minute, published, published_there, span, words_changed
from storage.group_views import CopyPlace
from storage.records import NOT_FREE
from storage.views import ArticleLine, ArticleView, DerivationView

PAID = "not free to read, its publisher says: the text may be the free part alone"
STATES = {"gone": "red", "erased": "magenta"}


def show_list(console: Console, lines: Sequence[ArticleLine]) -> None:
    """One line an article."""
    shown = table(console, ">id", "published", "source", "*headline", ">words", "note")
    for line in lines:
        shown.add_row(
            str(line.id),
            published(line.published_at, line.published_precision),
            safe(line.source_id, "cyan"),
            headline(line.headline, line.opening),
            f"{line.word_count:,}",
            _note(line),
        )
    console.print(shown)
    console.print(hint(f"{counted(len(lines), 'article')}, times in UTC; `newsledger show ID`"))


def show_article(
    console: Console,
    view: ArticleView,
    lineage: Sequence[CopyPlace],
    made: DerivationView,
    *,
    dropped: bool,
    evidence: bool,
) -> None:
    """An article: its facts, its text, its copies, and on request how it came about."""
    _show_facts(console, view)
    if any((item.field, item.value) == ("access", NOT_FREE) for item in made.evidence):
        console.print(Text(PAID, style="yellow"))
    console.print()
    running(console, view.content.text)
    if len(lineage) > 1:
        show_lineage(console, lineage, view.id)
    if dropped:
        show_dropped(console, made)
    if evidence:
        _show_evidence(console, made)
    if not (dropped or evidence):
        number = len(made.dropped)
        left = f"{counted(number, 'line')} left out: `--dropped`; " if number else ""
        console.print(hint(f"\n{left}its metadata: `--evidence`; `newsledger why {view.id}`"))


def _show_facts(console: Console, view: ArticleView) -> None:
    content, version = view.content, view.version
    when = published_there(content.published_at, content.published_precision, view.time_zone)
    basis = f" (from {content.published_basis})" if content.published_basis else ""
    date = f"published {when}{basis}" if content.published_at else "publication date unknown"
    by = f"by {', '.join(content.authors)}" if content.authors else ""
    console.print(headline(content.headline), style="bold")
    console.print(joined([safe(view.source_name, "cyan"), by, date]))
    for credit in content.credits:
        console.print(joined([f"{credit.role}: {credit.name}"]))
    console.print(safe(view.url, "blue"), overflow="fold")
    change = version.change
    if version.change != "first":
        change += f" {words_changed(version.words_added, version.words_removed)}"
    about = [
        f"article {view.id}",
        f"version {version.number} of {view.versions}",
        change,
        f"shown {span(version.observed_from, version.observed_to)}",
        content.language or "",
        counted(content.word_count, "word"),
        Text(view.state, style=STATES[view.state]) if view.state in STATES else "",
    ]
    console.print(joined(about), style="dim")
    if version.superseded_at is not None:
        until = f"believed {span(version.recorded_at, version.superseded_at)}, since corrected"
        console.print(Text(until, style="yellow"))


def show_dropped(console: Console, made: DerivationView) -> None:
    """Every line of the page that is not part of the article, with the reason."""
    console.print(heading(f"Left out of the page of {minute(made.fetched_at)} UTC"))
    if not made.dropped:
        console.print(hint("nothing: every line of the page is part of the article"))
        return
    shown = table(console, ">line", "why", "*text")
    for line in made.dropped:
        text = " ".join(line.text.split())
        shown.add_row(str(line.position), safe(line.reason, "yellow"), safe(text))
    console.print(shown)


def _show_evidence(console: Console, made: DerivationView) -> None:
    console.print(heading("Evidence"))
    shown = table(console, "", "field", "read from", ">sure", "*value", "note")
    for item in sorted(made.evidence, key=lambda item: (item.field, not item.chosen)):
        mark = Text("✓", style="green") if item.chosen else Text("·", style="dim")
        value = safe(" ".join(item.value.split()), "" if item.chosen else "dim")
        sure = f"{item.confidence:.0%}"
        shown.add_row(mark, item.field, str(item.basis), sure, value, safe(item.note, "dim"))
    console.print(shown)


def _note(line: ArticleLine) -> Text:
    versions = f"{line.versions} versions" if line.versions > 1 else ""
    state = Text(line.state, style=STATES[line.state]) if line.state in STATES else ""
    return joined([versions, state])
