"""Stored captures as a WARC file (ISO 28500) that other programs replay.

What the ledger holds is the decoded body. So the headers that spoke of its coding and length on
the wire are told as ``X-Archive-Orig-...``, as archives do, and the length is that of the body.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.fetch.archived import Archived

WIRE_HEADERS = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"}
)


def export_warc(
    stream: BinaryIO, pages: Iterable[Archived], *, software: str, now: datetime
) -> int:
    """Write pages as gzipped WARC/1.1 records; returns how many."""
    writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
    info = {"software": software, "format": "WARC File Format 1.1"}
    record = writer.create_warcinfo_record("newsledger.warc.gz", info)
    record.rec_headers.replace_header("WARC-Date", _stamp(now))
    writer.write_record(record)
    count = 0
    for page in pages:
        writer.write_record(
            writer.create_warc_record(
                page.url,
                "response",
                payload=BytesIO(page.body),
                length=len(page.body),
                http_headers=_http(page),
                warc_headers_dict={"WARC-Date": _stamp(page.at)},
            )
        )
        count += 1
    return count


def _http(page: Archived) -> StatusAndHeaders:
    headers = [
        (f"X-Archive-Orig-{name.title()}" if name in WIRE_HEADERS else name.title(), value)
        for name, value in page.headers.items()
    ]
    headers.append(("Content-Length", str(len(page.body))))
    return StatusAndHeaders(f"{page.status} {_phrase(page.status)}", headers, protocol="HTTP/1.1")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
