"""The ledger's stories as one batch sees them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

import xxhash

from storage.stories import Membership, Teller
from tasks.dedupe.report import Report, read_report
from tasks.dedupe.stories import Joined
from tasks.dedupe.story_index import MIN_SHARED, WINDOW, key_words

# Known stories that one report is compared with, and the latest reports that speak for each.
NEAREST = 4
SPEAKERS = 8

_SIGN = 1 << 63


class Desk(Protocol):
    """What is asked of the database: ``storage.stories.StoryDesk``, or a fake."""

    def stories_with(
        self, words: Iterable[int], since: datetime, until: datetime
    ) -> list[tuple[int, int, datetime, datetime]]:
        """(word, story, first, last) for stories of the days that have one of the words."""

    def tellers(self, stories: Iterable[int], limit: int) -> list[Teller]:
        """The latest members of each story with their current texts, oldest first."""

    def save(self, members: Sequence[Membership], now: datetime) -> None:
        """Write new stories, members and words, and what the known stories now span."""


class StoredStories:
    """A ``StoryIndex`` over the ledger; every report of a batch has a time."""

    def __init__(self, desk: Desk, headlines: dict[int, str | None], now: datetime) -> None:
        self._desk = desk
        self._headlines = headlines  # of the batch's articles
        self._now = now

    def near(self, reports: Sequence[Report]) -> dict[int, list[Report]]:
        """Return the latest reports of each story that one of these may belong to."""
        if not reports:
            return {}
        words = {report.id: hash_words(report) for report in reports}
        times = [_time(report) for report in reports]
        asked = {word for hashed in words.values() for word in hashed}
        rows = self._desk.stories_with(asked, min(times) - WINDOW, max(times) + WINDOW)
        by_word: defaultdict[int, list[tuple[int, datetime, datetime]]] = defaultdict(list)
        for word, story, first, last in rows:
            by_word[word].append((story, first, last))
        wanted = {
            story
            for report in reports
            for story in _nearest(_time(report), words[report.id], by_word)
        }
        found: defaultdict[int, list[Report]] = defaultdict(list)
        for teller in self._desk.tellers(wanted, SPEAKERS):
            report = read_report(teller.article_id, teller.headline, teller.text, teller.told_at)
            found[teller.story_id].append(report)
        return dict(found)

    def save(self, reports: Sequence[Report], joined: Sequence[Joined]) -> None:
        """Keep where these reports went."""
        given = {report.id: report for report in reports}
        members = [
            Membership(
                story_id=one.story,
                number=number,
                article_id=article,
                headline=self._headlines[article],
                told_at=_time(given[article]),
                score=score,
                words=hash_words(given[article]),
            )
            for number, one in enumerate(joined)
            for article, score in zip(one.reports, one.scores, strict=True)
        ]
        self._desk.save(members, self._now)


def hash_words(report: Report) -> list[int]:
    """Return the words by which a report is found again, as signed 64-bit hashes."""
    return [xxhash.xxh3_64_intdigest(word.encode()) - _SIGN for word in key_words(report)]


def _nearest(
    at: datetime,
    words: Iterable[int],
    by_word: dict[int, list[tuple[int, datetime, datetime]]],
) -> list[int]:
    """Return the stories of a report's days with most of its words."""
    shared = Counter(
        story
        for word in words
        for story, first, last in by_word.get(word, ())
        if first - WINDOW <= at <= last + WINDOW
    )
    ranked = sorted((-count, story) for story, count in shared.items() if count >= MIN_SHARED)
    return [story for _, story in ranked[:NEAREST]]


def _time(report: Report) -> datetime:
    assert report.at is not None, "a stored article has a time"
    return report.at
