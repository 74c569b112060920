"""Elements of a page -> places: what an element's name and attributes say about what it holds."""

from typing import NamedTuple

from selectolax.lexbor import LexborNode

from tasks.clean.markup.class_words import class_mask

_MARKED_TAGS = """
article main aside nav footer header figure form ul ol table section blockquote button dl
details figcaption a p h1 h2 h3 h4
"""
TAG_BIT = {tag: 1 << place for place, tag in enumerate(_MARKED_TAGS.split())}
TAG_BIT["figcaption"] |= TAG_BIT["figure"]
NAVIGATION = TAG_BIT.pop("nav")  # of roles; a menu that is read at all was left open by mistake
HIDDEN = 1 << 24
ARTICLE_BODY = 1 << 25
TAG_BITS = 26
_NAV_ROLES = frozenset(
    {"navigation", "complementary", "banner", "contentinfo", "dialog", "alert", "search"}
)
_LABELS = ("data-testid", "data-component", "data-module", "aria-label", "data-type")
_SPOKEN_WORDS = """
id itemprop property style hidden aria-hidden role
"""
_SPOKEN = frozenset((*_SPOKEN_WORDS.split(), *_LABELS))  # attributes that are looked at at all


class Place(NamedTuple):
    """An element that holds blocks; place 0 is the page's body. Masks are bits of
    :data:`tasks.clean.markup.class_words.BIT` and of :data:`TAG_BIT`."""

    tag: str
    parent: int
    depth: int
    words: int  # groups of its own class and id names
    near: int  # its own and its parent's
    around: int  # its own and those of all its ancestors
    tags: int  # bits of it and of all its ancestors
    shape: int  # a hash, equal for siblings of one kind


BODY = Place("body", -1, 0, 0, 0, 0, 0, 0)
new_record = tuple.__new__
"""A named tuple of a tuple, in a third of the time of a call by name; a page makes hundreds."""


def read_place(node: LexborNode, parent: int, above: Place) -> Place:
    """The place that an element makes inside another, ``above``, whose number is ``parent``."""
    tag = node.tag or ""
    names, words, tags = None, 0, TAG_BIT.get(tag, 0)
    if attributes := node.attributes:
        if names := attributes.get("class"):
            words = class_mask(names)
        if not _SPOKEN.isdisjoint(attributes):
            more_words, more_tags = _read_attributes(attributes)
            words, tags = words | more_words, tags | more_tags
    _, _, depth, outer, _, around, outer_tags, _ = above
    place = (
        tag, parent, depth + 1, words, words | outer, words | around, tags | outer_tags,
        hash((parent, tag, names)),
    )  # fmt: skip
    return new_record(Place, place)


def _read_attributes(attributes: dict[str, str | None]) -> tuple[int, int]:
    """What an element says of itself beside its class: groups of words, bits of tags."""
    get = attributes.get
    words = class_mask(identity) if (identity := get("id")) else 0
    label = next((value for key in _LABELS if (value := get(key))), None)
    if label:
        words |= class_mask(label)
    tags = 0
    if get("itemprop") == "articleBody" or get("property") == "articleBody":
        tags |= ARTICLE_BODY
    style = get("style")
    hidden = style and "display" in style and "none" in style
    if hidden or "hidden" in attributes or get("aria-hidden") == "true":
        tags |= HIDDEN
    if get("role") in _NAV_ROLES:
        tags |= NAVIGATION
    return words, tags
