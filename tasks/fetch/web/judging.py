"""What an answer's status and headers mean, before its body is read: pure rules."""

import re
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import quote, urljoin, urlsplit

from tasks.fetch.reasons import Reason
from tasks.fetch.stored.sniffing import looks_binary, name_magic
from tasks.fetch.web.asking import Purpose
from tasks.fetch.web.lost import Lost
from tasks.fetch.web.retrying import worth_again

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
UNNAMED_TYPES = frozenset({None, "application/octet-stream", "*/*", "unknown/unknown"})
"""Types that say nothing: the bytes are looked at instead."""

NEVER_TYPES = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")
"""What no feed or sitemap is, whatever mislabels it."""

_TYPE = re.compile(r"^\s*([\w.+*-]+/[\w.+*-]+)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|\?xml|!--|[a-z])", re.IGNORECASE)


class Meaning(StrEnum):
    """What to do with an answer."""

    READ = "read"
    UNCHANGED = "unchanged"
    REDIRECT = "redirect"
    RETRY = "retry"


def meaning_of(status: int, *, conditional: bool) -> Meaning:
    """What an answer of this status asks for.

    Raises:
        Lost: it is final and there is nothing to read.
    """
    if status in (200, 203):
        return Meaning.READ
    if status in REDIRECTS:
        return Meaning.REDIRECT
    if worth_again(status):
        return Meaning.RETRY
    if status == 304:
        if conditional:
            return Meaning.UNCHANGED
        raise Lost(Reason.UNASKED_304)
    if status in (204, 205):
        raise Lost(Reason.EMPTY)
    if status == 410:
        raise Lost(Reason.GONE)
    raise Lost(Reason.HTTP_STATUS, status)


def media_type_of(headers: Mapping[str, str]) -> str | None:
    """The media type of a Content-Type header, in lower case."""
    found = _TYPE.match(headers.get("content-type", ""))
    return found[1].lower() if found else None


def charset_of(headers: Mapping[str, str]) -> str | None:
    """The charset that a Content-Type header declares."""
    found = _CHARSET.search(headers.get("content-type", ""))
    return found[1].lower()[:40] if found else None


def check_type(media_type: str | None, purpose: Purpose) -> None:
    """Look at the declared type before the body is read.

    Raises:
        Lost: the body is nothing that is wanted here.
    """
    if purpose is Purpose.PAGE:
        if media_type not in PAGE_TYPES and media_type not in UNNAMED_TYPES:
            raise Lost(Reason.MEDIA_TYPE, media_type)
    elif media_type is not None and media_type.startswith(NEVER_TYPES):
        raise Lost(Reason.MEDIA_TYPE, media_type)


def check_page(body: bytes, media_type: str | None) -> str:
    """Look at a page's bytes; returns its media type, from the header or from the bytes.

    Raises:
        Lost: it is empty, or no text.
    """
    if not body.strip(b"\xef\xbb\xbf \t\r\n\f\0"):
        raise Lost(Reason.EMPTY)
    magic = name_magic(body)
    if media_type == "text/plain":
        magic = None  # a text may well begin with "%PDF-" or "BZh"
    if magic or looks_binary(body):
        raise Lost(Reason.BINARY, magic)
    if media_type is not None and media_type in PAGE_TYPES:
        return media_type
    return "text/html" if _MARKUP.match(body.lstrip(b"\xef\xbb\xbf")) else "text/plain"


def redirect_target(location: str | None, base: str) -> str:
    """The absolute URL that a redirect points to.

    Raises:
        Lost: there is none, or it may not be followed.
    """
    if not location or not location.strip():
        raise Lost(Reason.BAD_RESPONSE, "redirect to nowhere")
    try:
        # Headers come decoded as Latin-1; the bytes are most often UTF-8.
        named = quote(location.strip().encode("latin-1"), safe="%/:?#[]@!$&'()*+,;=~-._\\")
        target = urljoin(base, named)
        old, new = urlsplit(base), urlsplit(target)
    except (ValueError, UnicodeError) as error:
        raise Lost(Reason.REDIRECT_TARGET) from error
    if new.scheme not in ("http", "https"):
        raise Lost(Reason.REDIRECT_TARGET, new.scheme[:20])
    if old.scheme == "https" and new.scheme == "http":
        raise Lost(Reason.DOWNGRADE)
    fragment = new.fragment or old.fragment
    return new._replace(fragment=fragment).geturl()
