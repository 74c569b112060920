"""Lines that are certainly a page's own furniture, by their words: menus, sharing, legal notes.

Most of them stand around a text; some only a page says between its paragraphs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

_MARKS = {
    "login": r"(?:not )?logged (?:in|out)|log ?in|log ?out|sign ?(?:in|up|out)|my account|register"
    r"|please log in.*|anmelden|einloggen|iniciar sesión|se connecter|connexion|accedi"
    r"|войти|登录|注册|تسجيل الدخول",
    "comment": r"\d* ?comments?|reply"
    r"|join the"
    r" (?:discussion|conversation)|kommentare?|commentaires?|comentarios?|commenti|комментари\w*"
    r"|评论",
    "related": r"related(?: (?:coverage|articles?|stories|posts?|news|content|topics|links))?"
    r"|read (?:more|next|also)\b.*|see (?:also|more)\b.*|also read\b.*|more\s?:.*"
    r"|more (?:from|on|stories|news|in|about)\b.*"
    r"|recommended\b.*|you (?:may|might)(?: also)? like.*|most (?:read|popular|viewed)"
    r"|trending(?: now)?"
    r"|latest (?:news|stories)|popular|up next|editor'?s picks?|mehr zum thema.*|lesen sie auch.*"
    r"|das könnte.*interessieren.*|lire aussi.*|à lire.*|leggi anche.*|lee también.*"
    r"|leia também.*|noticias relacionadas"
    r"|auch interessant\b.*|schon gelesen\b.*|siehe auch\b.*|lea (?:más|también|además)\b.*"
    r"|puedes? ver:.*|(?:te|le) puede interesar.*|vea también.*|mira también.*|leia mais\b.*"
    r"|veja também.*|lire (?:également|la suite).*|voir aussi.*|potrebbe interessarti.*"
    r"|lees (?:ook|verder)\b.*|läs (?:även|också)\b.*|l[eæ]s også\b.*|lue myös\b.*"
    r"|(?:prze)?czytaj (?:też|także|również|więcej)\b.*|zobacz (?:też|także|również)\b.*"
    r"|čtěte také.*|ilginizi çekebilir.*|olvasta már.*|weiterlesen\b.*|sehen sie auch\b.*"
    r"|lea(?: aquí)?:.*|también puede leer\b.*|dowiedz się więcej\b.*"
    r"|читайте также.*|по теме|похожие.*|相关(?:阅读|新闻|报道|推荐)|推荐阅读"
    r"|اقرأ أيضا.*|مواضيع ذات صلة",
    "share": r"share(?: (?:this|on|via)\b.*)?|tweet|facebook|twitter|whatsapp|linkedin|e?-?mail"
    r"|print|teilen"
    r"|drucken|compartir|partager|condividi|поделиться|分享|打印|شارك"
    r"|teilen mit\W*|like this|gefällt mir|compartir en\b.*|me gusta(?: esto)?|partager ceci"
    r"|j.aime(?: ça)?|condividi su\b.*|mi piace",
    "newsletter": r"подписаться.*|订阅",
    "advertisement": r"advert(?:isement|ising)?s?|sponsored(?: content)?|promoted|anzeige"
    r"|werbung|publicidad"
    r"|publicité|pubblicità|реклама|广告|إعلان",
    "legal": r"版权所有|все права защищены",
    "navigation": r"[«‹←<]?\s*(?:back|home|menu|search|next|previous|skip to\b.*|top"
    r"|contact(?: us)?|about(?: us)?"
    r"|zurück|startseite|suche|menü|accueil|inicio|назад|главная|поиск|меню|首页|返回.*|搜索|الرئيسية"
    r"|بحث)\s*[»›→>]?",
    "placeholder": r"loading\W*|please wait\W*|wird geladen|cargando|chargement|caricamento"
    r"|загрузка\W*|加载中\W*|enable javascript.*|placeholder(?: image)?\W*\d*"
    r"|\$\$\w+\$\$|\{\{[^{}]*\}\}|%%\w+%%",
}
_ASIDES = {
    "newsletter": r"sign up (?:here|now|for free)|sign up (?:to|for) (?:our|the|this|free)\b.{0,60}"
    r"|skip past newsletter.*|after newsletter promotion|enter your e-?mail.{0,30}"
    r"|(?:get|delivered) .{0,60}(?:in|to) your inbox.{0,30}|do you want alerts delivered.*"
    r"|thank you for signing up.*|download (?:the|our) .{0,30}\bapp\b.{0,40}",
    "advertisement": r"(?:the )?(?:story|article) continues (?:below|after).{0,30}"
    r"|scroll to continue|advertisement\W+scroll to continue.*|sponsor message"
    r"|continue reading below"
    r"|continua (?:a leggere )?dopo la pubblicità|la suite après (?:la|cette) publicité"
    r"|(?:continúa|sigue) (?:leyendo )?después de la publicidad|continua após a publicidade"
    r"|(?:weiter|artikel) (?:nach|unter) der anzeige",
    "placeholder": r"your browser does not support.*|dein browser unterstützt.*|(?:watch|play) now"
    r"|play (?:the )?video|video\W* \d+:\d\d|listen to (?:this )?(?:article|story).{0,30}"
    r"|artikel anhören|écouter (?:cet |l.)article|escuchar (?:este )?(?:artículo|audio)"
    r"|ascolta (?:questo )?articolo|(?:toggle|hide|show) caption|image caption"
    r"|view image in full ?screen|open image in (?:gallery|new tab)"
    r"|(?:enlarge|expand) (?:this )?image"
    r"|click to (?:enlarge|expand)|list (?:\d+ )?of \d+(?: items)?|end of list|getty images",
    "share": r"copy link|save (?:this )?(?:article|story)|follow us on .{0,50}"
    r"|follow .{0,30} on (?:x|twitter|facebook|instagram|google news|whatsapp|threads)\b.{0,30}",
    "login": r"(?:already|become) a (?:subscriber|member)\b.{0,40}|il vous reste \d+ ?%.*"
    r"|(?:la suite|cet article) est réservée? (?:à nos|aux) abonnés.*",
    "related": r"recommended stories|stories we recommend|if you enjoyed this (?:article|story).*",
    "comment": r"have you been affected.*|(?:do you have|got) a (?:story|tip)\b.*"
    r"|let us know (?:what you think )?in the comments.*",
}
"""Whole lines that only a page's own voice says, between its paragraphs, too, and as sentences."""
_ANYWHERE = {
    "comment": r"\b(?:leave|post|make|add|write) a (?:comment|reply)\b",
    "newsletter": r"\b(?:newsletter|subscribe|subscription)\b|abonnieren|suscr[ií]b",
    "legal": r"©|\(c\) \d{4}|all rights reserved|copyright|privacy policy|cookie"
    r"|terms of (?:use|service)|impressum|datenschutz|版权所有|все права|جميع الحقوق",
}
_HINTS = (
    "newsletter", "subscri", "cookie", "copyright", "©", "(c)", "rights reserved", "privacy policy",
    "terms of", " a comment", " a reply", "abonnieren", "suscr", "impressum", "datenschutz",
    "版权所有", "все права", "جميع الحقوق",
)  # fmt: skip
"""One of them is in every line that holds a mark of :data:`_ANYWHERE`: far cheaper to look for."""
_WORDS = {
    why: "|".join((words, *filter(None, [_ASIDES.get(why)]))) for why, words in _MARKS.items()
}
_ASIDE = re.compile(rf"\W*(?:{'|'.join(_ASIDES.values())})\W*")
_PATTERNS = {
    reason: re.compile(rf"\W*(?:{words}|.*(?:{_ANYWHERE.get(reason, words)}).*)\W*$")
    if reason in _ANYWHERE
    else re.compile(rf"\W*(?:{words})\W*$")
    for reason, words in _WORDS.items()
}


