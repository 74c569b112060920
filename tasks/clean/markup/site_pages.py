"""Pages about the site and its people, and no articles: contact, imprint, about, profiles.

Publishers' sitemaps name them beside the articles. A page is one by the type that it declares
(schema.org), by what its address and headline are called, or by holding little but ways to reach
somebody. None is told where the page says when it was published, or describes an article.
"""

import re

from tasks.clean.draft import Setting
from tasks.clean.markup.html_metadata import Facts
from tasks.clean.sentences import ends_sentence
from tasks.clean.words import count_words

SHORT_WORDS = 120  # with more, addresses and numbers are part of a text
LONG_WORDS = 400  # with more, a name alone (of the address or of the page) tells nothing
SENTENCE_WORDS = 8  # of a line that is prose, though a number may stand in it
MIN_KINDS = 2  # of ways to reach somebody: a brief may end with the number of the police
_DECLARED = {
    "ContactPage": "contact page",
    "AboutPage": "about page",
    "ProfilePage": "profile page",
}
_NAMES = {
    "contact page": r"(?:contact|kontakt)(?:[ _-]?(?:us|form|info|details|formular|formulaire))?"
    r"|get in touch|contacts|contacto|contatti|contato|contactez[ _-]nous|nous contacter"
    r"|контакты|联系我们|お問い合わせ|اتصل بنا",
    "about page": r"about(?:[ _-](?:us|me|this site))?|(?:ueber|über)[ _-]uns|wir über uns"
    r"|imprint|impressum|masthead|legal notice|mentions[ _-]l[eé]gales|aviso[ _-]legal"
    r"|[aà][ _-]propos|qui[ _-]sommes[ _-]nous|qui[eé]nes[ _-]somos|chi[ _-]siamo|quem[ _-]somos"
    r"|over[ _-]ons|om[ _-]oss|о нас|о проекте|关于我们|会社概要|من نحن",
}
_CALLED = {reason: re.compile(rf"(?:{names})", re.IGNORECASE) for reason, names in _NAMES.items()}
_SLUG = re.compile(r"([^/?#]+?)(?:\.\w{3,5})?/?(?:[?#].*)?$")
_PATH = re.compile(r"^\w+://[^/]+/")
_WAYS = {  # to reach somebody
    "mail": r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+\.\w|\[email.protected\]",
    "phone": r"(?:\+\d{1,3}|\(?0\d)[\d\s()/.–-]{5,}\d|\(\d{3}\)\s?\d{3}[ -]\d{4}",
    "label": r"(?:tele)?(?:phone|fon|fono|fax)|tel|t[eé]l[eé]phone|e-?mail|mobile?|whatsapp"
    r"|(?:postal |street )?address|adresse|direcci[oó]n|indirizzo|telefoon|тел|電話|电话|地址|住所",
    "place": r"p\.?\s?o\.? box \d|postfach \d|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
    r"|,\s[A-Z]{2}\.?\s\d{5}\b|\b(?:[A-Z]{1,2}[- ])?\d{4,5} [A-ZÄÖÜ][a-zäöüß]{2,}"
    r"|\b\d{1,4}[a-z]? (?:[A-Z][\w'’]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Way)\b"
    r"|\b[A-ZÄÖÜ]\w+(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse) \d",
}
_WAY = {kind: re.compile(words) for kind, words in _WAYS.items() if kind != "label"}
_WAY["label"] = re.compile(rf"^\W*(?:{_WAYS['label']})\b\.?\s*(?:[:：]|\W*$)", re.IGNORECASE)


def site_page(text: str, words: int, facts: Facts, setting: Setting) -> str | None:
    """Which kind of page about the site this is, or None."""
    if facts.described or facts.head.first("article:published_time"):
        return None
    declared = (reason for kind, reason in _DECLARED.items() if kind in facts.kinds)
    return next(declared, None) or _called(words, facts, setting) or _reached(text, words)


def _called(words: int, facts: Facts, setting: Setting) -> str | None:
    """What the address and the headline call the page; one of them is enough for a short page."""
    path = _PATH.sub("", setting.url or "")
    slug = _SLUG.search(path) if path else None
    names = [slug[1] if slug else "", facts.headline or ""]
    for reason, pattern in _CALLED.items():
        called = sum(bool(pattern.fullmatch(name.strip())) for name in names)
        if called == 2 or (called and words <= LONG_WORDS):
            return reason
    return None


def _reached(text: str, words: int) -> str | None:
    """That a short text is ways to reach somebody more than prose."""
    if words > SHORT_WORDS:
        return None
    kinds, reaching, prose = set[str](), 0, 0
    for line in text.split("\n"):
        count = count_words(line)
        if count >= SENTENCE_WORDS and ends_sentence(line):
            prose += count
            continue
        found = {kind for kind, pattern in _WAY.items() if pattern.search(line)}
        kinds |= found
        reaching += count if found else 0
    enough = len(kinds) >= MIN_KINDS and reaching > prose
    return "contact page" if enough else None
