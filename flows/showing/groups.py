"""Articles beside each other, as people see them: edits, copies in their order, stories."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from flows.showing.parts import heading, headline, hint, joined, safe, table
from flows.wording import counted, minute, words_changed
from storage.group_views import ChangeView, CopyPlace, StoryLine, StoryView

AT_ONCE = 0.05
"""Hours; less is told as no delay."""

CHANGES = {"substantive": "yellow", "restored": "magenta"}


def show_changes(
    console: Console,
    texts: Sequence[ChangeView],
    headlines: Sequence[ChangeView],
    limit: int,
) -> None:
    """Edits of texts by their size, then edits of headlines, the newest first."""
    if not texts and not headlines:
        console.print(hint("Nothing changed; try an earlier `--since`."))
        return
    if texts:
        console.print(heading(_shown(counted(len(texts), "edit"), len(texts), limit)))
        shown = table(console, ">article", "source", ">words", "change", "seen (UTC)", "*headline")
        for edit in texts[:limit]:
            shown.add_row(
                str(edit.article_id),
                safe(edit.source_id, "cyan"),
                words_changed(edit.words_added, edit.words_removed).removesuffix(" words"),
                _change(edit),
                minute(edit.seen_at),
                headline(edit.headline),
            )
        console.print(shown)
    if headlines:
        said = counted(len(headlines), "headline that changed", "headlines that changed")
        console.print(heading(_shown(said, len(headlines), limit)))
        for edit in headlines[:limit]:
            about: list[str | Text] = [
                f"{edit.article_id}",
                safe(edit.source_id, "cyan"),
                minute(edit.seen_at),
            ]
            console.print(joined(about))
            console.print(Text("  − ", "red") + headline(edit.old_headline), overflow="fold")
            console.print(Text("  + ", "green") + headline(edit.headline), overflow="fold")
    console.print(hint("\nwhat changed: `newsledger diff ARTICLE --to N`"))


def show_lineage(console: Console, places: Sequence[CopyPlace], article_id: int) -> None:
    """The articles of one text in their order, then its excerpts; `article_id` is marked."""
    others = sum(place.article_id != article_id for place in places)
    console.print(heading(counted(others, "copy", "copies")))
    shown = table(console, ">", ">id", "appeared (UTC)", ">after", "how", "source", "*headline")
    for place in places:
        asked = place.article_id == article_id
        shown.add_row(
            str(place.place or ""),
            Text(str(place.article_id), style="bold" if asked else ""),
            minute(place.appeared_at),
            _after(place),
            _kind(place),
            safe(place.source_id, "cyan"),
            headline(place.headline),
        )
    console.print(shown)


def show_stories(console: Console, lines: Sequence[StoryLine]) -> None:
    """One line a story, those of most texts first."""
    shown = table(console, ">id", ">texts", ">copies", ">sources", "from (UTC)", "to", "*headline")
    for line in lines:
        copies = line.articles - line.texts
        shown.add_row(
            str(line.id),
            f"{line.texts:,}",
            f"{copies:,}" if copies else "",
            f"{line.sources:,}",
            minute(line.first_at),
            minute(line.last_at),
            headline(line.headline),
        )
    console.print(shown)
    console.print(hint("a text and its copies count once; `newsledger story ID`"))


def show_story(console: Console, view: StoryView) -> None:
    """A story's facts, then its texts, each with who else carries it."""
    line = view.story
    console.print(headline(line.headline), style="bold")
    numbers = [counted(line.texts, "text"), counted(line.articles, "article")]
    span = f"{minute(line.first_at)} to {minute(line.last_at)} UTC"
    console.print(joined([f"story {line.id}", *numbers, counted(line.sources, "source"), span]))
    shown = table(console, ">id", "told (UTC)", "source", "*headline", "also in")
    for text in view.texts:
        shown.add_row(
            str(text.article_id),
            minute(text.told_at),
            safe(text.source_id, "cyan"),
            headline(text.headline, text.opening),
            safe(", ".join(f"{source} ({article})" for article, source in text.copies), "dim"),
        )
    console.print(shown)
    console.print(hint("`newsledger show ID`, `newsledger copies ID`"))


def _shown(said: str, count: int, limit: int) -> str:
    return f"{said}, {limit} shown" if count > limit else said


def _change(edit: ChangeView) -> Text:
    name = "corrected" if edit.notices else edit.change
    return Text(name, style="bold red" if edit.notices else CHANGES.get(edit.change, ""))


def _after(place: CopyPlace) -> str:
    if place.place == 1:
        return "first"
    hours = place.hours_after_first
    if abs(hours) < AT_ONCE:
        return "at once"
    return f"{hours:+.1f} h" if abs(hours) < 100 else f"{hours / 24:+.0f} d"


def _kind(place: CopyPlace) -> str:
    if place.kind == "hub":
        return "whole"
    alike = "" if place.kind == "excerpt_of" else f" {place.score:.0%}"
    return place.kind.split("_")[0] + alike
