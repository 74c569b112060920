"""The measuring points: plain functions, each a few lines over the product's own code.

The benchmarks score these, so their signatures stay. Imports stand inside the functions, so that
measuring one loads no other.
"""

from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasks.dedupe.index import MemoryIndex


def html_body(html: str, url: str | None = None) -> str:
    """The main text of a page, paragraphs parted by line feeds."""
    from benchmarks.cleaning_points import clean_bytes

    cleaned = clean_bytes(html, "text/html", url)
    return cleaned.article.text if cleaned.article else ""


def html_metadata(html: str, url: str | None = None) -> dict[str, Any]:
    """``{"title": str|None, "authors": [str], "date": "YYYY-MM-DD"|None}`` of a page."""
    from benchmarks.cleaning_points import as_printed, clean_bytes

    return as_printed(clean_bytes(html, "text/html", url))


def text_body(text: str) -> str:
    """The kept lines of a text dump, verbatim."""
    from benchmarks.cleaning_points import clean_bytes

    cleaned = clean_bytes(text, "text/plain")
    return cleaned.article.text if cleaned.article else ""


def text_metadata(text: str, source: dict[str, Any] | None = None) -> dict[str, Any]:
    """Title, authors and date of a text dump as above, and ``"credits": {role: name}``."""
    from benchmarks.cleaning_points import as_printed, clean_bytes

    cleaned = clean_bytes(text, "text/plain", source=source)
    credits: dict[str, list[str]] = {}
    for credit in cleaned.article.credits if cleaned.article else ():
        credits.setdefault(credit.role, []).append(credit.name)
    return as_printed(cleaned) | {"credits": {role: ", ".join(n) for role, n in credits.items()}}


def duplicates(texts: list[str]) -> list[list[int]]:
    """Groups of copies with excerpts, as indices; texts linked to no other are left out."""
    from tasks.dedupe.groups import place_texts
    from tasks.dedupe.index import MemoryIndex
    from tasks.dedupe.text import prepare_text

    prepared = (prepare_text(number, f"{number:09}", text) for number, text in enumerate(texts))
    index = MemoryIndex()
    place_texts((text for text in prepared if text), index)
    return [members for members in with_excerpts(index) if len(members) > 1]


def with_excerpts(index: "MemoryIndex") -> list[list[int]]:
    """Every group with those whose hubs are excerpts of its hub, and theirs."""

    def reach(hub: int) -> list[int]:
        return [hub, *index.members(hub), *chain.from_iterable(map(reach, index.excerpts(hub)))]

    return [reach(hub) for hub in index.groups() if index.source(hub) is None]


def entities(text: str) -> list[tuple[int, int, str]]:
    """Names of a text as (start, end, label), labels PERSON ORG LOC EVENT MISC."""
    return entities_batch([text])[0]


def entities_batch(texts: list[str]) -> list[list[tuple[int, int, str]]]:
    """The same for many texts at once."""
    from benchmarks.entity_points import find_names

    return find_names(texts)


def resolve(mentions: list[tuple[int, str, str]]) -> list[list[int]]:
    """Clusters of indices into mentions of (document, surface, kind): what is one entity."""
    from benchmarks.entity_points import cluster_mentions

    return cluster_mentions(mentions)


def stories(documents: list[dict[str, Any]]) -> list[list[int]]:
    """Articles about one event, as indices, from ``{"title", "text", "date"|None}``."""
    from benchmarks.story_points import STORY_BATCH, in_time, read_document
    from tasks.dedupe.story_index import MemoryStories, place_reports

    reports = in_time(map(read_document, range(len(documents)), documents))
    index = MemoryStories()
    for start in range(0, len(reports), STORY_BATCH):
        place_reports(reports[start : start + STORY_BATCH], index)
    return index.stories()
