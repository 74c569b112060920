"""Text as both databases take it: PostgreSQL refuses NUL, and neither takes half a surrogate pair.

What pages and their servers say can hold either; a whole batch must not fail for it.
"""

import re
from collections.abc import Mapping

_NEVER = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without NUL and lone surrogates."""
    return text if text.isascii() and "\0" not in text else _NEVER.sub("", text)


def storable_or_none(text: str | None) -> str | None:
    """The same of a text that may be missing."""
    return None if text is None else storable(text)


def storable_pairs(pairs: Mapping[str, str]) -> dict[str, str]:
    """The same of names and values."""
    return {storable(name): storable(value) for name, value in pairs.items()}
