"""A list of names as a sentence can hold it."""

from collections.abc import Sequence

SHOWN = 3
"""How many names a sentence gives; the rest is a number."""


def first_few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
