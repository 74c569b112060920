"""What a source's stored outcomes can teach, and how far it has been learnt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage import processing, registry
from storage.bulk import execute, json_of, select, select_among
from storage.records import Way

if TYPE_CHECKING:
    from storage.ledger import Ledger

WATERMARK = "repeats:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One article as the step in force cleaned it."""

    text: str
    dropped: tuple[tuple[str, str], ...]  # (line, reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """How many articles a source has, and how many it had when it was last learnt from."""

    source_id: str
    articles: int
    learnt_from: int


def grown_sources(ledger: "Ledger", source_ids: Sequence[str]) -> list[Grown]:
    """These sources with the number of their articles then and now."""
    with ledger.database.read() as connection:
        sql = "SELECT source_id, count(*) FROM article WHERE source_id {among} GROUP BY source_id"
        counts = select_among(connection, sql, list(source_ids))
        names = [WATERMARK + source_id for source_id in source_ids]
        sql = "SELECT name, position FROM watermark WHERE name {among}"
        marks = dict(map(tuple, select_among(connection, sql, names)))
    return [
        Grown(source_id=name, articles=count, learnt_from=marks.get(WATERMARK + name, 0))
        for name, count in sorted(map(tuple, counts))
    ]


def newest_outcomes(ledger: "Ledger", source_id: str, limit: int) -> list[Outcome]:
    """The newest captures that the cleaning step in force found to be articles.

    Of each article the newest capture, and each content once, so that neither a revisit nor a
    copy counts twice. The same captures give the same outcomes, whenever they came.
    """
    sql = (
        "SELECT d.article_id, d.content_id, ct.text, d.dropped FROM active_step a"
        " JOIN derivation d ON d.step_id = a.step_id AND d.state = 'article'"
        " JOIN capture c ON c.id = d.capture_id AND c.source_id = a.source_id"
        " JOIN content ct ON ct.id = d.content_id"
        " WHERE a.source_id = ? AND a.kind = 'clean' AND a.active_to IS NULL"
        " ORDER BY c.fetched_at DESC, c.url, c.blob_sha256 LIMIT ?"
    )
    outcomes, articles, contents = [], set(), set()
    with ledger.database.read() as connection:
        for article_id, content_id, text, dropped in select(connection, sql, (source_id, limit)):
            if article_id not in articles and content_id not in contents:
                lines = tuple((item["text"], item["reason"]) for item in json_of(dropped))
                outcomes.append(Outcome(text=text, dropped=lines))
            articles.add(article_id)
            contents.add(content_id)
    return outcomes


def keep_learnt(ledger: "Ledger", grown: Grown, way: Way | None, now: datetime) -> int:
    """Remember how far a source was learnt from, and put what it taught in force.

    Returns how many captures wait to be cleaned by it. A way that was in force before and was
    undone stays undone.
    """
    with ledger.database.write() as connection:
        _move_mark(connection, grown, now)
        if way is None:
            return 0
        registry.activate(connection, grown.source_id, way, now)
        return processing.queue_uncleaned(connection, grown.source_id)


def _move_mark(connection: Connection, grown: Grown, now: datetime) -> None:
    sql = (
        "INSERT INTO watermark (name, position, moved_at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET position = excluded.position,"
        " moved_at = excluded.moved_at"
    )
    execute(connection, sql, (WATERMARK + grown.source_id, grown.articles, now))
