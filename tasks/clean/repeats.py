"""What repeats on a source's pages: a line seen on many pages and outside their bodies.

Each page is turned into hashes of its lines with whether each was body. The ledger counts them per
source; what the counts make boilerplate comes back into `clean_page` as `repeated`. A line is
boilerplate only when it is on many pages and was body on almost none, so that a sentence that
occurs once is never removed, nor a standing formula that belongs to the texts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import xxhash

from storage.records import Cleaned, State
from tasks.clean.words import fold

MIN_PAGES = 3  # fewer say nothing: a syndicated teaser is often on two pages
MIN_SHARE = 0.05  # of the source's pages, so that what was seen thrice in thousands stays
MAX_BODY_SHARE = 0.2  # of its occurrences; a model errs about that often on short lines


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSeen:
    """One distinct line of one page."""

    hash: int  # 63 bits, so that it fits a signed column
    in_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    """How often a line was seen on a source's pages."""

    pages: int
    in_body: int


def line_hash(line: str) -> int:
    """The hash of a line as lines are compared: its words, case and spacing aside; 63 bits."""
    return xxhash.xxh64_intdigest(fold(line).encode()) >> 1


def page_lines(cleaned: Cleaned) -> tuple[LineSeen, ...]:
    """The distinct lines of a page that is an article, each with whether it was body."""
    if cleaned.state is not State.ARTICLE or cleaned.article is None:
        return ()
    body = {line_hash(line) for line in cleaned.article.text.split("\n") if fold(line)}
    outside = {line_hash(dropped.text) for dropped in cleaned.dropped if fold(dropped.text)} - body
    return tuple(LineSeen(hash=value, in_body=value in body) for value in sorted(body | outside))


def count_lines(pages: Iterable[Iterable[LineSeen]]) -> dict[int, LineCount]:
    """The counts over pages: what the ledger adds up in its table."""
    counts: dict[int, LineCount] = {}
    for page in pages:
        for seen in page:
            old = counts.get(seen.hash, LineCount(pages=0, in_body=0))
            counts[seen.hash] = LineCount(pages=old.pages + 1, in_body=old.in_body + seen.in_body)
    return counts


def boilerplate(counts: Mapping[int, LineCount], pages: int) -> frozenset[int]:
    """The hashes of the lines that are boilerplate, given counts over that many pages."""
    least = max(MIN_PAGES, MIN_SHARE * pages)
    return frozenset(
        value
        for value, count in counts.items()
        if count.pages >= least and count.in_body <= MAX_BODY_SHARE * count.pages
    )
