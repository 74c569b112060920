"""One article under several addresses of a source: an AMP page, a mobile host, a second section.

What an address or a rel=canonical link says is a hint; that both texts are the same confirms it.
Walls confirm nothing: two articles behind one wall show the same words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit

from storage.aliases import Resident
from storage.records import Cleaned, CopyKind
from storage.urls import alias_keys, fold_url
from tasks.dedupe.text import Text, prepare_text
from tasks.dedupe.verify import compare

Key = tuple[str, str]
"""A source, and an address of it."""


def candidate_keys(item: Cleaned) -> tuple[str, ...]:
    """Return the addresses at which a page's article may be known already."""
    capture = item.capture
    if not capture.identity.startswith("//"):
        return ()  # a file is known by its path alone
    keys = (capture.identity, fold_url(capture.final_url))
    found = dict.fromkeys((*keys, *alias_keys(capture.url, item.canonical_url)))
    return tuple(key for key in found if urlsplit(key).path != "/")


def find_owners(
    items: Iterable[Cleaned], known: Collection[Key], residents: Iterable[Resident]
) -> dict[int, str]:
    """Return the identity of the article that each capture shows, where it is another's.

    ``known`` are the (source, identity) that have an article: these are never given away.
    """
    places = _Places(residents)
    owners: dict[Key, str] = {}
    found: dict[int, str] = {}
    for item in sorted(items, key=_plainest_first):
        capture, article = item.capture, item.article
        own = (capture.source_id, capture.identity)
        if article is None:
            continue
        if own not in known and own not in owners:
            owner = places.owner(own, candidate_keys(item), article.text)
            owners[own] = owner or capture.identity
            if owner is None:
                places.settle(own, _own_keys(item), article.text)
        elif own in known:
            places.settle(own, _own_keys(item), article.text)
        if owners.get(own, capture.identity) != capture.identity:
            found[capture.id] = owners[own]
    return found


class _Places:
    """Which articles are at an address, and what they say."""

    def __init__(self, residents: Iterable[Resident]) -> None:
        self._there: defaultdict[Key, dict[str, str]] = defaultdict(dict)
        for one in residents:
            self._there[one.source_id, one.key][one.identity] = one.text

    def settle(self, own: Key, keys: Sequence[str], text: str) -> None:
        """Note that an article is at these addresses."""
        for key in keys:
            self._there[own[0], key].setdefault(own[1], text)

    def owner(self, own: Key, keys: Sequence[str], text: str) -> str | None:
        """Return the one article at the addresses that says the same, likeliest address first."""
        mine = prepare_text(0, "", text)
        if mine is None:
            return None
        for key in keys:
            for identity, other in sorted(self._there.get((own[0], key), {}).items()):
                if identity != own[1] and _says_the_same(mine, other):
                    return identity
        return None


def _says_the_same(mine: Text, other: str) -> bool:
    theirs = prepare_text(0, "", other)
    verdict = compare(mine.reading, theirs.reading) if theirs else None
    return verdict is not None and verdict.kind is not CopyKind.EXCERPT


def _own_keys(item: Cleaned) -> tuple[str, ...]:
    """Return where an article says it is: its own address and the canonical one of its site."""
    canonical = alias_keys(item.capture.identity, item.canonical_url)[:1]
    return (item.capture.identity, *(canonical if item.canonical_url else ()))


def _plainest_first(item: Cleaned) -> tuple[int, float, str]:
    """Order of settling: a page before its other forms, then the earlier."""
    capture = item.capture
    return len(alias_keys(capture.url)), capture.fetched_at.timestamp(), capture.url
