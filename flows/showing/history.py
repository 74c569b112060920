"""An article through time: its versions on both axes, and the words that changed."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.comparing import Comparison
from flows.showing.parts import heading, headline, hint, indented, joined, safe, table
from flows.word_diff import Block, Mark, Piece
from flows.wording import counted, minute, plain, words_changed
from storage.group_views import NoticeView
from storage.views import SightingView, VersionView
from tasks.store.history import Absence

CHANGES = {"substantive": "yellow", "minor": "", "restored": "magenta", "first": ""}
ENDS = {
    "observed": "another capture was seen",
    "closed": "a later version was seen",
    "late": "an earlier capture came in",
    "recleaned": "it was read anew",
}
STYLES = {Mark.ADDED: "green", Mark.REMOVED: "red strike", Mark.SAME: ""}
PLAIN = {Mark.ADDED: ("{+", "+}"), Mark.REMOVED: ("[-", "-]"), Mark.SAME: ("", "")}
"""How changes are marked where there is no colour: as wdiff does."""
MARKS_APART = {Mark.REMOVED, Mark.ADDED}
"""Pieces of these two side by side need a space between them to be read."""


def show_history(
    console: Console,
    article_id: int,
    rows: Sequence[VersionView],
    sightings: Sequence[SightingView],
    *,
    notices: Sequence[NoticeView],
    absences: Sequence[Absence],
) -> None:
    """The versions believed now; then what was believed before, and since when it is not."""
    believed = sorted(
        (row for row in rows if row.superseded_at is None), key=lambda row: row.number
    )
    before = [row for row in rows if row.superseded_at is not None]
    if believed:
        console.print(Text("What the publisher showed", style="bold"))
        console.print(_versions(console, believed))
    if notices:
        console.print(heading("What the publisher owned to"))
        console.print(_notices(console, notices))
    if absences:
        console.print(heading("Gone and back"))
        for absence in absences:
            back = f"back {minute(absence.back_at)}" if absence.back_at else "not back"
            console.print(joined([f"gone {minute(absence.gone_at)}", back]))
    if before:
        console.print(heading("What this ledger believed before"))
        console.print(_superseded(console, before, rows))
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
    console.print(joined([Text(title, style="bold"), Text(times, style="dim"), counts_of(found)]))
    for field in found.fields:
        gone = safe(field.before or "unknown", STYLES[Mark.REMOVED] if field.before else "dim")
        come = safe(field.after or "unknown", STYLES[Mark.ADDED] if field.after else "dim")
        console.print(Text.assemble((f"{field.field}: ", "bold"), gone, " → ", come))
    if found.headline:
        console.print(Text.assemble(("headline: ", "bold"), marked_text(found.headline, marked)))
    if any(block.changed for block in found.text):
        console.print()
        for block in found.text:
            indented(console, marked_text(block.pieces, marked) if block.changed else _calm(block))
    else:
        console.print(hint("the text did not change"))
    if found.turned:
        console.print(hint(f"{turned_of(found)}:"))
        for line in found.turned:
            indented(console, safe(line, "dim"))


def counts_of(found: Comparison) -> str:
    """What the later version was, and how many words came and went; empty between distant ones."""
    if found.new.number == found.old.number + 1:
        count = words_changed(found.new.words_added, found.new.words_removed)
        return f"{found.new.change}, {count}"
    return ""


def turned_of(found: Comparison) -> str:
    """What the lines are that no publisher changed, though the two texts differ in them."""
    lines = counted(len(found.turned), "line")
    return f"{lines} of both pages left out, for only one was thought to say them"


def marked_text(pieces: Sequence[Piece], coloured: bool) -> Text:
    """Pieces with what went and what came marked: by colour, or by signs where there is none."""
    shown, last = Text(), Mark.SAME
    for piece in pieces:
        start, end = ("", "") if coloured else PLAIN[piece.mark]
        if {last, piece.mark} == MARKS_APART:
            shown.append(" ")  # what went and what came would else read as one word
        last = piece.mark
        shown.append(f"{start}{plain(piece.text)}{end}", style=STYLES[piece.mark])
    return shown


def _calm(block: Block) -> Text:
    return Text(f"… {counted(block.paragraphs, 'paragraph')} unchanged …", style="dim")


def _versions(console: Console, rows: Sequence[VersionView]) -> Table:
    steps = len({row.step for row in rows}) > 1
    shown = table(console, ">n", "shown from (UTC)", "to", "change", "*headline")
    if steps:
        shown.add_column("cleaned by", no_wrap=True)
    for row in rows:
        change = Text(row.change, style=CHANGES.get(row.change, ""))
        if row.change != "first":
            change.append(f" {words_changed(row.words_added, row.words_removed)}", style="dim")
        end = minute(row.observed_to) or "now"
        cells = (str(row.number), minute(row.observed_from), end, change, headline(row.headline))
        shown.add_row(*cells, *((safe(row.step, "dim"),) if steps else ()))
    return shown


def _notices(console: Console, notices: Sequence[NoticeView]) -> Table:
    shown = table(console, ">n", "first seen (UTC)", "which", "*line")
    told: set[str] = set()
    for notice in notices:
        if notice.says not in told:  # a notice stays on the page; its first version tells it
            told.add(notice.says)
            shown.add_row(
                str(notice.number), minute(notice.seen_at), notice.kind, safe(notice.says)
            )
    return shown


def _superseded(
    console: Console, before: Sequence[VersionView], rows: Sequence[VersionView]
) -> Table:
    steps = len({row.step for row in rows}) > 1
    shown = table(console, ">n", "believed from (UTC)", "to", "until")
    if steps:
        shown.add_column("cleaned by", no_wrap=True)
    for row in before:
        cells = (str(row.number), minute(row.recorded_at), minute(row.superseded_at))
        step = (safe(row.step, "dim"),) if steps else ()
        shown.add_row(*cells, _end_of(row, rows), *step)
    return shown


def _end_of(row: VersionView, rows: Sequence[VersionView]) -> str:
    """Why a row is believed no more: what was recorded of its capture in its place."""
    after = [other for other in rows if other.recorded_at == row.superseded_at]
    same = [other for other in after if other.capture_id == row.capture_id] or after
    return ENDS.get(same[0].cause, same[0].cause) if same else "its capture tells something else"
