"""Stories as they are stored: their members, and the rare words by which each is found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.bulk import execute_many, insert, reserve_ids, select, select_among, time_of
from storage.tables import StoryMemberRow, StoryRow, StoryWordRow

PLACING = 0x6E6C_7374  # the advisory lock under which stories change; any fixed number
# A word that so many stories of the days in question have tells none of them apart.
COMMON_STORIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """An article with the story it belongs to."""

    story_id: int
    article_id: int
    headline: str | None
    text: str
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An article on its way into a story; stories without an id yet are told apart by number."""

    story_id: int | None
    number: int  # of the story in its batch
    article_id: int
    headline: str | None
    told_at: datetime
    score: float  # [0, 1]
    words: Sequence[int]


class StoryDesk:
    """The stored stories, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        """Let no other worker change stories until the transaction ends."""
        if self._connection.dialect.name == "postgresql":
            select(self._connection, "SELECT pg_advisory_xact_lock(?)", (PLACING,))

    def untold(self, articles: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Ids of articles, by (source, identity), that are in no story yet."""
        sql = (
            "SELECT a.source_id, a.identity, a.id FROM article a"
            " WHERE a.identity {among} AND NOT EXISTS"
            " (SELECT 1 FROM story_member m WHERE m.article_id = a.id)"
        )
        wanted = set(articles)
        rows = select_among(self._connection, sql, sorted({identity for _, identity in wanted}))
        return {(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in wanted}

    def stories_with(
        self, words: Iterable[int], since: datetime, until: datetime
    ) -> list[tuple[int, int, datetime, datetime]]:
        """(word, story, first, last) for stories of the days that have one of the words."""
        sql = (
            "SELECT word, story_id, first_at, last_at FROM (SELECT w.word, w.story_id, s.first_at,"
            " s.last_at, count(*) OVER (PARTITION BY w.word) AS stories FROM story_word w"
            " JOIN story s ON s.id = w.story_id"
            " WHERE w.word {among} AND s.last_at >= ? AND s.first_at <= ?) f"
            " WHERE stories <= ?"
        )
        given = (since, until, COMMON_STORIES)
        rows = select_among(self._connection, sql, sorted(words), given)
        return [(row[0], row[1], _time(row[2]), _time(row[3])) for row in rows]

    def tellers(self, stories: Iterable[int], limit: int) -> list[Teller]:
        """The latest members of each story with their current texts, oldest first."""
        sql = (
            "SELECT m.story_id, m.article_id, c.headline, c.text, m.told_at FROM"
            " (SELECT story_id, article_id, told_at, row_number() OVER (PARTITION BY story_id"
            "  ORDER BY told_at DESC, article_id DESC) AS place FROM story_member"
            "  WHERE story_id {among}) m"
            " JOIN article_version v ON v.article_id = m.article_id"
            "  AND v.superseded_at IS NULL AND v.observed_to IS NULL"
            " JOIN content c ON c.id = v.content_id WHERE m.place <= ?"
            " ORDER BY m.story_id, m.told_at, m.article_id"
        )
        return [
            Teller(
                story_id=row[0],
                article_id=row[1],
                headline=row[2],
                text=row[3],
                told_at=_time(row[4]),
            )
            for row in select_among(self._connection, sql, sorted(stories), (limit,))
        ]

    def save(self, members: Sequence[Membership], now: datetime) -> None:
        """Write new stories, members and words, and what the known stories now span."""
        ids = self._open([member for member in members if member.story_id is None])
        told = [(member, ids.get(member.number, member.story_id)) for member in members]
        rows = [
            (member.article_id, story, member.told_at, member.score, now) for member, story in told
        ]
        insert(self._connection, StoryMemberRow, rows)
        words = sorted({(word, story) for member, story in told for word in member.words})
        insert(self._connection, StoryWordRow, words, or_ignore=True)
        spans = [(m.told_at, m.told_at, m.told_at, m.told_at, story) for m, story in told]
        sql = (
            "UPDATE story SET first_at = CASE WHEN first_at > ? THEN ? ELSE first_at END,"
            " last_at = CASE WHEN last_at < ? THEN ? ELSE last_at END, size = size + 1"
            " WHERE id = ?"
        )
        execute_many(self._connection, sql, spans)

    def _open(self, members: Sequence[Membership]) -> Mapping[int, int]:
        """Make new stories, headed by their earliest member; returns ids by number."""
        earliest: dict[int, Membership] = {}
        for member in sorted(members, key=lambda member: (member.told_at, member.article_id)):
            earliest.setdefault(member.number, member)
        ids = dict(
            zip(earliest, reserve_ids(self._connection, StoryRow, len(earliest)), strict=True)
        )
        rows = [
            (ids[number], first.headline, first.told_at, first.told_at, 0)
            for number, first in earliest.items()
        ]
        insert(self._connection, StoryRow, rows)
        return ids


def _time(value: datetime | str) -> datetime:
    found = time_of(value)
    assert found is not None
    return found
