"""Credit lines -> role and name: ``Proofread by Jane Doe`` is kept as a credit, not as text.

A credit is a whole line that opens with a known phrase and goes on with a name. Phrases of several
languages share a role. A sentence that happens to begin alike is no credit: names have no verbs,
so what is too long or ends like a sentence in lower case stays where it was. People who stand
together are credited each; where they were when they wrote is no part of their names.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from storage.records import Credit
from tasks.clean.dates import find_stamps
from tasks.clean.people import looks_like_name, split_names

_PHRASES = {
    "proofreader": r"proof[- ]?read(?:ing)?(?: by)?|proofreader"
    r"|korrektur ?gelesen von|korrektur|lektorat|корректор|校对|تدقيق(?: لغوي)?",
    "editor": r"(?:edited|editing|compiled and edited) by|editor|redaktion|redakteur(?:in)?"
    r"|redacción"
    r"|edición|à la rédaction|redazione|редактор|责任编辑|责编|编辑|تحرير|المحرر",
    "translator": r"translat(?:ed|ion) by|translator|translation|übersetzung|übersetzt von"
    r"|traducción|traduit par|traduction|traduzione|перевод|翻译|ترجمة",
    "photographer": r"(?:photo(?:graph)?s?|pictures?|images?)(?: (?:credit|courtesy of|by))?"
    r"|photograph(?:y|ed) by|photographer|fotos?|bild(?:er)?|crédit(?: photo)?"
    r"|фото|摄影|图片来源|تصوير",
    "illustrator": r"illustrat(?:ion|ions|ed) by|illustrator|illustration|grafik",
    "reporter": r"(?:additional |further )?report(?:ing|ed) by|reporter|记者",
    "writer": r"(?:written|words) by|writer|autor(?:in)?|автор|作者|كتبت?",
    "source": r"sources?|via|quellen?|fuentes?|fontes?|bron|źródło|источник|джерело|kaynak|来源"
    r"|出典|出处|المصدر",
}
_COLON = r"\s*[:：]\s*"
_CAPTION = {  # the last one of a caption, which stands at its end
    role: re.compile(
        rf"(?:.*[\s(\[|/–—.-]|)(?:(?:{phrases})(?:(?<=\sby)\s+|{_COLON}|\.\.\.\s*){more})"
        r"(?P<name>[^\s():\[\]©][^():\[\]©]{1,78}?)[)\]\s.]*$",
        re.IGNORECASE,
    )
    for role, phrases, more in (
        (
            "photographer",
            rf"{_PHRASES['photographer']}|credits?|fotograf\w+|kuva",
            r"|©\s*(?:\d{4}\s+)?",
        ),
        ("illustrator", _PHRASES["illustrator"], ""),
    )
}
_LINE = {
    role: re.compile(
        rf"^\W{{0,3}}(?:{phrases})(?:(?<=\sby)\s+|(?<=\svon|\spar)\s+"
        rf"|{_COLON})(?P<name>\S.{{0,78}}?)\W{{0,2}}$"
        if role in ("source", "photographer", "illustrator", "writer", "reporter")
        else rf"^\W{{0,3}}(?:{phrases})(?:{_COLON}|\s+)(?P<name>\S.{{0,78}}?)\W{{0,2}}$",
        re.IGNORECASE,
    )
    for role, phrases in _PHRASES.items()
}
_MARKS = (":", "：", "by", "von", "par", "of")  # what every phrase ends in
_WIRED = "additional reporting|writing|compiled"
_OPENS = re.compile(  # a line in lower case; fails at the first letters, which costs little
    rf"\W{{0,3}}(?:(?:{'|'.join(_PHRASES.values())})[\s:：]|(?:{_WIRED}) by )"
)
_WIRE = re.compile(r"^\(?((?:additional )?reporting|writing|editing|compiled) by ", re.IGNORECASE)
_WIRE_PART = re.compile(  # after what a part of a sign-off begins
    r"[;.,]?\s+(?=(?:(?:additional )?reporting|writing|editing|compiled) by )|;", re.IGNORECASE
)
_WIRE_ROLES = {"reporting": "reporter", "writing": "writer", "editing": "editor"}
_PLACE = re.compile(r"\s(?:in|aus|à)\s[^,;]*?(?=[,;]|\s(?:and|und|et)\s|$)")
_WITH_AGENCIES = frozenset(["photographer", "illustrator"])  # "Ann Lee, Fauna & Flora" is both
_AND = re.compile(r"\s(?:and|und|et|y|e|en|og|och)\s")
_SENTENCES = re.compile(r"[?!]|\w\w\. ")  # and no initial: "B. C. Kay"
MAX_NAME_WORDS = 8
MAX_LINE_CHARS = 160
CAPTION_END = 160  # characters of a caption among which its credit stands


def read_credits(line: str, patterns: Mapping[str, str] | None = None) -> tuple[Credit, ...]:
    """The credits a line states, by the source's own patterns first; empty when it is no credit."""
    line = line.strip().replace("\u00a0", " ")
    for role, pattern in (patterns or {}).items():
        own = re.search(pattern, line)
        if own and own["name"]:
            return _credits(role, own["name"].strip())
    return _read_line(line)


