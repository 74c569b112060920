"""What a source's stored outcomes can teach, and how far it has been learnt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from storage import processing, registry
from storage.bulk import execute, json_of, select, select_among, time_of
from storage.captures import queue
from storage.records import BROKEN_LINE, LAYOUT_BREAK, Way
from storage.words import count_words

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBody:
    """What one capture showed; with its text where it was found broken, so that none holds it."""

    capture_id: int
    at: datetime
    identity: str
    words: int
    text: str | None


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


def newest_shown(ledger: "Ledger", source_id: str, limit: int) -> list[ShownBody]:
    """What a source's newest captures showed, by the newest step that cleaned each.

    A capture found to be a broken layout shows the lines that were taken for its body.
    """
    sql = (
        "SELECT c.id, c.fetched_at, c.identity, ct.word_count,"
        " CASE WHEN d.state = 'stub' THEN d.dropped END"
        " FROM (SELECT id, fetched_at, identity FROM capture WHERE source_id = ?"
        "  AND outcome = 'stored' ORDER BY id DESC LIMIT ?) c"
        " JOIN derivation d ON d.capture_id = c.id LEFT JOIN content ct ON ct.id = d.content_id"
        " WHERE d.state = 'article' OR d.reason = ? ORDER BY c.id, d.step_id"
    )
    with ledger.database.read() as connection:
        rows = select(connection, sql, (source_id, limit, LAYOUT_BREAK))
    newest = {row[0]: row for row in rows}
    return [_shown_body(row) for row in newest.values()]


def told_by(ledger: "Ledger", capture_ids: Sequence[int]) -> dict[int, tuple[str | None, str]]:
    """The likeliest headline and the text of captures that are articles, by capture.

    A headline counts though it was refused: over a body that is none it shares nothing with it.
    """
    sql = (
        "SELECT d.capture_id, d.evidence, ct.text FROM derivation d"
        " JOIN content ct ON ct.id = d.content_id WHERE d.capture_id {among} ORDER BY d.step_id"
    )
    with ledger.database.read() as connection:
        rows = select_among(connection, sql, list(capture_ids))
    return {row[0]: (_headline(json_of(row[1])), row[2]) for row in rows}


def _headline(evidence: Sequence[dict[str, Any]]) -> str | None:
    found = [item for item in evidence if item["field"] == "headline"]
    best = max(found, key=lambda item: float(item["confidence"]), default=None)
    return str(best["value"]) if best else None


def keep_breaks(
    ledger: "Ledger", source_id: str, way: Way, capture_ids: Sequence[int], now: datetime
) -> bool:
    """Put a way in force that knows a source's breaks, and queue the captures it judges anew.

    Returns whether it is in force: one that was undone stays undone.
    """
    with ledger.database.write() as connection:
        before = registry.active_step(connection, source_id, way.kind)
        if registry.activate(connection, source_id, way, now) == before:
            return False
        queue(connection, "clean", [(capture_id, source_id) for capture_id in capture_ids])
    return True


def _shown_body(row: Sequence[Any]) -> ShownBody:
    at = time_of(row[1])
    assert at is not None
    lines = [item["text"] for item in json_of(row[4] or "[]") if item["reason"] == BROKEN_LINE]
    text = "\n".join(lines) if row[4] else None
    return ShownBody(
        capture_id=row[0],
        at=at,
        identity=row[2],
        words=row[3] if text is None else count_words(text),
        text=text,
    )


def _move_mark(connection: Connection, grown: Grown, now: datetime) -> None:
    sql = (
        "INSERT INTO watermark (name, position, moved_at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET position = excluded.position,"
        " moved_at = excluded.moved_at"
    )
    execute(connection, sql, (WATERMARK + grown.source_id, grown.articles, now))
