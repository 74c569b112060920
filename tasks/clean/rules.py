"""A source's own rules: which lines go, which elements go, and what its selectors pick.

Selectors are read with BeautifulSoup, whose tree costs tens of milliseconds a page: it is built
only when a rule asks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from storage.records import Basis
from tasks.clean.dates import parse_stamp, printed
from tasks.clean.draft import Candidate, Setting
from tasks.clean.people import split_names
from tasks.sources import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What the selectors of a recipe found; ``html`` is the page the generic way goes on with."""

    html: str
    candidates: tuple[Candidate, ...] = ()
    dropped: tuple[str, ...] = ()


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
    soup = BeautifulSoup(html, "lxml")
    dropped = _drop_blocks(soup, rules.drop.blocks)
    candidates = _read_fields(soup, rules, setting)
    body = soup.select_one(rules.select.body) if rules.select.body else None
    return Selected(
        html=_only(soup, body) if body else str(soup),
        candidates=tuple(candidates),
        dropped=tuple(dropped),
    )


def _matches(line: str, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, line) for pattern in patterns)


def _selectors(rules: Rules) -> tuple[str | None, ...]:
    chosen = rules.select
    return (chosen.headline, chosen.authors, chosen.published, chosen.body)


def _drop_blocks(soup: BeautifulSoup, selectors: Sequence[str]) -> list[str]:
    texts = []
    for selector in selectors:
        for element in soup.select(selector):
            if not element.decomposed:
                texts.append(element.get_text(" ", strip=True))
                element.decompose()
    return [text for text in texts if text]


def _read_fields(soup: BeautifulSoup, rules: Rules, setting: Setting) -> list[Candidate]:
    found = [_candidate("headline", text) for text in _texts(soup, rules.select.headline)[:1]]
    found += [
        _candidate("author", name) for name in split_names(_texts(soup, rules.select.authors))
    ]
    for text in _texts(soup, rules.select.published)[:1]:
        stamp = parse_stamp(text, setting.source.date_order)
        if stamp:
            found.append(
                Candidate(
                    field="published_at",
                    value=printed(stamp),
                    basis=Basis.RULE,
                    confidence=1.0,
                    stamp=stamp,
                )
            )
    return found


def _candidate(field: str, value: str) -> Candidate:
    return Candidate(field=field, value=value, basis=Basis.RULE, confidence=1.0)


def _texts(soup: BeautifulSoup, selector: str | None) -> list[str]:
    found = soup.select(selector) if selector else []
    values = [
        str(element.get("datetime") or element.get("content") or element.get_text(" ", strip=True))
        for element in found
    ]
    return [value for value in values if value]


def _only(soup: BeautifulSoup, body: Tag) -> str:
    """The page with nothing but the chosen element in its body."""
    head = str(soup.head) if soup.head else ""
    return f"<html>{head}<body><article>{body}</article></body></html>"
