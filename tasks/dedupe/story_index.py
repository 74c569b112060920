"""Which stories a report may belong to: those of its days that share rare words with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from tasks.dedupe.report import Report, rarity
from tasks.dedupe.stories import SPEAKERS, Joined, join_stories

WINDOW = timedelta(days=30)  # a story that rested longer is over; what follows is another
# Stems in at most one article of 50 by the background: names, places and what happened.
MIN_KEY_RARITY = 3.9
KEYS = 24
MIN_SHARED = 2


class StoryIndex(Protocol):
    """What placing asks of an index."""

    def near(self, reports: Sequence[Report]) -> dict[int, list[Report]]:
        """Return the latest reports of each story that one of these may belong to."""

    def save(self, reports: Sequence[Report], joined: Sequence[Joined]) -> None:
        """Keep where these reports went."""


def place_reports(reports: Iterable[Report], index: StoryIndex) -> list[Joined]:
    """Put a batch of new reports into stories, known or new."""
    batch = list(reports)
    joined = join_stories(batch, index.near(batch))
    index.save(batch, joined)
    return joined


def key_words(report: Report) -> list[str]:
    """Return the rarest stems of a report's opening and names: by these it is found again."""
    counts = Counter({**report.names, **report.lead})
    told = [(rarity(word), count, word) for word, count in counts.items() if len(word) > 1]
    return [word for known, _, word in sorted(told, reverse=True)[:KEYS] if known >= MIN_KEY_RARITY]


class MemoryStories:
    """A ``StoryIndex`` that lives as long as the process."""

    def __init__(self) -> None:
        self._members: dict[int, list[Report]] = {}
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)

    def near(self, reports: Sequence[Report]) -> dict[int, list[Report]]:
        """Return the latest reports of each story that one of these may belong to."""
        found: set[int] = set()
        for report in reports:
            shared = Counter(story for word in key_words(report) for story in self._by_word[word])
            found.update(
                story
                for story, count in shared.items()
                if count >= MIN_SHARED and self._is_open(story, report)
            )
        return {story: self._members[story] for story in found}

    def save(self, reports: Sequence[Report], joined: Sequence[Joined]) -> None:
        """Keep where these reports went."""
        given = {report.id: report for report in reports}
        for one in joined:
            story = len(self._members) if one.story is None else one.story
            members = self._members.setdefault(story, [])
            for number in one.reports:
                members.append(given[number])
                for word in key_words(given[number]):
                    self._by_word[word].add(story)

    def stories(self) -> list[list[int]]:
        """Return the reports of each story."""
        return [[report.id for report in members] for members in self._members.values()]

    def _is_open(self, story: int, report: Report) -> bool:
        times = [other.at for other in self._members[story][-SPEAKERS:] if other.at]
        return report.at is None or not times or abs(report.at - max(times)) <= WINDOW
