"""HTML -> blocks of text in reading order, by one walk over the tree of a fast parser.

A block is a run of text that no block element or line break interrupts. It remembers where it
stood: its element, the elements around it as bits, and its container, so that blocks of one shape
and one place can be judged together.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.clean.class_words import class_mask

_SKIPPED_WORDS = """
script style noscript template svg math object embed iframe head textarea select canvas audio
video option datalist picture img input link meta !doctype -comment -doctype
"""
SKIPPED = frozenset(_SKIPPED_WORDS.split())
MEDIA = frozenset({"img", "picture", "video", "iframe", "audio", "canvas", "object", "embed"})
_INLINE_WORDS = """
a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt
ruby s samp small span strike strong tt u sub sup time var wbr output amp-font o:p
"""
INLINE = frozenset(_INLINE_WORDS.split())
EMPHASIS = frozenset({"b", "strong", "em", "i"})
_MARKED_TAGS = """
article main aside nav footer header figure form ul ol table section blockquote button dl
details figcaption a p h1 h2 h3 h4
"""
TAG_BIT = {tag: 1 << place for place, tag in enumerate(_MARKED_TAGS.split())}
TAG_BIT["figcaption"] |= TAG_BIT["figure"]
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
_INVISIBLE = re.compile("[\u200b\u00ad\ufeff]")


class Place(NamedTuple):
    """An element that holds blocks; place 0 is the page's body."""

    tag: str
    parent: int
    depth: int
    words: int  # groups of its own class and id names
    near: int  # its own and its parent's
    around: int  # its own and those of all its ancestors
    tags: int  # bits of it and of all its ancestors
    shape: int  # a hash, equal for siblings of one kind


BODY = Place("body", -1, 0, 0, 0, 0, 0, 0)
_new = tuple.__new__  # a third of the time of a call by name; a page makes hundreds


@dataclass(slots=True)
class Block:
    """One run of text. Masks are bits of class_words.BIT and of TAG_BIT."""

    text: str
    link_chars: int
    emphasis_chars: int
    tag: str
    own: int
    near: int  # own and parent's
    around: int  # of all ancestors
    tags: int  # of all ancestors
    place: int
    parent: int
    depth: int
    media: bool  # a picture or player stands right before it
    opens_with_link: bool


@dataclass(slots=True)
class TimeMark:
    """A time element: what it says, and where it stands."""

    value: str
    at: int  # how many blocks were read before it
    around: int
    property: str | None


@dataclass(slots=True)
class Walk:
    """The state of one walk: what was found, and the run of text being gathered."""

    blocks: list[Block] = field(default_factory=list)
    places: list[Place] = field(default_factory=lambda: [BODY])
    times: list[TimeMark] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    filled: bool = False  # one of the parts is more than white space
    link_chars: int = 0
    emphasis_chars: int = 0
    media: bool = False
    opens_with_link: bool = False

    def end_run(self, place: int) -> None:
        """End the run of text: it becomes a block of this place."""
        if self.filled:
            if text := _tidy("".join(self.parts)):
                self._add_block(text, place)
            self.filled = self.opens_with_link = False
            self.link_chars = self.emphasis_chars = 0
        self.parts.clear()

    def add_text(self, text: str, in_link: int, in_emphasis: int) -> None:
        """One more piece of text for the run."""
        self.parts.append(text)
        self.filled = True
        if in_link or in_emphasis:
            chars = len(text.strip())
            if in_link:
                self.opens_with_link |= chars > 0 and len(self.parts) <= 2
                self.link_chars += chars
            if in_emphasis:
                self.emphasis_chars += chars

    def _add_block(self, text: str, place: int) -> None:
        tag, parent, depth, words, near, around, tags, _ = self.places[place]
        self.blocks.append(
            Block(
                text, self.link_chars, self.emphasis_chars, tag, words, near, around, tags, place,
                parent, depth, self.media, self.opens_with_link,
            )
        )  # fmt: skip
        self.media = False


def read_blocks(tree: LexborHTMLParser) -> Walk:
    """The blocks of a parsed page and the places that hold them."""
    walk = Walk()
    root = tree.body or tree.root
    if root is not None:
        _walk_children(walk, root)
    walk.end_run(0)
    return walk


def _walk_children(walk: Walk, root: LexborNode) -> None:
    """Walk all below ``root`` with a stack of its own: pages may nest deeper than Python may."""
    stack: list[tuple[LexborNode, int, int, int]] = []
    place, in_link, in_emphasis = 0, 0, 0
    parts, node = walk.parts, root.child
    while True:
        if node is None:
            if not stack:
                return
            node, outer, in_link, in_emphasis = stack.pop()
            if outer != place:
                if parts:
                    walk.end_run(place)
                place = outer
            node = node.next
            continue
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if text.isspace():
                parts.append(text)
            else:
                walk.add_text(text, in_link, in_emphasis)
        elif tag in INLINE:
            if tag == "time":
                _mark_time(walk, node, place)
            stack.append((node, place, in_link, in_emphasis))
            in_link, in_emphasis = in_link or tag == "a", in_emphasis or tag in EMPHASIS
            node = node.child
            continue
        elif tag in SKIPPED:
            walk.media = walk.media or tag in MEDIA
        else:
            if parts:
                walk.end_run(place)
            if tag != "br":
                stack.append((node, place, in_link, in_emphasis))
                place, in_emphasis = _enter(walk, node, tag, place), in_emphasis or tag == "h1"
                node = node.child
                continue
        node = node.next


def _tidy(text: str) -> str:
    """The text with white space as HTML shows it: one space for many, no-break spaces as such."""
    if text.isascii():
        return " ".join(text.split())
    for space in "\n\t\r\f":
        text = text.replace(space, " ")
    return " ".join(filter(None, _INVISIBLE.sub("", text).split(" "))).strip()


def _mark_time(walk: Walk, node: LexborNode, place: int) -> None:
    attributes = node.attributes
    value = attributes.get("datetime") or attributes.get("content") or node.text()
    words = walk.places[place].around | class_mask(attributes.get("class") or "")
    if value and value.strip():
        walk.times.append(
            TimeMark(value.strip(), len(walk.blocks), words, attributes.get("itemprop"))
        )


def _enter(walk: Walk, node: LexborNode, tag: str, parent: int) -> int:
    """The new place that an element opens inside another."""
    names, words, tags = None, 0, TAG_BIT.get(tag, 0)
    if attributes := node.attributes:
        if names := attributes.get("class"):
            words = class_mask(names)
        if not _SPOKEN.isdisjoint(attributes):
            more_words, more_tags = _read_attributes(attributes)
            words, tags = words | more_words, tags | more_tags
    places = walk.places
    _, _, depth, outer, _, around, outer_tags, _ = places[parent]
    place = (
        tag, parent, depth + 1, words, words | outer, words | around, tags | outer_tags,
        hash((parent, tag, names)),
    )  # fmt: skip
    places.append(_new(Place, place))
    return len(places) - 1


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
        tags |= TAG_BIT["nav"]
    return words, tags
