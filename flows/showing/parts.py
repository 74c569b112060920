"""The small parts that every view is made of: safe text, tables, headings, hints."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.wording import plain

TEXT_WIDTH = 92
"""Columns of running text; longer lines are hard to read."""

CELL = "\t"
"""What parts the cells of a table's row in an article's text."""


def safe(text: str | None, style: str = "") -> Text:
    """Text from outside as it may be shown: no character of it steers the terminal."""
    return Text(plain(text or ""), style=style)


def headline(text: str | None, opening: str = "") -> Text:
    """A headline; where there is none, the first words of the text, set apart."""
    if text:
        return safe(text)
    return safe(" ".join(opening.split()) or "(no headline)", "italic dim")


def joined(parts: Sequence[str | Text], style: str = "") -> Text:
    """Facts on one line, parted by dots; empty ones are left out."""
    found = [part if isinstance(part, Text) else safe(part) for part in parts]
    return Text(" · ", style=style).join([part for part in found if part.plain])


def table(console: Console, *columns: str, **options: str) -> Table:
    """An empty table. A column is named ``>name`` to stand right, ``*name`` to take the room.

    Rules are drawn for people only; a pipe gets plain columns.
    """
    made = Table(
        box=box.SIMPLE_HEAD if console.is_terminal else None,
        header_style="bold",
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_edge=False,
        **options,  # type: ignore[arg-type]
    )
    for column in columns:
        name = column.lstrip(">*")
        right, wide = column.startswith(">"), column.startswith("*")
        made.add_column(
            name,
            justify="right" if right else "left",
            ratio=1 if wide else None,
            no_wrap=True,
            overflow="ellipsis",
        )
    made.expand = any(column.startswith("*") for column in columns)
    return made


def heading(text: str) -> Text:
    """The title of a section, set off from what stands before it."""
    return Text(f"\n{text}", style="bold")


def hint(text: str) -> Text:
    """What to do next; commands in it stand in backquotes."""
    shown = Text(style="dim")
    for place, part in enumerate(text.split("`")):
        shown.append(part, style="bold not dim" if place % 2 else None)
    return shown


def indented(console: Console, *parts: Text) -> None:
    """Print parts moved in by two columns, no wider than can be read."""
    width = min(console.width, TEXT_WIDTH) - 2
    for part in parts:
        for line in part.wrap(console, width):
            line.rstrip()
            console.print(Text("  ") + line, soft_wrap=True)


def running(console: Console, text: str) -> None:
    """Print an article's text, paragraphs apart, no wider than can be read; rows stand together."""
    width = min(console.width, TEXT_WIDTH)
    paragraphs = [part for part in text.split("\n") if part.strip()]
    for place, paragraph in enumerate(paragraphs):
        if place and not (CELL in paragraph and CELL in paragraphs[place - 1]):
            console.print()
        for line in safe(paragraph.replace(CELL, " | ")).wrap(console, width):
            line.rstrip()
            console.print(line, soft_wrap=True)