@lru_cache(maxsize=1_024)
def read_caption(caption: str) -> tuple[Credit, ...]:
    """Whom the end of a caption credits for its picture: ``The pier. (Photo: Ann Lee/AP)``."""
    end = caption[-CAPTION_END:].replace("\u00a0", " ")
    for role, pattern in _CAPTION.items():
        match = pattern.match(end)
        name = _without_stamps(match["name"]) if match else ""
        if name and _is_name(name, role):
            return _credits(role, name)
    return ()


def may_credit(lowered: str) -> bool:
    """False for a line in lower case that surely states no credit in a known phrase."""
    return bool(_OPENS.match(lowered)) and any(map(lowered.__contains__, _MARKS))


@lru_cache(maxsize=8_192)  # a page asks for each of its lines several times
def _read_line(line: str) -> tuple[Credit, ...]:
    if not 5 <= len(line) <= MAX_LINE_CHARS or not may_credit(line.lower()):
        return ()
    if _WIRE.match(line):
        return _read_wire(line)
    return _read_phrase(line)


def _read_phrase(line: str) -> tuple[Credit, ...]:
    for role, pattern in _LINE.items():
        match = pattern.match(line)
        name = _without_stamps(match["name"]) if match else ""
        if name and _is_name(name, role):
            return _credits(role, name)
    return ()


def _credits(role: str, name: str) -> tuple[Credit, ...]:
    return tuple(Credit(role=role, name=one) for one in _names(role, name))


def _names(role: str, text: str) -> tuple[str, ...]:
    """The names of those who are credited together; what is no list of names stays whole."""
    if role == "source":
        return (text,)
    if role in _WITH_AGENCIES:
        names = tuple(_AND.split(text))
        return names if all(" " in name and looks_like_name(name) for name in names) else (text,)
    names = split_names(_PLACE.sub("", text))
    return names if names and all(map(looks_like_name, names)) else (text,)


def _without_stamps(name: str) -> str:
    for stamp in reversed(find_stamps(name)):
        name = name[: stamp.start] + name[stamp.end :]
    return name.strip(" \t,|·–—-©")


def _read_wire(line: str) -> tuple[Credit, ...]:
    """Agency sign-offs: ``(Reporting by A. Writer; Editing by B. Reader)``."""
    credits = []
    for part in _WIRE_PART.split(line.strip("() .")):
        match = _WIRE.match(part.strip())
        if match is None:
            continue
        role = _WIRE_ROLES.get(match[1].lower().split()[-1], "editor")
        found = _credits(role, part.strip()[match.end() :].strip(" ."))
        credits += [credit for credit in found if _is_name(credit.name, role)]
    return tuple(credits)


def _is_name(name: str, role: str) -> bool:
    """Whether it reads like names, not like a sentence; sources may be written in lower case."""
    words = name.split()
    if len(words) > MAX_NAME_WORDS or _SENTENCES.search(name, 2):
        return False
    if role == "source":
        return len(words) <= 5 or name[0].isupper()
    capital = sum(not word[0].islower() for word in words)
    return not name[0].islower() and capital * 2 >= len(words)
