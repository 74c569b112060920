"""Lines of a page that stand at its body and are not of it: credits, bylines, its headline.

They are read one by one, after the body is known, and leave it with a reason of their own.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from storage.records import Credit
from tasks.clean.bylines import read_byline
from tasks.clean.credits import read_credits
from tasks.clean.dates import find_stamps
from tasks.clean.draft import Candidate, Setting, Stamp
from tasks.clean.furniture import MAX_FURNITURE_CHARS, furniture_of
from tasks.clean.markup.block_gaps import MIN_POINTER_WORDS
from tasks.clean.markup.block_reading import MAX_LINKS
from tasks.clean.markup.blocks import Block
from tasks.clean.people import split_names
from tasks.clean.sentences import ends_sentence
from tasks.clean.words import count_words, fold

MAX_CREDIT_CHARS = 160
NEAR_BEFORE, NEAR_AFTER = 12, 25  # blocks around the body in which credits are looked for
OPENING = 3  # kept blocks among which byline and stamp stand, after a standfirst at most
TITLE_WITHIN = 40  # blocks in which the headline is looked for
TITLE_CHARS = 20  # a shorter line at an end of the title may be the site's name
MASTHEAD = 4  # kept blocks above the headline, at most, that are taken for furniture
MAX_STAMP_CHARS = 60
_WORD_AND_STOP = re.compile(r"\w.*[.!?…。！？]\W*$")  # behind a stamp: it opens a sentence
AROUND_STAMP_WORDS = 3  # "Published on", "Tuesday," and the like

Credits = Mapping[int, tuple[Credit, ...]]
"""Position of a line -> the credits it states."""


def credit_lines(lines: Sequence[str], keep: Sequence[bool], setting: Setting) -> Credits:
    """The credit lines from a little before the first kept block on."""
    if True not in keep:
        return {}
    patterns = setting.rules.credits if setting.rules else None
    first = max(0, keep.index(True) - NEAR_BEFORE)
    last = len(keep) - keep[::-1].index(True) + NEAR_AFTER
    return {
        at: credits
        for at, line in enumerate(lines[first:last], start=first)
        if len(line) < MAX_CREDIT_CHARS and (credits := read_credits(line, patterns))
    }


def distinct_credits(credits: Credits, candidates: Sequence[Candidate]) -> tuple[Credit, ...]:
    """Each credit once, in reading order; a writer whom a byline names is an author already."""
    authors = {fold(c.value) for c in candidates if c.field == "author"}
    stated = dict.fromkeys(credit for at in sorted(credits) for credit in credits[at])
    return tuple(c for c in stated if c.role != "writer" or fold(c.name) not in authors)


def without_agencies(candidates: Sequence[Candidate], credits: Credits) -> tuple[Candidate, ...]:
    """The candidates; an author whom the page credits as its source is no author."""
    sources = {fold(c.name) for line in credits.values() for c in line if c.role == "source"}
    return tuple(
        candidate.refuse("credited as the source")
        if candidate.field == "author" and fold(candidate.value) in sources
        else candidate
        for candidate in candidates
    )


def opening_reasons(
    lines: Sequence[str], keep: Sequence[bool], candidates: Sequence[Candidate]
) -> dict[int, str]:
    """Position -> reason of a byline or a bare stamp down to the first few kept blocks."""
    authors = frozenset(fold(c.value) for c in candidates if c.field == "author")
    kept = list(islice((at for at, is_kept in enumerate(keep) if is_kept), OPENING))
    near = range(max(0, kept[0] - NEAR_BEFORE), kept[-1] + 1) if kept else ()
    found = {at: _opening_reason(lines[at], authors) for at in near}
    return {at: reason for at, reason in found.items() if reason}


def pointer_reasons(blocks: Sequence[Block], keep: Sequence[bool]) -> dict[int, str]:
    """Position -> reason of links to other articles that were left out between the kept blocks."""
    if True not in keep:
        return {}
    inside = range(keep.index(True), len(keep) - keep[::-1].index(True))
    links = [at for at in inside if not keep[at] and _is_link(blocks[at])]
    kinds = furniture_of([blocks[at].text.lower() for at in links], range(len(links)))
    return {at: kind or "related" for at, kind in zip(links, kinds, strict=True)}


def headline_reasons(lines: Sequence[str], headline: str | None) -> dict[int, str]:
    """Position -> reason of the blocks that read as the headline does."""
    if not headline:
        return {}
    title, chars = fold(headline), len(headline)
    same = [
        at
        for at, line in enumerate(lines)
        if chars - 10 < len(line) < chars + 10 and fold(line) == title
    ]
    return dict.fromkeys(same, "duplicate-title") | dict.fromkeys(same[:1], "headline")


def printed_title(lines: Sequence[str], title: str | None) -> str | None:
    """The line with which the title element begins or ends, the rest being the site's name."""
    if not title:
        return None
    folded = fold(title)
    for line in lines[:TITLE_WITHIN]:
        part = fold(line) if TITLE_CHARS <= len(line) < len(title) else ""
        if part and (folded.startswith(f"{part} ") or folded.endswith(f" {part}")):
            return line
    return None


def above_headline(
    lines: Sequence[str], keep: Sequence[bool], headlines: Mapping[int, str]
) -> dict[int, str]:
    """Position -> reason of the kept blocks above the headline: a masthead, a weather box.

    Old layouts of one table hold them in the cell of the text. A sentence among them is a
    standfirst, or the headline is another article's; then nothing is taken.
    """
    first = min(headlines, default=0)
    above = [at for at in range(first) if keep[at]]
    if len(above) > MASTHEAD or any(ends_sentence(lines[at]) for at in above):
        return {}
    return dict.fromkeys(above, "navigation")


def _opening_reason(line: str, authors: Collection[str]) -> str | None:
    if read_byline(line) or _signs(line, authors):
        return "byline"
    stamps = find_stamps(line) if len(line) <= MAX_STAMP_CHARS else ()
    if not stamps or _WORD_AND_STOP.search(line, stamps[-1].end):
        return None
    return "date" if _words_beside(line, stamps) <= AROUND_STAMP_WORDS else None


def _words_beside(line: str, stamps: Sequence[Stamp]) -> int:
    return len(line.split()) - sum(len(line[s.start : s.end].split()) for s in stamps)


def _is_link(block: Block) -> bool:
    chars = len(block.text)
    enough = count_words(block.text) >= MIN_POINTER_WORDS
    return chars <= MAX_FURNITURE_CHARS and block.link_chars > MAX_LINKS * chars and enough


def _signs(line: str, authors: Collection[str]) -> bool:
    """Whether a line is the names of the authors and no more, perhaps with what they did."""
    if len(line) > MAX_STAMP_CHARS or line.endswith((":", "：")):  # who speaks next
        return False
    folded = fold(line)
    if not any(author in folded for author in authors):
        return False
    names = split_names(line)
    return bool(names) and all(fold(name) in authors for name in names)
