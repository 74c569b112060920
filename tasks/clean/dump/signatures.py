"""Lines that are a name and nothing else: how most pages sign a text, once its layout is gone.

``Ann Lee``, ``Ann Lee Political Correspondent`` or ``Ann Lee | Published 4 hours ago``. A section
or a caption may look alike, so the first word must be a given name that is known.
"""

import re

from tasks.clean.people import ROLE, opens_byline
from tasks.given_names import given_names

MAX_WORDS = 4
_END_OF_NAME = re.compile(r"[|/•·,(]|\bpublished\b|\bupdated\b|\d", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[a-z]{3})[A-Z].*")  # "Ann LarsonNews Reporter": two elements, no space
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


def signature(line: str) -> str | None:
    """The name that a line is, or None."""
    role = ROLE.search(line)
    words = _END_OF_NAME.split(line, maxsplit=1)[0].split()
    if role:
        words = [_GLUED.sub("", word) for word in words[:2]]
    fits = 2 <= len(words) <= MAX_WORDS and all(map(_WORD.fullmatch, words))
    if not fits or opens_byline(line.lower()):
        return None
    named = all(word[0].isupper() for word in (words[0], words[-1]))
    known = words[0].strip(".").partition("-")[0].lower() in given_names()
    return " ".join(words) if named and known else None
