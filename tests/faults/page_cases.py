"""Misbehaving pages: statuses, redirects, retries, truncation, codings, sizes, deadlines."""

import gzip
import zlib

from tests.faults.case import TEXT, Case
from tests.faults.server import Line, Play, http

STATUS = "failed http-status"
ODD = "failed bad-response"
LATE = "failed timeout"
TARGET = "failed redirect-target"
CODING = "failed bad-encoding"
SHORT = "failed truncated"

PACKED = gzip.compress(TEXT)
LONG = TEXT + b"<p>" + b"More words in a row. " * 4_000 + b"</p>"


def send(answer: bytes) -> Play:
    """Sends an answer."""
    return lambda line: line.send(answer)


def in_turn(*plays: Play) -> Play:
    """One play after the other."""

    def play(line: Line) -> None:
        for each in plays:
            each(line)

    return play


def cut(answer: bytes) -> Play:
    """Sends an answer and closes."""

    def play(line: Line) -> None:
        line.send(answer)
        line.sock.close()

    return play


def then_fine(*first: bytes | None) -> Play:
    """The given answers one after the other (None resets the connection), then a good page."""

    def play(line: Line) -> None:
        answer = first[line.count - 1] if line.count <= len(first) else http(200, TEXT)
        line.reset() if answer is None else line.send(answer)

    return play


def redirects(status: int, *, hops: int, to: str = "/page?{n}") -> Play:
    """So many redirects, then a good page."""

    def play(line: Line) -> None:
        at = int(line.path.partition("?")[2] or 0)
        if at < hops:
            line.send(http(status, location=to.format(n=at + 1)))
        else:
            line.send(http(200, TEXT))

    return play


def to(location: str, status: int = 302) -> Play:
    """One redirect."""
    return send(http(status, location=location))


def cookie_wall(line: Line) -> None:
    """Lets in who brings back the cookie it set."""
    if "seen=1" in line.headers.get("cookie", ""):
        line.send(http(200, TEXT))
    else:
        line.send(http(302, location="/page", set_cookie="seen=1; Path=/"))


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", coding: str = "") -> bytes:
    """A chunked answer."""
    parts = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    extra = {"Content-Length": "", "Transfer-Encoding": "chunked", "Content-Encoding": coding}
    return http(200, headers=extra) + parts + end


def headers_only(**named: str) -> bytes:
    """The head of an answer, without a length unless one is given."""
    return http(200, headers={"Content-Length": ""}, **named)


def endless_continue(line: Line) -> None:
    """100 Continue, for ever."""
    line.flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 10)


def endless_hints(line: Line) -> None:
    """103 Early Hints, for ever."""
    line.flood(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 10)


def flooded(head: bytes, data: bytes) -> Play:
    """A head, and then the same bytes for ever."""

    def play(line: Line) -> None:
        line.send(head)
        line.flood(data)

    return play


def dripped(head: bytes, data: bytes) -> Play:
    """A head, and then a byte at a time."""

    def play(line: Line) -> None:
        line.send(head)
        line.drip(data)

    return play


