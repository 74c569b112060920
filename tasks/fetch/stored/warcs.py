"""WARC files in the source's folder (ISO 28500), read by warcio record by record.

A broken record costs itself: reading goes on at the next place that looks like a record's start.
"""

import zlib
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed

from storage.records import Link, Outcome, Received
from tasks.fetch.archived import Archived, row_of
from tasks.fetch.contracts import Clock, Known
from tasks.fetch.reasons import Reason, reason_text
from tasks.fetch.stored.paths import PathRefused, find_files, open_inside
from tasks.fetch.stored.payloads import decoded
from tasks.fetch.stored.warc_records import Records
from tasks.fetch.web.asking import PAGE_BYTES
from tasks.fetch.web.lost import Lost
from tasks.sources import Channel, Source

ENDINGS = (".warc", ".warc.gz")

MAX_BAD_RECORDS = 1_000
"""Restarts in one file, after which the rest is given up."""

AHEAD = timedelta(days=1)
"""How far a record's date may lie ahead of this machine's clock."""

MAX_WASTED_BYTES = 500_000_000
"""Decoded for records that then could not be read, after which the rest is given up."""

SEARCH_BYTES = 1_000_000

BROKEN = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, OSError, AttributeError, KeyError)
"""What warcio raises on broken input: by design, and by accident."""

_STARTS = {True: b"\x1f\x8b\x08", False: b"WARC/1."}


def collect_warcs(
    source: Source, channel: Channel, *, known: Known, root: Path, now: Clock
) -> Iterator[Received]:
    """One Received for each page that the WARC files of the channel's glob hold."""

    def lost(name: str, outcome: Outcome, reason: str) -> Received:
        link = Link(source_id=source.id, channel=channel.name, url=name, identity=name)
        return Received(link=link, fetched_at=now(), outcome=outcome, final_url=name, reason=reason)

    try:
        for found in find_files(root, channel.path or ""):
            if not found.name.lower().endswith(ENDINGS):
                yield lost(found.name, Outcome.SKIPPED, Reason.UNSUPPORTED_FILE)
                continue
            try:
                stream, size = open_inside(root, found.path)
            except PathRefused as refused:
                yield lost(found.name, Outcome.FAILED, refused.reason)
                continue
            with stream:
                for place, page in read_warc(stream) if size else ():
                    if isinstance(page, Archived) and page.at > now() + AHEAD:
                        date = reason_text(Reason.BAD_RECORD, "date in the future")
                        yield lost(f"{found.name}#{place}", Outcome.FAILED, date)
                    elif isinstance(page, Archived):
                        yield row_of(source, channel.name, page, known)
                    else:
                        yield lost(f"{found.name}#{place}", Outcome.FAILED, page)
    except PathRefused as refused:
        yield lost(channel.path or "", Outcome.SKIPPED, refused.reason)


def read_warc(stream: BinaryIO) -> Iterator[tuple[int, Archived | str]]:
    """Byte offset and page, or the reason a record is lost; records without a page are passed."""
    packed = stream.read(2) == b"\x1f\x8b"
    start: int | None = 0
    wasted = 0
    for _ in range(MAX_BAD_RECORDS):
        if start is None:
            return
        stream.seek(start)
        records = Records(stream)
        error = yield from _pages_of(records)
        if error is None:
            return
        at = max(start, records.offset)
        if error:
            yield at, reason_text(Reason.BAD_RECORD, error)
        wasted += records.work_bytes
        if wasted > MAX_WASTED_BYTES:
            yield at, reason_text(Reason.CORRUPT, "too much of it is no record")
            return
        start = _next_start(stream, at + 1, packed=packed)


def _pages_of(records: Records) -> Generator[tuple[int, Archived | str], None, str | None]:
    """Pages up to the end, or up to a record that cannot be read; returns what was wrong then.

    That is an empty text where it has been told already.
    """
    page: Archived | str | None = None
    try:
        while (record := records.next_record()) is not None:
            records.allow_body(PAGE_BYTES)
            page = _page_of(record)
            if page is not None:
                yield records.offset, page
            records.skip_rest()
            page = None
    except BROKEN as error:
        return "" if isinstance(page, str) else type(error).__name__
    return None


def _page_of(record: Any) -> Archived | str | None:
    if record.rec_type not in ("response", "resource"):
        return None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if not url.startswith(("http://", "https://")):
        return None  # a name that was looked up, a note of the crawler
    at = _date(record.rec_headers.get_header("WARC-Date"))
    if at is None:
        return reason_text(Reason.BAD_RECORD, "date")
    status, headers = 200, {"content-type": record.rec_headers.get_header("Content-Type") or ""}
    if record.http_headers is not None:
        status = _status(record.http_headers.get_statuscode())
        headers = {name.lower(): value for name, value in record.http_headers.headers}
    if not status:
        return reason_text(Reason.BAD_RECORD, "status")
    try:
        body = decoded(_payload(record), headers, PAGE_BYTES)
    except Lost as lost:
        return str(lost)
    return Archived(url=url, at=at, status=status, headers=headers, body=body)


def _payload(record: Any) -> bytes:
    payload: bytes = record.raw_stream.read(PAGE_BYTES + 1)
    if len(payload) > PAGE_BYTES:
        raise Lost(Reason.TOO_LARGE)
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise Lost(Reason.TRUNCATED)
    return payload


def _status(text: str | None) -> int:
    """A status of three digits; 0 for anything else."""
    plain = (text or "").strip()
    return int(plain) if len(plain) == 3 and plain.isascii() and plain.isdigit() else 0


def _date(text: str | None) -> datetime | None:
    """ISO 28500, 5.4: in UTC; the zone's letter is often forgotten."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _next_start(stream: BinaryIO, at: int, *, packed: bool) -> int | None:
    """Where the next record may begin, from a byte on; None at the end."""
    mark = _STARTS[packed]
    stream.seek(at)
    while chunk := stream.read(SEARCH_BYTES):
        found = chunk.find(mark)
        if found >= 0:
            return at + found
        if len(chunk) < SEARCH_BYTES:
            return None
        at += len(chunk) - len(mark)
        stream.seek(at)
    return None
