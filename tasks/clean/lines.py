"""Plain text -> draft: every line is body, metadata, or dropped with its reason.

::

    text -> lines -> (rules) -> body lines -> headline, date, credits around -> (repeated) -> draft
"""

from collections.abc import Sequence

from storage.records import Credit, Dropped
from tasks.clean.credits import read_credits
from tasks.clean.dates import find_stamps
from tasks.clean.draft import Draft, Setting
from tasks.clean.front import Front, read_front
from tasks.clean.line_body import keep_lines
from tasks.clean.reasons import describe
from tasks.clean.repeats import repeated_lines
from tasks.clean.rules import drop_lines
from tasks.clean.stubs import text_stub


def clean_lines(text: str, setting: Setting) -> Draft:
    """The draft of a text dump; kept lines are verbatim, whitespace at their ends aside."""
    lines = [line.strip() for line in text.split("\n")]
    reasons = drop_lines(lines, setting.rules)
    left = ["" if at in reasons else line for at, line in enumerate(lines)]
    keep = keep_lines(left)
    front = read_front(left, keep, setting)
    reasons |= front.reasons | repeated_lines(left, keep, setting.repeated)
    keep = [kept and at not in reasons for at, kept in enumerate(keep)]
    text = "\n".join(line for line, kept in zip(left, keep, strict=True) if kept)
    return Draft(
        text=text,
        dropped=_dropped(lines, keep, reasons),
        candidates=front.candidates,
        credits=_with_ruled(front, lines, reasons, setting),
        stub=text_stub(text, lines),
    )


def _with_ruled(
    front: Front, lines: Sequence[str], reasons: dict[int, str], setting: Setting
) -> tuple[Credit, ...]:
    """The credits around the body and those on lines that a rule dropped."""
    patterns = setting.rules.credits if setting.rules else None
    ruled = [at for at, reason in sorted(reasons.items()) if reason.startswith("rule:")]
    extra = [credit for at in ruled for credit in read_credits(lines[at], patterns)]
    return tuple(dict.fromkeys((*front.credits, *extra)))


def _dropped(
    lines: Sequence[str], keep: Sequence[bool], reasons: dict[int, str]
) -> tuple[Dropped, ...]:
    last = max((at for at, kept in enumerate(keep) if kept), default=0)
    return tuple(
        Dropped(position=at, text=line, reason=reasons.get(at) or _describe(line, at, last))
        for at, line in enumerate(lines)
        if line and not keep[at]
    )


def _describe(line: str, at: int, last: int) -> str:
    return describe(line, after_body=at > last, has_stamp=bool(find_stamps(line)))
