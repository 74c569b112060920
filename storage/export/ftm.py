"""Export as FollowTheMoney entities: JSON lines that Aleph, OpenAleph and their tools read.

::

    Article   <--document-- Mention --resolved--> Person, Organization, Event
       +-- peopleMentioned, companiesMentioned, locationMentioned: names as they are written
    UnknownLink: what a text states of two, by its predicate
    Address: a place, by its name alone

The schemata are those of https://followthemoney.tech/explorer/. The library itself would bring
136 MB of others; the test checks against it where it is installed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import json_of, select, select_among, select_named, time_of
from storage.records import INEXACT

AT_ONCE = 500
SCHEMATA = {"person": "Person", "org": "Organization", "event": "Event", "place": "Address"}
"""Of each kind of entity; products and nationalities have none."""

RESOLVED = ("person", "org")
"""Kinds that a Mention can be of: it leads to a legal entity."""

PROPERTIES = {
    "person": "peopleMentioned",
    "org": "companiesMentioned",
    "place": "locationMentioned",
}
LANGUAGES = {
    "ar": "ara", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu",
    "el": "ell", "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra",
    "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn",
    "ko": "kor", "lt": "lit", "lv": "lav", "ms": "msa", "nl": "nld", "no": "nor", "pl": "pol",
    "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe",
    "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip
"""ISO 639-1 to 639-3, which FollowTheMoney asks for."""

ARTICLES = (
    "SELECT c.article_id, c.source_id, s.name AS publisher, c.url, c.headline, c.authors,"
    " c.published_at, c.published_precision, c.modified_at, c.language, c.text, c.first_seen_at"
    " FROM current_article c JOIN source s ON s.id = c.source_id"
    " WHERE c.article_id > ? ORDER BY c.article_id LIMIT ?"
)
MENTIONS = (
    "SELECT r.article_id, e.canonical_id, k.kind, m.surface FROM article_reading r"
    " JOIN mention m ON m.enrichment_id = r.enrichment_id JOIN entity e ON e.id = m.entity_id"
    " JOIN entity k ON k.id = e.canonical_id WHERE r.article_id {among}"
    " ORDER BY r.article_id, m.seq"
)
NAMES = (
    "SELECT e.canonical_id, k.kind, k.name, n.name FROM entity e"
    " JOIN entity k ON k.id = e.canonical_id JOIN entity_name n ON n.entity_id = e.id"
    " WHERE e.canonical_id {among} ORDER BY e.canonical_id, n.name"
)
RELATIONS = (
    "SELECT e.canonical_id, t.predicate, f.canonical_id, min(r.article_id) FROM relation t"
    " JOIN article_reading r ON r.enrichment_id = t.enrichment_id"
    " JOIN mention m ON m.enrichment_id = t.enrichment_id AND m.seq = t.subject"
    " JOIN mention o ON o.enrichment_id = t.enrichment_id AND o.seq = t.object"
    " JOIN entity e ON e.id = m.entity_id JOIN entity f ON f.id = o.entity_id"
    " WHERE e.canonical_id <> f.canonical_id"
    " GROUP BY e.canonical_id, t.predicate, f.canonical_id ORDER BY 1, 2, 3"
)

Spoken = dict[tuple[int, str], list[str]]
"""Of an article: entity and kind, with the names it uses."""


def ftm_lines(connection: Connection) -> Iterator[str]:
    """Every current article with whom it mentions, then the entities, then what joins them."""
    return (json.dumps(found, ensure_ascii=False) + "\n" for found in ftm_entities(connection))


def ftm_entities(connection: Connection) -> Iterator[dict[str, Any]]:
    """The same as documents: an id, a schema, and lists of values by property."""
    last, seen = 0, set[int]()
    while rows := select_named(connection, ARTICLES, (last, AT_ONCE)):
        spoken = _spoken(connection, [row["article_id"] for row in rows])
        for row in rows:
            names = spoken.get(row["article_id"], {})
            yield _article(row, names)
            yield from _mentions(row["article_id"], names)
            seen |= {entity for entity, kind in names if kind in SCHEMATA}
        last = rows[-1]["article_id"]
    yield from _entities(connection, sorted(seen))
    yield from _links(connection, seen)


def _spoken(connection: Connection, articles: Sequence[int]) -> dict[int, Spoken]:
    found: defaultdict[int, Spoken] = defaultdict(dict)
    for article, entity, kind, surface in select_among(connection, MENTIONS, articles):
        names = found[article].setdefault((entity, kind), [])
        if surface not in names:
            names.append(surface)
    return found


def _article(row: Mapping[str, Any], spoken: Spoken) -> dict[str, Any]:
    named: defaultdict[str, list[str]] = defaultdict(list)
    for (_, kind), names in spoken.items():
        if kind in PROPERTIES:
            named[PROPERTIES[kind]] += names
    address = row["url"] if row["url"].startswith(("http://", "https://")) else None
    found = {
        "title": [row["headline"]],
        "author": json_of(row["authors"]),
        "publisher": [row["publisher"]],
        "publishedAt": [_published(row)],
        "modifiedAt": [_iso(time_of(row["modified_at"]))],
        "retrievedAt": [_iso(time_of(row["first_seen_at"]))],
        "sourceUrl": [address],
        "fileName": [None if address else row["url"]],
        "language": [LANGUAGES.get(row["language"] or "")],
        "bodyText": [row["text"]],
        "crawler": ["newsledger"],
        **named,
    }
    return _document(f"article-{row['article_id']}", "Article", found)


def _mentions(article: int, spoken: Spoken) -> Iterator[dict[str, Any]]:
    for (entity, kind), names in spoken.items():
        if kind in RESOLVED:
            found: dict[str, Iterable[Any]] = {
                "document": [_key(f"article-{article}")],
                "name": names,
                "resolved": [_key(f"entity-{entity}")],
                "detectedSchema": [SCHEMATA[kind]],
            }
            yield _document(f"mention-{article}-{entity}", "Mention", found)


def _entities(connection: Connection, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(ids), AT_ONCE):
        called: dict[tuple[int, str, str], list[str]] = {}
        rows = select_among(connection, NAMES, ids[start : start + AT_ONCE])
        for entity, kind, name, other in rows:
            called.setdefault((entity, kind, name), []).append(other)
        for (entity, kind, name), names in called.items():
            others = [other for other in names if other != name]
            found = {"name": [name], "alias": others, "full": [name] if kind == "place" else []}
            yield _document(f"entity-{entity}", SCHEMATA[kind], found)


def _links(connection: Connection, seen: set[int]) -> Iterator[dict[str, Any]]:
    for subject, predicate, other, article in select(connection, RELATIONS):
        if {subject, other} <= seen:
            found = {
                "subject": [_key(f"entity-{subject}")],
                "object": [_key(f"entity-{other}")],
                "role": [predicate.replace("_", " ")],
                "proof": [_key(f"article-{article}")],
            }
            yield _document(f"link-{subject}-{predicate}-{other}", "UnknownLink", found)


def _document(name: str, schema: str, found: Mapping[str, Iterable[Any]]) -> dict[str, Any]:
    """An entity as FollowTheMoney writes it; properties without a value are left out."""
    known = {key: [value for value in values if value] for key, values in found.items()}
    properties = {key: values for key, values in known.items() if values}
    return {"id": _key(name), "schema": schema, "properties": properties}


def _key(name: str) -> str:
    return f"newsledger-{name}"


def _published(row: Mapping[str, Any]) -> str | None:
    """The date as exactly as it is known."""
    moment = time_of(row["published_at"])
    form = INEXACT.get(row["published_precision"] or "")
    return f"{moment:{form}}" if moment and form else _iso(moment)


def _iso(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%S}" if moment else None
