"""What a feed, sitemap or listing names: items, before any of them is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from storage.records import Hints
from storage.urls import fold_url
from tasks.fetch.web.addresses import tidy

MAX_HINT_LENGTH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One named page."""

    url: str
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What one document names."""

    items: tuple[Item, ...] = ()
    documents: tuple[str, ...] = ()  # further lists, in the order to read them
    wish: timedelta | None = None  # how long the publisher wants to be left alone
    cut: bool = False  # it names more than was read


def absolute(url: str | None, base: str) -> str | None:
    """The web address that a reference stands for, or None when it is none."""
    try:
        joined = urljoin(base, tidy(url or ""))
        parts = urlsplit(joined)
    except ValueError:
        return None
    usable = url and url.strip() and parts.scheme in ("http", "https") and parts.hostname
    return joined if usable else None


def once_each(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items in their order, each address once, however it is spelt."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(fold_url(item.url), item)
    return tuple(found.values())


def hint(value: object) -> str | None:
    """A hint as it may be kept: text, trimmed, without control characters."""
    if not isinstance(value, str):
        return None
    text = "".join(sign for sign in value if sign >= " " and not "\ud800" <= sign <= "\udfff")
    return text.strip()[:MAX_HINT_LENGTH] or None
