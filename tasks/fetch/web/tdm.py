"""The TDM Reservation Protocol: whether a publisher reserves text and data mining.

Each reading returns ``"0"`` or ``"1"``, with the policy's URL after a blank when one is named,
or None when nothing is said. W3C TDMRep, Final Community Group Report 2024, sections 5 and 6.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

HEAD_BYTES = 65_536

MAX_RULES = 1_000

_META = re.compile(rb"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_NAME = re.compile(rb"\bname\s*=\s*[\"']?(tdm-reservation|tdm-policy)\b", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)


def reservation_in_headers(headers: Mapping[str, str]) -> str | None:
    """What the HTTP headers say."""
    return _said(headers.get("tdm-reservation"), headers.get("tdm-policy"))


def reservation_in_page(body: bytes) -> str | None:
    """What the meta elements of a page's head say."""
    found: dict[str, str] = {}
    head = body[:HEAD_BYTES]
    if b"tdm-" not in head.lower():
        return None
    for tag in _META.findall(head):
        name, content = _NAME.search(tag), _CONTENT.search(tag)
        if name and content:
            value = next(part for part in (*content.groups(), b"") if part is not None)
            found.setdefault(name[1].lower().decode(), value.decode("utf-8", "replace"))
    return _said(found.get("tdm-reservation"), found.get("tdm-policy"))


def reservation_in_file(text: str, url: str) -> str | None:
    """What a /.well-known/tdmrep.json says of a URL: the first rule whose location fits."""
    try:
        rules = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(rules, list):
        return None
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    for rule in rules[:MAX_RULES]:
        if isinstance(rule, dict) and _fits(str(rule.get("location", "")), path):
            return _said(str(rule.get("tdm-reservation", "")), rule.get("tdm-policy"))
    return None


def _said(reservation: str | None, policy: object) -> str | None:
    value = (reservation or "").strip()
    if value not in ("0", "1"):
        return None
    named = isinstance(policy, str) and policy.strip()
    return f"{value} {str(policy).strip()[:1000]}" if named else value


def _fits(pattern: str, path: str) -> bool:
    """Whether a location fits a path: ``*`` stands for anything, a final ``$`` for the end."""
    if not pattern:
        return False
    anchored = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not anchored or at == len(path):
        return True
    return pieces[-1] == "" or (len(pieces) > 1 and path.endswith(pieces[-1]))
