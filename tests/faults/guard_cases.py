"""Cases about who may be asked and what is taken: addresses, TLS, robots, validators, types."""

import ssl

import trustme

from tasks.fetch.web.asking import Purpose
from tests.faults.case import TEXT, Case, Prepare
from tests.faults.page_cases import LATE, in_turn, redirects, send, then_fine, to
from tests.faults.server import FaultServer, Line, http

REFUSED = "failed address-refused"
BAD_URL = "failed bad-url"
PORT, BLOCKED = "failed port-refused", "failed port-blocked"
TLS = "failed tls"
CLOSED = "skipped robots-unreachable"


def named(*answers: list[str]) -> Prepare:
    """What the case's name resolves to, time after time."""

    def prepare(server: FaultServer, host: str) -> None:
        server.names[host] = list(answers)

    return prepare


def another(name: str, *addresses: str) -> Prepare:
    """Another name, and what it resolves to."""

    def prepare(server: FaultServer, host: str) -> None:
        server.names[name] = [list(addresses)]

    return prepare


def document(path: str, answer: bytes) -> Prepare:
    """What the case's host answers for a path of its own."""

    def prepare(server: FaultServer, host: str) -> None:
        server.documents[host, path] = answer

    return prepare


def both(*prepares: Prepare) -> Prepare:
    """All of them."""

    def prepare(server: FaultServer, host: str) -> None:
        for each in prepares:
            each(server, host)

    return prepare


def robots(text: str | bytes, status: int = 200, **headers: str) -> Prepare:
    """The host's robots.txt."""
    body = text.encode() if isinstance(text, str) else text
    return document("/robots.txt", http(status, body, content_type="text/plain", **headers))


def certificate(make: str) -> Prepare:
    """A certificate that is not to be trusted."""

    def prepare(server: FaultServer, host: str) -> None:
        if make == "expired":
            context = server.issue(host, until=2001)
        elif make == "stranger":
            context = server.issue(host, trustme.CA())
        else:
            context = server.issue("somebody-else.fault")
        server.certificates[host] = context

    return prepare


def old_tls(server: FaultServer, host: str) -> None:
    """Nothing newer than TLS 1.0."""
    context = server.issue(host)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:@SECLEVEL=0")
    server.certificates[host] = context


def reserved(value: str) -> bytes:
    """A page with a reservation in its head."""
    return b'<html><head><meta name="tdm-reservation" content="%s"></head>x' % value.encode()


def tdm_file(rules: str) -> Prepare:
    """The host's tdmrep.json."""
    answer = http(200, rules.encode(), content_type="application/json")
    return document("/.well-known/tdmrep.json", answer)


def by_validators(line: Line) -> None:
    """304 to exactly the validators of the case, a page to any other."""
    told = (line.headers.get("if-none-match"), line.headers.get("if-modified-since"))
    both = ('W/"a,b \xe9"', "Sunday, 01-Mar-26 10:00:00 GMT")
    right = told in (both, ('"x"', None), ('"\xc3\x84"', None))
    line.send(http(304) if right else http(200, TEXT))


INTERNAL = [
    Case(name=f"resolves to {address}", wanted=REFUSED, prepare=named([address]), dials_nobody=True)
    for address in (
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.8", "172.16.5.5", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "203.0.113.9", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::8",
        "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.8", "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:db8::1", "2001:0:7f00:1::80ff:fffe",
    )
]  # fmt: skip

