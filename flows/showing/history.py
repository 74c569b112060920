"""An article through time: its versions on both axes, and the words that changed."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from flows.comparing import Comparison
from flows.showing.parts import TEXT_WIDTH, heading, headline, hint, joined, safe, table
from flows.word_diff import Block, Mark, Piece
from flows.wording import counted, minute, plain, words_changed
from storage.views import SightingView, VersionView

CHANGES = {"substantive": "yellow", "minor": "", "restored": "magenta", "first": ""}
CAUSES = {
    "observed": "a capture showed it",
    "closed": "its end became known",
    "late": "an earlier capture came later",
    "recleaned": "cleaned by another step",
}
STYLES = {Mark.ADDED: "green", Mark.REMOVED: "red strike", Mark.SAME: ""}
PLAIN = {Mark.ADDED: ("{+", "+}"), Mark.REMOVED: ("[-", "-]"), Mark.SAME: ("", "")}
"""How changes are marked where there is no colour: as wdiff does."""


def show_history(
    console: Console,
    article_id: int,
    rows: Sequence[VersionView],
    sightings: Sequence[SightingView],
) -> None:
    """The versions believed now; then what was believed before, and since when it is not."""
    believed = sorted(
        (row for row in rows if row.superseded_at is None), key=lambda row: row.number
    )
    before = [row for row in rows if row.superseded_at is not None]
    if believed:
        console.print(Text("What the publisher showed", style="bold"))
        console.print(_versions(console, believed))
    if before:
        console.print(heading("What this ledger believed before"))
        console.print(_superseded(console, before))
    other = [seen for seen in sightings if seen.state != "article"]
    if other:
        console.print(heading("Captures without a text"))
        for seen in other:
            console.print(joined([minute(seen.fetched_at), seen.state, seen.reason or ""]))
    more = f"; `newsledger diff {article_id}`" if len(believed) > 1 else ""
    console.print(hint(f"{counted(len(sightings), 'capture')}, times in UTC{more}"))


def show_diff(console: Console, found: Comparison) -> None:
    """What changed from one version to another: fields, headline, then the text."""
    old, new = found.old, found.new
    marked = bool(console.color_system) and not console.no_color
    title = f"article {found.article_id}: version {old.number} to {new.number}"
    times = f"{minute(old.observed_from)} to {minute(new.observed_from)}"
    console.print(joined([Text(title, style="bold"), Text(times, style="dim"), _counts(found)]))
    for field in found.fields:
        gone, come = field.before or "unknown", field.after or "unknown"
        pieces = [Piece(Mark.REMOVED, gone), Piece(Mark.ADDED, come)]
        console.print(Text(f"{field.field}: ", style="bold") + marked_text(pieces, marked, " "))
    if found.headline:
        console.print(Text("headline: ", style="bold") + marked_text(found.headline, marked))
    if not any(block.changed for block in found.text):
        console.print(hint("the text did not change"))
        return
    console.print()
    for block in found.text:
        shown = marked_text(block.pieces, marked) if block.changed else _calm(block)
        console.print(Padding(shown, (0, max(0, console.width - TEXT_WIDTH), 0, 2)))


def marked_text(pieces: Sequence[Piece], coloured: bool, between: str = "") -> Text:
    """Pieces with what went and what came marked: by colour, or by signs where there is none."""
    shown = Text()
    for place, piece in enumerate(pieces):
        start, end = ("", "") if coloured else PLAIN[piece.mark]
        shown.append(between if place else "")
        shown.append(f"{start}{plain(piece.text)}{end}", style=STYLES[piece.mark])
    return shown


def _counts(found: Comparison) -> str:
    if found.new.number == found.old.number + 1:
        count = words_changed(found.new.words_added, found.new.words_removed)
        return f"{found.new.change}, {count}"
    return ""


def _calm(block: Block) -> Text:
    return Text(f"… {counted(block.paragraphs, 'paragraph')} unchanged …", style="dim")


def _versions(console: Console, rows: Sequence[VersionView]) -> object:
    shown = table(console, ">n", "shown from (UTC)", "to", "change", "*headline", "cleaned by")
    for row in rows:
        change = Text(row.change, style=CHANGES.get(row.change, ""))
        if row.change != "first":
            change.append(f" {words_changed(row.words_added, row.words_removed)}", style="dim")
        end = minute(row.observed_to) or "now"
        start = minute(row.observed_from)
        step = safe(row.step, "dim")
        shown.add_row(str(row.number), start, end, change, headline(row.headline), step)
    return shown


def _superseded(console: Console, rows: Sequence[VersionView]) -> object:
    shown = table(console, ">n", "believed from (UTC)", "to", "because", "*headline", "cleaned by")
    for row in rows:
        start, end = minute(row.recorded_at), minute(row.superseded_at)
        cause = CAUSES.get(row.cause, row.cause)
        step = safe(row.step, "dim")
        shown.add_row(str(row.number), start, end, cause, headline(row.headline), step)
    return shown
