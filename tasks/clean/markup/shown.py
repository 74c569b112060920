"""Text as a browser shows it: white space that counts, and what elements hold that is no text."""

import re

from selectolax.lexbor import LexborNode

_CONTROL = re.compile("[\x0b\x1c-\x1f\x85]")  # white space for Python, and nothing for HTML
_ODD_SPACE = re.compile(  # what white space is not for HTML, and what is not seen at all
    "[\xa0\xad\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]"
)
_INVISIBLE = re.compile("[\u200b\u00ad\ufeff]")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*+>")  # stops at the next "<": no sign is looked at twice
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡])[\])]?")  # of a footnote
MAX_MARK_CHARS = 8
_RAW = frozenset({"script", "style", "option", "textarea", "title"})  # their text is not shown


def menu_lines(nav: LexborNode) -> list[str]:
    """The texts of a menu, one a line."""
    lines, before = [], ""
    for node in nav.traverse(include_text=True):
        tag = node.tag or ""
        if tag == "-text" and before not in _RAW and (line := tidy(node.text_content or "")):
            lines.append(line)
        before = tag
    return lines


def short_text(node: LexborNode, most: int) -> str | None:
    """The text of an element; None where it has more characters, of which no more is read then."""
    parts, chars = [], 0
    for inner in node.traverse(include_text=True):
        if inner.tag == "-text":
            parts.append(inner.text_content or "")
            chars += len(tidy(parts[-1][: 2 * most]))
            if chars > most:
                return None
    text = tidy("".join(parts))
    return text if len(text) <= most else None


def note_mark(sup: LexborNode) -> str | None:
    """A raised number that leads to a note, which would be the end of the word before it."""
    text = short_text(sup, MAX_MARK_CHARS)
    return text if text and _MARK.fullmatch(text) and sup.css_first("a[href*='#']") else None


def tidy(text: str) -> str:
    """The text with white space as HTML shows it: one space for many, no-break spaces as such."""
    if text.isascii() or not _ODD_SPACE.search(text):
        return " ".join(text.split())
    text = _CONTROL.sub(" ", text)
    for space in "\n\t\r\f":
        text = text.replace(space, " ")
    return " ".join(filter(None, _INVISIBLE.sub("", text).split(" "))).strip()


def without_tags(markup: str, instead: str = "") -> str:
    """The markup of a text with each of its tags replaced."""
    return _TAG.sub(instead, markup)