ADDRESSES = [
    Case(name="a literal of this host", wanted=REFUSED, url="http://127.0.0.1/page"),
    Case(name="a literal of six", wanted=REFUSED, url="http://[::1]/page"),
    Case(name="a mapped literal", wanted=REFUSED, url="http://[::ffff:7f00:1]/page"),
    Case(name="a decimal host", wanted=REFUSED, url="http://2130706433/page",
         prepare=another("2130706433", "127.0.0.1")),
    Case(name="an octal host", wanted=REFUSED, url="http://0177.0.0.1/page",
         prepare=another("0177.0.0.1", "127.0.0.1")),
    Case(name="localhost", wanted=REFUSED, url="http://localhost/page",
         prepare=another("localhost", "127.0.0.1", "::1")),
    Case(name="localhost with a dot", wanted=REFUSED, url="http://localhost./page",
         prepare=another("localhost.", "127.0.0.1")),
    Case(name="metadata by name", wanted=REFUSED, url="http://metadata.internal/latest",
         prepare=another("metadata.internal", "169.254.169.254")),
    Case(name="metadata where private hosts are allowed", wanted=REFUSED,
         url="http://169.254.169.254/latest", policy={"allow_private_hosts": True}),
    Case(name="nought where private hosts are allowed", wanted=REFUSED,
         url="http://0.0.0.0/page", policy={"allow_private_hosts": True}),
    Case(name="no such name", wanted="failed dns", url="http://nowhere.invalid/page"),
    Case(name="a name of no addresses", wanted="failed dns", prepare=named([])),
    Case(name="a label of 70 signs", wanted="failed dns", url=f"http://{'a' * 70}.example/page"),
    Case(name="an empty label", wanted="failed dns", url="http://a..example/page"),
    Case(name="a redirect inside", wanted=REFUSED, play=to("http://127.0.0.1/admin")),
    Case(name="a redirect inside by name", wanted=REFUSED, play=to("http://inner.fault/admin"),
         prepare=another("inner.fault", "10.1.2.3")),
    Case(name="a redirect inside after five", wanted=REFUSED, play=lambda line: redirects(
        302, hops=5)(line) if "?4" not in line.path else line.send(
        http(302, location="http://192.168.0.1/"))),
    Case(name="a name that changes its mind", wanted=REFUSED,
         prepare=named(["93.184.215.14"], ["127.0.0.1"]),
         play=send(http(302, location="/next", connection="close") )),
    Case(name="a name that changes before the retry", wanted=REFUSED,
         prepare=named(["93.184.215.14"], ["93.184.215.14"], ["169.254.169.254"]),
         play=then_fine(None)),
    Case(name="a public and an inner address", wanted="stored",
         prepare=named(["10.0.0.1", "93.184.215.14", "::1"])),
]  # fmt: skip

URLS = [
    Case(name="a file", wanted=BAD_URL, url="file:///etc/passwd"),
    Case(name="ftp", wanted=BAD_URL, url="ftp://{host}/page"),
    Case(name="gopher", wanted=BAD_URL, url="gopher://{host}/page"),
    Case(name="no scheme", wanted=BAD_URL, url="{host}/page"),
    Case(name="no host", wanted=BAD_URL, url="http:///page"),
    Case(name="nothing", wanted=BAD_URL, url=" "),
    Case(name="a password", wanted=BAD_URL, url="http://anna:geheim@{host}/page"),
    Case(name="a name as a user", wanted=BAD_URL, url="http://good.example@{host}/page"),
    Case(name="a backslash", wanted=BAD_URL, url="http://good.example\\@{host}/page"),
    Case(name="a port of letters", wanted=BAD_URL, url="http://{host}:port/page"),
    Case(name="a port beyond all", wanted=BAD_URL, url="http://{host}:99999/page"),
    Case(name="an open bracket", wanted=BAD_URL, url="http://[::1/page"),
    Case(name="a URL of 10 KB", wanted=BAD_URL, url="http://{host}/page?" + "x" * 10_000),
    Case(name="a line break in the URL", wanted="stored", url="http://{host}/pa\r\nge"),
    Case(name="a space in the URL", wanted="stored", url=" http://{host}/page?a b "),
    Case(name="a NUL in the URL", wanted=BAD_URL, url="http://{host}/page\0x"),
    Case(name="letters beyond ASCII", wanted="stored", url="http://{host}/page?größe=中"),
    Case(name="SSH", wanted=BLOCKED, url="http://{host}:22/page"),
    Case(name="mail", wanted=BLOCKED, url="http://{host}:25/page"),
    Case(name="Redis", wanted=BLOCKED, url="http://{host}:6379/page"),
    Case(name="Redis where private hosts are allowed", wanted=BLOCKED,
         url="http://{host}:6379/page", policy={"allow_private_hosts": True}),
    Case(name="a port that no web server uses", wanted=PORT, url="http://{host}:31337/page"),
    Case(name="port 8080", wanted="stored", url="http://{host}:8080/page"),
]  # fmt: skip
for _case in (*ADDRESSES[:10], *URLS[:13]):
    object.__setattr__(_case, "dials_nobody", True)

