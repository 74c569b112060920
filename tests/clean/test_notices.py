"""Notices of corrections and updates."""

import pytest

from storage.records import NoticeKind
from tasks.notices import find_notices
from tests.dedupe.writing import BUDGET, FERRY, WEATHER

CORRECTIONS = {
    "label": "Correction: The ferry carried 214 people, not 241.",
    "label in capitals": "CORRECTION - The mayor's name is Brandt.",
    "label with a date": "Correction (May 3, 2024): the route is 12 miles long.",
    "label with a day": "Correction, 12 February 2026: the fee is nine pounds.",
    "label with a month": "Clarification, Feb. 12: the fee is nine pounds.",
    "label in brackets": "(Corrections and clarifications: see below.)",
    "earlier version": "An earlier version of this article misstated the fee.",
    "amended": "This article was amended on 4 March 2024 to correct a name.",
    "German": "Korrektur: In der Tabelle stand eine falsche Zahl.",
    "German, sentence": "In einer früheren Version hieß es, das Schiff sei leer gewesen.",
    "French": "Rectificatif : le navire transportait 214 passagers.",
    "Spanish": "Fe de errores: el barco llevaba 214 pasajeros.",
    "Portuguese": "Correção: o navio levava 214 passageiros.",
    "Italian": "Errata corrige: i passeggeri erano 214.",
    "Dutch": "Rectificatie: er waren 214 passagiers.",
    "Swedish": "Rättelse: färjan hade 214 passagerare.",
    "Polish": "Sprostowanie: prom miał 214 pasażerów.",
    "Russian": "Исправление: на пароме было 214 человек.",
    "Turkish": "Düzeltme: gemide 214 yolcu vardı.",
    "Chinese": "更正：渡轮上有214人。",
    "Japanese": "お詫びと訂正 乗客は214人でした。".replace(" ", "："),
}
UPDATES = {
    "sentence": "This story has been updated with comments from the operator.",
    "label": "Update: the harbour has opened again.",
    "label with a time": "Updated 14:20 GMT",
    "developing": "This is a developing story.",
    "agency": "(Updates with details of the rescue)",
    "German": "Dieser Artikel wurde zuletzt aktualisiert.",
    "French": "Mise à jour : le port est rouvert.",
    "Spanish": "Esta noticia ha sido actualizada.",
    "Italian": "Questo articolo è stato aggiornato alle 14.",
    "Dutch": "Dit artikel is bijgewerkt.",
}


@pytest.mark.parametrize("line", CORRECTIONS.values(), ids=CORRECTIONS.keys())
def test_a_correction_is_noticed(line: str) -> None:
    assert [notice.kind for notice in find_notices(f"{FERRY}\n{line}")] == [NoticeKind.CORRECTION]


@pytest.mark.parametrize("line", UPDATES.values(), ids=UPDATES.keys())
def test_an_update_is_noticed(line: str) -> None:
    assert [notice.kind for notice in find_notices(f"{line}\n{FERRY}")] == [NoticeKind.UPDATE]


def test_a_notice_stands_at_its_characters() -> None:
    line = "Correction: The ferry carried 214 people."
    text = f"{FERRY}\n{line}\nContact us"
    notice = find_notices(text)[0]
    assert text[notice.start : notice.end] == line


@pytest.mark.parametrize(
    "text",
    [
        FERRY,
        BUDGET,
        WEATHER,
        "The minister said a correction of the budget was needed.",
        "Correctional officers went on strike on Monday.",
        "Updating the software takes an hour.",
        "He updated his will in March.",
        "Der Minister kündigte eine Korrektur der Prognose an.",
    ],
    ids=[
        "ferry",
        "budget",
        "weather",
        "a correction",
        "correctional",
        "updating",
        "he updated",
        "eine Korrektur",
    ],
)
def test_news_about_corrections_is_no_notice(text: str) -> None:
    assert find_notices(text) == ()
