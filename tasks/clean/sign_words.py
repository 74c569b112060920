"""Words and patterns that mark furniture, bylines and offers, in the languages of the pages seen.

Words are looked up token by token, which costs a tenth of searching for alternatives; only what
stands at a fixed place is a pattern.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_STOP = """
the of and to in a is that for it as was with be by on not he i this are or his from at which but
have an had they you were der die und den von zu das mit sich des auf für ist im dem nicht ein eine
de la le les et en un une du que est pour qui dans par pas au sur el los las del y por con su se no
lo di il per non è che o e um uma os na het een van dat w og som till att det på av и в на не что с
по как это из за the bir ve için da ile
"""
STOP_WORDS = frozenset(_STOP.split())
_FURNITURE = """
login logout logged signin signup subscribe subscription subscriptions subscriber subscribers
newsletter newsletters register cookie cookies privacy terms rights reserved advertisement
advertising advertise sponsor sponsored sponsors promo promoted promotion share shares tweet
facebook twitter whatsapp linkedin instagram youtube reddit email mail print comment comments reply
replies recommended trending popular click follow menu search skip home next previous proofread
edited photo photos image getty reuters source tag tags topic topics category categories load view
show download app google play anmelden abonnieren kommentar kommentare impressum datenschutz
suscribete suscríbete suscripción compartir compartilhar comentarios comentários condividi partager
foto fotos bild quelle credit abonnez abonniere teilen drucken mehr подписаться комментарии
поделиться реклама читайте источник фото подпишитесь
"""
FURNITURE_WORDS = frozenset(_FURNITURE.split())
_MARKS = {
    "company": "headquartered headquarters founded employs employees subsidiaries shareholders "
    "leading provider"
    " hauptsitz unternehmen gegründet mitarbeiter statements forward",
    "privacy": "cookie cookies privacy consent opt personal third terms datenschutz einwilligung "
    "confidentialité"
    " données privacidad datos vie privée персональных данных advertisers preferences",
    "offer": "unlimited subscribe subscription subscriber subscribers newsletter newsletters "
    "exclusive signup inbox"
    " account trial donate donation support reader readers abonnement abonnieren abo suscripción "
    "suscríbete anmelden"
    " registrieren app podcast podcasts download télécharger membership member members access "
    "premium",
    "role": "reporter editor writer correspondent journalist columnist author contributor "
    "professor producer"
    " founder covers redakteur redakteurin korrespondent autor autorin journaliste periodista",
    "origin": "getty images afp reuters epa dpa ansa efe imago shutterstock istock alamy unsplash"
    " photo foto bild photograph picture pictured screenshot screengrab file"
    " 뉴시스 뉴스1 연합뉴스 제공 撮影 图源 图为 ©",
}
MARK_NAMES = tuple(_MARKS)
_FOREIGN = """
related read more recommended recommendations popular trending most latest also editor comment
comments newsletter subscribe share follow about tags topics sponsored promoted mehr auch lesen
lire aussi leggi anche leia lea más mais weitere meist articoli artikel noticias artigos
gerelateerd czytaj powiązane polecane похожие читайте relacionadas relacionado popolari
comentarios kommentare neueste empfehlungen reklam werbung anzeige contact contacts source sources
note media next stories thema теме
"""
FOREIGN_WORDS = frozenset(_FOREIGN.split())
_MONTH = (
    r"(?:jan|feb|mar|mär|apr|may|mai|maj|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic|gen"
    r"|mag|giu|lug|set|ott|fev|fév|avr|jui|aoû|déc)\w*"
)
_DATE = re.compile(  # begins with one digit, which is quick to search for; (?<!\w\d) is its \b
    r"\d(?<!\w\d)(?:\d?[./-]\d{1,2}[./-]\d{2,4}\b|\d{3}-\d\d-\d\d\b"
    rf"|\d?\.?\s+(?:de\s+)?(?:{_MONTH}|[а-я]+я|[а-я]+а)\.?,?\s+(?:de\s+)?\d{{4}})"
    r"|\d年\d{1,2}月"
)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}")
_DAY_YEAR = re.compile(r"\d(?:st|nd|rd|th)?,?\s+\d{4}")  # ends every match of the one above
_TIME = re.compile(
    r"\d(?<!\w\d)(?:\d?[:.]\d\d\s?(?:am|pm|uhr|h|et|gmt|cet|est|cst|pst)?\b"
    r"|\d*\s*(?:min|hour|day|week|month|year|hr)\w*\.?\s*ago\b)"
)
_SINCE = re.compile(r"\b(?:vor|hace|il y a)\s+\d+")
_STAMP_DIGITS = re.compile(r"\d(?:\d{3}|[./-]\d{1,2}[./-]\d\d|年|[:.]\d\d)")  # in each of both
INVITATION = re.compile(
    r"\W*(?:read (?:more|next|also|the full|our)|related|see also|also read|don'?t miss|watch"
    r"|listen"
    r"|more (?:from|on|stories|news|about|in|to)\b|you (?:may|might)|click|here'?s|lesen sie"
    r"|mehr (?:zum|dazu|zu)|lire aussi|à lire|leggi anche|lea también|lee también"
    r"|leia (?:também|mais)|ver más|más información|sign up|subscribe|follow|download"
    r"|get (?:the|our|all)|join|support|this (?:article|story) (?:was|originally|is|first)"
    r"|contact|advertis|recommended|correction|editor'?s note|the views|opinions"
    r"|\(?photo|image|foto|copyright|©|all rights|for more|читайте|подпис)\b"
)
BYLINE = re.compile(
    r"\s*(?:by|von|par|por|di|text|words|written by|reporting by|additional reporting|editing by"
    r"|proofread by|posted|published|updated|last updated|about the|source|via|quelle)\b[: ]"
)


def _read_kinds() -> tuple[dict[str, int], npt.NDArray[np.float64]]:
    """Word -> row of a table that says of which kinds it is; all other words have row 0."""
    kinds: dict[str, list[float]] = {}
    listed = (
        STOP_WORDS,
        FURNITURE_WORDS,
        FOREIGN_WORDS,
        *(set(m.split()) for m in _MARKS.values()),
    )
    for place, words in enumerate(listed):
        for word in words:
            kinds.setdefault(word, [0.0] * len(KINDS))[place] = 1.0
    for row in kinds.values():  # a word is a mark of the last kind that names it
        marks = [place for place in range(FIRST_MARK, len(KINDS)) if row[place]]
        for place in marks[:-1]:
            row[place] = 0.0
    rows = {word: at for at, word in enumerate(kinds, start=1)}
    return rows, np.array([[0.0] * len(KINDS), *kinds.values()])


KINDS = ("stop", "furniture", "foreign", *MARK_NAMES)
FIRST_MARK = KINDS.index(MARK_NAMES[0])
KIND_ROWS, KIND_TABLE = _read_kinds()
ORIGIN_WORDS = frozenset(_MARKS["origin"].split())


def read_stamp(lowered: str) -> tuple[bool, bool]:
    """Whether a lower-case text prints a date, and whether it prints a time or how long ago."""
    digits = bool(_STAMP_DIGITS.search(lowered))
    ago = tells_age(lowered)
    if not digits and not ago:
        return False, False
    date = digits and bool(_DATE.search(lowered) or _month_day(lowered))
    return date, bool(_TIME.search(lowered) or (ago and _SINCE.search(lowered)))


def tells_age(lowered: str) -> bool:
    """Whether a lower-case text holds a word of how long ago something was."""
    return "ago" in lowered or "vor" in lowered or "hace" in lowered or "il y a" in lowered


def is_foreign_heading(tokens: Sequence[str]) -> bool:
    """Whether a short line announces something that is not the article."""
    return not FOREIGN_WORDS.isdisjoint(tokens)


def _month_day(lowered: str) -> bool:
    return bool(_DAY_YEAR.search(lowered) and _MONTH_DAY.search(lowered))
