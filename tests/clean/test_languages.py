"""Dumps in other languages and scripts: body, headline and day."""

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from tasks.clean.language import Identifier
from tests.clean.pages import article_of, clean

DUMPS = {
    "de": (
        ["Anmelden", "Startseite", "Hafenfähre kehrt nach Jahren zurück", "12. Februar 2026"],
        [
            "Der Rat der Stadt hat am Dienstagabend beschlossen, die Fähre über den Hafen nach "
            "vielen Jahren wieder fahren zu lassen.",
            "Elf Mitglieder stimmten nach vier Stunden Debatte dafür, sechs dagegen, während die "
            "Bewohner die Galerie füllten.",
            "Die erste Überfahrt der neuen Hafenfähre ist für das Frühjahr des kommenden Jahres "
            "geplant, sagte die Hafengesellschaft.",
        ],
        ["Kommentare", "Drucken"],
        "2026-02-12",
    ),
    "ru": (
        ["Войти", "Главная", "Паром через гавань возвращается в город", "12 февраля 2026"],
        [
            "Городской совет во вторник вечером проголосовал за возвращение парома через гавань "
            "спустя семнадцать лет после закрытия линии.",
            "Решение приняли одиннадцатью голосами против шести после четырёх часов споров, за "
            "которыми жители следили с галереи.",
            "Первый рейс парома намечен на весну будущего года, и стоить он будет столько же, "
            "сколько поездка на автобусе в город.",
        ],
        ["Комментарии", "Поделиться"],
        "2026-02-12",
    ),
    "zh": (
        ["登录", "首页", "市议会决定恢复港口渡轮服务", "2026年2月12日"],
        [
            "市议会星期二晚上投票决定恢复横渡港口的渡轮服务，这是十七年来的第一次，居民们对此表示欢迎。",
            "经过四个小时的辩论，议员以十一票赞成、六票反对通过了这项决定，旁听席上坐满了前来关注的市民。",
            "港口公司表示，新的渡轮服务预计将于明年春天开始，早晚每二十分钟一班，其他时间每四十分钟一班。",
        ],
        ["评论", "分享"],
        "2026-02-12",
    ),
    "ar": (
        ["تسجيل الدخول", "الرئيسية", "عودة العبارة إلى ميناء المدينة بعد سنوات", "12 فبراير 2026"],
        [
            "صوت مجلس المدينة مساء الثلاثاء على إعادة العبارة إلى ميناء المدينة بعد سبعة عشر "
            "عاما من بيع آخر قارب فيها.",
            "وافق أحد عشر عضوا على القرار مقابل ستة بعد نقاش استمر أربع ساعات حضره كثير من "
            "السكان في قاعة المجلس.",
            "وقالت شركة الميناء إن أول رحلة للعبارة ستكون في ربيع العام المقبل، وإن سعرها سيكون "
            "مثل سعر الحافلة.",
        ],
        ["شارك"],
        "2026-02-12",
    ),
}


@pytest.mark.parametrize("language", DUMPS)
def test_body_headline_day_and_language(language: str):
    above, body, below, day = DUMPS[language]
    article = article_of(clean("\n".join([*above, "", *body, "", *below])))
    assert article.text.split("\n") == body
    assert article.headline == above[2]
    assert article.published_at and article.published_at.date().isoformat() == day
    assert article.language == language


def test_all_bytes_at_once_are_judged_as_one_after_the_other() -> None:
    """The verdicts are py3langid's own, with their probabilities, for scraps too."""
    stock = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    ours = Identifier.from_model_file(MODEL_FILE, norm_probs=True)
    texts = [line for _, body, _, _ in DUMPS.values() for line in body] + ["", "1", "Ω", "a b"]
    assert [ours.classify(text) for text in texts] == [stock.classify(text) for text in texts]
