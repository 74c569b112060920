"""How the measuring points call cleaning: a page made from a string, and answers as printed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.records import Basis, Capture, Cleaned, Hints, Outcome, Page
from tasks.clean.page import clean_page
from tasks.sources import ANY_SOURCE, Source

FETCHED_AT = datetime(2100, 1, 1, tzinfo=UTC)  # after every page that is scored
PRINTED = (Basis.TIME_ELEMENT, Basis.TEXT)
BY_THE_HEADLINE = 0.55


def clean_bytes(
    text: str, media_type: str, url: str | None = None, source: dict[str, Any] | None = None
) -> Cleaned:
    """The outcome for a text, read as if it had been captured."""
    known = {"id": "any", "name": "Any"} | (source or {})
    capture = Capture(
        id=0,
        source_id=str(known["id"]),
        channel="bench",
        url=url or "",
        final_url=url or "",
        identity=url or "",
        fetched_at=FETCHED_AT,
        outcome=Outcome.STORED,
        reason=None,
        status=200,
        media_type=media_type,
        charset="utf-8",
        blob_sha256=None,
        hints=Hints(),
    )
    page = Page(capture=capture, body=text.encode("utf-8", "replace"))
    return clean_page(page, Source.model_validate(known) if source else ANY_SOURCE)


def as_printed(cleaned: Cleaned) -> dict[str, Any]:
    """Title, authors and the day of publication as the page printed it, in its own zone."""
    chosen = [evidence for evidence in cleaned.evidence if evidence.chosen]
    by_field = {evidence.field: evidence.value for evidence in chosen}
    return {
        "title": by_field.get("headline"),
        "authors": list(dict.fromkeys(e.value for e in chosen if e.field == "author")),
        "date": _printed_day(cleaned),
    }


def _printed_day(cleaned: Cleaned) -> str | None:
    """The day of publication; where that is in UTC, as another reading prints the same moment.

    A clock in another zone is surest, then the day in the address, then a day without a clock that
    stands near the headline.
    """
    published = [e for e in cleaned.evidence if e.field == "published_at" and not e.note]
    chosen = next((e.value for e in published if e.chosen), None)
    if chosen is None or not chosen.endswith("+00:00"):
        return chosen[:10] if chosen else None
    moment = datetime.fromisoformat(chosen)
    local = [e.value for e in published if len(e.value) > 19 and not e.value.endswith("+00:00")]
    same = (value[:10] for value in local if datetime.fromisoformat(value) == moment)
    days = [e for e in published if len(e.value) == 10 and _is_near(e.value, moment)]
    in_url = (e.value for e in days if e.basis is Basis.URL)
    in_print = (e.value for e in days if e.basis in PRINTED and e.confidence >= BY_THE_HEADLINE)
    return next(same, None) or next(in_url, None) or next(in_print, None) or chosen[:10]


def _is_near(day: str, moment: datetime) -> bool:
    """Whether a day in some zone may hold a moment."""
    noon = datetime.fromisoformat(day[:10]).replace(hour=12, tzinfo=UTC)
    return abs(noon - moment) < timedelta(hours=26)
