"""The report: one HTML file to look at, that asks nobody for anything.

Pictures are SVG in the page, colours follow the reader's light or dark, and every text from
outside is escaped.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape
from importlib.resources import files
from typing import Any

from flows.wording import minute
from storage.fact_views import EntityLine
from storage.judging import Health, Judgement
from storage.reading import Reader

TOP = 20
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Even if a text slipped through, the page could load and run nothing."""


def write_report(reader: Reader, since: datetime, now: datetime) -> str:
    """The whole page."""
    day = f"{since:%Y-%m-%d}"
    volume = reader.ask("volume", {"since": day}, now).rows
    sections = [
        ("Sources", _sources(reader.source_health(now), volume, since.date(), now.date())),
        ("Most written of", _entities(reader.entities(since=since, limit=TOP))),
        ("Largest rewrites", _answer(reader, "rewrites", {"since": since, "limit": TOP}, now)),
        ("Headlines changed", _answer(reader, "headline-changes", {"since": since}, now)),
        ("Names removed", _answer(reader, "removed-names", {"since": since}, now)),
        ("Who copied whom", _answer(reader, "copy-delays", {"since": since}, now)),
        ("Disappeared", _answer(reader, "disappeared", {"since": since}, now)),
    ]
    style = files("flows.showing").joinpath("report.css").read_text("utf-8")
    body = "\n".join(f"<section><h2>{title}</h2>\n{part}</section>" for title, part in sections)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>News since {day}</title>\n<style>\n{style}</style></head>\n<body>\n"
        f'<h1>News since {day}</h1>\n<p class="dim">as of {minute(now)} UTC</p>\n'
        f"{body}\n</body></html>\n"
    )


def _sources(
    health: Mapping[str, tuple[Judgement, Judgement]],
    volume: Sequence[tuple[Any, ...]],
    first: date,
    last: date,
) -> str:
    rows = []
    for name, (now, _) in health.items():
        by_day = {row[1]: row[2] for row in volume if row[0] == name}
        said = "; ".join(now.why)
        style = "dim" if now.state is Health.OK else "ill"
        state = f'<td class="{style}">{now.state.value}<br>{escape(said)}</td>'
        total = f'<td class="number">{sum(by_day.values()):,}</td>'
        bars = f"<td>{_bars(name, by_day, first, last)}</td>"
        rows.append(f"<tr><td>{escape(name)}</td>{total}{state}{bars}</tr>")
    head = "<tr><th>source</th><th>articles</th><th>health</th><th>articles a day</th></tr>"
    return f'<div class="wide"><table>{head}{"".join(rows)}</table></div>\n'


def _bars(name: str, by_day: Mapping[str, int], first: date, last: date) -> str:
    """Articles a day as a row of bars."""
    days = [f"{first + timedelta(days=at)}" for at in range((last - first).days + 1)]
    most = max(by_day.values(), default=0) or 1
    bars = "".join(
        f'<rect x="{at * 10}" y="{40 - height:g}" width="8" height="{height:g}">'
        f"<title>{day}: {by_day[day]}</title></rect>"
        for at, day in enumerate(days)
        if (height := 40 * by_day.get(day, 0) / most)
    )
    label = escape(f"{name}: articles a day from {days[0]} to {days[-1]}, at most {most}")
    box = f'viewBox="0 0 {10 * len(days)} 40" preserveAspectRatio="none"'
    return f'<svg role="img" aria-label="{label}" {box}>{bars}</svg>'


def _entities(lines: Sequence[EntityLine]) -> str:
    columns = ("name", "kind", "texts", "articles", "mentions")
    rows = [[getattr(line, name) for name in columns] for line in lines]
    return _table(columns, rows)


def _answer(reader: Reader, name: str, given: Mapping[str, Any], now: datetime) -> str:
    answer = reader.ask(name, given, now)
    return _table(answer.columns, answer.rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    if not rows:
        return '<p class="dim">None.</p>\n'
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in columns)
    body = "\n".join(f"<tr>{''.join(_cells(row))}</tr>" for row in rows)
    return f'<div class="wide"><table><tr>{head}</tr>\n{body}</table></div>\n'


def _cells(row: Sequence[Any]) -> Iterator[str]:
    for value in row:
        if isinstance(value, (int, float)):
            yield f'<td class="number">{value:,}</td>'
        else:
            text = minute(value) if isinstance(value, datetime) else str(value or "")
            yield f"<td>{escape(text)}</td>"
