"""From a site's address to a proposed entry."""

from pathlib import Path

import pytest

from storage.records import ChannelKind, Outcome
from tasks.fetch.discover import Unreachable, discover, sample
from tasks.sources import Channel, Fetch, Source
from tests.fetch.fakes import at_noon
from tests.fetch.test_rounds import rss, urlset
from tests.fetch.web import Web

SITE = "https://www.daily.example"
HOME = (
    '<html lang="en-GB"><head><title>Daily News | Home</title>'
    '<link rel="alternate" type="application/rss+xml" href="/rss/all.xml">'
    '<link rel="alternate" type="application/rss+xml" href="/rss/broken.xml">'
    '<link rel="alternate" type="text/html" hreflang="de" href="/de"></head><body></body></html>'
)


def site() -> Web:
    """A site with a feed that reads, one that does not, and a sitemap in robots.txt."""
    web = Web()
    web.put(SITE, HOME, content_type="text/html")
    dated = rss("a").replace("</guid>", "</guid><pubDate>Mon, 02 Mar 2026 10:00:00 +0800</pubDate>")
    web.put(f"{SITE}/rss/all.xml", dated)
    web.put(f"{SITE}/rss/broken.xml", "<html>no</html>")
    web.put(f"{SITE}/robots.txt", f"User-agent: *\nSitemap: {SITE}/maps/index.xml\n")
    web.put(f"{SITE}/maps/index.xml", urlset("a"))
    return web


def test_a_site_becomes_an_entry() -> None:
    source = discover(SITE, client=site(), policy=Fetch()).source

    assert (source.id, source.name, source.languages) == ("daily-example", "Daily News", ("en",))
    assert source.time_zone == "Etc/GMT-8"
    assert [(channel.kind, channel.url) for channel in source.channels] == [
        (ChannelKind.FEED, f"{SITE}/rss/all.xml"),
        (ChannelKind.SITEMAP, f"{SITE}/maps/index.xml"),
    ]


@pytest.mark.parametrize(
    ("lang", "found"), [("pt_BR", ("pt",)), ("English", ("en",)), ("xx", ()), ("", ())]
)
def test_language_of_a_page_is_taken_where_it_is_one(lang: str, found: tuple[str, ...]) -> None:
    web = Web()
    web.put(SITE, f"<html lang='{lang}'></html>")
    assert discover(SITE, client=web, policy=Fetch()).source.languages == found


def test_feeds_of_comments_are_left_out() -> None:
    web = site()
    comments = (
        '<link rel="alternate" type="application/rss+xml" title="Daily » Comments Feed"'
        ' href="/other.xml">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    )
    web.put(SITE, HOME.replace("</head>", f"{comments}</head>"), content_type="text/html")
    web.put(f"{SITE}/other.xml", rss("b"))
    web.put(f"{SITE}/comments/feed/", rss("c"))

    channels = discover(SITE, client=web, policy=Fetch()).source.channels

    assert [channel.url for channel in channels if channel.kind is ChannelKind.FEED] == [
        f"{SITE}/rss/all.xml"
    ]


def test_the_usual_paths_are_tried_where_nothing_is_named() -> None:
    web = Web()
    web.put(SITE, "<html><title>T</title></html>")
    web.put(f"{SITE}/rss.xml", rss("a"))
    web.put(f"{SITE}/sitemap.xml", urlset("a"))

    proposal = discover(SITE, client=web, policy=Fetch())

    assert [channel.url for channel in proposal.source.channels] == [
        f"{SITE}/rss.xml", f"{SITE}/sitemap.xml",
    ]  # fmt: skip
    assert any("time_zone" in note for note in proposal.notes)
    assert any("languages" in note for note in proposal.notes)


def test_a_page_of_a_thousand_feeds_costs_a_dozen_requests() -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/f{at}">' for at in range(1000)
    )
    web = Web()
    web.put(SITE, f"<html>{links}</html>")

    discover(SITE, client=web, policy=Fetch())

    assert len(web.asked) < 30


def test_a_site_without_anything_is_told_what_to_do() -> None:
    web = Web()
    web.put(SITE, "<html lang=de></html>")

    proposal = discover(SITE, client=web, policy=Fetch())

    assert proposal.source.channels == ()
    assert "listing" in proposal.notes[0]
    assert "backfill has nowhere" in proposal.notes[1]


def test_a_site_that_cannot_be_had_says_why() -> None:
    web = Web()
    web.fail(SITE, Outcome.FAILED, "dns")

    with pytest.raises(Unreachable, match="dns"):
        discover(SITE, client=web, policy=Fetch())


def test_a_sample_takes_a_few_and_asks_for_no_more() -> None:
    web = Web()
    names = [f"p{at}" for at in range(20)]
    web.put(f"{SITE}/feed", rss(*names))
    for name in names:
        web.put(f"{SITE}/{name}", "<html>x</html>")
    channel = Channel(name="rss", kind=ChannelKind.FEED, url=f"{SITE}/feed")

    rows = sample(Source(id="s", name="S"), channel, client=web, root=Path(), now=at_noon, limit=3)

    assert [row.outcome for row in rows] == [Outcome.STORED] * 3
    assert len(web.asked) == 4
