"""One record of a JSON dump -> draft: its fields are evidence, its text is cleaned like any text.

Keys are those of schema.org NewsArticle or the usual ones of dumps. A body that is markup goes the
way of HTML, any other the way of plain text.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from storage.errors import PageError
from storage.records import Basis, Credit
from tasks.clean.dates import parse_period, parse_stamp, printed
from tasks.clean.decode import strip_controls
from tasks.clean.draft import Candidate, Draft, Setting, Stamp
from tasks.clean.dump.lines import clean_lines
from tasks.clean.markup.html import clean_html
from tasks.clean.people import split_names

_MARKUP = re.compile(r"<(?:p|div|html|body|br|article|h[1-6]|ul|span)\b[^>]{0,500}>", re.IGNORECASE)
_HEADLINE = ("headline", "title", "name")
_BODY = ("articleBody", "text", "body", "content", "html", "maintext", "full_text")
_AUTHORS = ("author", "authors", "byline", "creator")
_PUBLISHED = (
    "datePublished",
    "date_published",
    "date_publish",
    "published_at",
    "published",
    "pub_date",
    "date",
)
_MODIFIED = ("dateModified", "date_modified", "date_modify", "modified_at", "modified", "updated")
_LANGUAGE = ("inLanguage", "language", "lang")
_SOURCE = ("source", "agency", "provider", "sourceOrganization")
_URL = ("url", "link", "canonical_url", "source_url", "@id")
SURE = 0.97
MAX_NAME_CHARS = 80


def clean_record(text: str, setting: Setting) -> Draft:
    """The draft of one record.

    Raises:
        PageError: it is no JSON object, or none of its keys holds a text.
    """
    record = _load(text)
    body = _text(record, _BODY)
    if body is None:
        raise PageError(f"record: no text under any of the keys {', '.join(_BODY)}")
    url = _text(record, _URL)
    setting = replace(setting, url=url or setting.url)
    draft = clean_html(body, setting) if _MARKUP.search(body) else clean_lines(body, setting)
    return replace(
        draft,
        candidates=(*_candidates(record, setting), *draft.candidates),
        credits=tuple(dict.fromkeys((*_credits(record), *draft.credits))),
        canonical_url=url if url and url.startswith("http") else draft.canonical_url,
    )


def _load(text: str) -> Mapping[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PageError(f"record: not JSON ({error})") from error
    if isinstance(record, list) and len(record) == 1:
        record = record[0]
    if not isinstance(record, dict):
        raise PageError("record: not a JSON object with the fields of one article")
    return record


def _text(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return strip_controls(value).strip()
    return None


def _candidates(record: Mapping[str, Any], setting: Setting) -> list[Candidate]:
    found = []
    if headline := _text(record, _HEADLINE):
        found.append(_candidate("headline", " ".join(headline.split())))
    found += [_candidate("author", name) for name in split_names(_names(record))]
    for field, keys in (("published_at", _PUBLISHED), ("modified_at", _MODIFIED)):
        value = _text(record, keys)
        stamp = _stamp(value, setting) if value else None
        if stamp:
            found.append(replace(_candidate(field, printed(stamp)), stamp=stamp))
    if language := _text(record, _LANGUAGE):
        found.append(_candidate("language", language[:2].lower()))
    return found


def _stamp(value: str, setting: Setting) -> Stamp | None:
    return parse_stamp(value, setting.source.date_order) or parse_period(value)


def _credits(record: Mapping[str, Any]) -> list[Credit]:
    """The agency or paper that a record names as where its text is from."""
    for key in _SOURCE:
        value = record.get(key)
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and 1 < len(name.strip()) <= MAX_NAME_CHARS and "://" not in name:
            return [Credit(role="source", name=strip_controls(name).strip())]
    return []


def _candidate(field: str, value: str) -> Candidate:
    return Candidate(field=field, value=value, basis=Basis.JSON_LD, confidence=SURE)


def _names(record: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for key in _AUTHORS:
        value = record.get(key)
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") if isinstance(item, dict) else item
            if isinstance(name, str) and name.strip():
                found.append(strip_controls(name))
        if found:
            return found
    return found
