"""Volume and health: articles a day, all sources in one picture and each in its own row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape

from flows.report.markup import COLOURS, cell, colour, nothing, raw_table
from storage.wellbeing.judging import Health, Judgement

Days = Mapping[str, Mapping[str, int]]
"""Of each source: articles by day (YYYY-MM-DD)."""

HEIGHT = 120
STEP, BAR = 10, 8
WORDS = {Health.OK: "well", Health.SILENT: "silent", Health.DEGRADED: "poor", Health.BROKEN: "ill"}


def by_source(rows: Sequence[tuple[str, str, int]]) -> Days:
    """Rows of source, day and count, sorted into sources, the largest first."""
    found: dict[str, dict[str, int]] = {}
    for source, day, count in rows:
        found.setdefault(source, {})[day] = count
    return dict(sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def days_between(first: date, last: date) -> list[str]:
    """Every day of the span."""
    return [f"{first + timedelta(days=at)}" for at in range((last - first).days + 1)]


def draw_volume(days: Days, span: Sequence[str]) -> str:
    """Articles a day, the sources on top of one another."""
    totals = Counter({day: sum(by_day.get(day, 0) for by_day in days.values()) for day in span})
    most = max(totals.values(), default=0)
    if not most:
        return nothing("No article is of these days.")
    bars = "".join(
        _bar(place * STEP, _stacked(days, day), HEIGHT / most, f"{day}: {totals[day]}")
        for place, day in enumerate(span)
    )
    box = f'viewBox="0 0 {STEP * len(span)} {HEIGHT}" preserveAspectRatio="none"'
    label = escape(f"Articles a day from {span[0]} to {span[-1]}, at most {most}")
    return (
        f'<div class="plot"><span class="most">{most:,}</span>'
        f'<svg class="volume" role="img" aria-label="{label}" {box}>{bars}</svg>'
        f'<div class="axis">{_axis(span)}</div></div>\n<p class="legend">{_legend(days)}</p>\n'
    )


def draw_sources(
    days: Days, span: Sequence[str], health: Mapping[str, tuple[Judgement, Judgement]]
) -> str:
    """A row a source: how it is and why, and its own days."""
    names = [*days, *sorted(set(health) - set(days))]
    rows = [
        f'<td><i class="dot {colour(place)}"></i>{escape(name)}</td>'
        f"{cell(sum(days.get(name, {}).values()))}{_state(health.get(name))}"
        f'<td class="spark">{_row_of_bars(name, days.get(name, {}), span, colour(place))}</td>'
        for place, name in enumerate(names)
    ]
    head = "<th>source</th><th>articles</th><th>health</th><th>articles a day</th>"
    return raw_table(head, rows) if rows else nothing("No source is read.")


def _stacked(days: Days, day: str) -> Iterator[tuple[str, int]]:
    """The colour and height of each source's share of a day; small sources are one share."""
    shares = [(colour(place), by_day.get(day, 0)) for place, by_day in enumerate(days.values())]
    yield from shares[:COLOURS]
    yield "rest", sum(count for _, count in shares[COLOURS:])


def _bar(left: int, shares: Iterator[tuple[str, int]], scale: float, title: str) -> str:
    parts, top = [], float(HEIGHT)
    for style, count in shares:
        if count:
            height = count * scale
            top -= height
            parts.append(
                f'<rect class="{style}" x="{left}" y="{top:.2f}" width="{BAR}"'
                f' height="{height:.2f}"/>'
            )
    return f"<g><title>{escape(title)}</title>{''.join(parts)}</g>" if parts else ""


def _row_of_bars(name: str, by_day: Mapping[str, int], span: Sequence[str], style: str) -> str:
    most = max(by_day.values(), default=0) or 1
    bars = "".join(
        f'<rect class="{style}" x="{at * STEP}" y="{40 - height:.2f}" width="{BAR}"'
        f' height="{height:.2f}"><title>{day}: {by_day[day]}</title></rect>'
        for at, day in enumerate(span)
        if (height := 40 * by_day.get(day, 0) / most)
    )
    label = escape(f"{name}: articles a day, at most {max(by_day.values(), default=0)}")
    box = f'viewBox="0 0 {STEP * len(span)} 40" preserveAspectRatio="none"'
    return f'<svg role="img" aria-label="{label}" {box}>{bars}</svg>'


def _axis(span: Sequence[str]) -> str:
    marks = dict.fromkeys([span[0], span[len(span) // 2], span[-1]])
    return "".join(f"<span>{day}</span>" for day in marks)


def _legend(days: Days) -> str:
    """The sources with their colours."""
    named = [
        f'<span><i class="dot {colour(place)}"></i>{escape(name)}</span>'
        for place, name in enumerate(days)
        if place < COLOURS
    ]
    more = len(days) - COLOURS
    rest = f'<span><i class="dot rest"></i>{more} more</span>' if more > 0 else ""
    return " ".join(named) + rest


def _state(judged: tuple[Judgement, Judgement] | None) -> str:
    if judged is None:
        return '<td class="why">no longer read</td>'
    now = judged[0]
    said = escape("; ".join(now.why))
    word = WORDS[now.state]
    return f'<td class="why"><b class="state {now.state.value}">{word}</b> {said}</td>'
