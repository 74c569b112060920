"""A linear look at markup before a parser sees it, since every parser is slow on some shape."""

import re

from tasks.fetch.reasons import Reason
from tasks.fetch.web.lost import Lost

MAX_HTML_TAGS = 100_000  # BeautifulSoup takes a kilobyte each; listings have some thousands
MAX_XML_TAGS = 1_000_000  # 50,000 URLs of a sitemap, with news and images
MAX_JSON_PARTS = 1_000_000  # an empty object of two bytes takes 72 in memory
MAX_DEPTH = 3_000
MAX_XML_DEPTH = 200  # feeds and sitemaps are 5 deep, embedded XHTML perhaps 50
MAX_TAG_BYTES = 65_536

MAX_ATTRIBUTES = 2_000  # of a tag that is longer than that; an inlined image is one long value

# Each pattern stops at the next "<", so that no input makes it look at a byte twice.
_TAG = re.compile(rb"<(/?)([A-Za-z_][^\s/<>]*)[^<>]*?(/?)>")
_VOID = frozenset(
    b"area base br col embed hr img input link meta source track wbr p li dt dd tr td th".split()
)
_LONG_TAG = re.compile(rb"<[^<>]{%d,}" % MAX_TAG_BYTES)
_SECTION = re.compile(rb"<!--|<!\[CDATA\[")
_EBCDIC = "<?xm".encode("cp037")
_UTF_7 = re.compile(rb"\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']utf-?7[\"']", re.IGNORECASE)
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


def check_xml(body: bytes) -> None:
    """Return when an XML parser may have the bytes.

    Raises:
        Lost: entities are declared, or the tree is too deep or one tag too long.
    """
    plain = _as_ascii(body)
    if _ENTITY.search(plain):
        raise Lost(Reason.HOSTILE_SHAPE, "entity")
    if plain.count(b"<") > MAX_XML_TAGS:
        raise Lost(Reason.HOSTILE_SHAPE, "tags")
    _check_tags(without_sections(plain), MAX_XML_DEPTH, frozenset())


def check_html(body: bytes) -> None:
    """Return when an HTML parser may have the bytes.

    Raises:
        Lost: there are too many tags, nested too deep, or one is too long.
    """
    plain = _as_ascii(body)
    if plain.count(b"<") > MAX_HTML_TAGS:
        raise Lost(Reason.HOSTILE_SHAPE, "tags")
    _check_tags(plain, MAX_DEPTH, _VOID)


def without_sections(plain: bytes, *, data_too: bool = True) -> bytes:
    """The markup without its comments and, unless told otherwise, CDATA sections."""
    parts: list[bytes] = []
    at = kept_to = 0
    while found := _SECTION.search(plain, at):
        is_data = found[0] != b"<!--"
        end = plain.find(b"]]>" if is_data else b"-->", found.end())
        at = end + 3
        if is_data and not data_too and end >= 0:
            continue
        parts.append(plain[kept_to : found.start()])
        if end < 0:  # never closed: all that follows is inside
            return b"".join(parts)
        kept_to = at
    return b"".join((*parts, plain[kept_to:]))


def check_json(body: bytes) -> None:
    """Return when JSON may be parsed: it has not more parts than memory.

    Raises:
        Lost: it has.
    """
    if sum(map(body.count, (b",", b"[", b"{"))) > MAX_JSON_PARTS:
        raise Lost(Reason.HOSTILE_SHAPE, "parts")


def _check_tags(plain: bytes, max_depth: int, void: frozenset[bytes]) -> None:
    for tag in _LONG_TAG.finditer(plain):
        if len(tag[0].split(None, MAX_ATTRIBUTES)) > MAX_ATTRIBUTES:
            raise Lost(Reason.HOSTILE_SHAPE, "tag")
    if plain.count(b"<") <= max_depth:
        return  # cannot be deeper than it has tags
    depth = 0
    for tag in _TAG.finditer(plain):
        closing, name, empty = tag.groups()
        if empty or name.lower() in void:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > max_depth:
            raise Lost(Reason.HOSTILE_SHAPE, "depth")


def _as_ascii(body: bytes) -> bytes:
    """The bytes with UTF-16 and UTF-32 brought to one byte a sign, as far as markup goes."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:4]:
        return body.translate(None, b"\0\xff\xfe")
    if body[:4] == _EBCDIC:
        return body.decode("cp037").encode()
    if _UTF_7.match(body):
        return body.decode("utf-7", "replace").encode("utf-8", "replace")
    return body
