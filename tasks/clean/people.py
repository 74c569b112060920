"""Author fields -> names of people (or of the desk that signs)."""

import html
import re
from collections.abc import Iterable

from tasks.clean.dates import find_stamps

_WORK = (
    r"(?:written|posted|published|reported|reviewed|compiled|story|words|text|article|a report"
    r"|analysis|opinion|commentary|interview|review|(?:view )?all (?:posts|articles|stories)"
    r"|more (?:posts|articles|stories))\s+by"
    r"|(?:ein )?(?:beitrag|kommentar|gastbeitrag|text|geschrieben|verfasst|veröffentlicht) von"
    r"|(?:publié|écrit|rédigé) par|(?:publicado|escrito) por|(?:scritto|pubblicato) da|a cura di"
)
BY = re.compile(
    rf"^\W*(?:{_WORK}|by|von"
    r"|par|por|di|van|door|od|av|af|"
    r"autor(?:in|en)?|authors?|автор(?:ы)?|作者|记者|文|كتبت?|بقلم|إعداد|текст|yazar|लेखक)(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"\W*(?:Van|Di) [^\W\d]\S*")
_LABEL = re.compile(
    r"^(?:interview|text|words|protokoll|entretien|entrevista)\s*:\s*", re.IGNORECASE
)
_WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes"
    r"|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
    r"|(?:segunda|terça|quarta|quinta|sexta)-feira|(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"|الأحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت"
)
_ON = r"on|am|le|el|il|em|den|op|vom"
TO_STAMP = re.compile(  # what leads from a name to a stamp, which is a bar by then
    rf"[\s,]*\b(?:{_ON})?\s*(?:\b(?:{_WEEKDAY})\b)?[\s,]*\|", re.IGNORECASE
)
_AFTER_NAME = re.compile(
    rf"\s+(?:(?:{_ON})\s+(?:{_WEEKDAY})\b|in\s|under\s|unter\s).*$|\s+(?:on|am)$", re.IGNORECASE
)
_SPLIT = re.compile(
    r"\s*(?:;|\||\s/\s|，|、|\s&\s|\sand\s|\sund\s|\set\s|\sy\s|\se\s|\sen\s|\soraz\s|\sи\s"
    r"|\sog\s|\soch\s|\sja\s|\sve\s|\sта\s|\sі\s|\n|\s[-–—•·]\s)\s*"
)
_COMMA = re.compile(r"\s*,\s*")
_NOT_NAMES = re.compile(
    r"@|https?:|www\.|\d|:\s|comment|kommentar|^(?:by|staff|admin|administrator|updated|published|posted|follow|share|"
    r"comments?|email|twitter|facebook|read more|view|more|photos?|min(?:ute)? read|n/?a|null"
    r"|none|undefined|unknown|"
    r"anonymous|guest|(?:no )?authors?|editor|more posts|user|publisher|uhr"
    r"|(?:posted|published|updated) (?:on|at))$",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|columnist|contributor|staff|journalist|producer"
    r"|chief|"
    r"senior|bureau|redakteur(?:in)?|korrespondent(?:in)?|journaliste|redactor|special to)\b",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"(?i:\s+with agenc(?:y|ies)\b.*|\s+mit (?:dpa|afp|reuters|ap)\b.*|\s+for \S+\.com$)|\s기자\b"
    r"|\s*\((?:[^()]*)\)|\s*<[^>]*>|[\"“”]"
    r"|(?:(?<=[a-zà-ÿ])|\s)(?:Twitter|Facebook|Instagram|LinkedIn|Follow|E-?mail|Shares?)$"
)
MAX_FIELD_CHARS = 2_000  # of an author field: what is longer is no list of names to its end
MAX_NAME_CHARS = 80
MAX_NAME_WORDS = 7


def split_names(value: str | Iterable[str]) -> tuple[str, ...]:
    """The distinct names of an author field, without ``By``, roles, addresses and stamps."""
    values = [value] if isinstance(value, str) else list(value)
    names: dict[str, str] = {}
    for text in values:
        for name in _names(text):
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _names(text: str) -> list[str]:
    text = html.unescape(text.strip()[:MAX_FIELD_CHARS]).strip()
    text = _NOISE.sub("", text.replace("\u00a0", " "))
    stamps = find_stamps(text)
    for stamp in reversed(stamps):
        text = text[: stamp.start] + "|" + text[stamp.end :]
    text = _without_by(TO_STAMP.sub("|", text) if stamps else text)
    names = []
    for part in _SPLIT.split(text):
        name = _AFTER_NAME.sub("", _LABEL.sub("", _without_by(part)))
        names += _of_commas(name.strip(" \t,.:-–|/"))
    return [name for name in names if name and _is_name(name)]


def _without_by(text: str) -> str:
    """The text behind ``by`` or its like; of ``Van Jones`` the first word is a name."""
    return text if _PARTICLE.fullmatch(text) else BY.sub("", text)


def _of_commas(part: str) -> list[str]:
    """``Ann Lee, Bob Ray`` is two people, ``Ann Lee, Senior Reporter`` one, ``Lee, Ann`` one."""
    pieces = [piece for piece in _COMMA.split(part) if piece]
    if len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces):
        return [f"{pieces[1]} {pieces[0]}"]
    kept = [piece for piece in pieces if not ROLE.search(piece)]
    return [piece for piece in kept if len(piece.split()) > 1] or kept[:1]


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= MAX_NAME_CHARS
        and len(name.split()) <= MAX_NAME_WORDS
        and not _NOT_NAMES.search(name)
        and any(char.isalpha() for char in name)
    )


def looks_like_name(name: str) -> bool:
    """Whether the words are capitalised as names are (scripts without case always pass)."""
    words = [word for word in name.split() if word[0].isalpha()]
    return bool(words) and not words[0][0].islower() and not words[-1][0].islower()
