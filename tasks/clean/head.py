"""What the head of a page declares: meta tags by name, title, canonical link, language."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser


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
    return Head(
        meta=_read_meta(tree),
        title=_title(tree),
        canonical_url=_canonical(tree),
        language=_language(tree),
    )


def _read_meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        content = (attributes.get("content") or "").strip()
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                found.setdefault(name.lower().strip(), []).append(content)
    return found


def _title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("head > title") or tree.css_first("title")
    return " ".join(node.text().split()) or None if node else None


def _canonical(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("link[rel=canonical]")
    url = (node.attributes.get("href") or "").strip() if node else ""
    return url if url.startswith(("http://", "https://")) else None


def _language(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("html")
    return node.attributes.get("lang") or node.attributes.get("xml:lang") if node else None
