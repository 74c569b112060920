"""The phrases that credit people, by role, and the patterns of the lines made with them."""

import re

from tasks.clean.words import MARKS as WORD_MARKS

_PHRASES = {
    "proofreader": r"proof[- ]?read(?:ing)?(?: by)?|proofreader"
    r"|korrektur ?gelesen von|korrektur|lektorat|relu(?:e)? par|relecture|revisado por|corrección"
    r"|revisione|корректор|校对|تدقيق(?: لغوي)?",
    "reviewer": r"(?:(?:medically|clinically|legally|scientifically) reviewed|fact[- ]?checked) by"
    r"|fact[- ]?checker|faktencheck von|vérifié par|verificado por",
    "editor": r"(?:edited|editing|compiled and edited) by|editado por|editor|redaktion"
    r"|redakteur(?:in)?|redacción"
    r"|edición|à la rédaction|redazione|редактор|责任编辑|责编|编辑|تحرير|المحرر",
    "translator": r"translat(?:ed|ion)(?: from (?:the )?\w+)? by|translator|translation|übersetzung"
    r"|übersetzt von|aus dem \w+ von|traduit de l\W?\s?\w+ par"
    r"|traducción|traduit par|traduction|traduzione|перевод|翻译|ترجمة",
    "photographer": r"(?:photo(?:graph)?s?|pictures?|images?)(?: (?:credits?|courtesy of|by))?"
    r"|photograph(?:y|ed) by|photographer|fotos?(?: von)?|fot\.|beeld|bild(?:er|quellen?|nachweis)?"
    r"|crédits?(?: photos?)?"
    r"|фото|摄影|图片来源|تصوير",
    "illustrator": r"illustrat(?:ion|ions|ed) by|illustrator|illustration|grafik",
    "reporter": r"(?:additional |further )?report(?:ing|ed) by|reporter|记者",
    "writer": r"(?:written|words) by|writer|autor(?:in)?|автор|作者|كتبت?",
    "source": r"sources?|via|quellen?|fuentes?|fontes?|bron|źródło|источник|джерело|kaynak|来源"
    r"|出典|出处|المصدر",
}
_TEXT = r"words|texte?|texto|testo|текст|文字?"  # with a colon, and a name that looks like one
_COLON = r"\s*[:：]\s*"
_BY = r"(?<=\sby)\s+|(?<=\s(?:von|par|por))\s+"
_NAME = rf"(?P<name>\S.{{0,78}}?)(?:(?![{WORD_MARKS}])\W){{0,2}}$"
CAPTION = {  # the last one of a caption, which stands at its end
    role: re.compile(
        rf"(?:.*[\s(\[|/–—.-]|)(?:(?:{phrases})(?:(?<=\sby)\s+|{_COLON}|\.\.\.\s*){more})"
        r"(?P<name>[^\s():\[\]©][^():\[\]©]{1,78}?)[)\]\s.]*$",
        re.IGNORECASE,
    )
    for role, phrases, more in (
        ("illustrator", _PHRASES["illustrator"], ""),
        (
            "photographer",
            rf"{_PHRASES['photographer']}|credits?|fotograf\w+|kuva",
            r"|©\s*(?:\d{4}\s+)?",
        ),
    )
}
CAPTION_MARKS = (":", "：", " by ", "...", "©")
PICTURE_WORDS = (  # one of them is in every caption that credits somebody
    "photo", "picture", "image", "foto", "bild", "credit", "crédit", "фото", "摄影", "图片",
    "تصوير", "kuva", "illustrat", "grafik", "©",
)  # fmt: skip
LINE = {
    role: re.compile(
        rf"^\W{{0,3}}(?:{phrases})(?:{_BY}|{_COLON}){_NAME}"
        if role in ("source", "photographer", "illustrator", "writer", "reporter")
        else rf"^\W{{0,3}}(?:{phrases})(?:{_COLON}|\s+){_NAME}",
        re.IGNORECASE,
    )
    for role, phrases in _PHRASES.items()
}
BOTH = re.compile(  # "Text und Fotos: Ann Lee"
    rf"^\W{{0,3}}(?:{_TEXT}|{_PHRASES['writer']})\s?(?:and|und|et|y|e|[&+/])\s?"
    rf"(?:{_PHRASES['photographer']})(?:{_BY}|{_COLON}){_NAME}",
    re.IGNORECASE,
)
WORDS_BY = re.compile(rf"^\W{{0,3}}(?:{_TEXT}){_COLON}{_NAME}", re.IGNORECASE)
_ANY = "|".join((*_PHRASES.values(), _TEXT))
PARTS = re.compile(  # of "Words: Ann Lee. Pictures: Bob Kay", before another phrase
    rf"\s+(?=(?:{_ANY}){_COLON})|\s*[;.,|/·•–—]\s*(?=(?:{_ANY})(?:{_COLON}|{_BY}))", re.IGNORECASE
)
MARKS = (":", "：", "by", "von", "par", "por", "of")  # what every phrase ends in
_WIRED = "additional reporting|writing|compiled"
OPENS = re.compile(  # a line in lower case; fails at the first letters, which costs little
    rf"\W{{0,3}}(?:(?:{_ANY})[\s:：&+/]|(?:{_WIRED}) by )"
)
WIRE = re.compile(r"^\(?((?:additional )?reporting|writing|editing|compiled) by ", re.IGNORECASE)
WIRE_PART = re.compile(  # after what a part of a sign-off begins
    r"[;.,]?\s+(?=(?:(?:additional )?reporting|writing|editing|compiled) by )|;", re.IGNORECASE
)
WIRE_ROLES = {"reporting": "reporter", "writing": "writer", "editing": "editor"}
