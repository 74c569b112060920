"""Given names, by which a person's name is known in a text and in a line of its own."""

from functools import cache
from pathlib import Path

LIST = Path(__file__).with_suffix(".txt")


@cache
def given_names() -> frozenset[str]:
    """The given names in lower case; what they are made of stands in the list's first line."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))
