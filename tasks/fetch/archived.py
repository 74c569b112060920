"""A page out of a web archive: what was answered back then, and when."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from storage.records import Outcome, Received
from tasks.fetch.contracts import Known, RemembersTimes
from tasks.fetch.pages import link_to
from tasks.fetch.web.asking import Purpose, outcome_of
from tasks.fetch.web.judging import charset_of, check_page, check_type, media_type_of
from tasks.fetch.web.lost import Lost
from tasks.fetch.web.trip import kept_headers
from tasks.sources import Source

TIMESTAMP = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """One answer from the past."""

    url: str
    at: datetime
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""


def read_timestamp(text: str) -> datetime | None:
    """The moment of a 14-digit timestamp; missing digits stand for the start."""
    digits = text.strip()[:14]
    padded = digits + "00000101000000"[len(digits) :] if len(digits) >= 4 else digits
    try:
        return datetime.strptime(padded, TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def row_of(source: Source, channel: str, page: Archived, known: Known) -> Received:
    """The row of an archived page: dated by its archive, and taken or left as a live one."""
    link = link_to(source, channel, page.url)
    row = Received(
        link=link,
        fetched_at=page.at,
        outcome=Outcome.STORED,
        final_url=link.url,
        status=page.status,
        headers=kept_headers(page.headers),
    )
    try:
        media_type = media_type_of(page.headers)
        check_type(media_type, Purpose.PAGE)
        media_type = check_page(page.body, media_type)
    except Lost as lost:
        return replace(row, outcome=outcome_of(lost.reason), reason=str(lost))
    if _is_held(page, link.url, known):
        return replace(row, outcome=Outcome.UNCHANGED)
    charset = charset_of(page.headers)
    return replace(row, body=page.body, media_type=media_type, charset=charset)


def _is_held(page: Archived, url: str, known: Known) -> bool:
    if isinstance(known, RemembersTimes):
        return known.holds(url, page.at)
    seen = known.seen(url)
    return seen is not None and seen.blob_sha256 == hashlib.sha256(page.body).hexdigest()
