"""Articles and taggers made for the tests of this room."""

from collections.abc import Sequence
from datetime import UTC, datetime

from storage.records import Annotations, Article, Precision
from tasks.enrich.annotate import annotate
from tasks.enrich.rules_tagger import RulesTagger
from tasks.enrich.spans import Kind, Span


def make_article(
    text: str, *, published: str | None = None, language: str | None = "en"
) -> Article:
    """Return an article of this text; ``published`` is an ISO day."""
    day = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    return Article(
        headline=None,
        authors=(),
        credits=(),
        published_at=day,
        published_precision=Precision.DAY if day else None,
        published_basis=None,
        modified_at=None,
        language=language,
        text=text,
    )


class FakeTagger:
    """Marks the names it was given wherever they stand, and nothing else."""

    name = "fake"
    version = "1"

    def __init__(self, **names: Sequence[str]) -> None:
        self.names: dict[str, Kind] = {}
        kinds: dict[str, Kind] = {
            "person": "person",
            "org": "org",
            "place": "place",
            "misc": "misc",
        }
        for kind, surfaces in names.items():
            self.names |= dict.fromkeys(surfaces, kinds[kind])
        self.seen: list[str] = []

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return the spans of each text."""
        self.seen += texts
        return [self._tag(text) for text in texts]

    def _tag(self, text: str) -> list[Span]:
        found: list[Span] = []
        for name, kind in self.names.items():
            start = text.find(name)
            while start >= 0:
                found.append(Span(start=start, end=start + len(name), kind=kind, score=0.9))
                start = text.find(name, start + len(name))
        return found


def annotate_one(text: str, *, published: str | None = None, **names: Sequence[str]) -> Annotations:
    """Return the annotations of one English text with a fake tagger of these names."""
    tagger = FakeTagger(**names) if names else RulesTagger()
    return annotate([make_article(text, published=published)], tagger, None)[0]
