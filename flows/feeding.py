"""The Atom feed of changes, for people who live in readers (RFC 4287).

::

    versions, newest first -> one entry each: a new article whole, an edit word by word -> XML
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from flows.comparing import changed_by_publisher
from flows.report.edits import changed_words
from flows.wording import plain, words_changed
from storage.fulltext.finding import Narrowed
from storage.reading import Reader
from storage.views import ArticleView, VersionView

ATOM = "http://www.w3.org/2005/Atom"
AUTHOR = "newsledger"
LONGEST = 20_000
"""Characters of a new article's text; readers choke on more."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, section 2.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version: of a new article, or as an edit left it."""

    key: str  # the same for the same version, always
    title: str
    url: str
    source_id: str
    authors: tuple[str, ...]
    updated_at: datetime
    published_at: datetime | None
    summary: str
    body: str  # HTML


def entries(reader: Reader, words: str | None, narrowed: Narrowed, limit: int) -> Iterator[Entry]:
    """The versions that were seen last, newest first.

    Raises:
        UsageError: there is no word in the words.
        NotFoundError: nothing is called so.
    """
    for article_id, number in reader.newest_versions(words, narrowed, limit):
        yield _entry(reader, reader.article(article_id), number)


def write_feed(found: Iterable[Entry], title: str, now: datetime) -> str:
    """The whole document; its title names what it follows, and makes its identity."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(_named("feed"))
    listed = list(found)
    updated = max((entry.updated_at for entry in listed), default=now)
    _add(feed, "id", _urn(f"feed {title}"))
    _add(feed, "title", title)
    _add(feed, "updated", _written(updated))
    _add(feed, "generator", AUTHOR)
    ET.SubElement(ET.SubElement(feed, _named("author")), _named("name")).text = AUTHOR
    for entry in listed:
        _add_entry(feed, entry)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _entry(reader: Reader, article: ArticleView, number: int) -> Entry:
    version = reader.version(article.id, number)
    content = reader.content(version.content_id)
    changed = words_changed(version.words_added, version.words_removed)
    return Entry(
        key=f"{article.source_id} {article.url} {number} {content.sha256}",
        title=content.headline or article.url,
        url=article.url,
        source_id=article.source_id,
        authors=content.authors,
        updated_at=version.observed_from,
        published_at=content.published_at,
        summary=f"{version.change}, {changed}" if number > 1 else "new",
        body=_edited(reader, version) if number > 1 else _whole(content.text),
    )


def _edited(reader: Reader, version: VersionView) -> str:
    before, after = changed_by_publisher(
        reader, reader.version(version.article_id, version.number - 1), version
    )
    was = before.headline or ""
    headline = f"<p>The headline was: <del>{escape(plain(was))}</del></p>"
    changed = changed_words(before.text, after.text)
    return (headline if was != (after.headline or "") else "") + changed


def _whole(text: str) -> str:
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(f"<p>{escape(plain(line))}</p>" for line in cut.split("\n"))


def _add_entry(feed: ET.Element, entry: Entry) -> None:
    item = ET.SubElement(feed, _named("entry"))
    _add(item, "id", _urn(entry.key))
    _add(item, "title", entry.title)
    _add(item, "updated", _written(entry.updated_at))
    if entry.published_at:
        _add(item, "published", _written(entry.published_at))
    if entry.url.startswith(("http://", "https://")):
        ET.SubElement(item, _named("link"), rel="alternate", href=_clean(entry.url))
    for name in entry.authors or (entry.source_id,):
        _add(ET.SubElement(item, _named("author")), "name", name)
    ET.SubElement(item, _named("category"), term=entry.source_id)
    _add(item, "summary", entry.summary)
    _add(item, "content", entry.body, type="html")


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, _named(name), attributes).text = _clean(text)


def _named(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _urn(key: str) -> str:
    return uuid5(NAMESPACE_URL, f"newsledger {key}").urn


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