def _by_letter(pattern: str) -> str:
    """The same alternatives, those of one first letter together: a line is tried with few."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(pattern):
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            parts.append(pattern[start:at])
            start = at + 1
    parts.append(pattern[start:])
    together: dict[str, list[str]] = {}
    for part in parts:
        first = part[:1] if part[:1].isalpha() and part[1:2] not in ("?", "*", "{", "+") else ""
        together.setdefault(first, []).append(part.removeprefix(first))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in together.items())


_WHOLE = rf"\W*(?:{_by_letter('|'.join(_WORDS.values()))})\W*"
_LINES = re.compile(  # of a text with many lines, each after a line feed
    rf"\n{_WHOLE}(?=\n)".replace(r"\W", r"[^\w\n]").replace(r"\s", r"[^\S\n]")
)
_WHICH = re.compile("|".join(f"(?P<{why}>{pattern.pattern})" for why, pattern in _PATTERNS.items()))
FURNITURE_KINDS = frozenset(_WORDS)
MAX_FURNITURE_CHARS, MAX_FURNITURE_WORDS = 160, 14
_DOTTED = "i\u0307"  # the Turkish capital in lower case


def furniture_of(heads: Sequence[str], short: Sequence[int]) -> list[str | None]:
    """What kind of page furniture each short line certainly is, given the lines in lower case."""
    found: list[str | None] = [None] * len(heads)
    texts = [heads[at] for at in short]
    text = join_lines(texts)
    if _DOTTED in text:
        text = text.replace(_DOTTED, "i")
        texts = text[1:-1].split("\n")
    for place in lines_holding(_HINTS, text) | set(_lines_matching(_LINES, text)):
        found[short[place]] = _kind(texts[place])
    return found


def join_lines(lines: Iterable[str]) -> str:
    """The lines in one text, each between line feeds: what is searched once for all of them."""
    return "\n".join(("", *lines, ""))


def lines_holding(words: Sequence[str], text: str) -> set[int]:
    """The lines of a joined text that hold one of these words."""
    found: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.add(text.count("\n", 1, at))
            end = text.find("\n", at)
            at = text.find(word, end)
    return found


def _lines_matching(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """The lines of a joined text before which a pattern, that begins with a line feed, matches."""
    line = last = 0
    for match in pattern.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        yield line


def is_label(line: str) -> bool:
    """Whether a line ends as labels and slots do, and not as a sentence or a quotation does."""
    return line[-1].isalnum() or line[-1] in ":$}%"


def stands_alone(line: str) -> bool:
    """Whether a line of furniture is no part of a text: a label, or what only a page says."""
    return is_label(line) or bool(_ASIDE.fullmatch(line.lower()))


@lru_cache(maxsize=16_384)
def _kind(lowered: str) -> str | None:
    found = _WHICH.match(lowered)
    return found.lastgroup if found else None
