"""Hostile WARC files: a bad record costs itself, a bomb costs a moment, and nothing raises."""

import gzip
import random
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.records import ChannelKind, Outcome, Received
from tasks.fetch.collect import collect
from tasks.sources import Channel, Source
from tests.faults.bounds import bounded
from tests.fetch.fakes import Memory, at_noon

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PAGE = HTTP + b"\r\n<p>A page.</p>"
MEGABYTE = b"\0" * 1_000_000

LARGE = "failed too-large"
SHORT = "failed truncated"
CODING = "failed bad-encoding"
RECORD = "failed bad-record"


def record(payload: bytes = PAGE, *, length: int | None = None, **fields: str) -> bytes:
    """One record; ``length`` where it is to lie."""
    named = {
        "WARC-Type": "response",
        "WARC-Target-URI": "https://news.example/a",
        "WARC-Date": "2020-01-01T00:00:00Z",
        "WARC-Record-ID": "<urn:uuid:1>",
        "Content-Type": "application/http; msgtype=response",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    size = len(payload) if length is None else length
    return f"WARC/1.0\r\n{lines}Content-Length: {size}\r\n\r\n".encode() + payload + b"\r\n\r\n"


def packed(parts: Iterable[bytes]) -> bytes:
    """One gzip member."""
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(map(packer.compress, parts)) + packer.flush()


def body(data: bytes, *headers: bytes) -> bytes:
    """A payload with further headers."""
    return HTTP + b"".join(header + b"\r\n" for header in headers) + b"\r\n" + data


GOOD = gzip.compress(record())


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file, and the rows it must end in; the last often being a good record after a bad one."""

    name: str
    make: Callable[[], bytes]
    rows: tuple[str, ...] | None = None
    most: int = 2  # rows, where they are not told one by one


def then_good(name: str, make: Callable[[], bytes], outcome: str) -> Case:
    """A bad record in gzip, and a good one."""
    return Case(name=name, make=lambda: gzip.compress(make()) + GOOD, rows=(outcome, "stored"))


CHUNKED, GZIPPED = b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"

CASES = [
    Case(name="a member of 1 GB", rows=(LARGE, "stored"), make=lambda: packed(
        [record(length=1_000_000_000)[:-4], *[MEGABYTE] * 1_000, b"\r\n\r\n"]) + GOOD),
    then_good("a body that swells to 500 MB",
              lambda: record(body(packed([MEGABYTE] * 500), GZIPPED)), LARGE),
    then_good("a body of 11 MB", lambda: record(body(b"<p>x</p>" * 1_400_000)), LARGE),
    Case(name="a header without end", rows=(RECORD,),
         make=lambda: packed([b"WARC/1.0\r\nX: ", *[b"a" * 1_000_000] * 300])),
    Case(name="a header of HTTP without end", rows=(RECORD,), make=lambda: packed(
        [record(b"HTTP/1.1 200 OK\r\nX: ", length=10**9)[:-4], *[b"a" * 1_000_000] * 300])),
    Case(name="ten million headers", rows=(RECORD,),
         make=lambda: packed([b"WARC/1.0\r\n", *[b"X: y\r\n" * 100_000] * 100])),
    then_good("a chunk cut off", lambda: record(body(b"ff\r\nabc", CHUNKED)), SHORT),
    then_good("chunks without their end", lambda: record(body(b"3\r\nabc\r\n", CHUNKED)), SHORT),
    then_good("a chunk larger than all", lambda: record(body(b"ffffffff\r\nx", CHUNKED)), SHORT),
    then_good("chunks joined already", lambda: record(body(b"<p>x</p>", CHUNKED)), "stored"),
    then_good("gzip that the writer undid", lambda: record(body(b"<p>x</p>", GZIPPED)), "stored"),
    then_good("gzip without its end",
              lambda: record(body(gzip.compress(b"<p>x</p>" * 99)[:-9], GZIPPED)), SHORT),
    then_good("gzip twice", lambda: record(body(b"x", b"Content-Encoding: gzip, gzip")), CODING),
    then_good("brotli", lambda: record(body(b"x", b"Content-Encoding: br")), CODING),
    then_good("a length beyond all", lambda: record(length=10**15), SHORT),
    Case(name="a length below nought", most=3,
         make=lambda: gzip.compress(record(length=-5)) + GOOD),
    then_good("a status of letters", lambda: record(b"HTTP/1.1 abc OK\r\n\r\nx"), RECORD),
    then_good("a status of 20 digits",
              lambda: record(b"HTTP/1.1 %s OK\r\n\r\nx" % (b"9" * 20)), RECORD),
    then_good("a status below nought", lambda: record(b"HTTP/1.1 -200 OK\r\n\r\nx"), RECORD),
    then_good("the year 0", lambda: record(WARC_Date="0000-01-01T00:00:00Z"), RECORD),
    then_good("the year 9999", lambda: record(WARC_Date="9999-12-31T00:00:00Z"), RECORD),
    then_good("a date without its zone", lambda: record(WARC_Date="2020-01-01T00:00:00"), "stored"),
    then_good("a password in the address",
              lambda: record(**{"WARC-Target-URI": "https://u:geheim@news.example/a"}), "stored"),
    Case(name="a file in an address's place", rows=("stored",), make=lambda: gzip.compress(
        record(**{"WARC-Target-URI": "file:///etc/passwd"})) + GOOD),
    Case(name="one member for all records", rows=("stored", RECORD),
         make=lambda: gzip.compress(record() * 3)),
    Case(name="100,000 empty members", make=lambda: gzip.compress(b"") * 100_000, most=100),
    Case(name="50 MB of noise", rows=(RECORD,),
         make=lambda: random.Random(1).randbytes(50_000_000)),
    Case(name="marks of records alone", make=lambda: b"WARC/1." * 5_000_000, most=1_000),
    Case(name="marks of gzip alone", make=lambda: b"\x1f\x8b\x08" * 10_000_000, most=1_000),
    Case(name="100 MB of line ends", make=lambda: b"\r\n" * 50_000_000, rows=(RECORD,)),
    Case(name="300 MB of NUL behind a record", make=lambda: record() + b"\0" * 300_000_000,
         rows=("stored", RECORD)),
]  # fmt: skip


def shown(row: Received) -> str:
    """The outcome, and the reason up to its detail."""
    return f"{row.outcome} {(row.reason or '').partition(':')[0]}".strip()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_hostile_warc_ends_in_its_rows(case: Case, tmp_path: Path) -> None:
    data = case.make()
    name = "a.warc.gz" if data.startswith(b"\x1f\x8b") else "a.warc"
    (tmp_path / name).write_bytes(data)
    del data
    channel = Channel(name="w", kind=ChannelKind.WARC, path="*")
    source = Source(id="s", name="S")

    with bounded():
        rows = list(
            collect(source, channel, known=Memory(), root=tmp_path, client=None, now=at_noon)
        )

    if case.rows is None:
        assert len(rows) <= case.most
        assert all(row.outcome is not Outcome.STORED for row in rows[:-1])
    else:
        assert tuple(map(shown, rows)) == case.rows
    assert "geheim" not in repr(rows)
