"""Sitemaps by our own reader: index, news sitemap, gzip, text. https://www.sitemaps.org/protocol"""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from itertools import islice

from storage.records import Hints
from tasks.fetch.lists.items import Item, Listed, absolute, hint, once_each
from tasks.fetch.lists.shapes import check_xml, without_sections
from tasks.fetch.reasons import Reason
from tasks.fetch.web.decoding import decode_body
from tasks.fetch.web.lost import Lost

MAX_BYTES = 50_000_000
MAX_URLS = 50_000  # by the protocol
MAX_BLOCK_BYTES = 100_000

_PREFIX = rb"(?:[\w.-]+:)?"
# No pattern runs past the next "<", so that unclosed tags cost no second look.
_EDGE = re.compile(rb"<(/?)" + _PREFIX + rb"(url|sitemap)(?=[\s>])[^<>]*>")
_FIELD = re.compile(
    rb"<([\w.-]+:)?(loc|lastmod|publication_date|title)(?=[\s>])[^<>]*>"
    rb"([^<]*(?:<!\[CDATA\[[^<]*)?)</"
)
_ROOT = re.compile(rb"<" + _PREFIX + rb"(urlset|sitemapindex)\b")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]+)")


def read_sitemap(body: bytes, url: str) -> Listed:
    """The pages and further sitemaps that a sitemap names; newest first where it says when.

    Raises:
        Lost: it is no sitemap, too large, cut off, or hostile.
    """
    if body.startswith(b"\x1f\x8b"):
        body = decode_body([body], "gzip", MAX_BYTES, cut=False)
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        body = body.decode("utf-16", "replace").encode()
    plain = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not plain.startswith(b"<"):
        return _read_text(plain, url)
    if not _ROOT.search(plain[:10_000]):
        raise Lost(Reason.NOT_A_SITEMAP)
    check_xml(plain)
    return _read_xml(without_sections(plain, data_too=False), url)


def _read_text(plain: bytes, base: str) -> Listed:
    lines = (line.decode("utf-8", "replace").strip() for line in BytesIO(plain))
    urls = (url for line in lines if line and (url := _own_url(line, base)))
    items = [Item(url=url) for url in islice(urls, MAX_URLS)]
    if not items:
        raise Lost(Reason.NOT_A_SITEMAP)
    return Listed(items=once_each(items), cut=next(urls, None) is not None)


def _own_url(line: str, base: str) -> str | None:
    return absolute(line, base) if line.startswith(("http://", "https://")) else None


def _read_xml(plain: bytes, base: str) -> Listed:
    declared = _DECLARED.match(plain)
    charset = declared[1].decode() if declared else "utf-8"
    pages: list[Item] = []
    documents: list[tuple[str, str]] = []
    blocks = _blocks(plain, charset)
    for kind, fields in islice(blocks, MAX_URLS):
        url = absolute(fields.get("loc"), base)
        if url is None:
            continue
        if kind == b"sitemap":
            documents.append((fields.get("lastmod", ""), url))
        else:
            pages.append(Item(url=url, hints=_hints(fields)))
    pages.sort(key=lambda item: item.hints.modified or item.hints.published or "", reverse=True)
    documents.sort(key=lambda pair: pair[0], reverse=True)
    return Listed(
        items=once_each(pages),
        documents=tuple(url for _, url in documents),
        cut=next(blocks, None) is not None,
    )


def _blocks(plain: bytes, charset: str) -> Iterator[tuple[bytes, dict[str, str]]]:
    opened: re.Match[bytes] | None = None
    for edge in _EDGE.finditer(plain):
        if not edge[1]:
            opened = edge
        elif opened is not None:
            yield edge[2], _fields(plain[opened.end() : edge.start()][:MAX_BLOCK_BYTES], charset)
            opened = None


def _fields(block: bytes, charset: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for prefix, name, value in _FIELD.findall(block):
        if prefix == b"image:" or prefix == b"video:":
            continue
        found.setdefault(name.decode(), _text(value, charset))
    return found


def _text(value: bytes, charset: str) -> str:
    try:
        text = value.decode(charset, "replace")
    except LookupError:
        text = value.decode("utf-8", "replace")
    text = text.strip()
    if text.startswith("<![CDATA["):
        return text.removeprefix("<![CDATA[").removesuffix("]]>").strip()
    return unescape(text)


def _hints(fields: dict[str, str]) -> Hints:
    return Hints(
        headline=hint(fields.get("title")),
        published=hint(fields.get("publication_date")),
        modified=hint(fields.get("lastmod")),
    )
