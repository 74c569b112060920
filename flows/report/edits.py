"""What publishers changed: the words of each edit, and headlines by themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from flows.report.markup import link, nothing
from flows.showing.history import MARKS_APART
from flows.word_diff import Block, Mark, Piece, diff_texts, diff_words
from flows.wording import counted, minute, plain, words_changed

LONGEST = 1600
"""Characters shown of one edit; the rest is told as a number."""

OPEN = 3
"""Edits that stand open; the others are one click away."""

TAGS = {Mark.ADDED: "ins", Mark.REMOVED: "del"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit with both texts."""

    article_id: int
    source_id: str
    url: str
    seen_at: datetime
    words_added: int
    words_removed: int
    old_headline: str
    headline: str
    old_text: str
    text: str


def draw_edits(edits: Sequence[Edit]) -> str:
    """Each edit with the words that came and went, unchanged paragraphs left out."""
    if not edits:
        return nothing()
    return "".join(_edit(edit, shown=at < OPEN) for at, edit in enumerate(edits))


def draw_headlines(edits: Sequence[Edit]) -> str:
    """Each changed headline, word by word."""
    if not edits:
        return nothing()
    rows = "".join(
        f'<li><p class="diff">{_marked(diff_words(edit.old_headline, edit.headline))}</p>'
        f'<p class="meta">{_meta(edit)}</p></li>'
        for edit in edits
    )
    return f'<ul class="plain">{rows}</ul>\n'


def _edit(edit: Edit, *, shown: bool) -> str:
    changed = words_changed(edit.words_added, edit.words_removed)
    body = changed_words(edit.old_text, edit.text)
    title = escape(edit.headline or f"Article {edit.article_id}")
    return (
        f'<details class="edit"{" open" if shown else ""}><summary><b>{title}</b> '
        f'<span class="meta">{escape(edit.source_id)} · {changed}</span></summary>\n'
        f'<div class="diff">{body}</div><p class="meta">{_meta(edit)}</p></details>\n'
    )


def changed_words(old_text: str, text: str) -> str:
    """What changed between two texts, as markup."""
    return "".join(_blocks(diff_texts(old_text, text)))


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    room = LONGEST
    for at, block in enumerate(blocks):
        if not block.changed:
            yield f'<p class="same">{counted(block.paragraphs, "paragraph")} unchanged</p>'
        elif room <= 0:
            left = sum(later.changed for later in blocks[at:])
            yield f'<p class="same">{counted(left, "more change")}</p>'
            return
        else:
            pieces = _cut(block.pieces, room)
            room -= sum(len(piece.text) for piece in pieces)
            yield f"<p>{_marked(pieces)}</p>"


def _cut(pieces: Sequence[Piece], room: int) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if room <= 0:
            return [*found, Piece(Mark.SAME, " …")]
        text = piece.text if len(piece.text) <= room else f"{piece.text[:room]}…"
        found.append(Piece(piece.mark, text))
        room -= len(text)
    return found


def _marked(pieces: Sequence[Piece]) -> str:
    """Pieces as markup that screen readers tell, too."""
    shown, last = "", Mark.SAME
    for piece in pieces:
        if {last, piece.mark} == MARKS_APART:
            shown += " "  # what went and what came would else read as one word
        last = piece.mark
        text = escape(plain(piece.text)).replace("\n", "<br>")
        tag = TAGS.get(piece.mark)
        shown += f"<{tag}>{text}</{tag}>" if tag else text
    return shown


def _meta(edit: Edit) -> str:
    where = link(edit.url, edit.source_id)
    return f"{where} · article {edit.article_id} · seen {minute(edit.seen_at)} UTC"
