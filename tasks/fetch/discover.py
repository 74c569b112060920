"""From a site's address to a proposed source: its feeds, sitemaps, language and time zone.

::

    page -> name, language, <link rel=alternate> -> feeds that really read
    robots.txt -> Sitemap lines, else the usual paths -> sitemaps that really read
    feeds -> offsets of their dates -> a hint at the time zone

Nothing is kept: the same client asks under the same rules, and the answer is a value.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from storage.records import ChannelKind, Outcome, Received, Seen
from tasks.fetch.collect import collect
from tasks.fetch.contracts import Clock
from tasks.fetch.lists.feeds import read_feed
from tasks.fetch.lists.items import Item, Listed, absolute, hint
from tasks.fetch.lists.listings import parse_html
from tasks.fetch.lists.sitemaps import read_sitemap
from tasks.fetch.pages import Asks, answer_to
from tasks.fetch.web.asking import Ask, Purpose
from tasks.fetch.web.lost import Lost
from tasks.language_tags import language_meant
from tasks.sources import Channel, Fetch, Source

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml")

MAX_FEEDS = 5  # sites link to one feed a section; a person can add the others
MAX_SITEMAPS = 3
MAX_TRIED = 12
"""Documents asked for of each kind; a page may name hundreds."""

# Of what readers write; "Comment" and "Kommentare" are what papers call their opinions.
_OF_COMMENTS = re.compile(r"\bcomments\b", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)\s*$")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What was found, ready to become an entry of sources.yaml."""

    source: Source
    notes: tuple[str, ...]  # what a person should look at


class NothingKnown:
    """A ledger that holds nothing: everything is new to it, and it keeps no trace."""

    def seen(self, url: str) -> Seen | None:
        """Nothing."""
        return None


def discover(url: str, *, client: Asks, policy: Fetch) -> Proposal:
    """A source entry for the site at this address.

    Raises:
        Unreachable: the page itself cannot be had or read; with the reason.
    """
    desk = _Desk(client, policy)
    soup, final_url = desk.page(url)
    feeds = desk.feeds(soup, final_url)
    sitemaps = desk.sitemaps(final_url)
    channels = [
        *_channels("feed", ChannelKind.FEED, feeds),
        *_channels("map", ChannelKind.SITEMAP, sitemaps),
    ]
    zone = _zone(item for _, listed in feeds for item in listed.items)
    language = _language(soup)
    source = Source(
        id=_slug(urlsplit(final_url).hostname or "source"),
        name=_name(soup) or urlsplit(final_url).hostname or url,
        languages=(language,) if language else (),
        time_zone=zone or "UTC",
        channels=tuple(channels),
    )
    return Proposal(source=source, notes=tuple(_notes(channels, zone, language)))


def sample(
    source: Source, channel: Channel, *, client: Asks, root: Path, now: Clock, limit: int = 5
) -> list[Received]:
    """The first few answers of a channel, asked for as if nothing were known; nothing is kept."""
    known = NothingKnown()
    return list(
        islice(collect(source, channel, known=known, root=root, client=client, now=now), limit)
    )