SECURE = [
    Case(name="TLS", wanted="stored", url="https://{host}/page"),
    Case(name="TLS expired", wanted=TLS, url="https://{host}/page", requests=0,
         prepare=certificate("expired")),
    Case(name="TLS of a stranger", wanted=TLS, url="https://{host}/page", requests=0,
         prepare=certificate("stranger")),
    Case(name="TLS for another name", wanted=TLS, url="https://{host}/page", requests=0,
         prepare=certificate("wrong")),
    Case(name="TLS of 1999", wanted=TLS, url="https://{host}/page", requests=0, prepare=old_tls),
    Case(name="raw TLS that speaks HTTP", wanted=TLS, url="https://{host}/page",
         play=send(http(200, TEXT))),
    Case(name="raw TLS that says nothing", wanted="skipped robots-unreachable", hangs=True,
         url="https://{host}/page", play=Line.hold),
    Case(name="raw TLS that says nothing to the page", wanted=LATE, hangs=True,
         url="https://{host}/page", play=Line.hold, policy={"robots": "ignore", "tdm": "ignore"}),
    Case(name="raw TLS that drips", wanted=LATE, hangs=True, url="https://{host}/page",
         play=lambda line: line.drip(b"\x16\x03\x03\x40\x00" + b"\x02" * 500),
         policy={"robots": "ignore", "tdm": "ignore"}),
    Case(name="raw TLS that resets", wanted="failed connection", url="https://{host}/page",
         play=Line.reset),
    Case(name="TLS to plain", wanted="failed downgrade", url="https://{host}/page",
         play=to("http://a-good-page.fault/page")),
    Case(name="plain to TLS", wanted="stored", permanent=True,
         play=to("https://tls.fault/page", 301)),
    Case(name="TLS cut off", wanted="failed truncated", url="https://{host}/page", play=in_turn(
        send(http(200, TEXT, headers={"Content-Length": "9999"})), lambda line: line.sock.close())),
    Case(name="TLS dripped", wanted=LATE, hangs=True, url="https://{host}/page", play=in_turn(
        send(http(200, headers={"Content-Length": "9999"})), lambda line: line.drip(TEXT * 9))),
]  # fmt: skip

