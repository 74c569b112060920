"""What a page says of its writer behind the text: ``Ann Lee is professor of roads at Lowmere.``"""

import re
from collections.abc import Collection, Sequence

LAST = 3  # lines of a body among which a note on its writer stands
MAX_WORDS = 60
REASON = "note"
_TELLS = re.compile(
    r"(?:\s\([^()]{1,40}\))?(?:,\s\S|\s(?:is|was|are|has|covers|writes|reports|works|worked|joined|teaches"
    r"|ist|war|schreibt|arbeitet|est|écrit|es|fue|escribe|è|scrive|é|escreve)\s)"
)


def bio_lines(lines: Sequence[str], body: Sequence[int], authors: Collection[str]) -> list[int]:
    """Those of the last lines of a body that tell who its writers are, given their names.

    A text speaks of nobody for the first time in its last line who is also its writer, so a writer
    of whom an earlier line speaks is one of its people.
    """
    named = [name for name in authors if " " in name]
    told = "\n".join(lines[at] for at in body[:-LAST])
    if not told:
        return []
    found: list[int] = []
    for at in reversed(body[-LAST:]):
        if not any(_tells(lines[at], name) and name not in told for name in named):
            break
        found.append(at)
    return found


def _tells(line: str, name: str) -> bool:
    if not line.startswith(name) or len(line.split()) > MAX_WORDS:
        return False
    return bool(_TELLS.match(line, len(name)))
