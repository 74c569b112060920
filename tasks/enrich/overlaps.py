"""Which of two spans that touch the same characters stays."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from storage.records import Mention
from tasks.enrich.spans import Span

_LONGEST_VALUE = 100  # characters; no date or amount of the grammars is longer


class Mask:
    """Which characters of a text are inside a span; asks in C, whatever the number of spans."""

    def __init__(self, length: int, spans: Iterable[Span | Mention] = ()) -> None:
        self._taken = bytearray(length)
        for span in spans:
            self.add(span.start, span.end)

    def add(self, start: int, end: int) -> None:
        """Mark the characters of a span."""
        self._taken[start:end] = b"\x01" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no span touches these characters."""
        return self._taken.find(1, start, end) < 0


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order; of two that overlap, the better scored, then the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
        elif _rank(span) > _rank(kept[-1]):
            kept[-1] = span
    return kept


def part_names_and_values(
    spans: Sequence[Span], values: Sequence[Mention]
) -> tuple[list[Span], list[Mention]]:
    """Return names and values that do not touch.

    Of two that overlap, the one that holds the other stays ("The Sunday Times" holds no date),
    else the value.
    """
    values = sorted(values, key=lambda value: value.start)
    length = max([*(span.end for span in spans), *(value.end for value in values)], default=0)
    taken = Mask(length, values)
    kept = [
        span for span in spans if taken.is_free(span.start, span.end) or _holds_values(span, values)
    ]
    inside = Mask(length, kept)
    return kept, [value for value in values if inside.is_free(value.start, value.end)]


def _holds_values(span: Span, values: Sequence[Mention]) -> bool:
    first = bisect_left(values, span.start - _LONGEST_VALUE, key=lambda value: value.start)
    last = bisect_left(values, span.end, key=lambda value: value.start)
    touching = [value for value in values[first:last] if value.end > span.start]
    return all(
        span.start <= value.start
        and value.end <= span.end
        and value.end - value.start < span.end - span.start
        for value in touching
    )


def _rank(span: Span) -> tuple[float, int]:
    return (span.score, span.end - span.start)
