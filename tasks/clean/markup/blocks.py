"""HTML -> blocks of text in reading order, by one walk over the tree of a fast parser.

A block is a run of text that no block element or line break interrupts. It remembers where it
stood: its element, the elements around it as bits, and its container, so that blocks of one shape
and one place can be judged together. Elements without text are no places: most of a page's are not.

Menus (``nav``) are read over: of 6,521 blocks of body text on the development pages none stands
in one, and a third of all blocks do. Their lines are kept as what was left out.
"""

from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.clean.dates import MAX_LINE
from tasks.clean.markup.class_words import class_mask, is_unseen
from tasks.clean.markup.elements import BODY, Place, new_record, read_place
from tasks.clean.markup.shown import menu_lines, note_mark, short_text, tidy

_SKIPPED_WORDS = """
script style noscript template svg math object embed iframe head textarea select canvas audio
video option datalist rt rp picture img input link meta !doctype -comment -doctype
"""
SKIPPED = frozenset(_SKIPPED_WORDS.split())
MEDIA = frozenset({"img", "picture", "video", "iframe", "audio", "canvas", "object", "embed"})
_INLINE_WORDS = """
a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby
s samp small span strike strong tt u sub sup time var wbr output amp-font o:p
"""
INLINE = frozenset(_INLINE_WORDS.split())
EMPHASIS = frozenset({"b", "strong", "em", "i"})
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
READ_OVER = frozenset({"nav", "span", "sup"})  # in which nothing may be body
BREAK = "br"
MAX_UNSEEN_CHARS = 120  # ", opens new tab"; what is longer may be a text that opens by a click

LeftOut = tuple[int, str, str | None]
"""A piece of text that is no block: how many blocks were read before it, itself, and the reason;
None where its own words tell the reason."""


class Block(NamedTuple):
    """One run of text, and what is known of its place."""

    text: str
    link_chars: int
    emphasis_chars: int
    media: bool  # a picture or player stands right before it
    opens_with_link: bool
    place: int
    tag: str
    parent: int
    depth: int
    own: int
    near: int  # own and parent's
    around: int  # of all ancestors
    tags: int  # of all ancestors


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
    left_out: list[LeftOut] = field(default_factory=list)
    menus: bool = False  # are read like the rest
    opened: list[LexborNode] = field(default_factory=list)  # block elements that are being read
    path: list[int] = field(default_factory=lambda: [0])  # body, and their places as far as asked
    parts: list[str] = field(default_factory=list)
    filled: bool = False  # one of the parts is more than white space
    link_chars: int = 0
    emphasis_chars: int = 0
    media: bool = False
    opens_with_link: bool = False

    def place(self) -> int:
        """The place where the walk is."""
        path, places = self.path, self.places
        for node in self.opened[len(path) - 1 :]:
            places.append(read_place(node, path[-1], places[path[-1]]))
            path.append(len(places) - 1)
        return path[-1]

    def spots(self) -> list[int]:
        """Where each block stands among all that was read, menus too; and where the end is."""
        shifts = [0] * (len(self.blocks) + 1)
        for at, _, reason in self.left_out:
            shifts[at] += reason is None
        return [at + shift for at, shift in enumerate(accumulate(shifts))]

    def leave(self) -> None:
        """Leave the innermost of the opened elements, which ends the run."""
        if self.filled:
            self.end_run()
        self.parts.clear()
        self.opened.pop()
        if len(self.path) - 1 > len(self.opened):
            self.path.pop()

    def end_run(self) -> None:
        """End a run that is more than white space: it becomes a block of this place."""
        if text := tidy("".join(self.parts)):
            self._add_block(text)
        self.filled = self.opens_with_link = False
        self.link_chars = self.emphasis_chars = 0

    def add_text(self, text: str, in_link: bool, in_emphasis: bool) -> None:
        """One more piece of text for the run."""
        self.parts.append(text)
        if text.isspace():
            return
        self.filled = True
        if in_link or in_emphasis:
            chars = len(text.strip())
            if in_link:
                self.opens_with_link |= chars > 0 and len(self.parts) <= 2
                self.link_chars += chars
            if in_emphasis:
                self.emphasis_chars += chars

    def reads_over(self, node: LexborNode, tag: str) -> bool:
        """Whether nothing in an element may be body, which is noted then as left out."""
        if tag == "sup" and (mark := note_mark(node)):
            self.left_out.append((len(self.blocks), mark, "note"))
            return True
        return self._is_menu(node) if tag == "nav" else self._is_no_text(node)

    def _is_menu(self, nav: LexborNode) -> bool:
        if self.menus:
            return False
        if self.filled:
            self.end_run()
        self.parts.clear()
        at = len(self.blocks)
        self.left_out += [(at, line, None) for line in menu_lines(nav)]
        return True

    def _is_no_text(self, span: LexborNode) -> bool:
        """Whether a span is a break by its class, or for those who have the page read to them."""
        attributes = span.attributes
        if not attributes:
            return False
        names = attributes.get("class")
        if span.child is None and names and BREAK in names.split():
            if self.filled:
                self.end_run()
            self.parts.clear()
            return True
        return is_unseen(names, attributes.get("style")) and self._is_unseen(span)

    def _is_unseen(self, span: LexborNode) -> bool:
        text = short_text(span, MAX_UNSEEN_CHARS)
        if text is None or (self.opened and self.opened[-1].tag in HEADINGS):
            return False
        if text:
            self.left_out.append((len(self.blocks), text, "unseen"))
        return True

    def _add_block(self, text: str) -> None:
        place = self.place()
        tag, parent, depth, words, near, around, tags, _ = self.places[place]
        block = (
            text, self.link_chars, self.emphasis_chars, self.media, self.opens_with_link,
            place, tag, parent, depth, words, near, around, tags,
        )  # fmt: skip
        self.blocks.append(new_record(Block, block))
        self.media = False


