"""RSS and Atom by feedparser, on bytes and behind a scan; JSON Feed besides."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

import feedparser

from storage.records import Hints
from tasks.fetch.lists.items import Item, Listed, absolute, hint, once_each
from tasks.fetch.lists.shapes import check_json, check_xml
from tasks.fetch.reasons import Reason
from tasks.fetch.web.lost import Lost

MAX_WORK_US = 7_000_000
"""The most that feedparser gets at once; a longer feed is read as far as that. Feeds put the newest
first."""

TAG_US = 60  # of CPU, measured on 10,000 entries
ENTITY_US = 2  # on 2 million ampersands in text that is not well-formed
MAX_PARSED_BYTES = 12_000_000  # feedparser takes about 12 times a text's size in memory

MAX_TAIL_BYTES = 10_000  # after the last entry: closing tags

_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_TAGS = re.compile(r"<[^<>]{0,500}>")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def read_feed(body: bytes, headers: Mapping[str, str], url: str) -> Listed:
    """The items that a feed names, in its order.

    Raises:
        Lost: it is no feed, or hostile to parsers.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body, url)
    check_xml(body)
    body, headers = _as_utf8(body, headers)
    first = _first_entries(body)
    parsed = _parse(first, {**headers, "content-location": url})
    entries, feed = parsed.get("entries", []), parsed.get("feed", {})
    if not parsed.get("version") and not entries:
        raise Lost(Reason.NOT_A_FEED)
    base = absolute(feed.get("link"), url) or url
    items = (_item(entry, base) for entry in entries)
    found = once_each(item for item in items if item)
    return Listed(items=found, wish=_wish(feed), cut=len(first) < len(body))


def _as_utf8(body: bytes, headers: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
    """UTF-16 with its mark, which feedparser reads only where a declaration repeats it."""
    if body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return body, headers
    text = _DECLARATION.sub("", body.decode("utf-16", "replace"))
    return text.encode(), {**headers, "content-type": "application/xml; charset=utf-8"}


def _parse(body: bytes, headers: Mapping[str, str]) -> Any:
    try:
        return feedparser.parse(
            BytesIO(body),
            response_headers=headers,
            sanitize_html=False,  # only links, titles and dates are taken, as text
            resolve_relative_uris=False,
        )
    except Exception as error:  # what a hostile feed sets off costs the feed alone
        raise Lost(Reason.NOT_A_FEED, type(error).__name__) from error


def _first_entries(body: bytes) -> bytes:
    """As much of a feed, in whole entries, as may be parsed at once."""
    if _is_affordable(_work_us(body, 0, len(body)), len(body)):
        return body
    ends = [found.end() for found in _ENTRY_END.finditer(body)]
    work_us = start = cut = 0
    for end in ends:
        work_us += _work_us(body, start, end)
        if not _is_affordable(work_us, end):
            break
        start = cut = end
    if not cut:
        raise Lost(Reason.HOSTILE_SHAPE, "size")
    return body[:cut] + body[ends[-1] :][:MAX_TAIL_BYTES]


def _work_us(body: bytes, start: int, end: int) -> int:
    return TAG_US * body.count(b"<", start, end) + ENTITY_US * body.count(b"&", start, end)


def _is_affordable(work_us: int, size: int) -> bool:
    return work_us <= MAX_WORK_US and size <= MAX_PARSED_BYTES


def _item(entry: Mapping[str, Any], base: str) -> Item | None:
    guid = hint(entry.get("id"))
    url = absolute(entry.get("link"), base)
    if url is None and guid is not None and guid.startswith(("http://", "https://")):
        url = absolute(guid, base)
    if url is None:
        return None
    names = [author.get("name") for author in entry.get("authors", ()) if author]
    authors = tuple(filter(None, map(hint, names or [entry.get("author")])))
    return Item(
        url=url,
        hints=Hints(
            guid=guid,
            headline=hint(_TAGS.sub("", str(entry.get("title") or ""))),
            authors=authors[:20],
            published=hint(entry.get("published")),
            modified=hint(entry.get("updated")),
        ),
    )


def _wish(feed: Mapping[str, Any]) -> timedelta | None:
    """RSS 2.0 ttl in minutes; RSS 1.0 syndication module, period over frequency."""
    try:
        if feed.get("ttl"):
            return timedelta(minutes=min(float(feed["ttl"]), 525_600))
        period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
        return period / max(1, int(feed.get("sy_updatefrequency") or 1)) if period else None
    except (ValueError, OverflowError):
        return None


def _read_json(body: bytes, url: str) -> Listed:
    """https://www.jsonfeed.org/version/1.1/"""
    check_json(body)
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Lost(Reason.NOT_A_FEED) from error
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(
        "https://jsonfeed.org/version/"
    ):
        raise Lost(Reason.NOT_A_FEED)
    entries = feed.get("items")
    found = entries if isinstance(entries, list) else []
    items = (_json_item(entry, url) for entry in found if isinstance(entry, dict))
    return Listed(items=once_each(item for item in items if item))


def _json_item(entry: Mapping[str, Any], base: str) -> Item | None:
    guid = hint(str(entry["id"])) if entry.get("id") is not None else None
    named = entry.get("url") or entry.get("external_url")
    if not named and guid is not None and guid.startswith(("http://", "https://")):
        named = guid
    url = absolute(named, base) if isinstance(named, str) else None
    if url is None:
        return None
    listed = entry.get("authors") or [entry.get("author")]
    authors = listed if isinstance(listed, list) else []
    names = (hint(author.get("name")) for author in authors if isinstance(author, dict))
    return Item(
        url=url,
        hints=Hints(
            guid=guid,
            headline=hint(entry.get("title")),
            authors=tuple(filter(None, names))[:20],
            published=hint(entry.get("date_published")),
            modified=hint(entry.get("date_modified")),
        ),
    )
