"""Rounds of feeds, sitemaps and listings: what is asked, what becomes a row, what is remembered."""

import gzip
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from storage.records import ChannelKind, Outcome, Received
from tasks.fetch.collect import FRESH, collect
from tasks.fetch.pages import link_to
from tasks.sources import ANY_SOURCE, Channel, Fetch, Source
from tests.fetch.fakes import NOON, Memory, at_noon
from tests.fetch.web import Web

SITE = "https://news.example"
FEED = f"{SITE}/feed.xml"
MAP = f"{SITE}/sitemap.xml"
CLOSED = "does not answer, so nothing there may be read"
LIST = f"{SITE}/news?page={{page}}"


def rss(*names: str, more: str = "") -> str:
    """A feed with an entry a name."""
    entries = "".join(
        f"<item><title>On {name}</title><link>/{name}</link><guid>{name}</guid></item>"
        for name in names
    )
    return f'<rss version="2.0"><channel><title>T</title>{more}{entries}</channel></rss>'


def urlset(*names: str, lastmod: str = "") -> str:
    """A sitemap with a page a name."""
    mod = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    pages = "".join(f"<url><loc>{SITE}/{name}</loc>{mod}</url>" for name in names)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>'


def index(*names: str) -> str:
    """A sitemap index."""
    maps = "".join(f"<sitemap><loc>{SITE}/{name}</loc></sitemap>" for name in names)
    return f"<sitemapindex>{maps}</sitemapindex>"


def listing(*names: str, after: str = "") -> str:
    """A listing page."""
    links = "".join(f'<h3><a href="/{name}">On {name}</a></h3>' for name in names)
    return f"<html><body><a href='/about'>About</a>{links}{after}</body></html>"


def channel(kind: ChannelKind, url: str, **options: object) -> Channel:
    """A channel of that kind."""
    return Channel.model_validate({"name": "c", "kind": kind, "url": url, **options})


