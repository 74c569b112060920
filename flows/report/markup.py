"""The small parts that the report is made of: sections, tables, numbers. All text is escaped."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from flows.wording import minute, plain

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Even if a text slipped through, the page could load and run nothing."""

COLOURS = 7
"""Colours that can be told apart; what comes after the last one is grey."""


def section(name: str, title: str, about: str, body: str, *, wide: bool = True) -> str:
    """A part of the page with a heading that can be linked to."""
    style = "card" if wide else "card half"
    said = f'<p class="about">{escape(about)}</p>' if about else ""
    return (
        f'<section id="{name}" class="{style}"><h2>{escape(title)}</h2>{said}\n{body}</section>\n'
    )


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table of values; on a narrow screen it scrolls by itself."""
    if not rows:
        return nothing()
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in columns)
    return raw_table(head, ["".join(map(cell, row)) for row in rows])


def raw_table(head: str, rows: Sequence[str]) -> str:
    """A table of cells that are markup already."""
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead>\n{body}</table></div>\n'


def cell(value: Any) -> str:
    """One value as a table's cell, numbers standing right."""
    if isinstance(value, (int, float)):
        return f'<td class="number">{value:,}</td>'
    return f"<td>{written(value)}</td>"


def written(value: Any) -> str:
    """A value as text in the page."""
    return escape(minute(value) if isinstance(value, datetime) else plain(str(value or "")))


def link(url: str, text: str) -> str:
    """A link where the address is one of the web, and text alone where it is not."""
    if not url.startswith(("http://", "https://")):
        return escape(plain(text))
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(plain(text))}</a>'


def nothing(said: str = "None in these days.") -> str:
    """What stands where there is nothing to show."""
    return f'<p class="none">{escape(said)}</p>\n'


def colour(place: int) -> str:
    """The class of the colour for the place in a row of things."""
    return f"c{place}" if place < COLOURS else "rest"
