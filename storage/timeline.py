"""Versions on two axes: what the decider needs to know, and writing what it decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from storage.bulk import execute_many, insert, json_of, reserve_ids, select_among, time_of
from storage.records import Believed, Cause, Change, Fact, Intents, Said, State, Version
from storage.tables import ArticleVersionRow
from storage.urls import alias_keys, fold_url

_VERSION = (
    "id, article_id, number, content_id, capture_id, step_id, change, words_added,"
    " words_removed, observed_from, observed_to"
)


class _Seen(NamedTuple):
    """A capture as one step sees it; of several steps the one of the highest rank counts."""

    article_id: int
    url: str
    rank: int
    fact: Fact


def lock_articles(connection: Connection, article_ids: Sequence[int]) -> None:
    """Hold these articles until the transaction ends; in id order, so that none waits in a ring."""
    if connection.dialect.name == "postgresql":
        sql = "SELECT id FROM article WHERE id {among} ORDER BY id FOR UPDATE"
        select_among(connection, sql, sorted(article_ids))


def facts_of(connection: Connection, article_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """Each article's captures as the step in force sees them, in no particular order.

    A capture that the step in force has not cleaned yet is seen by the step that was in force
    last of those that have. Where an article is captured under its plain address, captures of
    its other forms (AMP, mobile) tell no history: what they leave out is no edit.
    """
    sql = (
        "SELECT d.article_id, d.capture_id, d.step_id, c.fetched_at,"
        " coalesce(c.blob_sha256, ''), c.url, d.state, d.content_id, coalesce(t.word_count, 0),"
        " (SELECT max(a.id) FROM active_step a"
        "   WHERE a.source_id = c.source_id AND a.step_id = d.step_id) AS rank"
        " FROM derivation d JOIN capture c ON c.id = d.capture_id"
        " LEFT JOIN content t ON t.id = d.content_id"
        " WHERE d.article_id {among} ORDER BY d.capture_id, d.step_id"
    )
    best: dict[int, _Seen] = {}
    for row in select_among(connection, sql, list(article_ids)):
        seen = _Seen(article_id=row[0], url=row[5], rank=row[9] or 0, fact=_fact(row))
        known = best.get(seen.fact.capture_id)
        if known is None or seen.rank > known.rank:
            best[seen.fact.capture_id] = seen
    found: dict[int, list[tuple[str, Fact]]] = defaultdict(list)
    for seen in best.values():
        found[seen.article_id].append((seen.url, seen.fact))
    return {article_id: _at_its_address(facts) for article_id, facts in found.items()}


def believed_of(connection: Connection, article_ids: Sequence[int]) -> dict[int, list[Believed]]:
    """Each article's versions as the ledger believes them now, in the publisher's order."""
    sql = (
        f"SELECT {_VERSION} FROM article_version"  # noqa: S608
        " WHERE article_id {among} AND superseded_at IS NULL ORDER BY article_id, number"
    )
    found: dict[int, list[Believed]] = defaultdict(list)
    for row in select_among(connection, sql, list(article_ids)):
        found[row[1]].append(Believed(id=row[0], version=version_of(row)))
    return dict(found)


def said_in(connection: Connection, facts: Iterable[Fact]) -> dict[Fact, Said]:
    """What the article said in each of these captures of texts."""
    sql = (
        "SELECT d.capture_id, t.headline, t.text, d.dropped, t.authors, t.credits, t.published_at,"
        " t.published_precision, t.modified_at"
        " FROM derivation d JOIN content t ON t.id = d.content_id"
        " WHERE d.capture_id {among} AND d.step_id = ?"
    )
    wanted: dict[int, dict[int, Fact]] = defaultdict(dict)
    for fact in facts:
        wanted[fact.step_id][fact.capture_id] = fact
    return {
        seen[row[0]]: _said(row[1:])
        for step_id, seen in wanted.items()
        for row in select_among(connection, sql, sorted(seen), (step_id,))
    }


def minor_ratios(connection: Connection, article_ids: Sequence[int]) -> dict[int, float]:
    """The share of changed words under which an edit is minor, for each article."""
    sql = (
        "SELECT a.id, s.minor_change_ratio FROM article a"
        " JOIN source s ON s.id = a.source_id WHERE a.id {among}"
    )
    return dict(map(tuple, select_among(connection, sql, list(article_ids))))


def apply_intents(connection: Connection, decided: Sequence[Intents], now: datetime) -> None:
    """Write what was decided."""
    ended = [(now, row_id) for item in decided for row_id in item.supersede]
    sql = "UPDATE article_version SET superseded_at = ? WHERE id = ?"
    execute_many(connection, sql, ended)
    new = [(item.article_id, *pair) for item in decided for pair in item.insert]
    ids = reserve_ids(connection, ArticleVersionRow, len(new))
    rows = [_row(row_id, *parts, now) for row_id, parts in zip(ids, new, strict=True)]
    insert(connection, ArticleVersionRow, rows)
    states = [(item.state, item.last_seen_at, item.article_id) for item in decided]
    sql = "UPDATE article SET state = ?, last_seen_at = ? WHERE id = ? AND state <> 'erased'"
    execute_many(connection, sql, states)


def version_of(row: Sequence[Any]) -> Version:
    """A version from a row of the columns above."""
    observed_from, observed_to = time_of(row[9]), time_of(row[10])
    assert observed_from is not None
    return Version(
        number=row[2],
        content_id=row[3],
        capture_id=row[4],
        step_id=row[5],
        change=Change(row[6]),
        words_added=row[7],
        words_removed=row[8],
        observed_from=observed_from,
        observed_to=observed_to,
    )


def _at_its_address(facts: Sequence[tuple[str, Fact]]) -> list[Fact]:
    urls = {url for url, _ in facts}
    keys = {url: fold_url(url) for url in urls} if len(urls) > 1 else {}
    known = set(keys.values())
    if len(known) > 1:
        forms = {url for url, key in keys.items() if known.intersection(alias_keys(url)) - {key}}
        plain = [fact for url, fact in facts if url not in forms]
        if any(fact.state is State.ARTICLE for fact in plain):
            return plain
    return [fact for _, fact in facts]


def _fact(row: Sequence[Any]) -> Fact:
    observed_at = time_of(row[3])
    assert observed_at is not None
    return Fact(
        capture_id=row[1],
        step_id=row[2],
        observed_at=observed_at,
        tie=f"{row[4]} {row[5]}",
        state=State(row[6]),
        content_id=row[7],
        words=row[8],
    )


def _credit(credit: Mapping[str, str]) -> tuple[str, str]:
    return credit["role"], credit["name"]


def _said(row: Sequence[Any]) -> Said:
    headline, text, dropped, authors, credits, *others = row
    return Said(
        headline=headline,
        text=text,
        beside=tuple(line["text"] for line in json_of(dropped)),
        fields=(tuple(json_of(authors)), *map(_credit, json_of(credits)), *others),
    )


def _row(
    row_id: int, article_id: int, version: Version, cause: Cause, now: datetime
) -> tuple[Any, ...]:
    return (
        row_id,
        article_id,
        version.number,
        version.content_id,
        version.capture_id,
        version.step_id,
        version.change,
        cause,
        version.words_added,
        version.words_removed,
        version.observed_from,
        version.observed_to,
        now,
        None,
    )
