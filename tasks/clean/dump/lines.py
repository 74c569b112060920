"""Plain text -> draft: every line is body, metadata, or dropped with its reason.

::

    text -> lines -> (rules) -> facts -> body lines -> headline, date, credits around
         -> (repeated) -> draft
"""

from collections.abc import Mapping, Sequence, Set

from storage.records import Credit, Dropped
from tasks.clean.bios import REASON as BIO
from tasks.clean.bios import bio_lines
from tasks.clean.corrections import FAR_IN_LINES, corrections
from tasks.clean.counters import counting_lines
from tasks.clean.credits import read_credits
from tasks.clean.dates import find_stamps
from tasks.clean.draft import Draft, Setting
from tasks.clean.dump.front import read_front
from tasks.clean.dump.line_body import body_lines
from tasks.clean.dump.line_facts import LineFacts, read_facts
from tasks.clean.reasons import MAX_TEASER_WORDS, describe_places
from tasks.clean.repeats import repeated_lines
from tasks.clean.rules import drop_lines
from tasks.clean.stubs import text_stub


def clean_lines(text: str, setting: Setting) -> Draft:
    """The draft of a text dump; kept lines are verbatim, whitespace at their ends aside."""
    lines = [line.strip() for line in text.split("\n")]
    ruled = drop_lines(lines, setting.rules)
    credits = _ruled_credits(lines, ruled, setting)
    dropped = [Dropped(position=at, text=lines[at], reason=why) for at, why in ruled.items()]
    places = [at for at, line in enumerate(lines) if line and at not in ruled]
    if not places:
        return Draft(text="", dropped=tuple(dropped), credits=credits, stub=text_stub("", lines))
    facts = read_facts([lines[at] for at in places])
    body = body_lines(facts)
    body += corrections(facts.lines, body[-1], FAR_IN_LINES) if body else []
    front = read_front(facts, body, setting)
    in_body = set(body)
    keep = [at in in_body for at in range(len(places))]
    reasons = counting_lines(facts.lines, keep) | front.reasons
    reasons |= repeated_lines(facts.lines, keep, setting.repeated)
    authors = {c.value for c in front.candidates if c.field == "author"}
    told = [at for at in body if at not in reasons]
    reasons |= dict.fromkeys(bio_lines(facts.lines, told, authors), BIO)
    kept = [at for at in told if at not in reasons]
    dropped += _dropped(facts, places, kept, reasons)
    text = "\n".join(facts.lines[at] for at in kept)
    return Draft(
        text=text,
        dropped=tuple(sorted(dropped, key=lambda line: line.position) if ruled else dropped),
        candidates=front.candidates,
        credits=tuple(dict.fromkeys((*front.credits, *credits))),
        stub=text_stub(text, lines),
    )


def _ruled_credits(
    lines: Sequence[str], ruled: Mapping[int, str], setting: Setting
) -> tuple[Credit, ...]:
    """The credits on the lines that a rule dropped."""
    patterns = setting.rules.credits if setting.rules else None
    found = (credit for at in sorted(ruled) for credit in read_credits(lines[at], patterns))
    return tuple(dict.fromkeys(found))


def _dropped(
    facts: LineFacts, places: Sequence[int], kept: Sequence[int], reasons: Mapping[int, str]
) -> list[Dropped]:
    """What is not kept of the lines that no rule dropped, given where each stands in the dump."""
    body, after = set(kept), kept[-1] + 1 if kept else 0
    described = describe_places(facts.parts, after=after, stamped=_stamped(facts, body))
    told = [
        reasons.get(at) or kind or place
        for at, (kind, place) in enumerate(zip(facts.furniture, described, strict=True))
    ]
    rows = map(Dropped, places, facts.lines, told)
    return [row for at, row in enumerate(rows) if at not in body]


def _stamped(facts: LineFacts, body: Set[int]) -> set[int]:
    """The lines outside the body that are short enough for a teaser and print a date."""
    return {
        at
        for at, may_date in enumerate(facts.may_date)
        if may_date
        and at not in body
        and facts.parts[at] <= MAX_TEASER_WORDS
        and find_stamps(facts.lines[at])
    }
