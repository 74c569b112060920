"""Captures and pages for the tests of cleaning, and the golden pages of tests/pages."""

from datetime import UTC, datetime
from pathlib import Path

from storage.records import Article, Capture, Cleaned, Hints, Outcome, Page
from tasks.clean.page import clean_page
from tasks.sources import ANY_SOURCE, Source

PAGES = Path(__file__).parent.parent / "pages"
SHARED = Path(__file__).parents[3] / "shared"
FETCHED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_page(
    body: str | bytes,
    media_type: str | None = "text/plain",
    *,
    url: str = "https://news.example.org/2026/a-story",
    charset: str | None = None,
    hints: Hints | None = None,
) -> Page:
    """A page as a capture of today would hold it."""
    capture = Capture(
        id=1,
        source_id="any",
        channel="files",
        url=url,
        final_url=url,
        identity=url,
        fetched_at=FETCHED_AT,
        outcome=Outcome.STORED,
        reason=None,
        status=200,
        media_type=media_type,
        charset=charset,
        blob_sha256=None,
        hints=hints or Hints(),
    )
    return Page(capture=capture, body=body if isinstance(body, bytes) else body.encode())


def clean(
    body: str | bytes, media_type: str | None = "text/plain", source: Source = ANY_SOURCE
) -> Cleaned:
    """What cleaning makes of a body."""
    return clean_page(make_page(body, media_type), source)


def article_of(cleaned: Cleaned) -> Article:
    """The article of an outcome that must be one."""
    assert cleaned.article is not None, cleaned.reason
    return cleaned.article


def golden(name: str) -> str:
    """The text of one golden page."""
    return (PAGES / name).read_text(encoding="utf-8")