def read_blocks(tree: LexborHTMLParser, *, menus: bool = False) -> Walk:
    """The blocks of a parsed page and the places that hold them; ``menus`` are blocks if asked."""
    walk = Walk(menus=menus)
    root = tree.body or tree.root
    if root is not None:
        _walk_children(walk, root)
    if walk.filled:
        walk.end_run()
    return walk


def _walk_children(walk: Walk, root: LexborNode) -> None:
    """Walk all below ``root`` with a stack of its own: pages may nest deeper than Python may."""
    stack: list[tuple[LexborNode, bool, bool, bool]] = []
    parts, opened = walk.parts, walk.opened
    node, in_link, in_emphasis = root.child, False, False
    while True:
        if node is None:
            if not stack:
                return
            node, is_inline, in_link, in_emphasis = stack.pop()
            if not is_inline:
                walk.leave()
            node = node.next
            continue
        tag = node.tag
        if tag == "-text":
            if node.is_empty_text_node:
                parts.append(" ")
            else:
                walk.add_text(node.text_content or "", in_link, in_emphasis)
        elif tag in SKIPPED:
            walk.media = walk.media or tag in MEDIA
        elif tag in READ_OVER and walk.reads_over(node, tag):
            pass
        else:
            is_inline = tag in INLINE or ("-" in (tag or "") and _in_paragraph(opened))
            if tag == "time":
                _mark_time(walk, node)
            if parts and not is_inline:
                if walk.filled:
                    walk.end_run()
                parts.clear()
            if (child := node.child) is not None:
                stack.append((node, is_inline, in_link, in_emphasis))
                if is_inline:
                    in_link, in_emphasis = in_link or tag == "a", in_emphasis or tag in EMPHASIS
                else:
                    opened.append(node)
                    in_emphasis = in_emphasis or tag == "h1"
                node = child
                continue
        node = node.next


def _in_paragraph(opened: list[LexborNode]) -> bool:
    """Whether the walk is right in a paragraph, where an element of a site's own making holds a
    part of a sentence; elsewhere such elements are mostly boxes."""
    return bool(opened) and opened[-1].tag == "p"


def _mark_time(walk: Walk, node: LexborNode) -> None:
    attributes = node.attributes
    value = attributes.get("datetime") or attributes.get("content") or node.text()
    if value and (stamp := value.strip()[:MAX_LINE]):  # elements that nest hold the page each
        around = walk.places[walk.place()].around | class_mask(attributes.get("class") or "")
        walk.times.append(TimeMark(stamp, len(walk.blocks), around, attributes.get("itemprop")))
