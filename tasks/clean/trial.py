"""What other rules would change: the same captures cleaned twice, compared, summed up.

Nothing is written. Words are counted as multisets of lines are compared: a line that only moved is
neither lost nor gained.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from storage.records import Article, Cleaned
from tasks.clean.words import count_words

WORST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one capture's article would lose and gain."""

    capture_id: int
    url: str
    headline: str | None
    state_before: str
    state_after: str
    words_lost: int
    words_gained: int
    lines_lost: tuple[str, ...]
    lines_gained: tuple[str, ...]
    fields: tuple[str, ...]  # other fields whose value changes

    @property
    def changed(self) -> bool:
        """Whether anything of the article changes."""
        return bool(
            self.lines_lost
            or self.lines_gained
            or self.fields
            or self.state_before != self.state_after
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a change of rules would do to a source."""

    articles: int
    changed: int
    words_lost: int
    words_gained: int
    worst: tuple[Difference, ...]  # by words lost and gained, at most ten
    let_go: int = 0  # captures that cannot be tried: their bytes are not there any more

    def as_json(self) -> dict[str, Any]:
        """The trial as plain values."""
        return asdict(self)


def compare(before: Cleaned, after: Cleaned) -> Difference:
    """The difference between two outcomes of one capture."""
    old, new = _lines(before.article), _lines(after.article)
    lost, gained = _missing(old, new), _missing(new, old)
    article = after.article or before.article
    return Difference(
        capture_id=after.capture.id,
        url=after.capture.final_url,
        headline=article.headline if article else None,
        state_before=before.state,
        state_after=after.state,
        words_lost=sum(map(count_words, lost)),
        words_gained=sum(map(count_words, gained)),
        lines_lost=lost,
        lines_gained=gained,
        fields=_changed_fields(before.article, after.article),
    )


def sum_up(differences: Iterable[Difference]) -> Trial:
    """The trial of all captures of a source."""
    found = list(differences)
    changed = [difference for difference in found if difference.changed]
    by_words = sorted(changed, key=lambda d: (-(d.words_lost + d.words_gained), d.capture_id))
    return Trial(
        articles=len(found),
        changed=len(changed),
        words_lost=sum(difference.words_lost for difference in changed),
        words_gained=sum(difference.words_gained for difference in changed),
        worst=tuple(by_words[:WORST]),
    )


def _lines(article: Article | None) -> Sequence[str]:
    return article.text.split("\n") if article else ()


def _missing(lines: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The lines that the others do not hold as often, in order."""
    left = Counter(others)
    missing = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            missing.append(line)
    return tuple(missing)


def _changed_fields(before: Article | None, after: Article | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ()
    names = ("headline", "authors", "credits", "published_at", "modified_at", "language")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