PERMISSIONS = [
    Case(name="robots says no", wanted="skipped robots", requests=0, robots="disallowed",
         prepare=robots("User-agent: *\nDisallow: /page\n")),
    Case(name="robots says no to others", wanted="stored", robots="allowed",
         prepare=robots("User-agent: otherbot\nDisallow: /\n")),
    Case(name="robots says no to us", wanted="skipped robots", requests=0,
         prepare=robots("User-agent: *\nAllow: /\n\nUser-agent: NewsLedger\nDisallow: /\n")),
    Case(name="robots says no and is not obeyed", wanted="stored", robots="ignored",
         prepare=robots("User-agent: *\nDisallow: /\n"), policy={"robots": "ignore"}),
    Case(name="robots allows the longer path", wanted="stored",
         prepare=robots("User-agent: *\nDisallow: /\nAllow: /page\n")),
    Case(name="robots is not there", wanted="stored", prepare=robots("no", 404)),
    Case(name="robots is forbidden", wanted="stored", prepare=robots("no", 403)),
    Case(name="robots fails", wanted=CLOSED, requests=0, prepare=robots("x", 500)),
    Case(name="robots is busy", wanted=CLOSED, requests=0,
         prepare=robots("x", 503, retry_after="9999")),
    Case(name="robots has moved", wanted="skipped robots", requests=0, prepare=both(
        robots("", 301, location="/r2"),
        document("/r2", http(200, b"User-agent: *\nDisallow: /")))),
    Case(name="robots moves for ever", wanted="stored",
         prepare=robots("", 301, location="/robots.txt?x")),
    Case(name="robots of HTML", wanted="stored", prepare=robots("<html>Welcome</html>")),
    Case(name="robots with a mark", wanted="skipped robots",
         prepare=robots(b"\xef\xbb\xbfUser-agent: *\nDisallow: /")),
    Case(name="robots of 5 MB", wanted="skipped robots",
         prepare=robots("User-agent: *\nDisallow: /\n" + "# long\n" * 700_000)),
    Case(name="robots of bytes", wanted="stored", prepare=robots(bytes(range(256)) * 9)),
    Case(name="robots of many stars", wanted="stored", url="http://{host}/page?" + "a" * 300,
         prepare=robots("User-agent: *\nDisallow: /" + "*a" * 40 + "*b\n")),
    Case(name="a crawl delay of an hour", wanted="stored", waits=(4.9, 5),
         prepare=robots("User-agent: *\nCrawl-delay: 3600\n")),
    Case(name="a reservation in a header", wanted="skipped tdm-reserved", tdm="1",
         play=send(http(200, TEXT, tdm_reservation="1"))),
    Case(name="a reservation with a policy", wanted="stored", policy={"tdm": "flag"},
         tdm="1 https://x.example/policy.json", play=send(http(
             200, TEXT, tdm_reservation="1", tdm_policy="https://x.example/policy.json"))),
    Case(name="a reservation ignored", wanted="stored", policy={"tdm": "ignore"},
         play=send(http(200, TEXT, tdm_reservation="1"))),
    Case(name="a reservation in the page", wanted="skipped tdm-reserved",
         play=send(http(200, reserved("1")))),
    Case(name="the page outweighs the header", wanted="stored", tdm="0",
         play=send(http(200, reserved("0"), tdm_reservation="1"))),
    Case(name="a reservation in the file", wanted="skipped tdm-reserved",
         prepare=tdm_file('[{"location": "/pa*", "tdm-reservation": 1}]')),
    Case(name="a reservation of another path", wanted="stored",
         prepare=tdm_file('[{"location": "/other/*", "tdm-reservation": 1}]')),
    Case(name="a reservation file of garbage", wanted="stored", prepare=tdm_file("[[[[[")),
    Case(name="a reservation file of the wrong shape", wanted="stored",
         prepare=tdm_file('{"location": ["/"], "tdm-reservation": {"a": 1}}')),
]  # fmt: skip

