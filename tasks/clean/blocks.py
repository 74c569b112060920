"""HTML -> blocks of text in reading order, by one walk over the tree of a fast parser.

A block is a run of text that no block element or line break interrupts. It remembers where it
stood: its element, the elements around it as bits, and its container, so that blocks of one shape
and one place can be judged together.
"""

import re
from dataclasses import dataclass, field

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
_SPACE = re.compile(r"[ \t\n\r\f]+")  # as HTML collapses it: no-break spaces stay
_INVISIBLE = re.compile("[\u200b\u00ad\ufeff]")


@dataclass(slots=True)
class Place:
    """An element that holds blocks; place 0 is the page's body."""

    parent: int
    depth: int
    words: int  # groups of its own class and id names
    tags: int  # bits of its own tag, hidden, article body
    shape: tuple[int, str, str | None]  # parent, tag and class: equal for siblings of one kind


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
class Frame:
    """One element of the path from the body to the node being walked."""

    tag: str
    own: int
    near: int
    around: int
    tags: int
    place: int
    parent: int
    depth: int


@dataclass(slots=True)
class Walk:
    """The state of one walk: what was found, and the run of text being gathered."""

    blocks: list[Block] = field(default_factory=list)
    places: list[Place] = field(default_factory=lambda: [Place(-1, 0, 0, 0, (-1, "body", None))])
    times: list[TimeMark] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    link_chars: int = 0
    emphasis_chars: int = 0
    media: bool = False
    opens_with_link: bool = False

    def flush(self, frame: Frame) -> None:
        """End the run of text: it becomes a block of this frame."""
        if not self.parts:
            return
        text = "".join(self.parts)
        if not text.isascii():
            text = _INVISIBLE.sub("", text)
        text = _SPACE.sub(" ", text).strip()
        if text:
            self.blocks.append(
                Block(
                    text, self.link_chars, self.emphasis_chars, frame.tag, frame.own, frame.near,
                    frame.around, frame.tags, frame.place, frame.parent, frame.depth, self.media,
                    self.opens_with_link,
                )
            )  # fmt: skip
            self.media = False
        self.opens_with_link = False
        self.parts, self.link_chars, self.emphasis_chars = [], 0, 0

    def add_text(self, text: str, in_link: int, in_emphasis: int) -> None:
        """One more piece of text for the run."""
        self.parts.append(text)
        if in_link or in_emphasis:
            chars = len(text.strip())
            if in_link:
                if chars and len(self.parts) <= 2:
                    self.opens_with_link = True
                self.link_chars += chars
            if in_emphasis:
                self.emphasis_chars += chars


def read_blocks(tree: LexborHTMLParser) -> Walk:
    """The blocks of a parsed page and the places that hold them."""
    walk = Walk()
    frame = Frame("body", 0, 0, 0, 0, 0, -1, 0)
    root = tree.body or tree.root
    if root is not None:
        _walk_children(walk, root, frame, 0, 0)
    walk.flush(frame)
    return walk


def _walk_children(
    walk: Walk, root: LexborNode, frame: Frame, in_link: int, in_emphasis: int
) -> None:
    """Walk all below ``root`` with a stack of its own: pages may nest deeper than Python may."""
    stack: list[tuple[LexborNode, Frame, int, int]] = []
    node = root.child
    while True:
        if node is None:
            if not stack:
                return
            node, outer, in_link, in_emphasis = stack.pop()
            if outer is not frame:
                walk.flush(frame)
                frame = outer
            node = node.next
            continue
        tag = node.tag or ""
        if tag == "-text":
            walk.add_text(node.text_content or "", in_link, in_emphasis)
        elif tag in INLINE:
            if tag == "time":
                _mark_time(walk, node, frame)
            stack.append((node, frame, in_link, in_emphasis))
            in_link, in_emphasis = in_link or tag == "a", in_emphasis or tag in EMPHASIS
            node = node.child
            continue
        elif tag == "br":
            walk.flush(frame)
        elif tag in SKIPPED:
            walk.media = walk.media or tag in MEDIA
        else:
            walk.flush(frame)
            stack.append((node, frame, in_link, in_emphasis))
            frame, in_emphasis = _enter(walk, node, tag, frame), in_emphasis or tag == "h1"
            node = node.child
            continue
        node = node.next


def _mark_time(walk: Walk, node: LexborNode, frame: Frame) -> None:
    attributes = node.attributes
    value = attributes.get("datetime") or attributes.get("content") or node.text()
    words = frame.around | class_mask(attributes.get("class") or "")
    if value and value.strip():
        walk.times.append(
            TimeMark(value.strip(), len(walk.blocks), words, attributes.get("itemprop"))
        )


def _enter(walk: Walk, node: LexborNode, tag: str, frame: Frame) -> Frame:
    attributes = node.attributes
    words, tags, names = 0, TAG_BIT.get(tag, 0), None
    if attributes:
        names = attributes.get("class")
        words, more = _read_attributes(attributes, names)
        tags |= more
    depth = frame.depth + 1
    place = len(walk.places)
    walk.places.append(Place(frame.place, depth, words, tags, (frame.place, tag, names)))
    return Frame(
        tag,
        words,
        words | frame.own,
        frame.around | words,
        frame.tags | tags,
        place,
        frame.place,
        depth,
    )


def _read_attributes(attributes: dict[str, str | None], names: str | None) -> tuple[int, int]:
    get = attributes.get
    words = class_mask(names) if names else 0
    if identity := get("id"):
        words |= class_mask(identity)
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
