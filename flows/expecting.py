"""What sources.yaml expects of each source, as the judging of its health takes it."""

from collections.abc import Iterable
from pathlib import Path

from storage.wellbeing.expecting import Expected
from tasks.sources import Source
from tasks.sources_file import load_sources


def expectations(sources: Iterable[Source]) -> dict[str, Expected]:
    """The bounds of each source, by its id."""
    return {
        source.id: Expected(
            articles_per_week=source.expect.articles_per_week,
            max_silence=source.expect.max_silence,
        )
        for source in sources
    }


def expectations_of(path: Path) -> dict[str, Expected]:
    """The same from a file; nothing is expected where there is none.

    Raises:
        ConfigError: something in it is wrong.
    """
    return expectations(load_sources(path).sources) if path.exists() else {}
