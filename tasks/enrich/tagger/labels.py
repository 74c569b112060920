"""The encoder's labels, in the order of its output columns."""

from tasks.enrich.spans import Kind

KINDS: tuple[Kind, ...] = ("person", "org", "place", "misc")
OUTSIDE = 0
LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
INDEX = {label: column for column, label in enumerate(LABELS)}


def is_inside(column: int) -> bool:
    """Return whether a column continues a span."""
    return column != OUTSIDE and column % 2 == 0


def may_follow(before: int, column: int) -> bool:
    """Return whether BIO allows one column right after another."""
    return not is_inside(column) or before in (column, column - 1)


def kind_of(column: int) -> Kind:
    """Return the kind a column other than OUTSIDE stands for."""
    return KINDS[(column - 1) // 2]
