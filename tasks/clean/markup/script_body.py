"""Text that a page holds only in its scripts: the state its own code would make paragraphs of.

Read where the page shows no body of its own and describes none in JSON-LD. Four shapes are known:
a string with the body's markup (Next, Nuxt and the like, escaped once or twice), a string under a
key that is named after bodies, the list of paragraphs that Fusion keeps as content elements, and a
script that is no code but a template of markup.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from tasks.clean.markup.script_lines import PARAGRAPH, plain_lines, read_lines
from tasks.clean.words import count_words

MIN_WORDS = 100  # a shorter text in a script is a teaser as likely as not
MINPARAGRAPHS = 3
MIN_LITERAL_CHARS = 300
MAX_KEY_CHARS = 60
MAX_CHARS = 3_000_000  # of a page that is searched
_SCRIPT = re.compile(r"<script\b[^>]{0,500}>(.*?)</script", re.IGNORECASE | re.DOTALL)
_QUOTE = re.compile(r'\\.|"', re.DOTALL)  # what is escaped is stepped over
_KEY = re.compile(r'"(\w{1,40})"\s{0,9}:\s{0,9}$')
_BODY_KEY = re.compile(
    r"(?:article|story|full|main)?_?(?:body|text|content)_?(?:html|text)?$", re.IGNORECASE
)
_TEMPLATE = re.compile(r"\s{0,99}<[a-z]", re.IGNORECASE)  # code does not begin so
_SLOT = re.compile(r"\{\{|<%|\$\{")  # a template with these waits for its text
_FUSION = re.compile(r"Fusion\.globalContent\s*=\s*(?=\{)")


def scripted_body(html: str) -> tuple[str, list[tuple[str, str]]]:
    """The longest text of an article in the page's scripts, or nothing, and what was left out."""
    found = [body for script in _SCRIPT.finditer(html[:MAX_CHARS]) for body in _bodies(script[1])]
    longest = max(found, key=lambda body: len(plain_lines(body)), default="")
    text, left_out = read_lines(longest)
    return (text, left_out) if count_words(text) >= MIN_WORDS else ("", [])


def _bodies(script: str, nested: bool = False) -> Iterator[str]:
    if _TEMPLATE.match(script) and _has_paragraphs(script) and not _SLOT.search(script):
        yield script
    if fusion := _FUSION.search(script):
        yield _elements(script[fusion.end() :])
    for key, literal in _literals(script):
        value = _unescaped(literal)
        inner = [] if nested or '"' not in value else list(_bodies(value, nested=True))
        if inner:
            yield from inner
        elif '":' not in value and (  # else it is more state, and no text
            _is_body_key(key) or _has_paragraphs(value)
        ):
            yield value


def _literals(script: str) -> Iterator[tuple[str, str]]:
    """Every long text between two quotes, with the key before it."""
    quotes = [match.start() for match in _QUOTE.finditer(script) if match[0] == '"']
    for start, end in pairwise(quotes):
        if end - start > MIN_LITERAL_CHARS:
            key = _KEY.search(script[max(0, start - MAX_KEY_CHARS) : start])
            yield (key[1] if key else ""), script[start + 1 : end]


def _has_paragraphs(markup: str) -> bool:
    return len(PARAGRAPH.findall(markup)) >= MINPARAGRAPHS


def _is_body_key(key: str) -> bool:
    return bool(key and _BODY_KEY.match(key))


def _unescaped(literal: str) -> str:
    """A string literal as its script reads it."""
    if "\\" not in literal:
        return literal
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return literal


def _elements(text: str) -> str:
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return ""
    elements = value.get("content_elements") if isinstance(value, dict) else None
    paragraphs = [
        element["content"]
        for element in elements or ()
        if isinstance(element, dict) and isinstance(element.get("content"), str)
    ]
    return "\n".join(paragraphs)
