"""Listing pages: the links that a CSS selector picks, and the way to the next page."""

import re
from dataclasses import replace
from datetime import date

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag
from w3lib.encoding import html_to_unicode

from storage.records import Hints
from storage.urls import fold_url
from tasks.fetch.lists.items import Item, Listed, absolute, hint, once_each
from tasks.fetch.lists.listed_days import listed_days
from tasks.fetch.lists.shapes import check_html
from tasks.fetch.reasons import Reason
from tasks.fetch.web.lost import Lost

PAGE_SIGN = "{page}"
ANY_LINK = "a[href]"

_NEXT = 'a[rel~="next"], link[rel~="next"]'
_NUMBER = re.compile(r"\{page\}")


def read_listing(body: bytes, content_type: str | None, url: str, links: str | None) -> Listed:
    """The pages that a listing links to, each with its day where one stands beside it, and the next
    page of the listing where it names one.

    Raises:
        Lost: it is hostile to parsers, or the selector is none.
    """
    soup = parse_html(body, content_type)
    base_tag = soup.find("base", href=True)
    named = base_tag.get("href") if isinstance(base_tag, Tag) else None
    base = absolute(named if isinstance(named, str) else None, url) or url
    try:
        picked = soup.select(links or ANY_LINK)
    except Exception as error:
        raise Lost(Reason.BAD_SELECTOR, links) from error
    own = fold_url(url)
    found = [(tag, item) for tag in picked if (item := _item(tag, base))]
    kept = [(tag, item, key) for tag, item in found if (key := fold_url(item.url)) != own]
    days = listed_days([(tag, key) for tag, _, key in kept])
    items = once_each(_dated(item, days.get(key)) for _, item, key in kept)
    following = soup.select_one(_NEXT)
    target = absolute(_href(following), base) if following else None
    return Listed(items=items, documents=(target,) if target else ())


def parse_html(body: bytes, content_type: str | None) -> BeautifulSoup:
    """The parsed page.

    Raises:
        Lost: it is hostile to parsers.
    """
    check_html(body)
    _, text = html_to_unicode(content_type, body)
    try:
        return BeautifulSoup(text, "lxml")
    except (RecursionError, ParserRejectedMarkup) as error:
        raise Lost(Reason.HOSTILE_SHAPE, type(error).__name__) from error


def page_url(template: str, page: int) -> str:
    """The address of one page of a listing; without a place for its number, only of the first."""
    return _NUMBER.sub(str(page), template)


def _item(tag: Tag, base: str) -> Item | None:
    anchor = tag if tag.name == "a" else tag.find("a", href=True) or tag.find_parent("a")
    url = absolute(_href(anchor), base) if isinstance(anchor, Tag) else None
    if url is None:
        return None
    words = " ".join(anchor.get_text(" ").split()) if isinstance(anchor, Tag) else ""
    return Item(url=url.partition("#")[0], hints=Hints(headline=hint(words)))


def _dated(item: Item, day: date | None) -> Item:
    return replace(item, hints=replace(item.hints, published=day.isoformat())) if day else item


def _href(tag: Tag) -> str | None:
    value = tag.get("href")
    return value if isinstance(value, str) else None
