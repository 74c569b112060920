"""Who told what: stories, copies and their delays, and the topics of the watch list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from flows.report.markup import cell, link, nothing, raw_table
from flows.wording import counted, minute
from storage.queries.pictures import Story

NO_LIST = "Name topics in watch.yaml beside sources.yaml, and they are followed here."


def draw_stories(stories: Sequence[Story]) -> str:
    """Each story with those who told it, in the order in which they did."""
    if not stories:
        return nothing("No story was told by more than one article.")
    return f'<ul class="plain stories">{"".join(map(_story, stories))}</ul>\n'


def draw_copies(rows: Sequence[tuple[Any, ...]]) -> str:
    """Pairs of sources: who was first, who followed, how often and how many hours later."""
    if not rows:
        return nothing("No text was carried by two.")
    most = max(row[4] for row in rows) or 1
    lines = [
        f"<td>{escape(first)} <span class='meta'>then</span> {escape(other)}</td>{cell(copies)}"
        f'<td class="bar"><div class="barred"><svg role="presentation" viewBox="0 0 100 10"'
        f' preserveAspectRatio="none"><rect class="c0" width="{100 * usual / most:.1f}"'
        f' height="10"/></svg><span>{usual:,.1f} h, fastest {fastest:,.1f} h</span></div></td>'
        for first, other, copies, fastest, usual in rows
    ]
    return raw_table("<th>who</th><th>copies</th><th>usual delay</th>", lines)


def draw_topics(topics: Mapping[str, Sequence[tuple[str, datetime]]], span: Sequence[str]) -> str:
    """A row a topic: how many articles of each source speak of it, and on which days."""
    if not topics:
        return nothing(NO_LIST)
    sources = sorted({source for found in topics.values() for source, _ in found})
    counts = {name: Counter(source for source, _ in found) for name, found in topics.items()}
    most = max((count for found in counts.values() for count in found.values()), default=1)
    rows = [
        f"<td>{escape(name)}</td>{cell(len(found))}"
        + "".join(_shaded(counts[name][source], most) for source in sources)
        + f'<td class="spark">{_days(name, found, span)}</td>'
        for name, found in topics.items()
    ]
    named = "".join(f"<th>{escape(source)}</th>" for source in sources)
    return raw_table(f"<th>topic</th><th>all</th>{named}<th>by day</th>", rows)


def _shaded(count: int, most: int) -> str:
    share = round(75 * count / most)
    return f'<td class="number shade" style="--share:{share}%">{count or ""}</td>'


def _days(name: str, found: Sequence[tuple[str, datetime]], span: Sequence[str]) -> str:
    by_day = Counter(f"{moment:%Y-%m-%d}" for _, moment in found)
    most = max(by_day.values(), default=1)
    bars = "".join(
        f'<rect class="c0" x="{at * 10}" y="{40 - 40 * by_day[day] / most:.1f}" width="8"'
        f' height="{40 * by_day[day] / most:.1f}"><title>{day}: {by_day[day]}</title></rect>'
        for at, day in enumerate(span)
        if by_day[day]
    )
    box = f'viewBox="0 0 {10 * len(span)} 40" preserveAspectRatio="none"'
    return f'<svg role="img" aria-label="{escape(name)} by day" {box}>{bars}</svg>'


def _story(story: Story) -> str:
    tellers = "".join(
        f"<li>{escape(minute(teller.told_at))} <b>{escape(teller.source_id)}</b> "
        f"{link(teller.url, teller.headline or 'without a headline')}</li>"
        for teller in story.tellers
    )
    more = story.articles - len(story.tellers)
    rest = f"<li>and {more} more</li>" if more > 0 else ""
    told = f"{counted(story.articles, 'article')} of {counted(story.sources, 'source')}"
    return (
        f"<li><p><b>{escape(story.headline or 'A story without a headline')}</b> "
        f'<span class="meta">{told}</span></p><ol>{tellers}{rest}</ol></li>'
    )
