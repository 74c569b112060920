"""Hostile feeds, sitemaps and listings: each names what it can, or fails by its kind, in time."""

import gzip
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from tasks.fetch.lists.feeds import read_feed
from tasks.fetch.lists.items import Listed
from tasks.fetch.lists.listings import read_listing
from tasks.fetch.lists.sitemaps import read_sitemap
from tasks.fetch.web.lost import Lost
from tests.faults.bounds import bounded

URL = "https://news.example/list"
LONGEST_S = 12.0

NOT_A_FEED = "not-a-feed"
HOSTILE = "hostile-shape"


def rss(items: str, head: str = "") -> bytes:
    """A feed of these items."""
    return f'{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def item(number: int, inner: str = "") -> str:
    """One entry."""
    return f"<item><title>No. {number}</title><link>/a/{number}</link>{inner}</item>"


def urlset(count: int, inner: str = "") -> bytes:
    """A sitemap of so many pages."""
    places = (f"<loc>https://news.example/a/{at}</loc>" for at in range(count))
    urls = "".join(f"<url>{place}{inner}</url>" for place in places)
    return f"<?xml version='1.0'?><urlset>{urls}</urlset>".encode()


def jsonfeed(*items: object, version: object = "https://jsonfeed.org/version/1") -> bytes:
    """A JSON feed."""
    return json.dumps({"version": version, "items": list(items)}).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A list, and how many items it must name or how it must fail."""

    name: str
    body: Callable[[], bytes]
    wanted: int | str
    headers: Mapping[str, str] = field(default_factory=dict)
    first: str | None = None  # the first item's URL


LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY a{at} '&a{at - 1};&a{at - 1};'>" for at in range(1, 60))
    + "]>"
)
OUTSIDE = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"

FEEDS = [
    Case(name="plain", body=lambda: rss(item(1) + item(2)), wanted=2,
         first="https://news.example/a/1"),
    Case(name="nothing", body=lambda: b"", wanted=NOT_A_FEED),
    Case(name="white space", body=lambda: b" \n ", wanted=NOT_A_FEED),
    Case(name="no items", body=lambda: rss(""), wanted=0),
    Case(name="an error page", body=lambda: b"<html><body>Error</body></html>", wanted=NOT_A_FEED),
    Case(name="bytes", body=lambda: bytes(range(256)) * 50, wanted=NOT_A_FEED),
    Case(name="a billion laughs", body=lambda: rss(item(1, "&a59;"), LAUGHS), wanted=HOSTILE),
    Case(name="an outside entity", body=lambda: rss(item(1, "&x;"), OUTSIDE), wanted=HOSTILE),
    Case(name="an entity in UTF-16", body=lambda: rss(item(1), OUTSIDE).decode().encode("utf-16"),
         wanted=HOSTILE),
    Case(name="an entity in lower case", wanted=HOSTILE,
         body=lambda: rss(item(1), OUTSIDE.replace("ENTITY", "entity"))),
    Case(name="an entity in UTF-7", wanted=HOSTILE, body=lambda: (
        b"<?xml version='1.0' encoding='UTF-7'?>"
        + rss(item(1), "<!DOCTYPE l [<!ENTITY x 'y'>]>").decode().encode("utf-7"))),
    Case(name="an entity in EBCDIC", wanted=HOSTILE, body=lambda: (
        b"<?xml version='1.0' encoding='cp037'?>" + rss(item(1), "<!DOCTYPE l [<!ENTITY x 'y'>]>")
    ).decode().encode("cp037")),
    Case(name="nested 100,000 deep", body=lambda: rss("<a>" * 100_000), wanted=HOSTILE),
    Case(name="100,000 attributes", body=lambda: rss(
        "<item " + " ".join(f"a{at}='1'" for at in range(100_000)) + "/>"), wanted=HOSTILE),
    Case(name="10,000 entries", body=lambda: rss("".join(map(item, range(10_000)))), wanted=10_000),
    Case(name="30,000 long entries", body=lambda: rss("".join(
        item(at, "<description>" + "&lt;p&gt;word&lt;/p&gt;" * 20 + "</description>")
        for at in range(30_000))), wanted=10_937),
    Case(name="one endless entry", wanted=HOSTILE,
         body=lambda: rss("<item>" + "<b>x</b>" * 200_000)),
    Case(name="cut off", body=lambda: rss(item(1) + item(2))[:-20], wanted=2),
    Case(name="an ampersand alone", body=lambda: rss(item(1, "<x>a & b</x>") + item(2)), wanted=2),
    Case(name="junk before it", body=lambda: b"\r\n\r\n" + rss(item(1)), wanted=1),
    Case(name="a wrong encoding", body=lambda: rss(
        item(1), "<?xml version='1.0' encoding='klingon'?>"), wanted=1),
    Case(name="UTF-16", body=lambda: rss(item(1)).decode().encode("utf-16"), wanted=1),
    Case(name="Windows-1251 by header", body=lambda: rss(item(1)).decode().encode("cp1251"),
         wanted=1, headers={"content-type": "text/xml; charset=windows-1251"}),
    Case(name="a wrong type", body=lambda: rss(item(1)), wanted=1,
         headers={"content-type": "text/html"}),
    Case(name="the same link twice", body=lambda: rss(item(1) + item(1)), wanted=1),
    Case(name="the same link spelt twice", wanted=1, body=lambda: rss(
        "<item><link>http://news.example/a?utm_source=x</link></item>"
        "<item><link>https://www.news.example/a</link></item>")),
    Case(name="no link but a GUID", body=lambda: rss(
        "<item><guid>https://news.example/g</guid></item>"), wanted=1,
        first="https://news.example/g"),
    Case(name="neither link nor GUID", body=lambda: rss("<item><title>T</title></item>"), wanted=0),
    Case(name="odd links", wanted=0, body=lambda: rss("".join(
        f"<item><link>{link}</link></item>" for link in
        ("javascript:x", "file:///etc/passwd", "http://", "mailto:a@b", "http://[::1", "data:,")))),
    Case(name="odd dates", wanted=3, body=lambda: rss(
        item(1, "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>")
        + item(2, "<pubDate>Wed, 01 Jan 9999 99:99:99 GMT</pubDate>")
        + item(3, "<pubDate>yesterday, about tea time</pubDate>"))),
    Case(name="NUL in it", body=lambda: rss(item(1, "\0") + item(2)), wanted=2),
    Case(name="Atom", wanted=1, first="https://news.example/a", body=lambda: (
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://news.example/'>"
        b"<entry><id>x</id><link href='/a'/></entry></feed>")),
    Case(name="JSON feed", body=lambda: jsonfeed({"id": "1", "url": "/a"}), wanted=1),
    Case(name="JSON that is no feed", body=lambda: b'{"items": []}', wanted=NOT_A_FEED),
    Case(name="JSON cut off", body=lambda: jsonfeed({"id": "1"})[:-5], wanted=NOT_A_FEED),
    Case(name="JSON nested", body=lambda: b'{"a":' + b"[" * 200_000, wanted=NOT_A_FEED),
    Case(name="JSON of wrong shapes", wanted=0, body=lambda: jsonfeed(
        1, None, [], {"id": None}, {"url": 5}, {"url": ["x"]}, {"id": "x", "authors": 3})),
    Case(name="a million ampersands", wanted=1,
         body=lambda: rss(item(1, "<x>" + "&" * 1_000_000 + "</x>"))),
    Case(name="twenty million ampersands", wanted=HOSTILE,
         body=lambda: rss(item(1, "<x>" + "&" * 20_000_000 + "</x>"))),
    Case(name="one entry of 40 MB", wanted=HOSTILE,
         body=lambda: rss(item(1, "<x>" + "word " * 8_000_000 + "</x>"))),
    Case(name="entries before one of 40 MB", wanted=2,
         body=lambda: rss(item(1) + item(2) + item(3, "<x>" + "word " * 8_000_000 + "</x>"))),
    Case(name="40 MB of line feeds", wanted=HOSTILE, body=lambda: rss("\n" * 40_000_000)),
    Case(name="JSON of three million objects", wanted=HOSTILE,
         body=lambda: jsonfeed().replace(b"[]", b"[" + b"{}," * 3_000_000 + b"{}]")),
    Case(name="JSON of the wrong version", body=lambda: jsonfeed(version=[1]), wanted=NOT_A_FEED),
]  # fmt: skip

BOMB = gzip.compress(urlset(10) + b" " * 80_000_000)
SITEMAPS = [
    Case(name="plain", body=lambda: urlset(3), wanted=3),
    Case(name="gzip", body=lambda: gzip.compress(urlset(3)), wanted=3),
    Case(name="gzip cut off", body=lambda: gzip.compress(urlset(3))[:-9], wanted="truncated"),
    Case(name="a gzip bomb", body=lambda: BOMB, wanted="too-large"),
    Case(name="text", wanted=2,
         body=lambda: b"https://news.example/a\r\n\r\nhttps://news.example/b\n"),
    Case(name="40 MB of line feeds", body=lambda: b"\n" * 40_000_000, wanted="not-a-sitemap"),
    Case(name="40 million tags", body=lambda: b"<urlset>" + b"<" * 40_000_000, wanted=HOSTILE),
    Case(name="text of nothing", body=lambda: b"hello\nthere\n", wanted="not-a-sitemap"),
    Case(name="an error page", body=lambda: b"<html>no</html>", wanted="not-a-sitemap"),
    Case(name="nothing", body=lambda: b"", wanted="not-a-sitemap"),
    Case(name="a billion laughs", body=lambda: LAUGHS.encode() + urlset(1), wanted=HOSTILE),
    Case(name="an entity after the root", wanted=HOSTILE,
         body=lambda: urlset(1) + OUTSIDE.encode()),
    Case(name="100,000 pages", body=lambda: urlset(100_000), wanted=50_000),
    Case(name="never closed", body=lambda: b"<urlset>" + b"<url><loc>" * 1_000_000, wanted=HOSTILE),
    Case(name="comments never closed", body=lambda: b"<urlset>" + b"<!--" * 900_000, wanted=0),
    Case(name="CDATA never closed", wanted=0,
         body=lambda: b"<urlset><url><loc>" + b"<![CDATA[" * 900_000),
    Case(name="CDATA", wanted=1, first="https://news.example/a?b&c", body=lambda: (
        b"<urlset><url><loc><![CDATA[https://news.example/a?b&c]]></loc></url></urlset>")),
    Case(name="a commented page", wanted=1, body=lambda: urlset(1).replace(
        b"</urlset>", b"<!--<url><loc>https://news.example/no</loc></url>--></urlset>")),
    Case(name="prefixes", wanted=1, body=lambda: (
        b"<s:urlset xmlns:s='x'><s:url><s:loc> https://news.example/a\n</s:loc></s:url></s:urlset>")),
    Case(name="images in it", wanted=1, first="https://news.example/a", body=lambda: (
        b"<urlset><url><image:image><image:loc>https://cdn.example/i.jpg</image:loc></image:image>"
        b"<loc>https://news.example/a</loc></url></urlset>")),
    Case(name="UTF-16", body=lambda: urlset(2).decode().encode("utf-16"), wanted=2),
    Case(name="odd links", wanted=0, body=lambda: (
        b"<urlset><url><loc>file:///etc/passwd</loc></url><url><loc></loc></url></urlset>")),
]  # fmt: skip

LISTS = [
    Case(name="plain", body=lambda: b"<a href='/a'>A</a><a href='/b#x'>B</a>", wanted=2),
    Case(name="nothing", body=lambda: b"", wanted=0),
    Case(name="nested 100,000 deep", body=lambda: b"<div>" * 100_000, wanted=HOSTILE),
    Case(name="500,000 unclosed", body=lambda: b"<b>" * 500_000, wanted=HOSTILE),
    Case(name="as many siblings as may be", body=lambda: b"<i></i>" * 49_999, wanted=0),
    Case(name="as deep as may be", body=lambda: b"<div>" * 2_999 + b"<a href=/a>A</a>", wanted=1),
    Case(name="500,000 siblings", body=lambda: b"<i></i>" * 500_000, wanted=HOSTILE),
    Case(name="100,000 attributes", wanted=HOSTILE, body=lambda: (
        b"<div " + b" ".join(b"a%d=1" % at for at in range(100_000)) + b">")),
    Case(name="an inlined image", wanted=1, body=lambda: (
        b"<img src='data:image/png;base64," + b"A" * 200_000 + b"'><a href='/a'>A</a>")),
    Case(name="bytes", body=lambda: bytes(range(256)) * 100, wanted=0),
    Case(name="odd links", wanted=0, body=lambda: (
        b"<a href='javascript:x'>A</a><a href='mailto:x@y'>B</a><a href=''>C</a><a href='#t'>D</a>"
        b"<a href='http://[::1'>E</a>")),
    Case(name="another base", wanted=1, first="https://other.example/x/a", body=lambda: (
        b"<base href='https://other.example/x/'><a href='a'>A</a>")),
]  # fmt: skip


def read(kind: str, case: Case) -> Listed:
    """The list, read by its kind's reader."""
    body = case.body()
    if kind == "feed":
        return read_feed(body, case.headers, URL)
    if kind == "sitemap":
        return read_sitemap(body, URL)
    return read_listing(body, "text/html", URL, None)


ALL = [(kind, case) for kind, cases in
       (("feed", FEEDS), ("sitemap", SITEMAPS), ("listing", LISTS)) for case in cases]  # fmt: skip


@pytest.mark.timeout(40)
@pytest.mark.parametrize(("kind", "case"), ALL, ids=[f"{kind}-{case.name}" for kind, case in ALL])
def test_list_is_read_or_fails_by_its_kind(kind: str, case: Case) -> None:
    case.body()  # made twice, so that only the reading counts below
    started = time.process_time()

    with bounded(2 * LONGEST_S):  # on a busy machine; its own time is counted below
        try:
            listed: Listed | None = read(kind, case)
            ended: int | str = len(listed.items) if listed else 0
        except Lost as lost:
            listed, ended = None, lost.reason.value

    assert ended == case.wanted
    assert time.process_time() - started < LONGEST_S
    if case.first is not None:
        assert listed is not None
        assert listed.items[0].url == case.first


def test_a_selector_that_is_none_fails_by_name() -> None:
    with pytest.raises(Lost, match="bad-selector"):
        read_listing(b"<a href='/1'>One</a>", "text/html", URL, "h3 >>> a[")
