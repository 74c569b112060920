"""Pages that are not the article they stand for: walls, soft 404s, logins, indexes, empty shells.

A stub never replaces an earlier good text, so a wrong verdict costs one capture; a wall taken for
an article would cost a false version. Phrases count only where there is little body around them.
"""

import re
from collections.abc import Sequence

from tasks.clean.draft import Setting
from tasks.clean.markup.html_metadata import Facts
from tasks.clean.markup.site_pages import site_page
from tasks.clean.sentences import ends_sentence
from tasks.clean.words import count_words

SHORT_WORDS = 120  # bodies of the development articles are longer in 97 of 100
BARE_WORDS = 40  # with less than this a page is what stands around its text
TEASER_WORDS = 200
SENTENCE_WORDS = 8
BANNERS = ("consent wall", "enable javascript")
"""What is said around most articles, too; it makes a wall of a page that tells nothing itself."""
_WALLS = {
    "soft 404": r"(?:page|article|story|content)\b.{0,40}(?:not found|no longer (?:available"
        r"|exists)|could ?n.t be found"
    r"|does(?: not|n.t) exist|ha(?:s|ve) been (?:moved|removed|deleted))"
    r"|(?:could(?: not|n.t)|can(?:not|.t)|unable to) (?:find|locate) (?:the|that|this|your)"
    r" (?:page|article|story)|page (?:that )?you (?:were|are) looking for"
        r"|(?:error|erreur|errore|fehler|ошибка|http)\W{1,3}404\b"
    r"|\b404\W{1,3}(?:error|not found|page|file)|^\W*404\s*(?:[-–—|:]|$)"
    r"|seite (?:wurde |konnte )?nicht gefunden|page introuvable|page n.existe (?:pas|plus)"
    r"|página no encontrada|pagina non trovata|страница не найдена|页面不存在|找不到(?:该)?页面"
    r"|الصفحة غير موجودة",
    "consent wall": r"(?:we|our partners)\b.{0,60}\b(?:use|store|process)\b.{0,40}\b(?:cookies"
        r"|personal data)|before you continue"
    r"|accept (?:all )?cookies|cookie[- ]?einstellungen|zustimmen und weiter|accepter et fermer"
    r"|wir verwenden cookies"
    r"|manage (?:your )?(?:cookie|privacy) (?:preferences|settings)|consent to (?:the use"
    r"|cookies)|使用cookie",
    "enable javascript": r"(?:enable|turn on|requires?|activate|activez) (?:your )?javascript"
        r"|javascript (?:is )?(?:disabled|required|deaktiviert)"
    r"|javascript aktivieren|включите javascript|启用javascript",
    "bot check": r"verify (?:that )?you are (?:a )?human|checking your browser|are you a robot"
        r"|unusual traffic|captcha|access denied"
    r"|attention required",
    "login page": r"(?:log|sign) in to (?:your account|continue|read)"
        r"|forgot(?:ten)? (?:your )?password|anmelden, um|iniciar sesión para"
    r"|войдите, чтобы|请登录",
    "paywall": r"subscribe (?:now )?to (?:continue|read|keep)|(?:already|become) a subscriber"
        r"|this (?:article|content|story) is (?:only |exclusively )?(?:for|available to)"
    r" (?:\w+ )?(?:subscribers|members)|to (?:continue|keep) reading|weiterlesen mit"
    r"|jetzt (?:abonnieren|weiterlesen)|réservé aux abonnés"
    r"|contenido (?:exclusivo )?para suscriptores|нужна подписка|订阅后",
}  # fmt: skip
_PATTERNS = {reason: re.compile(words, re.MULTILINE) for reason, words in _WALLS.items()}
"""For texts in lower case, which are searched in a third of the time that any case takes."""


def html_stub(text: str, lines: Sequence[str], facts: Facts, setting: Setting) -> str | None:
    """Why a page is no article, or None."""
    words = count_words(text) if text else 0
    wall = _wall(text, lines, facts.headline, words)
    if wall:
        return wall
    if words == 0:
        return "empty"
    if site := site_page(text, words, facts, setting):
        return site
    if _is_index(text, words, facts, setting):
        return "index page"
    return None


def text_stub(text: str, lines: Sequence[str]) -> str | None:
    """Why a text dump is no article, or None."""
    if text.count(" ") >= TEASER_WORDS:
        return None
    words = count_words(text) if text else 0
    return _wall(text, lines, None, words) or (None if words else "empty")


def _wall(text: str, lines: Sequence[str], headline: str | None, words: int) -> str | None:
    if words > TEASER_WORDS:
        return None
    titled, own = f"{headline or ''}\n{text}".lower(), text.lower()
    around = "\n".join((titled, *lines)).lower() if words <= BARE_WORDS else own
    where = {"soft 404": titled} | (dict.fromkeys(BANNERS, own) if _tells(text) else {})
    found = (why for why, said in _PATTERNS.items() if said.search(where.get(why, around)))
    return next(found, None)


def _tells(text: str) -> bool:
    """Whether a text has a whole sentence, however little it is: a brief under a banner has one."""
    lines = text.split("\n")
    return any(ends_sentence(line) and count_words(line) >= SENTENCE_WORDS for line in lines)


def _is_index(text: str, words: int, facts: Facts, setting: Setting) -> bool:
    """A section front: no article described, little text, and an address without a path."""
    if facts.described or words > TEASER_WORDS:
        return False
    path = re.sub(r"^\w+://[^/]+", "", setting.url or "x").strip("/")
    kind = facts.head.first("og:type") or ""
    return not path or (kind == "website" and words < SHORT_WORDS // 2)
