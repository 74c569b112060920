"""HTML -> draft: main text by blocks, metadata with evidence, every dropped block with a reason.

::

    html -> (rules' selectors) -> guard -> parse -> blocks -> body
                                              +---> JSON-LD, meta, time, headings -> candidates
"""

import html as html_entities
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from selectolax.lexbor import LexborHTMLParser

from storage.records import Dropped
from tasks.clean.bios import REASON as BIO
from tasks.clean.bios import bio_lines
from tasks.clean.corrections import FAR_IN_BLOCKS, corrections
from tasks.clean.counters import counting_lines
from tasks.clean.draft import Draft, Setting
from tasks.clean.markup.block_body import keep_blocks
from tasks.clean.markup.block_signs import Declared, read_declared
from tasks.clean.markup.blocks import Block, LeftOut, Walk, read_blocks
from tasks.clean.markup.captions import (
    caption_credits,
    caption_reasons,
    caption_spots,
    with_gallery,
)
from tasks.clean.markup.comment_heads import comment_reasons
from tasks.clean.markup.guard import refuse_hostile
from tasks.clean.markup.head import read_head
from tasks.clean.markup.html_lines import (
    above_headline,
    credit_lines,
    distinct_credits,
    headline_reasons,
    opening_reasons,
    pointer_reasons,
    printed_title,
    without_agencies,
)
from tasks.clean.markup.html_metadata import Facts, read_metadata
from tasks.clean.markup.index_pages import is_list_of_articles
from tasks.clean.markup.script_body import scripted_body
from tasks.clean.markup.shown import without_tags
from tasks.clean.reasons import describe_lines
from tasks.clean.repeats import repeated_lines
from tasks.clean.rules import drop_lines, select
from tasks.clean.stubs import html_stub
from tasks.clean.words import count_words

CELLS = frozenset(["td", "th"])
MIN_BODY_WORDS = 40  # with fewer the page shows no body of its own


