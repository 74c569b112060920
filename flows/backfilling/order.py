"""What a person asks of a backfill, checked before anything is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from storage.errors import UsageError
from storage.partitions import Reprocess

What = Literal["history from the web", "clean again", "enrich again", "everything"]
Again = Literal["missing", "missing and failed", "all"]

STAGES: dict[str, tuple[str, ...]] = {
    "history from the web": ("fetch",),
    "clean again": ("clean",),
    "enrich again": ("enrich",),
    "everything": ("fetch", "clean", "enrich"),
}
"""The stages of each kind of backfill, in the order they are done."""

OLDEST = date(1990, 1, 1)
"""Before this there was no news on the web; an earlier year is a slip of the hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form or the command line says, unchecked."""

    sources: Sequence[str]  # empty: all
    first: date | None
    last: date | None
    what: What
    reprocess: Again
    newest_first: bool
    limit: int  # 0: none
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A checked order."""

    sources: tuple[str, ...]  # empty: all
    first: date
    last: date
    what: What
    reprocess: Reprocess
    newest_first: bool
    limit: int | None
    dry_run: bool

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages to do, in order."""
        return STAGES[self.what]


def check_order(asked: Asked, *, known: Collection[str], today: date) -> Order:
    """The order, with open ends of its range filled in.

    Raises:
        UsageError: it cannot be meant like that.
    """
    first, last = asked.first or OLDEST, asked.last or today
    _check_range(first, last, today)
    if asked.limit < 0:
        raise UsageError(f"the limit is {asked.limit}; give a number from 1 up, or 0 for no limit")
    unknown = [name for name in asked.sources if name not in known]
    if unknown:
        there = ", ".join(sorted(known)) or "none"
        raise UsageError(f"no source {unknown[0]!r} in sources.yaml; there are: {there}")
    return Order(
        sources=tuple(asked.sources),
        first=first,
        last=min(last, today),
        what=asked.what,
        reprocess=Reprocess(asked.reprocess),
        newest_first=asked.newest_first,
        limit=asked.limit or None,
        dry_run=asked.dry_run,
    )


def _check_range(first: date, last: date, today: date) -> None:
    if first > today:
        raise UsageError(f"the range begins on {first}, which is after today, {today}")
    if first > last:
        raise UsageError(f"the range ends on {last} before it begins on {first}; swap the two days")
    if first < OLDEST:
        raise UsageError(f"the range begins on {first}; days before {OLDEST} are not looked for")
