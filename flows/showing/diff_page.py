"""Two versions of an article as one HTML file: what went and what came, in <del> and <ins>.

The page loads and runs nothing; every text from outside is escaped.
"""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from flows.comparing import Comparison, FieldChange
from flows.report.markup import POLICY
from flows.showing.history import MARKS_APART, counts_of, turned_of
from flows.word_diff import Block, Mark, Piece
from flows.wording import counted, minute, plain

ELEMENTS = {Mark.ADDED: "ins", Mark.REMOVED: "del"}


def write_page(found: Comparison) -> str:
    """The whole page."""
    old, new = found.old, found.new
    title = f"Article {found.article_id}: version {old.number} to {new.number}"
    about = f"{minute(old.observed_from)} to {minute(new.observed_from)} UTC"
    counted_words = counts_of(found)
    style = files("flows.showing").joinpath("diff.css").read_text("utf-8")
    parts = (*_headline(found), *map(_field, found.fields), *_text(found.text), *_turned(found))
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style></head>\n<body>\n"
        f"<h1>{title}</h1>\n"
        f'<p class="dim">{about}{" · " if counted_words else ""}{counted_words}</p>\n'
        f"{body}\n</body></html>\n"
    )


def _headline(found: Comparison) -> Iterator[str]:
    if found.headline:
        yield f'<section class="headline"><h2>Headline</h2>\n{_changed(found.headline)}</section>'


def _field(field: FieldChange) -> str:
    gone = f"<del>{escape(plain(field.before))}</del>" if field.before else "unknown"
    come = f"<ins>{escape(plain(field.after))}</ins>" if field.after else "unknown"
    return f'<p class="field"><b>{escape(field.field)}</b>: {gone} → {come}</p>'


def _text(blocks: Sequence[Block]) -> Iterator[str]:
    yield "<h2>Text</h2>"
    if not any(block.changed for block in blocks):
        yield '<p class="dim">The text did not change.</p>'
        return
    for block in blocks:
        if block.changed:
            yield _changed(block.pieces)
        else:
            said = counted(block.paragraphs, "paragraph")
            kept = escape(plain("".join(piece.text for piece in block.pieces)))
            yield f"<details><summary>{said} unchanged</summary><p>{kept}</p></details>"


def _turned(found: Comparison) -> Iterator[str]:
    if found.turned:
        lines = "<br>".join(escape(plain(line)) for line in found.turned)
        yield f"<details><summary>{turned_of(found)}</summary><p>{lines}</p></details>"


def _changed(pieces: Sequence[Piece]) -> str:
    shown, last = "", Mark.SAME
    for piece in pieces:
        if {last, piece.mark} == MARKS_APART:
            shown += " "  # what went and what came would else read as one word
        last = piece.mark
        text = escape(plain(piece.text))
        element = ELEMENTS.get(piece.mark)
        shown += f"<{element}>{text}</{element}>" if element else text
    return f"<p>{shown}</p>"
