"""What the head of a page declares: meta tags by name, title, canonical link, language."""

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The declarations of one page; names of meta tags are lower case, first value first."""

    meta: dict[str, list[str]]
    title: str | None
    canonical_url: str | None
    language: str | None

    def first(self, *names: str) -> str | None:
        """The first value of the first of these meta tags that has one."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)


def read_head(tree: LexborHTMLParser) -> Head:
    """The declarations of a parsed page, wherever in it they stand."""
    found = tree.css("meta, title, link[rel=canonical]")
    return Head(
        meta=_read_meta([node for node in found if node.tag == "meta"]),
        title=_title([node for node in found if node.tag == "title"]),
        canonical_url=_canonical([node for node in found if node.tag == "link"]),
        language=_language(tree),
    )


def _read_meta(nodes: Sequence[LexborNode]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in nodes:
        attributes = node.attributes
        content = (attributes.get("content") or "").strip()
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                found.setdefault(name.lower().strip(), []).append(content)
    return found


def _title(nodes: Sequence[LexborNode]) -> str | None:
    """The title in the head, or the first anywhere."""
    in_head = (node for node in nodes if node.parent is not None and node.parent.tag == "head")
    node = next(in_head, nodes[0] if nodes else None)
    return " ".join(node.text().split()) or None if node else None


def _canonical(nodes: Sequence[LexborNode]) -> str | None:
    url = (nodes[0].attributes.get("href") or "").strip() if nodes else ""
    return url if url.startswith(("http://", "https://")) else None


def _language(tree: LexborHTMLParser) -> str | None:
    node = tree.root
    return node.attributes.get("lang") or node.attributes.get("xml:lang") if node else None
