"""WARC files read and written, and CDX indexes: dated by the archive, a bad record costs itself."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.records import ChannelKind, Outcome, Received
from tasks.fetch.archived import Archived, read_timestamp
from tasks.fetch.collect import collect
from tasks.fetch.lists.cdx import read_index
from tasks.fetch.stored.export import export_warc
from tasks.fetch.web.lost import Lost
from tasks.sources import Channel, Source
from tests.fetch.fakes import NOON, Memory, at_noon
from tests.fetch.web import Web

THEN = datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
TEXT = "<html><p>Größe und Maß.</p></html>".encode()
SOURCE = Source(id="s", name="S")
ARCHIVE = "https://web.archive.example"
INDEX = f"{ARCHIVE}/cdx/search/cdx?url=news.example/*"


def page(name: str, body: bytes = TEXT, status: int = 200, **headers: str) -> Archived:
    """A page of the past."""
    fields = {"content-type": "text/html; charset=utf-8", **headers}
    return Archived(
        url=f"https://news.example/{name}", at=THEN, status=status, headers=fields, body=body
    )


def warc(*pages: Archived) -> bytes:
    """A WARC file of ours."""
    stream = BytesIO()
    export_warc(stream, pages, software="newsledger test", now=NOON)
    return stream.getvalue()


def read(folder: Path, body: bytes, name: str = "a.warc.gz") -> list[Received]:
    """The rows of a WARC channel over one file."""
    (folder / name).write_bytes(body)
    channel = Channel(name="w", kind=ChannelKind.WARC, path="*")
    rows = collect(SOURCE, channel, known=Memory(), root=folder, client=None, now=at_noon)
    return list(rows)


def shown(rows: list[Received]) -> list[str]:
    """Rows as URL and outcome, or reason."""
    return [f"{row.link.url.rpartition('/')[2]} {row.reason or row.outcome}" for row in rows]


def test_a_page_goes_out_and_comes_back_as_it_was(tmp_path: Path) -> None:
    (row,) = read(tmp_path, warc(page("a", etag='"x"')))

    assert (row.outcome, row.status, row.fetched_at) == (Outcome.STORED, 200, THEN)
    assert row.body == TEXT
    assert row.link.url == "https://news.example/a"
    assert row.headers["etag"] == '"x"'
    assert (row.media_type, row.charset) == ("text/html", "utf-8")


def test_the_length_and_coding_of_the_wire_are_told_as_the_past(tmp_path: Path) -> None:
    stream = BytesIO(warc(page("a", **{"content-encoding": "gzip", "content-length": "7"})))
    records = list(_responses(stream))

    assert records == [(TEXT, "gzip", str(len(TEXT)))]


def test_an_independent_check_finds_every_digest_right(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warc(page("a"), page("b", b"")))

    class Verbose:
        verbose = False
        inputs = (str(path),)

    checker = Checker(Verbose())
    checker.process_all()

    assert checker.exit_value == 0


def test_packed_bodies_of_other_writers_are_unpacked(tmp_path: Path) -> None:
    rows = read(tmp_path, _foreign(gzip.compress(TEXT), ("Content-Encoding", "gzip")))

    assert rows[0].body == TEXT


def test_chunked_bodies_of_other_writers_are_joined(tmp_path: Path) -> None:
    chunked = b"5\r\n" + TEXT[:5] + b"\r\n%x\r\n" % len(TEXT[5:]) + TEXT[5:] + b"\r\n0\r\n\r\n"

    rows = read(tmp_path, _foreign(chunked, ("Transfer-Encoding", "chunked")))

    assert rows[0].body == TEXT


def test_a_plain_warc_is_read(tmp_path: Path) -> None:
    rows = read(tmp_path, gzip.decompress(warc(page("a"), page("b"))), "a.warc")

    assert shown(rows) == ["a stored", "b stored"]


def test_a_broken_record_costs_itself(tmp_path: Path) -> None:
    body = bytearray(warc(page("a"), page("b"), page("c")))
    second = [at for at in range(len(body)) if body[at : at + 3] == b"\x1f\x8b\x08"][2]
    body[second + 20 : second + 60] = b"\xff" * 40

    rows = read(tmp_path, bytes(body))

    assert [row.outcome for row in rows] == [Outcome.STORED, Outcome.FAILED, Outcome.STORED]
    assert rows[1].reason is not None
    assert rows[1].reason.startswith("bad-record")


def test_a_record_cut_off_is_lost_and_the_earlier_ones_are_kept(tmp_path: Path) -> None:
    plain = gzip.decompress(warc(page("a"), page("b")))

    rows = read(tmp_path, plain[:-20], "a.warc")

    assert rows[0].outcome is Outcome.STORED
    assert all(row.outcome is Outcome.FAILED for row in rows[1:])
    assert len(rows) == 2


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"\x1f\x8b\x08garbage", b"WARC/1.0\r\n", b"\0" * 99]
)
def test_what_is_no_warc_gives_no_page_and_raises_nothing(tmp_path: Path, body: bytes) -> None:
    assert all(row.outcome is Outcome.FAILED for row in read(tmp_path, body))


def test_pages_that_are_no_text_are_skipped(tmp_path: Path) -> None:
    image = replace(page("a", b"\x89PNG\r\n\x1a\n"), headers={"content-type": "image/png"})

    (row,) = read(tmp_path, warc(image))

    assert (row.outcome, row.reason) == (Outcome.SKIPPED, "media-type:image/png")


def cdx(web: Web, *rows: list[str]) -> list[Received]:
    """The rows of a round over a Wayback index."""
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    web.put(INDEX, json.dumps([names, *rows]))
    channel = Channel(name="c", kind=ChannelKind.CDX, url=INDEX)
    rounds = collect(SOURCE, channel, known=Memory(), root=Path(), client=web, now=at_noon)
    return list(rounds)


def capture(timestamp: str, digest: str, status: str = "200") -> list[str]:
    """A row of a Wayback index."""
    return ["x", timestamp, "https://news.example/a", "text/html", status, digest, "9"]


def test_a_wayback_index_gives_pages_dated_by_the_archive() -> None:
    web = Web()
    web.put(f"{ARCHIVE}/web/20190506070809id_/https://news.example/a", TEXT)

    (row,) = cdx(web, capture("20190506070809", "D1"))

    assert (row.outcome, row.fetched_at, row.body) == (Outcome.STORED, THEN, TEXT)
    assert row.link.identity == "//news.example/a"


def test_captures_of_an_unchanged_body_are_asked_for_once() -> None:
    stamps = ["20190101000000", "20190102000000", "20190103000000", "20190104000000"]
    rows = [capture(stamp, digest) for stamp, digest in zip(stamps, "AABA", strict=True)]

    cdx(web := Web(), *rows)

    assert [url.partition("/web/")[2][:8] for url in web.urls()[1:]] == [
        "20190101", "20190103", "20190104",
    ]  # fmt: skip


def test_common_crawl_pages_are_ranges_of_warc_files() -> None:
    web = Web()
    record = warc(page("a"))
    web.put(f"{ARCHIVE}/crawl/x.warc.gz", record)
    line = {
        "timestamp": "20190506070809", "url": "https://news.example/a", "digest": "D",
        "filename": "crawl/x.warc.gz", "offset": "100", "length": str(len(record)),
    }  # fmt: skip
    web.put(INDEX, "com,example)/a 20190506070809 " + json.dumps(line))
    channel = Channel(name="c", kind=ChannelKind.CDX, url=INDEX)

    (row,) = collect(SOURCE, channel, known=Memory(), root=Path(), client=web, now=at_noon)

    assert row.body == TEXT
    assert web.asked[1].byte_range == (100, 99 + len(record))


@pytest.mark.parametrize("body", [b"<html>busy</html>", b"[[[", b"[1, 2]" * 2, b"a b c"])
def test_what_is_no_index_fails_by_name(body: bytes) -> None:
    with pytest.raises(Lost, match="not-an-index"):
        read_index(body)


def test_an_empty_index_names_nothing() -> None:
    assert read_index(b"") == ()
    assert read_index(b"[]") == ()


def test_timestamps_may_be_short() -> None:
    assert read_timestamp("20190506070809") == THEN
    assert read_timestamp("2019") == datetime(2019, 1, 1, tzinfo=UTC)
    assert read_timestamp("20191399") is None
    assert read_timestamp("x") is None


def _responses(stream: BytesIO) -> list[tuple[bytes, str | None, str | None]]:
    return [
        (
            record.content_stream().read(),
            record.http_headers.get_header("X-Archive-Orig-Content-Encoding"),
            record.http_headers.get_header("Content-Length"),
        )
        for record in ArchiveIterator(stream)
        if record.rec_type == "response"
    ]


def _foreign(payload: bytes, *headers: tuple[str, str]) -> bytes:
    stream = BytesIO()
    writer = WARCWriter(stream, gzip=True)
    http = StatusAndHeaders(
        "200 OK", [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1"
    )
    writer.write_record(
        writer.create_warc_record(
            "https://news.example/a",
            "response",
            payload=BytesIO(payload),
            http_headers=http,
            warc_headers_dict={"WARC-Date": "2019-05-06T07:08:09Z"},
        )
    )
    return stream.getvalue()
