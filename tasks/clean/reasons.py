"""Why a line that is not body is there at all: the word kept beside every dropped line.

The words name what the line is for a reader of `newsledger show --dropped`; they decide nothing,
except that lines which are certainly furniture (login, sharing, comment forms) open no body.
"""

from collections.abc import Container, Sequence

from tasks.clean.furniture import (
    FURNITURE_KINDS,
    MAX_FURNITURE_CHARS,
    MAX_FURNITURE_WORDS,
    furniture_of,
)

REASONS = FURNITURE_KINDS | {
    "ticker",
    "outside-body",
    "headline",
    "duplicate-title",
    "byline",
    "caption",
    "date",
    "credit",
    "repeated",
    "layout-break",
    "note",
    "unseen",
}
"""Every word that may stand beside a dropped line, besides ``rule:ID``."""
MIN_TEASER_WORDS, MAX_TEASER_WORDS = 3, 25


def describe_lines(lines: Sequence[str], *, after: int) -> list[str]:
    """The reasons of lines outside the body; those from ``after`` on stand behind it."""
    words = [len(line.split()) for line in lines]
    short = [
        at
        for at, line in enumerate(lines)
        if len(line) <= MAX_FURNITURE_CHARS and words[at] <= MAX_FURNITURE_WORDS
    ]
    kinds = furniture_of([line.lower() for line in lines], short)
    places = describe_places(words, after=after)
    return [kind or place for kind, place in zip(kinds, places, strict=True)]


def describe_places(words: Sequence[int], *, after: int, stamped: Container[int] = ()) -> list[str]:
    """The reasons of lines of so many words that are no furniture, credit, stamp or headline; those
    from ``after`` on stand behind the body, and some print a stamp."""
    return [
        "outside-body"
        if count > MAX_TEASER_WORDS
        else "ticker"
        if at in stamped
        else "related"
        if at >= after and count >= MIN_TEASER_WORDS
        else "navigation"
        for at, count in enumerate(words)
    ]
