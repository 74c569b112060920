"""A publisher's correction behind a text is of it, whatever stands between."""

from collections.abc import Sequence

from tasks.notices import is_correction

BEHIND = 2  # lines behind the body in which a correction is looked for,
WORDS = 5  # or farther on, in one of so many words: a label alone may be a link of the footer
FAR_IN_BLOCKS = 6  # tags and buttons between
FAR_IN_LINES = 30  # of a dump, in which links to other articles and menus may stand between


def corrections(lines: Sequence[str], last: int, far: int) -> list[int]:
    """The lines behind the body's last that correct it, up to so far behind it."""
    return [
        last + at
        for at, line in enumerate(lines[last + 1 : last + 1 + far], start=1)
        if (at <= BEHIND or len(line.split()) >= WORDS) and is_correction(line)
    ]