VALIDATORS = [
    Case(name="304 to both", wanted="unchanged", play=by_validators, etag='W/"a,b \xe9"',
         last_modified="Sunday, 01-Mar-26 10:00:00 GMT", status=304),
    Case(name="304 to an ETag", wanted="unchanged", play=by_validators, etag='"x"'),
    Case(name="304 to an ETag in UTF-8", wanted="unchanged", play=by_validators, etag='"\xc3\x84"'),
    Case(name="304 to another ETag", wanted="stored", play=by_validators, etag='"y"'),
    Case(name="304 unasked", wanted="failed unasked-304", play=send(http(304)), requests=1),
    Case(name="304 after a redirect", wanted="unchanged", etag='"x"', play=lambda line: line.send(
        http(304) if "?1" in line.path else http(302, location="/page?1"))),
    Case(name="304 with a body", wanted="unchanged", etag='"x"', play=in_turn(
        send(http(304, TEXT)), lambda line: line.sock.close())),
    Case(name="an ETag with a line break", wanted="stored", etag='"x"\r\nX-Evil: 1'),
    Case(name="an ETag beyond Latin", wanted="stored", etag='"中"'),
]  # fmt: skip

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
TYPES = [
    Case(name="a PDF", wanted="skipped media-type", requests=1,
         play=send(http(200, PDF, content_type="application/pdf"))),
    Case(name="a PDF as HTML", wanted="skipped binary", play=send(http(200, PDF))),
    Case(name="an endless video", wanted="skipped media-type", play=in_turn(
        send(http(200, content_type="video/mp4", headers={"Content-Length": ""})),
        lambda line: line.flood(b"\0" * 60_000))),
    Case(name="an image", wanted="skipped media-type",
         play=send(http(200, b"\x89PNG\r\n\x1a\n", content_type="image/png"))),
    Case(name="an image as HTML", wanted="skipped binary",
         play=send(http(200, b"\x89PNG\r\n\x1a\n" + b"\0" * 99))),
    Case(name="a zip as bytes", wanted="skipped binary",
         play=send(http(200, b"PK\x03\x04" + b"\0" * 99, content_type="application/octet-stream"))),
    Case(name="JSON", wanted="skipped media-type",
         play=send(http(200, b"{}", content_type="application/json"))),
    Case(name="a page without a type", wanted="stored",
         play=send(http(200, TEXT, content_type=""))),
    Case(name="a page as bytes", wanted="stored",
         play=send(http(200, TEXT, content_type="application/octet-stream"))),
    Case(name="a type of garbage", wanted="stored", play=send(http(200, TEXT, content_type=";;;"))),
    Case(name="XHTML", wanted="stored",
         play=send(http(200, TEXT, content_type="application/xhtml+xml; charset=UTF-8"))),
    Case(name="text that begins like a PDF", wanted="stored",
         play=send(http(200, b"%PDF-1.4 is how it begins.", content_type="text/plain"))),
    Case(name="text that begins like an archive", wanted="stored",
         play=send(http(200, b"BZh, said the guest.", content_type="Text/Plain;charset=ascii"))),
    Case(name="UTF-16 without its mark", wanted="stored", play=send(http(
        200, TEXT.decode().encode("utf-16-le"), content_type="text/html; charset=utf-16le"))),
    Case(name="numbers of two bytes", wanted="skipped binary",
         play=send(http(200, bytes(range(1, 100)).decode("latin-1").encode("utf-16-be")))),
    Case(name="a charset that is none", wanted="stored",
         play=send(http(200, TEXT, content_type="text/html; charset=klingon-8"))),
    Case(name="a cookie", wanted="stored", play=send(http(200, TEXT, set_cookie="a=geheim"))),
    Case(name="a refresh into the inside", wanted="stored",
         play=send(http(200, TEXT, refresh="0; url=http://127.0.0.1/"))),
]  # fmt: skip

MEMENTO = {"Memento-Datetime": "Mon, 06 May 2019 07:08:09 GMT", "Retry-After": "3600"}
ARCHIVES = [
    Case(name="an archived 429", wanted="stored", purpose=Purpose.ARCHIVE, status=429,
         play=send(http(429, TEXT, headers=MEMENTO)), requests=1, body=TEXT),
    Case(name="an archive that is busy", wanted="deferred retry-after", purpose=Purpose.ARCHIVE,
         play=send(http(429, TEXT, retry_after="3600")), requests=1),
    Case(name="a memento of a live page", wanted="deferred retry-after",
         play=send(http(429, TEXT, headers=MEMENTO)), requests=1),
]  # fmt: skip

GUARDS = [
    *INTERNAL, *ADDRESSES, *URLS, *SECURE, *PERMISSIONS, *VALIDATORS, *TYPES, *ARCHIVES,
]  # fmt: skip
