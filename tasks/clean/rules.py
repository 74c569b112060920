"""A source's own rules: which lines go, which elements go, and what its selectors pick."""

import re
from collections.abc import Sequence

from tasks.clean.draft import Selected, Setting
from tasks.recipes import Rules


def drop_lines(lines: Sequence[str], rules: Rules | None) -> dict[int, str]:
    """Position -> ``rule:ID`` for every line that the recipe drops."""
    if rules is None:
        return {}
    reason, drop = f"rule:{rules.id}", rules.drop
    found = {at for at, line in enumerate(lines) if line and _matches(line, drop.lines)}
    starts = [at for at, line in enumerate(lines) if line and _matches(line, drop.from_)]
    ends = [at for at, line in enumerate(lines) if line and _matches(line, drop.until)]
    if starts:
        found |= set(range(starts[0], len(lines)))
    if ends:
        found |= set(range(ends[-1] + 1))
    return {at: reason for at in sorted(found) if lines[at]}


def select(html: str, setting: Setting) -> Selected:
    """The page as the recipe narrows it, with what its selectors read."""
    rules = setting.rules
    if rules is None or not (rules.drop.blocks or any(_selectors(rules))):
        return Selected(html=html)
    from tasks.clean.markup.selectors import select_by  # loads BeautifulSoup

    return select_by(rules, html, setting)


def _matches(line: str, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, line) for pattern in patterns)


def _selectors(rules: Rules) -> tuple[str | None, ...]:
    chosen = rules.select
    return (chosen.headline, chosen.authors, chosen.published, chosen.body)
