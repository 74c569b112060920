"""What a source's selectors pick from a page, by BeautifulSoup.

Its tree costs tens of milliseconds a page and its import a tenth of a second: neither is paid
unless a rule asks.
"""

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from storage.records import Basis
from tasks.clean.dates import parse_stamp, printed
from tasks.clean.draft import Candidate, Selected, Setting
from tasks.clean.people import split_names
from tasks.recipes import Rules


def select_by(rules: Rules, html: str, setting: Setting) -> Selected:
    """The page as these rules narrow it, with what their selectors read."""
    soup = BeautifulSoup(html, "lxml")
    dropped = _drop_blocks(soup, rules.drop.blocks)
    candidates = _read_fields(soup, rules, setting)
    body = soup.select_one(rules.select.body) if rules.select.body else None
    return Selected(
        html=_only(soup, body) if body else str(soup),
        candidates=tuple(candidates),
        dropped=tuple(dropped),
    )


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