def clean_html(html: str, setting: Setting, utf8: bytes | None = None) -> Draft:
    """The draft of a page; ``utf8`` is the same page, to save the parser its own encoding of it.

    Raises:
        PageError: its shape would take a parser too long.
    """
    refuse_hostile(html)
    selected = select(html, setting)
    tree = LexborHTMLParser(utf8 if utf8 and selected.html is html else selected.html)
    head = read_head(tree)
    body = _read_body(tree, read_declared(selected.html, head))
    facts = read_metadata(selected.html, tree, head, body.walk, body.keep, setting)
    lines, keep = body.lines, body.keep
    credits = credit_lines(lines, keep, setting)
    reasons = _body_reasons(body, setting) | dict.fromkeys(credits, "credit")
    reasons |= _headline_reasons(body, facts, printed_title(lines, head.title))
    reasons |= _bio_reasons(body, facts, reasons)
    reasons |= drop_lines(lines, setting.rules)
    shown = _text_of(body.walk.blocks, body.kept(reasons))
    text, unread = _whole_text(shown, selected.html, facts)
    ruled = ((text, "rule:blocks") for text in selected.dropped)
    credits = {**caption_credits(body.walk, body.captions, keep), **credits}
    return Draft(
        text=text,
        dropped=_dropped(body.walk, keep, reasons, [*unread, *ruled]),
        candidates=(*selected.candidates, *without_agencies(facts.candidates, credits)),
        credits=distinct_credits(credits, facts.candidates),
        canonical_url=facts.canonical_url,
        stub=html_stub(text, lines, facts, setting) or _index_stub(body, facts),
    )


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of a page, their texts, which of them are body, and which are captions."""

    walk: Walk
    lines: Sequence[str]
    keep: Sequence[bool]
    captions: Sequence[int]

    def kept(self, reasons: Container[int]) -> list[int]:
        """The places that are body, less those that have a reason to go."""
        return [at for at, kept in enumerate(self.keep) if kept and at not in reasons]


def _read_body(tree: LexborHTMLParser, declared: Declared) -> Body:
    """The blocks of a page, with the corrections behind them, and the captions of a gallery."""
    walk, keep = _read_blocks(tree, declared)
    lines = [block.text for block in walk.blocks]
    captions = caption_spots(walk)
    if True in keep:
        last = len(keep) - 1 - keep[::-1].index(True)
        for at in corrections(lines, last, FAR_IN_BLOCKS):
            keep[at] = True
    if not declared.article_body:
        keep = with_gallery(walk, captions, keep)
    return Body(walk, lines, keep, captions)


def _read_blocks(tree: LexborHTMLParser, declared: Declared) -> tuple[Walk, list[bool]]:
    """The blocks of a page, and which of them are body.

    Menus are read over, unless next to nothing is left: one that is never closed holds the page.
    """
    walk = read_blocks(tree)
    keep = keep_blocks(walk, declared)
    if walk.left_out and count_words(_kept(walk, keep)) < MIN_BODY_WORDS:
        whole = read_blocks(tree, menus=True)
        kept = keep_blocks(whole, declared)
        if count_words(_kept(whole, kept)) >= MIN_BODY_WORDS:
            return whole, kept
    return walk, keep


def _body_reasons(body: Body, setting: Setting) -> dict[int, str]:
    """The reasons of what stands in the body and is none of it, by itself or by the source."""
    reasons = pointer_reasons(body.walk.blocks, body.keep)
    reasons |= caption_reasons(body.captions, body.keep)
    reasons |= counting_lines(body.lines, body.keep)
    return reasons | repeated_lines(body.lines, body.keep, setting.repeated)


def _headline_reasons(body: Body, facts: Facts, printed: str | None) -> dict[int, str]:
    """The reasons of what opens the body, or follows it, by what the page is called."""
    lines, titles = body.lines, [title for title in (facts.headline, printed) if title]
    headlines: dict[int, str] = {}
    for title in titles:
        headlines |= headline_reasons(lines, title)
    headlines |= above_headline(lines, body.keep, headlines)
    left = [kept and at not in headlines for at, kept in enumerate(body.keep)]
    reasons = comment_reasons(body.walk, body.keep, titles)
    return reasons | opening_reasons(lines, left, facts.candidates) | headlines


def _bio_reasons(body: Body, facts: Facts, reasons: Container[int]) -> dict[int, str]:
    """The reasons of the notes on its writers that end a body."""
    authors = {c.value for c in facts.candidates if c.field == "author" and not c.refused}
    return dict.fromkeys(bio_lines(body.lines, body.kept(reasons), authors), BIO)


def _text_of(blocks: Sequence[Block], kept: Sequence[int]) -> str:
    """A line a block; the cells of one row of a table share a line, parted by tabs."""
    parts = [blocks[kept[0]].text] if kept else []
    for before, at in pairwise(kept):
        same = blocks[at].parent == blocks[before].parent
        row = same and blocks[at].tag in CELLS and blocks[before].tag in CELLS
        parts += ["\t" if row else "\n", blocks[at].text]
    return "".join(parts)


def _kept(walk: Walk, keep: Sequence[bool]) -> str:
    return "\n".join(block.text for block, kept in zip(walk.blocks, keep, strict=True) if kept)


def _index_stub(body: Body, facts: Facts) -> str | None:
    """That a page lists articles, unless it says that it is one."""
    return (
        "index page" if not facts.described and is_list_of_articles(body.walk, body.keep) else None
    )


def _whole_text(shown: str, html: str, facts: Facts) -> tuple[str, list[tuple[str, str]]]:
    """What a page shows; where that is next to nothing, the text that it declares or that stands in
    its scripts, and what was left out of that."""
    if count_words(shown) >= MIN_BODY_WORDS:
        return shown, []
    if declared := _declared_body(facts):
        return declared, []
    scripted, left_out = scripted_body(html)
    return scripted or shown, left_out


def _declared_body(facts: Facts) -> str:
    """The body that JSON-LD gives, for pages whose text is only in their scripts."""
    body = max((node.body or "" for node in facts.described), key=len, default="")
    lines = html_entities.unescape(without_tags(body, "\n")).split("\n")
    text = "\n".join(line.strip() for line in lines if line.strip())
    return text if count_words(text) >= MIN_BODY_WORDS else ""


def _dropped(
    walk: Walk, keep: Sequence[bool], reasons: dict[int, str], behind: Sequence[tuple[str, str]]
) -> tuple[Dropped, ...]:
    """What was left out, in reading order, each with its reason; at the end what is no block."""
    left_out: list[LeftOut] = [
        (at, block.text, reasons.get(at))
        for at, block in enumerate(walk.blocks)
        if not keep[at] or at in reasons
    ]
    left_out += walk.left_out
    left_out.sort(key=itemgetter(0))
    last = max((at for at, kept in enumerate(keep) if kept), default=0)
    unclear = [(at, text) for at, text, reason in left_out if reason is None]
    after = sum(at <= last for at, _ in unclear)
    described = iter(describe_lines([text for _, text in unclear], after=after))
    found = [(at, text, reason or next(described)) for at, text, reason in left_out]
    found += [(len(walk.blocks) + at, *rest) for at, rest in enumerate(behind)]
    return tuple(Dropped(position=at, text=text, reason=why) for at, text, why in found)
