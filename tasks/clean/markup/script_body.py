"""Text that a page holds only in its scripts: the state its own code would make paragraphs of.

Read where the page shows no body of its own and describes none in JSON-LD. Four shapes are known:
a string with the body's markup (Next, Nuxt and the like, escaped once or twice), a string under a
key that is named after bodies, the list of paragraphs that Fusion keeps as content elements, and a
script that is no code but a template of markup.
"""

import html as html_entities
import json
import re
from collections.abc import Iterator
from itertools import pairwise

from tasks.clean.markup.shown import without_tags
from tasks.clean.words import count_words

MIN_WORDS = 100  # a shorter text in a script is a teaser as likely as not
MIN_PARAGRAPHS = 3
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
_PARAGRAPH = re.compile(r"<(?:p|br|li|h[2-6]|div)\b", re.IGNORECASE)
_SKIPPED = re.compile(r"<(script|style|figure)\b", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|br|li|ul|ol|h[1-6]|div|blockquote)\b[^<>]*+>|\n", re.IGNORECASE)


def scripted_body(html: str) -> str:
    """The longest text of an article in the page's scripts, or nothing."""
    found = [text for script in _SCRIPT.finditer(html[:MAX_CHARS]) for text in _bodies(script[1])]
    best = max(found, key=len, default="")
    return best if count_words(best) >= MIN_WORDS else ""


def _bodies(script: str, nested: bool = False) -> Iterator[str]:
    if _TEMPLATE.match(script) and _has_paragraphs(script) and not _SLOT.search(script):
        yield _lines(script)
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
            yield _lines(value)


def _literals(script: str) -> Iterator[tuple[str, str]]:
    """Every long text between two quotes, with the key before it."""
    quotes = [match.start() for match in _QUOTE.finditer(script) if match[0] == '"']
    for start, end in pairwise(quotes):
        if end - start > MIN_LITERAL_CHARS:
            key = _KEY.search(script[max(0, start - MAX_KEY_CHARS) : start])
            yield (key[1] if key else ""), script[start + 1 : end]


def _has_paragraphs(markup: str) -> bool:
    return len(_PARAGRAPH.findall(markup)) >= MIN_PARAGRAPHS


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
    return _lines("\n".join(paragraphs))


def _lines(markup: str) -> str:
    """The lines of a body's markup, tags and entities read."""
    text = without_tags(_BLOCK.sub("\n", _without_skipped(markup)))
    lines = (" ".join(line.split()) for line in html_entities.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _without_skipped(markup: str) -> str:
    """The markup with a line break for each element that holds no text of the body.

    What is never closed is looked for once: one expression for it all takes quadratic time.
    """
    parts: list[str] = []
    at, never_closed = 0, set[str]()
    for opened in _SKIPPED.finditer(markup):
        name = opened[1].lower()
        if opened.start() < at or name in never_closed:
            continue
        closed = re.compile(f"</{name}>", re.IGNORECASE).search(markup, opened.end())
        if closed is None:
            never_closed.add(name)
        else:
            parts += (markup[at : opened.start()], "\n")
            at = closed.end()
    return "".join((*parts, markup[at:]))
