"""JSON-LD of a page -> the news article it describes, as schema.org names its fields."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_OPENING = re.compile(r"<script[^>]{0,300}?application/ld\+json[^>]{0,300}>", re.IGNORECASE)
_TYPE = "pplication/ld+json"  # long words are found sooner
_CLOSING = re.compile("</script", re.IGNORECASE)
MAX_OPENING = 330  # characters of an opening tag before its type
_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review$|LiveBlog|NewsStory|OpinionNews")
_ITEMS = ("schema.org/ContactPage", "schema.org/AboutPage", "schema.org/ProfilePage")
_ITEM_TYPE = re.compile(
    r"<(?:html|body|main)\b[^<>]*itemtype=[\"']?https?://schema\.org/(\w+Page)\b", re.IGNORECASE
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_JSON = json.JSONDecoder(strict=False)
MAX_SCRIPTS = 20
MAX_NODES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What one article node says; strings as they are written there."""

    headline: str | None
    authors: tuple[str, ...]
    published: str | None
    modified: str | None
    language: str | None
    body: str | None
    is_free: bool | None
    publisher: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What the JSON-LD of a page says."""

    articles: tuple[Described, ...]  # in order
    published: str | None  # the first publication time of any node, article or not
    kinds: frozenset[str]  # the types of all nodes


def read_json_ld(html: str) -> Linked:
    """The article nodes of a page, and what is published there at all."""
    nodes = [node for script in _scripts(html) for node in _nodes(script)]
    people = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    return Linked(
        articles=tuple(_describe(node, people) for node in nodes if _is_article(node)),
        published=next(
            (text for node in nodes if (text := _text(node.get("datePublished")))), None
        ),
        kinds=frozenset(kind for node in nodes for kind in _kinds(node)),
    )


def page_kinds(html: str) -> frozenset[str]:
    """The types of pages about a site that the outermost elements name in microdata."""
    named = any(map(html.__contains__, _ITEMS))
    return frozenset(_ITEM_TYPE.findall(html)) if named else frozenset()


def _scripts(html: str) -> Iterator[Any]:
    at = count = 0
    while count < MAX_SCRIPTS and (spot := html.find(_TYPE, at)) >= 0:
        least, at = max(at, spot - MAX_OPENING), spot + 1
        start = max(html.rfind(name, least, spot) for name in ("<script", "<SCRIPT"))
        opening = _OPENING.match(html, start) if start >= 0 else None
        if opening is None:
            continue
        closing = _CLOSING.search(html, opening.end())
        if closing is None:
            return
        at, count = closing.end(), count + 1
        value = _load(html[opening.end() : closing.start()].strip())
        if value is not None:
            yield value


def _load(text: str) -> Any:
    """The value of a script; comments around it and trailing commas are common and forgiven."""
    text = (
        text.removeprefix("<!--")
        .removesuffix("-->")
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
    )
    for mend in (str, _mend):
        try:
            return _JSON.decode(mend(text))
        except (ValueError, RecursionError):
            continue
    return None


def _mend(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text)).rstrip(" ;")


def _nodes(value: Any) -> list[dict[str, Any]]:
    """All objects of a script that may be articles or people, outermost first."""
    found: list[dict[str, Any]] = []
    queue = [value]
    while queue and len(found) < MAX_NODES:
        item = queue.pop(0)
        if isinstance(item, list):
            queue += item
        elif isinstance(item, dict):
            found.append(item)
            queue += [
                item[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "author")
                if key in item
            ]
    return found


def _is_article(node: dict[str, Any]) -> bool:
    return any(_ARTICLE.search(kind) for kind in _kinds(node))


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return [name for name in names if isinstance(name, str)]


def _describe(node: dict[str, Any], people: dict[str, dict[str, Any]]) -> Described:
    return Described(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        authors=tuple(_people(node.get("author") or node.get("creator"), people)),
        published=_text(node.get("datePublished")),
        modified=_text(node.get("dateModified")),
        language=_text(node.get("inLanguage")),
        body=_text(node.get("articleBody")),
        is_free=_is_free(node),
        publisher=_text(node.get("publisher")),
    )


def _people(value: Any, people: dict[str, dict[str, Any]]) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _people(item, people)]
    if isinstance(value, dict):
        node = people.get(str(value.get("@id")), value) if "name" not in value else value
        return _people(node.get("name"), people) if node.get("name") else []
    return [text] if (text := _text(value)) else []


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return next((text for item in value if (text := _text(item))), None)
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@value"))
    return value.strip() or None if isinstance(value, str) else None


def _is_free(node: dict[str, Any]) -> bool | None:
    """Whether an article may be read for nothing: as it says, or else as a part of it says."""
    parts = node.get("hasPart")
    said = [node, *(parts if isinstance(parts, list) else [parts])]
    values = [_truth(part.get("isAccessibleForFree")) for part in said if isinstance(part, dict)]
    return values[0] if values[0] is not None else (False if False in values else None)


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).lower().rsplit("/")[-1])
