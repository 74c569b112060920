"""Times that no reader sees: attributes of elements named after dates, and data in scripts.

Read only where the page prints no time near its body. Of the development pages the first element
named after dates gives the day in 87 of 100, the first publication time in a script in 93.
"""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from storage.records import Basis
from tasks.clean.dates import dated, parse_stamp
from tasks.clean.draft import Candidate, Stamp
from tasks.clean.markup.class_words import BIT, class_mask

_SELECTORS = (  # surest first; hAtom: an entry that only says "updated" was published then
    ("[itemprop*=datePublished], [property*=datePublished]", 0.5),
    (".published, .entry-date, .dt-published, .post-date, .pubdate", 0.45),
    ("[itemprop=dateCreated], [property='dc:date'], [property='dc:created']", 0.42),
    ("[class*=date], [class*=timestamp], [id*=date], [class*=time]", 0.38),
)
_ATTRIBUTES = ("content", "datetime", "title", "data-date", "data-datetime", "data-published")
_PUBLISHED_KEYS = (
    r"date_?published|publish(?:ed)?_?(?:at|on|date|time)|publication_?(?:date|time)|pub_?date"
    r"|first_?published(?:_?(?:at|date))?|published"
)
_CREATED_KEYS = r"created_?(?:at|on|date)|date_?created"
_DAY = re.compile(r":\s*\\?[\"']((?:19|20)\d\d-[01]\d-[0-3]\d[^\"'\\]{0,30})")
_SCRIPTED = (
    (re.compile(rf"[\"'](?:{_PUBLISHED_KEYS})\\?[\"']\s*$", re.IGNORECASE), 0.4),
    (re.compile(rf"[\"'](?:{_CREATED_KEYS})\\?[\"']\s*$", re.IGNORECASE), 0.3),
)
KEY_CHARS = 60  # before a colon in which its key is looked for: days are quicker to find than keys
FOREIGN = BIT["comment"] | BIT["related"] | BIT["footer"] | BIT["popular"]
MAX_ELEMENTS = 12  # of one selector
MAX_TEXT_CHARS = 80
ABOVE = 8  # ancestors whose names tell where an element stands


def marked_dates(tree: LexborHTMLParser, order: str | None) -> list[Candidate]:
    """The time of the first element that is named after dates, or nothing."""
    for selector, sure in _SELECTORS:
        for node in tree.css(selector)[:MAX_ELEMENTS]:
            stamp = _stamp(node, order)
            if stamp and not _is_foreign(node):
                return [dated("published_at", stamp, Basis.TIME_ELEMENT, sure)]
    return []


def scripted_dates(html: str, order: str | None) -> list[Candidate]:
    """The first publication time in the data of the page's scripts, or nothing."""
    days = [
        (day[1], html[max(0, day.start() - KEY_CHARS) : day.start()]) for day in _DAY.finditer(html)
    ]
    for pattern, sure in _SCRIPTED:
        found = next((day for day, before in days if pattern.search(before)), None)
        stamp = parse_stamp(found, order) if found else None
        if stamp:
            return [dated("published_at", stamp, Basis.META, sure)]
    return []


def _stamp(node: LexborNode, order: str | None) -> Stamp | None:
    attributes = node.attributes
    text = node.text()
    values: Sequence[str | None] = [
        *(attributes.get(name) for name in _ATTRIBUTES),
        text if len(text) <= MAX_TEXT_CHARS else None,
    ]
    stamps = (parse_stamp(value, order) for value in values if value)
    return next((stamp for stamp in stamps if stamp), None)


def _is_foreign(node: LexborNode) -> bool:
    """Whether an element stands in a comment, among related articles or in the footer."""
    above: LexborNode | None = node
    for _ in range(ABOVE):
        if above is None or above.tag in ("body", "html"):
            return False
        if class_mask(f"{above.attributes.get('class')} {above.attributes.get('id')}") & FOREIGN:
            return True
        above = above.parent
    return False
