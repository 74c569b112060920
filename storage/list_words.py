"""What lists say of an article, told alike to all its captures: a list's word is no page's edit.

::

    hints of an article's captures, oldest first --> of each field what was said first
                                                          |
    capture, as it is cleaned <-- that, whoever met it ---+
    captures that were cleaned without it <-- queued anew, when a new one says it, or when they
                                              turn out to be another article's

A page that says no headline or date itself has them from the list that led to it. Met by a feed
that knows them, and then by a sitemap that does not, its words would seem to have changed.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from storage.bulk import json_of, select_among
from storage.records import Capture

Key = tuple[str, str]
"""A source, and the identity of an article of it."""

Words = Mapping[str, Any]
"""Fields of `Hints` with what a list said there."""

FIELDS = ("headline", "authors", "published")
"""What a page may have from a list alone."""

_RELATED = (
    "SELECT DISTINCT c.id, c.source_id, c.identity, c.fetched_at, c.url, c.blob_sha256,"
    " CAST(c.hints AS TEXT) FROM capture w"
    " JOIN capture c ON c.source_id = w.source_id AND c.identity = w.identity"
    " WHERE w.id {among} AND c.outcome = 'stored'"
)
_SAYING = f"{_RELATED} AND CAST(c.hints AS TEXT) <> '{{}}'"


def with_first_words(connection: Connection, captures: Sequence[Capture]) -> list[Capture]:
    """The captures, each with what lists first said of its article in place of its own list's."""
    rows = select_among(connection, _SAYING, [capture.id for capture in captures])
    said = _first_words(rows)
    return [_told(capture, said.get((capture.source_id, capture.identity))) for capture in captures]


def cleaned_without(connection: Connection, new: Collection[int]) -> list[tuple[int, str]]:
    """Earlier captures (id, source) of the articles that new captures change the first words of."""
    saying = select_among(connection, _SAYING, sorted(new))
    now = _first_words(saying)
    before = _first_words([row for row in saying if row[0] not in new])
    changed = {key for key, words in now.items() if words != before.get(key, {})}
    if not changed:
        return []
    rows = select_among(connection, _RELATED, sorted(new))
    return [(row[0], row[1]) for row in rows if row[0] not in new and (row[1], row[2]) in changed]


def _told(capture: Capture, words: Words | None) -> Capture:
    if not words:
        return capture
    hints = capture.hints
    told = replace(
        hints,
        headline=words.get("headline", hints.headline),
        authors=tuple(words.get("authors", hints.authors)),
        published=words.get("published", hints.published),
    )
    return replace(capture, hints=told)


def _first_words(rows: Sequence[Any]) -> dict[Key, dict[str, Any]]:
    """Of each article and field what was said first; rows as above, in the order of no arrival."""
    said: defaultdict[Key, dict[str, Any]] = defaultdict(dict)
    for _, source_id, identity, *_, hints in sorted(rows, key=lambda row: row[3:6]):
        for name, words in json_of(hints).items():
            if name in FIELDS and words:
                said[source_id, identity].setdefault(name, words)
    return dict(said)
