"""Word lists that ship with the package; what each is made of stands in its first line."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicons"


@cache
def word_set(name: str) -> frozenset[str]:
    """Return the lower-cased entries of ``lexicons/NAME.txt``."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))


@cache
def demonyms() -> dict[str, str]:
    """Return adjective or noun of nationality, as written -> the country it points to."""
    found: dict[str, str] = {}
    for line in (FOLDER / "demonyms.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, country = line.split("=")
            found |= dict.fromkeys(words.split(","), country)
    return found


@cache
def demonym_pattern() -> re.Pattern[str]:
    """Return the pattern of all demonyms, the longest first, as whole words."""
    words = sorted(demonyms(), key=len, reverse=True)
    return re.compile(rf"(?<![\w\-])(?:{'|'.join(words)})s?(?![\w])")


FUNCTION_WORDS = word_set("function_words")
ORG_HEADS = word_set("org_heads")
EVENT_HEADS = word_set("event_heads")
