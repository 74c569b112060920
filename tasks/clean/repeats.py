"""What repeats on a source's pages: a line seen on many pages and outside their bodies.

::

    stored outcomes -> lines of each, body or not -> counts over pages -> hashes of boilerplate
                                                                            |
    clean_page(page, source, learnt) <--------------------------------------+

The generic way judges a page first; what it keeps although the source's other pages show it for
boilerplate is dropped as ``repeated``. So the counts look at what the generic way made of a page,
never at what was learnt before, and the same pages teach the same in any order.

A sentence that occurs once is never removed: a teaser repeats the first sentence of one article on
many pages, so a sentence counts as boilerplate only when several different bodies held it.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import xxhash

from tasks.clean.sentences import ends_sentence
from tasks.clean.words import count_words, fold

REPEATED = "repeated"
MIN_PAGES = 3  # fewer say nothing: a syndicated teaser is often on two pages
MIN_SHARE = 0.05  # of the source's pages, so that what was seen thrice in thousands stays
MAX_BODY_SHARE = 0.2  # of its occurrences; a model errs about that often on short lines
SENTENCE_WORDS = 6
MIN_BODIES = 3  # different bodies that held a sentence; an article and its update are two


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSeen:
    """One distinct line of one page."""

    hash: int  # 63 bits, so that it fits a signed column
    in_body: bool
    is_sentence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    """How often a line was seen on a source's pages."""

    pages: int
    in_body: int
    is_sentence: bool = False


def line_hash(line: str) -> int:
    """The hash of a line as lines are compared: its words, case and spacing aside; 63 bits."""
    return xxhash.xxh64_intdigest(fold(line).encode()) >> 1


def repeated_lines(
    lines: Sequence[str], keep: Sequence[bool], repeated: Container[int]
) -> dict[int, str]:
    """Position -> ``repeated`` for every line of the body that is known to be boilerplate."""
    if not repeated:
        return {}
    kept = [at for at, is_kept in enumerate(keep) if is_kept]
    return {at: REPEATED for at in kept if line_hash(lines[at]) in repeated}


def page_lines(text: str, dropped: Iterable[tuple[str, str]]) -> tuple[LineSeen, ...]:
    """The distinct lines of an article, each with whether the generic way took it for body.

    ``dropped`` are (line, reason); what was dropped as ``repeated`` had been taken for body.
    """
    outside: dict[int, str] = {}
    body: dict[int, str] = {line_hash(line): line for line in text.split("\n") if fold(line)}
    for line, reason in dropped:
        if fold(line):
            (body if reason == REPEATED else outside).setdefault(line_hash(line), line)
    return tuple(
        LineSeen(hash=value, in_body=value in body, is_sentence=_is_sentence(line))
        for value, line in sorted((outside | body).items())
    )


def count_lines(pages: Iterable[Iterable[LineSeen]]) -> dict[int, LineCount]:
    """The counts over pages."""
    counts: dict[int, LineCount] = {}
    for page in pages:
        for seen in page:
            old = counts.get(seen.hash, LineCount(pages=0, in_body=0))
            counts[seen.hash] = LineCount(
                pages=old.pages + 1,
                in_body=old.in_body + seen.in_body,
                is_sentence=old.is_sentence or seen.is_sentence,
            )
    return counts


def boilerplate(counts: Mapping[int, LineCount], pages: int) -> frozenset[int]:
    """The hashes of the lines that are boilerplate, given counts over that many pages."""
    least = max(MIN_PAGES, MIN_SHARE * pages)
    return frozenset(
        value
        for value, count in counts.items()
        if count.pages >= least
        and count.in_body <= MAX_BODY_SHARE * count.pages
        and (not count.is_sentence or count.in_body >= MIN_BODIES)
    )


def _is_sentence(line: str) -> bool:
    return ends_sentence(line.strip()) and count_words(line) >= SENTENCE_WORDS
