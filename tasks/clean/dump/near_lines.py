"""Lines around the body of a dump, each with what it may be: a title, a stamp, a byline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.clean.dates import find_stamps
from tasks.clean.draft import Stamp
from tasks.clean.dump.line_facts import LineFacts
from tasks.clean.words import count_words

MAX_HEADLINE_CHARS = 220
MAX_HEADLINE_WORDS = 35
BULLETS = ("•", "▪", "●", "◦", "‣", "* ")
MAX_STAMP_WORDS = 12  # beside the stamp itself; a longer line is a sentence that names a day
PUBLISHED = re.compile(
    r"publi|posted|first aired|date\b|veröffentlicht|erschienen|stand:|pubbl|опубликован|дата|发布"
    r"|发表|时间|نشر|تاريخ",
    re.IGNORECASE,
)
MODIFIED = re.compile(
    r"updat|modif|aktualisiert|actualiz|mis à jour|aggiorn|atualiz|обновлен|更新|修改|تحديث",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line around the body, with what it may be."""

    at: int
    text: str
    stamps: tuple[Stamp, ...]
    bare: str  # without its stamps
    kind: str  # title, stamp, byline, credit, furniture, other


def read_line(facts: LineFacts, at: int, kind: str | None, order: str | None) -> Line:
    """One line of a dump; ``kind`` is what it is for certain, or None."""
    text = facts.lines[at]
    stamps = find_stamps(text, order) if facts.may_date[at] else ()
    bare = without_stamps(text, stamps)
    words = int(facts.words[at]) if bare == text else count_words(bare)
    return Line(
        at=at,
        text=text,
        stamps=stamps,
        bare=bare,
        kind=kind or _open_kind(bare, words, stamps, is_item=text.startswith(BULLETS)),
    )


def without_stamps(text: str, stamps: Sequence[Stamp]) -> str:
    """A line without its stamps, and without what parted them from it."""
    for stamp in reversed(stamps):
        text = text[: stamp.start] + text[stamp.end :]
    return text.strip(" \t\u00a0|–—-,·•")


def _open_kind(bare: str, words: int, stamps: Sequence[Stamp], *, is_item: bool) -> str:
    if stamps and (words <= 3 or PUBLISHED.search(bare) or MODIFIED.search(bare)):
        return "stamp" if words <= MAX_STAMP_WORDS else "other"
    is_short = len(bare) <= MAX_HEADLINE_CHARS and words <= MAX_HEADLINE_WORDS
    return "title" if words >= 3 and is_short and not is_item else "other"
