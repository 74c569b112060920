"""Which lines of a text dump are the article's body."""

from collections.abc import Sequence

from tasks.clean.credits import read_credits
from tasks.clean.reasons import ends_sentence, furniture
from tasks.clean.words import count_words

PROSE_WORDS = 10
LONG_WORDS = 25
GAP_COST = 4.0


def keep_lines(lines: Sequence[str]) -> list[bool]:
    """For every line whether it is body: the densest run of prose, with lenience inside."""
    counts = [count_words(line) if line else 0 for line in lines]
    prose = [_is_prose(line, count) for line, count in zip(lines, counts, strict=True)]
    start, end = _densest(counts, prose)
    return [
        start <= at < end and bool(line) and (prose[at] or _fits(line, counts[at]))
        for at, line in enumerate(lines)
    ]


def _is_prose(line: str, count: int) -> bool:
    if count < PROSE_WORDS:
        return False
    return (count >= LONG_WORDS or ends_sentence(line)) and not read_credits(line)


def _densest(counts: Sequence[int], prose: Sequence[bool]) -> tuple[int, int]:
    best, run, start, span = 0.0, 0.0, 0, (0, 0)
    for at, count in enumerate(counts):
        if count:
            run += min(count, 60) if prose[at] else -GAP_COST
        if run <= 0:
            start, run = at + 1, 0.0
        elif run > best:
            best, span = run, (start, at + 1)
    return span


def _fits(line: str, count: int) -> bool:
    """Whether a short line between paragraphs may stay: a subhead or a list item."""
    return count >= 2 and not furniture(line) and not read_credits(line)
