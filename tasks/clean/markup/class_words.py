"""Words that designers put in class and id names, by what they say about a block.

Gathered from the pages of news sites in six languages. A word may stand in several groups. The
order of the groups is the order of their bits and of the model's features: append, never insert.
"""

import re
from functools import lru_cache

GROUPS = {
    "articlebody": (
        "body articlebody storybody bodytext bodycopy storytext articletext maintext fulltext "
        "richtext prose corpo cuerpo texto texte testo"
    ),
    "content": "content contents contenido contenu inhalt conteudo contentbody copy",
    "article": "article artikel articulo articolo artigo story post entry news single",
    "text": "text txt paragraph para paragraphs paragraf absatz p wysiwyg rte editor markdown",
    "main": "main primary center detail details page",
    "lead": (
        "lead lede intro introduction standfirst dek summary subtitle subheadline subhead excerpt "
        "abstract description sapo chapo bajada entradilla vorspann deck"
    ),
    "comment": (
        "comment comments disqus kommentar kommentare comentario comentarios commentaires reply "
        "replies respond discussion forum livefyre commenting"
    ),
    "related": (
        "related relacionadas relacionados recommend recommended recommendation recommendations "
        "recirc recirculation similar readmore also more onward suggested outbrain taboola "
        "zergnet further associated mehr mas yarpp jp"
    ),
    "sidebar": "sidebar aside rail secondary right side complementary col",
    "advertisement": (
        "ad ads advert advertisement advertising adv sponsor sponsored sponsors promo promoted "
        "promotion promotional dfp banner werbung anzeige publicidad gpt slot native commercial "
        "affiliate"
    ),
    "share": (
        "share sharing social facebook twitter addthis sharedaddy follow whatsapp teilen "
        "compartir partage sns instagram youtube"
    ),
    "offer": (
        "newsletter subscribe subscription signup paywall premium login register piano abo "
        "membership member donate donation support cta join campaign optin"
    ),
    "footer": "footer foot copyright legal disclaimer colophon bottom fuss pie",
    "navigation": (
        "nav menu navigation breadcrumb breadcrumbs skip navbar subnav sitemap tabs tab"
    ),
    "header": "header masthead top head kopf hero banner topbar",
    "author": (
        "byline author authors autor auteur bio writer contributor contributors reporter credit "
        "credits profile avatar signature about journalist"
    ),
    "meta": (
        "meta metadata date datetime time timestamp published publish pubdate dateline updated "
        "posted info datum fecha"
    ),
    "media": (
        "caption figcaption figure image img photo picture gallery slideshow slide carousel media "
        "video player embed thumbnail thumb lightbox bildunterschrift legend foto audio"
    ),
    "topic": (
        "tag tags topic topics category categories keyword keywords label labels kicker eyebrow "
        "section rubric channel hashtag"
    ),
    "box": "widget module component block container wrapper wrap box panel inner row",
    "teaser": (
        "card teaser item list items grid tile tiles stream listing archive collection feed"
    ),
    "popular": (
        "popular trending most latest headlines recent top hot viewed read ticker breaking "
        "editors picks"
    ),
    "consent": (
        "cookie consent gdpr modal popup overlay notice notification alert dialog toast gate "
        "interstitial privacy"
    ),
    "hidden": "hidden sr visually screenreader screen offscreen hide invisible none",
    "title": "title headline heading hed hl titre titel titulo",
    "tool": (
        "tool tools toolbar button btn print actions action icon icons control controls bar "
        "utility link links"
    ),
    "quote": "quote pullquote pull blockquote callout highlight",
    "infobox": (
        "infobox factbox facts fact sidebarbox kasten inset infographic table chart datawrapper"
    ),
    "note": (
        "correction corrections note notes footnote footnotes editornote endnote source sources "
        "references reference boilerplate"
    ),
    "pager": "pagination pager pages next prev previous",
    "form": "form search input field survey poll quiz vote rating ratings review",
    "tweet": "tweet tweets twittertweet",
    "shop": "product price buy shop store deal commerce app apps download",
}
BIT = {name: 1 << place for place, name in enumerate(GROUPS)}
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_CACHED = 20_000  # attributes: those of a source come again on each of its pages


def _table() -> dict[str, int]:
    """Word -> its groups, as the word stands in names: lower case, capitalised, all capitals."""
    table: dict[str, int] = {}
    for name, words in GROUPS.items():
        for word in words.split():
            for form in {word, word.capitalize(), word.upper()}:
                table[form] = table.get(form, 0) | BIT[name]
    return table


_WORDS = _table()


_UNSEEN_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sr[-_]only|show-for-sr|visually[-_]?hidden|hidden[-_]?visually|screen-?reader"
    r"|element-invisible|a11y[-_]hidden|assistive[-_]text|vh(?:\s|$))",
    re.IGNORECASE,
)
_UNSEEN_STYLE = re.compile(r"clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\((?:50|100)%")


@lru_cache(maxsize=_CACHED)
def is_unseen(names: str | None, style: str | None) -> bool:
    """Whether class and style hide an element from all but those who have a page read to them.

    The ways are those of WebAIM's "Invisible Content Just for Screen Reader Users" and the class
    names of the usual frameworks. What scripts may show later (``display: none``) does not count.
    """
    return bool((names and _UNSEEN_CLASS.search(names)) or (style and _UNSEEN_STYLE.search(style)))


@lru_cache(maxsize=_CACHED)
def class_mask(names: str) -> int:
    """The groups that a class or id attribute speaks of, as bits of :data:`BIT`."""
    mask = 0
    for word in _WORDS.keys() & _TOKEN.findall(names):
        mask |= _WORDS[word]
    return mask