class Site:
    """One channel read again and again: what it remembers, and how."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.web = Web()
        self.memory = Memory()
        self.state = FRESH
        self.notes: list[str] = []

    def page(self, *names: str) -> None:
        """Put article pages."""
        for name in names:
            self.web.put(f"{SITE}/{name}", f"<html>{name}</html>", content_type="text/html")

    def read(self) -> list[Received]:
        """One round; what was stored is known from then on."""
        rows = collect(
            Source(id="s", name="S"),
            self.channel,
            known=self.memory,
            root=Path(),
            client=self.web,
            now=at_noon,
            state=self.state,
            chance=lambda: 0.5,
        )
        taken = list(rows)
        self.state = rows.state
        self.notes = rows.notes
        for row in taken:
            self.memory.keep(row)
        return taken


def feed_site(*names: str) -> Site:
    """A site with a feed of these entries, and their pages."""
    site = Site(channel(ChannelKind.FEED, FEED))
    site.web.put(FEED, rss(*names), etag='"1"')
    site.page(*names)
    return site


def shown(rows: list[Received]) -> list[tuple[str, str]]:
    """Rows as path and outcome."""
    return [(row.link.url.removeprefix(SITE), row.outcome.value) for row in rows]


def test_a_feeds_links_become_captures_once() -> None:
    site = feed_site("a", "b")

    assert shown(site.read()) == [("/a", "stored"), ("/b", "stored")]
    site.web.put(FEED, rss("c", "a", "b"), etag='"2"')
    site.page("c")
    assert shown(site.read()) == [("/c", "stored")]


def test_a_poll_with_nothing_new_is_one_request() -> None:
    site = feed_site("a")
    site.read()
    site.web.asked.clear()

    rows = site.read()

    assert site.web.urls() == [FEED]
    assert shown(rows) == [("/feed.xml", "unchanged")]


def test_an_unchanged_body_under_a_new_etag_asks_for_nothing_more() -> None:
    site = feed_site("a")
    site.read()
    site.web.put(FEED, rss("a"), etag='"2"')
    site.web.asked.clear()

    assert shown(site.read()) == [("/feed.xml", "unchanged")]
    assert site.web.urls() == [FEED]
    assert site.state.etag == '"2"'


def test_a_failed_page_comes_again_though_the_feed_does_not_change() -> None:
    site = feed_site("a", "b")
    site.web.fail(f"{SITE}/b", Outcome.FAILED, "timeout")
    site.read()
    site.page("b")

    assert shown(site.read()) == [("/b", "stored")]


def test_a_host_whose_robots_txt_does_not_answer_is_told_once() -> None:
    site = feed_site("a", "b")
    for name in ("a", "b"):
        site.web.fail(f"{SITE}/{name}", Outcome.SKIPPED, "robots-unreachable")
    assert len(site.read()) == 2
    assert site.notes == [f"robots.txt of news.example {CLOSED}"]


def test_a_feed_behind_a_robots_txt_that_does_not_answer_is_told() -> None:
    site = feed_site("a")
    site.web.fail(FEED, Outcome.SKIPPED, "robots-unreachable")
    assert shown(site.read()) == [("/feed.xml", "skipped")]
    assert site.notes == [f"robots.txt of news.example {CLOSED}"]


def test_a_page_that_waits_for_robots_comes_again_though_it_left_no_failure() -> None:
    site = feed_site("a", "b")
    site.web.fail(f"{SITE}/b", Outcome.SKIPPED, "robots-unreachable")
    site.read()
    site.page("b")

    assert shown(site.read()) == [("/b", "stored")]


def test_a_page_that_is_not_there_does_not_keep_the_feed_unread() -> None:
    site = feed_site("a", "b")
    del site.web.documents[f"{SITE}/b"]
    site.read()

    assert shown(site.read()) == [("/feed.xml", "unchanged")]


def test_a_server_that_lies_about_changes_is_found_out_and_asked_outright() -> None:
    site = feed_site("a")
    site.read()
    site.web.lies = True
    site.web.put(FEED, rss("b", "a"), etag='"2"')
    site.page("b")

    outcomes = [shown(site.read()) for _ in range(4)]

    assert [("/b", "stored")] in outcomes
    assert not site.state.honest
    site.web.put(FEED, rss("c", "b", "a"), etag='"3"')
    site.page("c")
    assert shown(site.read()) == [("/c", "stored")]


def test_a_feed_that_changed_between_polls_is_no_liar() -> None:
    site = feed_site("a")
    site.read()
    for number in range(8):
        site.web.put(FEED, rss(f"n{number}", "a"), etag=f'"{number}"')
        site.page(f"n{number}")
        site.read()
        site.read()

    assert site.state.honest


def test_three_deferrals_in_a_row_put_off_the_rest_unasked() -> None:
    names = [f"p{number}" for number in range(6)]
    site = feed_site(*names)
    later = NOON + timedelta(hours=1)
    for name in names:
        site.web.fail(f"{SITE}/{name}", Outcome.DEFERRED, "retry-after:3600", not_before=later)

    rows = site.read()

    assert [row.outcome for row in rows] == [Outcome.DEFERRED] * 6
    assert len(site.web.asked) == 4
    assert rows[-1].not_before == later


def test_a_feed_that_moved_for_good_is_asked_where_it_is_now() -> None:
    site = feed_site("a")
    there = f"{SITE}/new.xml"
    site.web.put(there, rss("a"))
    site.web.documents[FEED] = replace(site.web.documents[FEED], final_url=there, permanent=True)
    site.read()
    site.web.asked.clear()

    site.read()

    assert site.web.urls()[0] == there
    site.channel = channel(ChannelKind.FEED, f"{SITE}/other.xml")  # the person changed it
    site.web.asked.clear()
    site.read()
    assert site.web.urls()[0] == f"{SITE}/other.xml"


def test_a_feed_that_is_gone_ends_but_one_that_fails_goes_on() -> None:
    site = feed_site("a")
    site.web.fail(FEED, Outcome.FAILED, "http-status:500", status=500)
    site.read()
    assert site.state.gone_at is None
    assert site.state.failures == 1

    site.web.fail(FEED, Outcome.FAILED, "gone", status=410)
    (row,) = site.read()
    assert site.state.gone_at == NOON
    assert row.status is None  # a list's 410 must not pass for an article's


def test_an_error_page_in_a_feeds_place_is_a_failure() -> None:
    site = feed_site("a")
    site.web.put(FEED, "<html><body>Oops</body></html>", content_type="text/html")

    (row,) = site.read()

    assert (row.outcome, row.reason) == (Outcome.FAILED, "not-a-feed")


def test_json_feed_is_read() -> None:
    site = feed_site("a")
    site.web.put(
        FEED,
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 7, "url": "/a",'
        ' "title": "On a", "authors": [{"name": "Ann"}], "date_published": "2026-03-01"}]}',
    )

    (row,) = site.read()

    assert row.link.url == f"{SITE}/a"
    assert row.link.hints.authors == ("Ann",)
    assert row.link.hints.guid == "7"
    assert row.link.hints.published == "2026-03-01"


def test_the_publishers_ttl_lengthens_the_interval() -> None:
    site = feed_site("a")
    site.web.put(FEED, rss("a", more="<ttl>120</ttl>"))

    site.read()

    assert site.state.next_due_at is not None
    assert site.state.next_due_at >= NOON + timedelta(minutes=120 * 0.9)


def test_a_sitemap_index_is_followed() -> None:
    site = Site(channel(ChannelKind.SITEMAP, MAP))
    site.web.put(MAP, index("one.xml", "two.xml.gz"))
    site.web.put(f"{SITE}/one.xml", urlset("a"))
    site.web.put(f"{SITE}/two.xml.gz", gzip.compress(urlset("b").encode()))
    site.page("a", "b")

    assert shown(site.read()) == [("/a", "stored"), ("/b", "stored")]


def test_an_index_that_names_itself_ends() -> None:
    site = Site(channel(ChannelKind.SITEMAP, MAP))
    site.web.put(MAP, index("sitemap.xml", "one.xml"))
    site.web.put(f"{SITE}/one.xml", index("sitemap.xml", "one.xml"))

    site.read()

    assert site.web.urls() == [MAP, f"{SITE}/one.xml"]


def test_an_endless_index_ends() -> None:
    site = Site(channel(ChannelKind.SITEMAP, MAP))
    site.web.put(MAP, index(*(f"m{number}.xml" for number in range(500))))
    for number in range(500):
        site.web.put(f"{SITE}/m{number}.xml", index(*(f"m{number}-{at}.xml" for at in range(9))))

    site.read()

    assert len(site.web.asked) == Fetch().sitemaps_per_round + 1


def test_a_page_that_the_sitemap_says_changed_is_asked_for_again() -> None:
    site = Site(channel(ChannelKind.SITEMAP, MAP))
    site.web.put(MAP, urlset("a", lastmod="2026-02-01T00:00:00Z"))
    site.page("a")
    site.read()
    site.web.put(MAP, urlset("a", lastmod="2026-03-02T00:00:00Z"))
    site.web.put(f"{SITE}/a", "<html>a, edited</html>")

    assert shown(site.read()) == [("/a", "stored")]


def test_a_listing_is_walked_until_a_page_brings_nothing_new() -> None:
    site = Site(channel(ChannelKind.LISTING, LIST, links="h3 a", pages=9))
    site.memory.keep(_stored(f"{SITE}/c"))
    site.memory.keep(_stored(f"{SITE}/d"))
    for page, names in enumerate((("a", "b"), ("b", "c"), ("c", "d"), ("e",)), start=1):
        site.web.put(LIST.format(page=page), listing(*names), content_type="text/html")
    site.page("a", "b", "e")

    rows = site.read()

    assert shown(rows) == [("/a", "stored"), ("/b", "stored")]
    assert LIST.format(page=4) not in site.web.urls()


def test_a_listing_that_repeats_its_last_page_ends() -> None:
    site = Site(channel(ChannelKind.LISTING, LIST, links="h3 a", pages=50))
    for page in range(1, 51):
        site.web.put(LIST.format(page=page), listing(f"p{min(page, 3)}"))
    site.page("p1", "p2", "p3")

    site.read()

    assert site.web.urls().count(LIST.format(page=4)) == 1
    assert LIST.format(page=5) not in site.web.urls()


def test_a_listing_without_page_numbers_follows_rel_next() -> None:
    site = Site(channel(ChannelKind.LISTING, f"{SITE}/news", links="h3 a", pages=5))
    site.web.put(f"{SITE}/news", listing("a", after='<a rel="next" href="/news/2">More</a>'))
    site.web.put(f"{SITE}/news/2", listing("b"))
    site.page("a", "b")

    assert shown(site.read()) == [("/a", "stored"), ("/b", "stored")]


def test_a_listings_end_is_no_failure() -> None:
    site = Site(channel(ChannelKind.LISTING, LIST, links="h3 a", pages=5))
    site.web.put(LIST.format(page=1), listing("a"))
    site.page("a")

    assert shown(site.read()) == [("/a", "stored")]
    assert site.state.failures == 0


def test_links_that_are_no_web_addresses_are_left_out() -> None:
    site = feed_site()
    odd = "".join(
        f"<item><link>{link}</link></item>"
        for link in ("file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.example", "ftp://x/y")
    )
    site.web.put(FEED, rss(more=odd))

    assert site.read() == []
    assert site.web.urls() == [FEED]


def _stored(url: str) -> Received:
    return Received(
        link=link_to(ANY_SOURCE, "c", url),
        fetched_at=NOON,
        outcome=Outcome.STORED,
        final_url=url,
        body=b"known",
    )
