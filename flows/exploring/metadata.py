"""What Datasette is told of a ledger: questions, views and tables with what each column means."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from flows.exploring.canned import canned_query
from storage.migrations.describe import described_tables
from storage.migrations.views import View, read_views
from storage.queries.cookbook.reading import read_cookbook

LEDGER = "ledger"
"""What Datasette calls the database."""

STYLE = "/explore.css"
WELCOME = (
    '<p><a href="/ledger/current_article">All articles</a>, with facets and full-text search; '
    '<a href="/report">the report</a>, in pictures; <a href="/ledger#views">the views</a>, with '
    "what each column means. Nothing here can be changed.</p>"
)
FACETS: Mapping[str, tuple[str, ...]] = {
    "current_article": ("source_id", "language", "month"),
    "article_change": ("source_id", "change"),
    "article_history": ("source_id", "change"),
    "mention_in_context": ("kind", "source_id"),
    "backfill_gap": ("source_id", "status"),
    "copy_group": ("kind", "source_id"),
    "dropped_line": ("source_id", "reason"),
    "field_evidence": ("field", "basis"),
    "source_day": ("source_id",),
}
SORTED = {"article_change": "seen_at", "current_article": "first_seen_at", "source_day": "day"}
"""Newest first, where that is what people look for."""

SEARCHED = {"fts_table": "content_fts", "fts_pk": "content_id"}
TEXTS = ("current_article",)
"""Views that have a search box, over the full-text index."""

INNER = ("alembic_version", "content_fts", "lease", "pending", "story_word", "watermark")
"""Of no use to a person who looks."""


def metadata_for(*, shared: bool) -> dict[str, Any]:
    """Datasette's metadata; where it is shared, the tables beneath the views are closed."""
    return {
        "title": "newsledger",
        "extra_css_urls": [STYLE],
        "description_html": f"{WELCOME}<h2>Ask</h2><ul>{''.join(_questions())}</ul>",
        "databases": {
            LEDGER: {
                "title": "The ledger",
                "description": "Questions of the cookbook first, then the views they stand on.",
                "queries": {name: canned_query(asked) for name, asked in read_cookbook().items()},
                "tables": {**dict(_views()), **dict(_tables(closed=shared))},
            }
        },
    }


def _questions() -> Iterator[str]:
    for name, question in read_cookbook().items():
        yield f'<li><a href="/{LEDGER}/{name}">{escape(question.title)}</a></li>'


def _views() -> Iterator[tuple[str, dict[str, Any]]]:
    for view in read_views():
        yield view.name, _view(view)


def _view(view: View) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": " ".join(view.about.split()),
        "columns": dict(view.columns),
    }
    if view.name in FACETS:
        found["facets"] = list(FACETS[view.name])
    if view.name in SORTED:
        found["sort_desc"] = SORTED[view.name]
    if view.name in TEXTS:
        found |= SEARCHED
    return found


def _tables(*, closed: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    told = described_tables()
    for name in sorted({*told, *INNER}):
        found: dict[str, Any] = {"description": told.get(name, "")}
        if name in INNER:
            found["hidden"] = True
        if closed:
            found["allow"] = False
        yield name, found
