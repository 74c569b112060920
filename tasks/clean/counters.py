"""Lines that count: how often a page was read, how long ago it changed.

They say something else whenever the page is fetched, and would make a version of every look at it.
Only a line that is nothing but such a count is one: "Ten million views" in a sentence stays.
"""

import re
from collections.abc import Sequence

MAX_CHARS = 60
REASON = "ticker"

_COUNT = r"\d[\d.,'’ \u00a0]*[km]?"
_COUNTED = (
    r"(?:page ?)?views?|reads?|shares?|likes?|clicks?|comments?|aufrufe?|mal gelesen|kommentare?"
    r"|vues?|lectures?|partages?|visitas?|lecturas?|visualizaciones|visualizações"
    r"|visualizzazioni|letture|weergaven|просмотр(?:а|ов)?|次浏览|次阅读|مشاهدة|قراءة"
)
_COUNTER = (
    r"(?:page ?)?views|reads|aufrufe|vues|visitas|просмотр(?:ы|ов)|浏览(?:量|次数)?|阅读(?:量|数)?"
)
_CHANGED = (
    r"(?:last |zuletzt )?(?:updated|modified|published|posted|aktualisiert|veröffentlicht"
    r"|mis à jour|publié|actualizado|publicado|atualizado|aggiornato|обновлено|опубликовано)"
)
_UNIT = r"(?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week|month|year)s?\.?"
_AGES = (
    rf"(?:\d+|an?|one) ?{_UNIT} ago",
    r"vor (?:\d+|einer|einem) (?:sekunde|minute|stunde|tag|woche|monat)e?n?",
    r"il y a (?:\d+|une?) (?:seconde|minute|heure|jour|semaine|mois)s?",
    r"(?:hace|há) (?:\d+|una?|uma?) (?:segundo|minuto|hora|d[ií]a|semana)s?",
    r"(?:\d+|una?) (?:minut[oi]|or[ae]|giorn[oi]) fa",
    r"\d+ (?:секунд|минут|час|д(?:ень|ня|ней)|недел)\w* назад",
    r"\d+ ?(?:秒|分钟|小时|天|周)前",
)
_LINE = re.compile(
    rf"\W*(?:{_COUNT} ?(?:{_COUNTED})"
    rf"|(?:{_COUNTER}) ?[:：]? ?{_COUNT}"
    rf"|this (?:article|story|post|page) (?:has been|was) (?:read|viewed|seen) {_COUNT} ?times"
    rf"|(?:{_CHANGED})? ?[:：]? ?(?:{'|'.join(_AGES)}))\W*",
    re.IGNORECASE,
)


def counting_lines(lines: Sequence[str], keep: Sequence[bool]) -> dict[int, str]:
    """Position -> reason of the kept lines that do nothing but count."""
    return {
        at: REASON
        for at, line in enumerate(lines)
        if keep[at] and len(line) <= MAX_CHARS and _LINE.fullmatch(line)
    }