class _Desk:
    """Asks for documents and keeps those that read as what they should be."""

    def __init__(self, client: Asks, policy: Fetch) -> None:
        self._client = client
        self._policy = policy

    def page(self, url: str) -> tuple[BeautifulSoup, str]:
        """The parsed page, and where it was found."""
        answer = answer_to(self._client, Ask(url=url, policy=self._policy))
        if answer.outcome is not Outcome.STORED:
            raise Unreachable(answer.reason or answer.outcome)
        try:
            soup = parse_html(answer.body or b"", answer.headers.get("content-type"))
        except Lost as lost:
            raise Unreachable(str(lost)) from lost
        return soup, answer.final_url

    def feeds(self, soup: BeautifulSoup, base: str) -> list[tuple[str, Listed]]:
        """Feeds that the page names, else those at the usual places."""
        linked = [
            target
            for tag in soup.select('link[rel~="alternate"][href]')
            if str(tag.get("type") or "").strip().lower() in FEED_TYPES
            and not _OF_COMMENTS.search(f"{tag.get('title')} {tag.get('href')}")
            and (target := absolute(str(tag.get("href")), base))
        ]
        found = list(islice(self._read_feeds(linked), MAX_FEEDS))
        usual = [urljoin(base, path) for path in USUAL_FEEDS]
        return found or list(islice(self._read_feeds(usual), 1))

    def sitemaps(self, base: str) -> list[tuple[str, Listed]]:
        """Sitemaps that robots.txt names, else those at the usual places."""
        robots = self._ask(urljoin(base, "/robots.txt"), Purpose.SITEMAP)
        text = robots[0].decode("utf-8", "replace") if robots else ""
        named = [url for line in _SITEMAP_LINE.findall(text) if (url := absolute(line, base))]
        found = list(islice(self._read_sitemaps(named), MAX_SITEMAPS))
        usual = [urljoin(base, path) for path in USUAL_SITEMAPS]
        return found or list(islice(self._read_sitemaps(usual), 1))

    def _read_feeds(self, urls: Iterable[str]) -> Iterator[tuple[str, Listed]]:
        for url in islice(dict.fromkeys(urls), MAX_TRIED):
            got = self._ask(url, Purpose.FEED)
            try:
                listed = read_feed(got[0], got[1], got[2]) if got else Listed()
            except Lost:
                continue
            if listed.items:
                yield url, listed

    def _read_sitemaps(self, urls: Iterable[str]) -> Iterator[tuple[str, Listed]]:
        for url in islice(dict.fromkeys(urls), MAX_TRIED):
            got = self._ask(url, Purpose.SITEMAP)
            try:
                listed = read_sitemap(got[0], got[2]) if got else Listed()
            except Lost:
                continue
            if listed.items or listed.documents:
                yield url, listed

    def _ask(self, url: str, purpose: Purpose) -> tuple[bytes, dict[str, str], str] | None:
        answer = answer_to(self._client, Ask(url=url, policy=self._policy, purpose=purpose))
        if answer.outcome is not Outcome.STORED or answer.body is None:
            return None
        return answer.body, dict(answer.headers), answer.final_url


class Unreachable(Exception):
    """The site's page cannot be had; the reason as rows write it."""


def _channels(name: str, kind: ChannelKind, found: list[tuple[str, Listed]]) -> Iterator[Channel]:
    for number, (url, _) in enumerate(found, start=1):
        numbered = name if number == 1 else f"{name}-{number}"
        if kind is ChannelKind.SITEMAP:
            yield Channel(name=numbered, kind=kind, url=url, use=("backfill",))
        else:
            yield Channel(name=numbered, kind=kind, url=url)


def _name(soup: BeautifulSoup) -> str | None:
    site = soup.select_one('meta[property="og:site_name"][content]')
    if site is not None:
        return hint(str(site.get("content")))
    title = soup.title.get_text(" ") if soup.title else ""
    return hint(re.split(r"\s[|–—-]\s", " ".join(title.split()))[0])


def _language(soup: BeautifulSoup) -> str | None:
    html = soup.select_one("html[lang]")
    return language_meant(str(html.get("lang"))) if html else None


def _zone(items: Iterable[Item]) -> str | None:
    """The zone of most dates with an offset of whole hours, by its POSIX name."""
    offsets: Counter[int] = Counter()
    for item in items:
        found = _OFFSET.search(item.hints.published or item.hints.modified or "")
        if found and found[3] == "00":
            offsets[int(found[1] + found[2])] += 1
    if not offsets:
        return None
    hours = offsets.most_common(1)[0][0]
    if hours == 0:
        return "UTC"
    return f"Etc/GMT{-hours:+d}" if -12 <= hours <= 14 else None


def _notes(channels: list[Channel], zone: str | None, language: str | None) -> Iterator[str]:
    if not any(channel.kind is ChannelKind.FEED for channel in channels):
        yield "no feed was found; a `listing` channel with the CSS selector of its links may do"
    if not any(channel.kind is ChannelKind.SITEMAP for channel in channels):
        yield (
            "no sitemap was found, so a backfill has nowhere to read the past; an archive page may"
            " do, as a `listing` channel with `use: [backfill]`"
        )
    if zone is None:
        yield "the dates name no time zone; set `time_zone` to the publisher's"
    elif zone == "UTC":
        yield "dates come in UTC, which may be their server's; set `time_zone` to the publisher's"
    else:
        yield f"dates come in {zone}; name the place instead (such as Asia/Shanghai) if it matters"
    if language is None:
        yield "the page does not say its language; set `languages`"


def _slug(host: str) -> str:
    return _NOT_SLUG.sub("-", host.removeprefix("www.").lower()).strip("-")[:63] or "source"
