"""The report: one HTML file to look at, that asks nobody for anything.

::

    reader --answers--> volume, names, edits, telling --markup--> sections --> one page

Pictures are SVG in the page; colours follow the reader's light or dark; every text from outside is
escaped, and no script is in it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from itertools import islice
from typing import Any

from flows.comparing import changed_by_publisher
from flows.report.edits import Edit, draw_edits, draw_headlines
from flows.report.markup import POLICY, section, table
from flows.report.names import draw_most, draw_network, draw_risers
from flows.report.telling import draw_copies, draw_stories, draw_topics
from flows.report.volume import by_source, days_between, draw_sources, draw_volume
from flows.watching import Topic
from flows.wording import counted, minute
from storage.fulltext.finding import Narrowed
from storage.group_views import ChangeView
from storage.reading import Reader
from storage.wellbeing.judging import Health

BY_DAY = "By publication; what has no date, by its first capture."
TOP = 15
SHOWN = 10
"""Edits whose words are shown; headlines and others in tables are twice as many."""


def write_report(
    reader: Reader, since: datetime, now: datetime, topics: Sequence[Topic] = ()
) -> str:
    """The whole page."""
    volume = by_source(reader.article_days(since, now))
    span = days_between(since.date(), now.date())
    health = reader.source_health(now)
    changes = reader.changes(since)
    edits = [_edit(reader, change) for change in changes[:SHOWN]]
    renamed = (_edit(reader, change) for change in _headlines(changes))
    headlines = list(islice((e for e in renamed if e.headline != e.old_headline), SHOWN))
    removed = _rows(reader, "removed-names", since, now)
    found = {topic.name: _covered(reader, topic, since, now) for topic in topics}
    articles = sum(sum(by_day.values()) for by_day in volume.values())
    parts = [
        _tiles(articles, len(volume), health, len(changes)),
        section("volume", "Articles a day", BY_DAY, draw_volume(volume, span)),
        section("sources", "Sources", "", draw_sources(volume, span, health)),
        *_names(reader, since, now),
        section("stories", "Stories", "Told by several.", draw_stories(reader.told_stories(since))),
        section(
            "edits",
            "Rewritten",
            "The largest edits, word by word; what was taken back at once is left out.",
            draw_edits(edits),
        ),
        _half("headlines", "Headlines changed", draw_headlines(headlines)),
        _half("removed", "Names taken out", _table(_lasting(removed, changes))),
        _half("copies", "Who copied whom", _copies(reader, since, now)),
        _half("gone", "Disappeared", _table(_rows(reader, "disappeared", since, now))),
        section("topics", "Your watch list", "", draw_topics(found, span)),
    ]
    return _page(since, now, "".join(parts))


def _names(reader: Reader, since: datetime, now: datetime) -> list[str]:
    risers = reader.risers(since, now)
    most = [line for line in reader.entities(since=since, limit=TOP) if line.kind != "nationality"]
    together = "Lines join names that stand in one text; a text and its copies count once."
    return [
        section("most", "Most written of", "", draw_most(most), wide=False),
        section(
            "rising", "Rising", "Against as many days before.", draw_risers(risers), wide=False
        ),
        section("network", "Who with whom", together, draw_network(reader.network(since, now))),
    ]


def _half(name: str, title: str, body: str) -> str:
    """A section of half the page's width, where the page is wide."""
    return section(name, title, "", body, wide=False)


def _copies(reader: Reader, since: datetime, now: datetime) -> str:
    return draw_copies(reader.ask("copy-delays", {"since": since, "limit": TOP}, now).rows)


def _rows(reader: Reader, name: str, since: datetime, now: datetime) -> list[dict[str, Any]]:
    answer = reader.ask(name, {"since": since, "limit": 2 * SHOWN}, now)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    left_out = ("url", "number", "last_seen_at", "published_at")
    columns = [column for column in (rows[0] if rows else {}) if column not in left_out]
    return table(columns, [[row[column] for column in columns] for row in rows])


def _headlines(changes: Sequence[ChangeView]) -> list[ChangeView]:
    """The changes of a headline, the newest first."""
    found = [change for change in changes if change.headline != change.old_headline]
    return sorted(found, key=lambda change: (change.seen_at, change.article_id), reverse=True)


def _lasting(
    rows: Sequence[Mapping[str, Any]], changes: Sequence[ChangeView]
) -> list[Mapping[str, Any]]:
    """The rows about edits that were not taken back at once."""
    lasting = {(change.article_id, change.number) for change in changes}
    return [row for row in rows if (row["article_id"], row["number"]) in lasting]


def _edit(reader: Reader, change: ChangeView) -> Edit:
    before, after = (
        reader.version(change.article_id, number) for number in (change.number - 1, change.number)
    )
    old, new = changed_by_publisher(reader, before, after)
    return Edit(
        article_id=change.article_id,
        source_id=change.source_id,
        url=change.url,
        seen_at=change.seen_at,
        words_added=change.words_added,
        words_removed=change.words_removed,
        old_headline=old.headline or "",
        headline=new.headline or "",
        old_text=old.text,
        text=new.text,
    )


def _covered(
    reader: Reader, topic: Topic, since: datetime, now: datetime
) -> list[tuple[str, datetime]]:
    narrowed = Narrowed(since=since, until=now, source=topic.source, language=topic.language)
    return reader.covered_days(topic.words, narrowed)


def _tiles(articles: int, sources: int, health: Mapping[str, Any], edits: int) -> str:
    ill = sum(now.state is not Health.OK for now, _ in health.values())
    tiles = (
        counted(articles, "article"),
        counted(sources, "source that published", "sources that published"),
        counted(edits, "edit"),
        counted(ill, "source not well", "sources not well"),
    )
    told = (tile.split(" ", 1) for tile in tiles)
    shown = "".join(f"<div><b>{number}</b><span>{said}</span></div>" for number, said in told)
    return f'<div class="tiles">{shown}</div>\n'


def _page(since: datetime, now: datetime, body: str) -> str:
    style = files("flows.report").joinpath("report.css").read_text("utf-8")
    title = escape(f"News from {since:%Y-%m-%d} to {now:%Y-%m-%d}")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{style}</style></head>\n<body>\n"
        f"<header><h1>{title}</h1><p>newsledger, as of {minute(now)} UTC</p></header>\n"
        f"<main>\n{body}</main>\n</body></html>\n"
    )
