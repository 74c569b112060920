"""Notices in which a publisher says that a text was corrected or updated."""

import re
from dataclasses import dataclass

from storage.records import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice at exact characters: ``text[start:end]`` is the line that gives it."""

    kind: NoticeKind
    start: int
    end: int


# Labels that open a line and are followed by a colon, a dash, a full stop, a date or nothing.
CORRECTION_LABELS = (
    "corrections?", "correction and clarification", "corrections and clarifications",
    "clarifications?", "corrigend(?:um|a)", "errat(?:um|a)", "berichtigung", "korrektur",
    "richtigstellung", "rectificatif", "rectification", "corrección", "fe de errat[ao]s",
    "fe de errores", "rectificación", "correção", "errata", "erramos", "correzione",
    "errata corrige", "rettifica", "correctie", "rectificatie", "rättelse", "rettelse",
    "sprostowanie", "korekta", "erratum", "исправление", "поправка", "виправлення", "düzeltme",
    "tekzip", "تصحيح", "更正", "更正启事", "訂正", "お詫びと訂正", "정정",
)  # fmt: skip
UPDATE_LABELS = (
    "updated?", "aktualisierung", "aktualisiert", "mise à jour", "actualización", "actualizado",
    "atualização", "atualizado", "aggiornamento", "aggiornato", "bijgewerkt", "uppdatering",
    "oppdatering", "opdatering", "aktualizacja", "обновлено", "оновлено", "güncelleme", "تحديث",
    "更新", "업데이트",
)  # fmt: skip
# Wording that gives itself away anywhere in a line.
CORRECTION_PHRASES = (
    r"(?:an? )?(?:earlier|previous) version of this (?:article|story|report|post|headline)",
    r"this (?:article|story|report|post|headline) (?:has been|was) (?:corrected|amended)",
    r"(?:in|an) einer früheren (?:version|fassung)", r"dieser (?:artikel|text) wurde korrigiert",
    r"une (?:première )?version (?:précédente|antérieure) de cet article",
    r"cet article a été corrigé", r"una versión anterior de (?:este|esta)",
    r"(?:este|esta) (?:artículo|noticia|información) ha sido corregid[oa]",
    r"uma versão anterior (?:deste|desta)", r"una (?:precedente versione|versione precedente)",
    r"een eerdere versie van dit", r"w(?:e wcześniejszej| poprzedniej) wersji",
    r"в (?:предыдущей|первоначальной) версии", r"bu haberin önceki",
)  # fmt: skip
UPDATE_PHRASES = (
    r"this (?:article|story|report|post|page) (?:has been|was|is being) updated",
    r"this is a (?:developing|breaking) (?:news )?story", r"updates? with",
    r"dieser (?:artikel|text|beitrag) wurde (?:\w+ )?aktualisiert",
    r"cet article a été (?:mis à jour|actualisé)",
    r"(?:este|esta) (?:artículo|noticia) (?:ha sido|fue) actualizad[oa]",
    r"(?:este|esta) (?:artigo|notícia|matéria|reportagem) foi atualizad[oa]",
    r"(?:questo articolo|questa notizia) è stat[oa] aggiornat[oa]",
    r"dit artikel is (?:bijgewerkt|aangevuld)", r"(?:artykuł|tekst) (?:został )?zaktualizowany",
    r"материал (?:был )?(?:обновл[её]н|дополнен)", r"bu haber güncellen",
)  # fmt: skip

_OPENING = r"^[\s(\[*\-–—•]*"
_AFTER_LABEL = r"\s*(?:[:.\-–—)\]：]|\d|\(|,\s*(?:\w+\.?\s+)?\d|$)"


def _pattern(labels: tuple[str, ...], phrases: tuple[str, ...]) -> re.Pattern[str]:
    label = f"{_OPENING}(?:{'|'.join(labels)}){_AFTER_LABEL}"
    return re.compile(f"{label}|(?<!\\w)(?:{'|'.join(phrases)})", re.IGNORECASE)


_PATTERNS = {
    NoticeKind.CORRECTION: _pattern(CORRECTION_LABELS, CORRECTION_PHRASES),
    NoticeKind.UPDATE: _pattern(UPDATE_LABELS, UPDATE_PHRASES),
}
# A notice is a line of its own; a paragraph that long only speaks of one.
MAX_CHARACTERS = 600


def find_notices(text: str) -> tuple[Notice, ...]:
    """Return the lines of a text that say it was corrected or updated, in order."""
    notices = []
    start = 0
    for line in text.split("\n"):
        kind = _kind_of(line) if line and len(line) <= MAX_CHARACTERS else None
        if kind is not None:
            notices.append(Notice(kind=kind, start=start, end=start + len(line)))
        start += len(line) + 1
    return tuple(notices)


def is_correction(line: str) -> bool:
    """Whether a line says that its text was corrected."""
    found = _PATTERNS[NoticeKind.CORRECTION].search(line)
    return len(line) <= MAX_CHARACTERS and found is not None


def _kind_of(line: str) -> NoticeKind | None:
    """Return what a line announces; a correction where it announces both."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(line)), None)