def gzip_bomb() -> bytes:
    """120 MB in 120 KB."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(120)) + packer.flush()


BOMB = gzip_bomb()
GONE_AFTER = http(503, retry_after="3600")

STATUSES = [
    Case(name="a good page", wanted="stored", requests=1, status=200, body=TEXT),
    Case(name="203", wanted="stored", play=send(http(203, TEXT))),
    Case(name="204", wanted="skipped empty", play=send(http(204)), requests=1),
    Case(name="an empty body", wanted="skipped empty", play=send(http(200, b"")), requests=1),
    Case(name="only white space", wanted="skipped empty", play=send(http(200, b" \r\n\t "))),
    Case(name="206 unasked", wanted=STATUS, play=send(http(206, TEXT))),
    Case(name="202 of a bot wall", wanted=STATUS, play=send(http(202, TEXT))),
    Case(name="400", wanted=STATUS, play=send(http(400, b"x")), requests=1),
    Case(name="401", wanted=STATUS, play=send(http(401, b"x")), requests=1),
    Case(name="403", wanted=STATUS, play=send(http(403, b"x")), requests=1),
    Case(name="404", wanted=STATUS, play=send(http(404, b"x")), requests=1, status=404),
    Case(name="405", wanted=STATUS, play=send(http(405, b"x")), requests=1),
    Case(name="408", wanted=STATUS, play=send(http(408, b"x")), requests=1),
    Case(name="410", wanted="failed gone", play=send(http(410, b"x")), requests=1, status=410),
    Case(name="418", wanted=STATUS, play=send(http(418, b"x")), requests=1),
    Case(name="451", wanted=STATUS, play=send(http(451, b"x")), requests=1),
    Case(name="404 of 50 MB", wanted=STATUS, play=flooded(
        http(404, headers={"Content-Length": "50000000"}), b"x" * 60_000), requests=1),
    Case(name="500 for ever", wanted=STATUS, play=send(http(500, b"x")), requests=4),
    Case(name="500 once", wanted="stored", play=then_fine(http(500)), requests=2),
    Case(name="502 twice", wanted="stored", play=then_fine(http(502), http(502)), requests=3),
    Case(name="504 thrice", wanted="stored", play=then_fine(*[http(504)] * 3), requests=4),
    Case(name="599", wanted=STATUS, play=send(http(599)), requests=4),
    Case(name="999", wanted=STATUS, play=send(http(999)), requests=1),
    Case(name="101 unasked", wanted=STATUS, play=cut(http(101, upgrade="x"))),
]  # fmt: skip

WAITING = [
    Case(name="429 with 3 s", wanted="stored", play=then_fine(http(429, retry_after="3")),
         requests=2, waits=(3, 3)),
    Case(name="503 with 8 s", wanted="stored", play=then_fine(http(503, retry_after="8")),
         requests=2, waits=(8, 8)),
    Case(name="503 with an hour", wanted="deferred retry-after", play=send(GONE_AFTER),
         requests=1, waits=(0, 0)),
    Case(name="429 with a date", wanted="deferred retry-after",
         play=send(http(429, retry_after="Fri, 31 Dec 2100 23:59:59 GMT")), requests=1),
    Case(name="503 with a date gone by", wanted="stored",
         play=then_fine(http(503, retry_after="Fri, 31 Dec 1999 23:59:59 GMT")), requests=2),
    Case(name="503 with garbage", wanted="stored",
         play=then_fine(http(503, retry_after="soon, perhaps")), requests=2),
    Case(name="429 with a negative", wanted="stored",
         play=then_fine(http(429, retry_after="-5")), requests=2),
    Case(name="429 with 10 to the 30", wanted="deferred retry-after",
         play=send(http(429, retry_after="1" + "0" * 30)), requests=1),
    Case(name="429 with a fraction", wanted="stored",
         play=then_fine(http(429, retry_after="1.5")), requests=2),
    Case(name="429 for ever", wanted=STATUS, play=send(http(429)), requests=4),
    Case(name="429 with 1 s for ever", wanted="deferred retry-after",
         play=send(http(429, retry_after="1")), requests=4),
]  # fmt: skip

REDIRECTS = [
    Case(name="301", wanted="stored", play=redirects(301, hops=1), permanent=True,
         final="http://{host}/page?1"),
    Case(name="308", wanted="stored", play=redirects(308, hops=2), permanent=True),
    Case(name="302", wanted="stored", play=redirects(302, hops=1), permanent=False),
    Case(name="303", wanted="stored", play=redirects(303, hops=1), permanent=False),
    Case(name="307", wanted="stored", play=redirects(307, hops=1), permanent=False),
    Case(name="301 over 302", wanted="stored", permanent=False, play=lambda line: line.send(
        http(200, TEXT) if "?b" in line.path else
        http(302, location="/page?b") if "?a" in line.path else http(301, location="/page?a"))),
    Case(name="8 hops", wanted="stored", play=redirects(302, hops=8)),
    Case(name="9 hops", wanted="failed too-many-redirects", play=redirects(302, hops=9)),
    Case(name="endless hops", wanted="failed too-many-redirects", play=redirects(302, hops=999)),
    Case(name="a loop", wanted="failed redirect-loop", play=to("/page")),
    Case(name="a cookie wall", wanted="stored", play=cookie_wall),
    Case(name="302 without a target", wanted=ODD, play=send(http(302))),
    Case(name="302 to a blank", wanted=ODD, play=to("  ")),
    Case(name="300", wanted=STATUS, play=send(http(300, location="/other"))),
    Case(name="305", wanted=STATUS, play=send(http(305, location="/other"))),
    Case(name="302 to a file", wanted=TARGET, play=to("file:///etc/passwd")),
    Case(name="302 to ftp", wanted=TARGET, play=to("ftp://other.fault/x")),
    Case(name="302 to data", wanted=TARGET, play=to("data:text/html,x")),
    Case(name="302 to javascript", wanted=TARGET, play=to("javascript:x()")),
    Case(name="302 with a password", wanted=TARGET,
         play=to("http://u:geheim@other.fault/")),
    Case(name="302 to no URL", wanted=TARGET, play=to("http://[::1/x")),
    Case(name="302 to a bad port", wanted="failed port-blocked", play=to("http://other.fault:22/")),
    Case(name="302 to no such host", wanted="failed dns", play=to("http://no-such.host.invalid/")),
    Case(name="302 without a scheme", wanted="stored", play=to("//a-good-page.fault/page"),
         final="http://a-good-page.fault/page"),
    Case(name="302 inside without a scheme", wanted="failed address-refused",
         play=to("//127.0.0.1/page")),
    Case(name="302 with two targets", wanted=STATUS, play=lambda line: line.send(
        http(302, location="/x\r\nLocation: http://a-good-page.fault/page")
        if line.path == "/page" else http(404))),
    Case(name="302 with UTF-8 in it", wanted="stored",
         play=lambda line: line.send(http(200, TEXT) if "%C3%A9" in line.path else
         http(302, location="/page/é".encode().decode("latin-1")))),
    Case(name="302 with an endless body", wanted="stored", play=lambda line: line.send(
        http(200, TEXT)) if "?1" in line.path else flooded(
        http(302, location="/page?1", headers={"Content-Length": ""}), b"x" * 60_000)(line)),
    Case(name="302 to elsewhere", wanted="stored", play=to("http://a-good-page.fault/page"),
         final="http://a-good-page.fault/page"),
]  # fmt: skip

BROKEN = [
    Case(name="length short", wanted=SHORT, requests=4,
         play=cut(http(200, TEXT, headers={"Content-Length": "9999"}))),
    Case(name="length short once", wanted="stored", requests=2,
         play=lambda line: cut(http(200, TEXT, headers={"Content-Length": "9999"}))(line)
         if line.count == 1 else line.send(http(200, TEXT))),
    Case(name="length too long for the body", wanted="stored", body=TEXT,
         play=cut(http(200, TEXT) + b"and some more")),
    Case(name="length of letters", wanted=ODD,
         play=cut(http(200, TEXT, headers={"Content-Length": "many"}))),
    Case(name="length below nought", wanted=ODD,
         play=cut(http(200, TEXT, headers={"Content-Length": "-5"}))),
    Case(name="two lengths", wanted=ODD,
         play=cut(http(200, TEXT, headers={"Content-Length": "5\r\nContent-Length: 7"}))),
    Case(name="no length", wanted="stored", play=cut(headers_only() + TEXT), body=TEXT),
    Case(name="chunked", wanted="stored", play=send(chunked(TEXT[:9], TEXT[9:])), body=TEXT),
    Case(name="chunked cut off", wanted=SHORT,
         play=cut(chunked(TEXT, end=b""))),
    Case(name="chunk cut off", wanted=SHORT,
         play=cut(chunked(TEXT, end=b"ff\r\nabc"))),
    Case(name="chunk of no size", wanted=SHORT,
         play=cut(chunked(TEXT, end=b"zz\r\nabc\r\n0\r\n\r\n"))),
    Case(name="chunk of negative size", wanted=ODD,
         play=flooded(chunked(TEXT, end=b"-1\r\n"), b"x" * 60_000)),
    Case(name="chunk extension without end", wanted=ODD,
         play=flooded(chunked(TEXT, end=b"5;"), b"x" * 60_000)),
    Case(name="chunk larger than all", wanted="failed too-large",
         play=flooded(chunked(TEXT, end=b"ffffffffffff\r\n"), b"x" * 60_000)),
    Case(name="trailers without end", wanted=LATE, hangs=True,
         play=flooded(chunked(TEXT, end=b"0\r\n"), b"X: y\r\n" * 100)),
    Case(name="chunked and a length", wanted="stored", body=TEXT, play=send(
        chunked(TEXT).replace(b"Transfer", b"Content-Length: 3\r\nTransfer"))),
    Case(name="gzip", wanted="stored", body=TEXT,
         play=send(http(200, PACKED, content_encoding="gzip"))),
    Case(name="x-gzip", wanted="stored", body=TEXT,
         play=send(http(200, PACKED, content_encoding="X-GZip"))),
    Case(name="gzip in two members", wanted="stored", body=TEXT + TEXT,
         play=send(http(200, PACKED * 2, content_encoding="gzip"))),
    Case(name="gzip and garbage", wanted="stored", body=TEXT,
         play=send(http(200, PACKED + b"\0\0garbage", content_encoding="gzip"))),
    Case(name="gzip without its end", wanted=SHORT,
         play=send(http(200, PACKED[:-9], content_encoding="gzip"))),
    Case(name="gzip with a wrong checksum", wanted=CODING,
         play=send(http(200, PACKED[:-8] + b"\0" * 8, content_encoding="gzip"))),
    Case(name="gzip that is none", wanted=CODING,
         play=send(http(200, TEXT, content_encoding="gzip"))),
    Case(name="gzip twice", wanted=CODING,
         play=send(http(200, gzip.compress(PACKED), content_encoding="gzip, gzip"))),
    Case(name="brotli unasked", wanted=CODING,
         play=send(http(200, b"\x0b\x02", content_encoding="br"))),
    Case(name="a made-up coding", wanted=CODING,
         play=send(http(200, TEXT, content_encoding="rot13"))),
    Case(name="deflate", wanted="stored", body=TEXT,
         play=send(http(200, zlib.compress(TEXT), content_encoding="deflate"))),
    Case(name="deflate without wrapping", wanted="stored", body=TEXT,
         play=send(http(200, zlib.compress(TEXT)[2:-4], content_encoding="deflate"))),
    Case(name="deflate cut off", wanted=SHORT,
         play=send(http(200, zlib.compress(LONG)[:-30], content_encoding="deflate"))),
    Case(name="a gzip bomb", wanted="failed too-large",
         play=send(http(200, BOMB, content_encoding="gzip"))),
    Case(name="11 MB by its length", wanted="failed too-large", requests=1,
         play=flooded(http(200, headers={"Content-Length": "11000000"}), b"x" * 60_000)),
    Case(name="11 MB without a length", wanted="failed too-large",
         play=flooded(headers_only(), b"x" * 60_000)),
    Case(name="endless gzip", wanted=CODING, play=flooded(
        headers_only(content_encoding="gzip"), PACKED)),
    Case(name="no answer at all", wanted="failed connection", requests=4,
         play=lambda line: line.sock.close()),
    Case(name="reset", wanted="failed connection", requests=4, play=lambda line: line.reset()),
    Case(name="reset once", wanted="stored", requests=2, play=then_fine(None)),
    Case(name="reset within the body", wanted="failed connection", requests=4,
         play=in_turn(send(http(200, TEXT, headers={"Content-Length": "9999"})), Line.reset)),
    Case(name="no status line", wanted=ODD, play=cut(b"hello there\r\n\r\n")),
    Case(name="HTTP 0.9", wanted=ODD, play=cut(TEXT)),
    Case(name="HTTP 9", wanted=ODD, play=cut(b"HTTP/9.1 200 OK\r\n\r\n")),
    Case(name="a status of letters", wanted=ODD, play=cut(b"HTTP/1.1 abc\r\n\r\n")),
    Case(name="200 headers", wanted=ODD, play=cut(
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % at for at in range(200)) + b"\r\n")),
    Case(name="a header of 100 KB", wanted=ODD,
         play=cut(headers_only(x="y" * 100_000) + TEXT)),
    Case(name="a header without end", wanted=ODD,
         play=flooded(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 60_000)),
    Case(name="a status line without end", wanted=ODD,
         play=flooded(b"HTTP/1.1 200 ", b"x" * 60_000)),
    Case(name="a header of bytes", wanted="stored",
         play=cut(headers_only(x="\xff\xfe\x01") + TEXT)),
    Case(name="early hints", wanted="stored", body=TEXT, play=send(
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + http(200, TEXT))),
    Case(name="continue", wanted="stored", body=TEXT,
         play=send(b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + http(200, TEXT))),
    Case(name="line feeds only", wanted="stored", body=TEXT,
         play=cut(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + TEXT)),
    Case(name="two answers for one question", wanted="stored", body=TEXT,
         play=send(http(200, TEXT) + http(200, b"the second"))),
]  # fmt: skip

HANGING = [
    Case(name="silence", wanted=LATE, hangs=True, play=lambda line: line.hold()),
    Case(name="silence after the head", wanted=LATE, hangs=True,
         play=in_turn(send(headers_only()), Line.hold)),
    Case(name="silence within the body", wanted=LATE, hangs=True,
         play=in_turn(send(http(200, TEXT, headers={"Content-Length": "9999"})), Line.hold)),
    Case(name="a dripped status line", wanted=LATE, hangs=True,
         play=dripped(b"", b"HTTP/1.1 200 " + b"x" * 300)),
    Case(name="dripped headers", wanted=LATE, hangs=True,
         play=dripped(b"HTTP/1.1 200 OK\r\n", b"X-Y: z\r\n" * 60)),
    Case(name="a dripped body", wanted=LATE, hangs=True,
         play=dripped(http(200, headers={"Content-Length": "9999"}), TEXT * 5)),
    Case(name="a dripped body without length", wanted=LATE, hangs=True,
         play=dripped(headers_only(), TEXT * 5)),
    Case(name="dripped chunks", wanted=LATE, hangs=True,
         play=dripped(chunked(end=b""), b"1\r\nx\r\n" * 100)),
    Case(name="dripped gzip", wanted=LATE, hangs=True,
         play=dripped(headers_only(content_encoding="gzip"), gzip.compress(LONG) * 3)),
    Case(name="endless continue", wanted=LATE, hangs=True, play=endless_continue),
    Case(name="endless hints", wanted=LATE, hangs=True, play=endless_hints),
    Case(name="500 and then silence", wanted=LATE, hangs=True,
         play=lambda line: line.send(http(500)) if line.count == 1 else line.hold()),
    Case(name="a redirect to silence", wanted=LATE, hangs=True,
         play=lambda line: line.hold() if "?1" in line.path
         else line.send(http(302, location="/page?1"))),
]  # fmt: skip

PAGES = [*STATUSES, *WAITING, *REDIRECTS, *BROKEN, *HANGING]
