"""URL identity: the key under which two spellings of one address are the same article.

::

    url --unwrap redirector--> parts --fold each by its rules--> key  //host[:port]/path[?query]
                                                                  |
    alias_keys: AMP, mobile, print, archive, rel=canonical  ------+-- candidates, not identity

A key merges only what the standards or a publisher-independent convention call the same. What
is merely likely to be the same (an AMP page, a mobile host) is an alias candidate: whoever uses
it confirms it by content first.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, quote_plus, urlsplit

# Names, in lower case, that say how a reader came to the page, never which page it is. Left out
# on purpose, because on some sites they choose the page: ref, source, cid, sid, from, id, s, t.
TRACKERS: Mapping[str, str] = {
    "Google Ads": "gclid gclsrc dclid gbraid wbraid _ga _gl",
    "Meta": "fbclid igshid igsh fb_ref fb_source",
    "X": "ref_src ref_url twclid __twitter_impression",
    "Microsoft": "msclkid ocid",
    "Yandex": "yclid ysclid _openstat",
    "TikTok, LinkedIn, Pinterest, Reddit": "ttclid li_fat_id epik rdt_cid",
    "Mailchimp, HubSpot, Marketo": "mc_cid mc_eid _hsenc _hsmi mkt_tok",
    "Adobe, Vero, Omeda, AT Internet": "s_cid vero_id oly_enc_id oly_anon_id xtor xtref",
    "Alibaba, WeChat": "spm isappinstalled nsukey",
    "Yahoo": "guccounter guce_referrer guce_referrer_sig soc_src soc_trk",
    "Guardian, Bloomberg, AOL, New York Times, Mail": "cmp cmpid ncid smid smtyp ito",
    "session identifiers (Heritrix)": "phpsessid jsessionid aspsessionid sessionid",
}
TRACKER_PREFIXES: Mapping[str, str] = {
    "Google Analytics": "utm_",
    "Matomo": "mtm_ pk_",
    "HubSpot": "hsa_",
    "Piano": "at_",
    "comScore": "ns_",
    "Webtrends, Webtrekk": "wt. wt_",
    "Meta": "fb_action_",
}
# Apache DirectoryIndex, nginx index and IIS default documents.
DEFAULT_PAGES = frozenset(
    f"{stem}.{end}"
    for stem in ("index", "default")
    for end in ("html", "htm", "shtml", "php", "asp", "aspx", "jsp")
)
# Redirectors whose target stands in a parameter: links in Google Alerts feeds, shared links.
REDIRECTORS: Mapping[str, tuple[str, ...]] = {
    "google.com/url": ("url", "q"),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
}
DEFAULT_PORTS: Mapping[str, int] = {"http": 80, "https": 443}

# C0 controls, zero-width and bidirectional marks, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_TRACKERS = frozenset(" ".join(TRACKERS.values()).split())
_TRACKER_PREFIXES = tuple(" ".join(TRACKER_PREFIXES.values()).split())
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LEFT_ENTITY = re.compile(r"^(?:amp;)+")  # "&amp;" that a feed escaped once too often
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")  # RFC 3986, 2.3
_PATH_SAFE = "%/:@!$&'()*+,;=-._~"  # pchar of RFC 3986, 3.3; "%" because escapes were folded
_SESSION_SEGMENT = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_MOBILE_LABELS = frozenset({"m", "mobile", "touch", "wap", "amp"})
_FORM_PATH = re.compile(r"/amp(?=/|$)|/amp\.html$|\.amp(?=\.html?$)|\.amp$|/(?:print|amphtml)$")
_FORM_PARAMETERS = frozenset({"amp", "outputtype", "print", "mobile", "m", "view", "_amp"})
_FORM_VALUES = frozenset({"", "1", "true", "yes", "amp", "print", "mobile"})
_GOOGLE_AMP = re.compile(r"^//google\.[a-z.]+/amp/(s/)?(?P<inner>.+)$")
_AMP_CACHE = re.compile(r"^//[^/]*\.?cdn\.ampproject\.org/[a-z](/s)?/(?P<inner>.+)$")
_ARCHIVE = re.compile(r"^//web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/https?:/+(?P<inner>.+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRules:
    """What one source does differently; names in lower case. ``"*"`` in drop means every name."""

    keep: frozenset[str] = frozenset()  # parameters that choose the page here, trackers elsewhere
    drop: frozenset[str] = frozenset()  # parameters that do not choose the page here
    hosts: Mapping[str, str] = field(default_factory=dict)  # host -> the host it stands for
    keep_fragment: bool = False  # the part after "#" chooses the page


ORDINARY = UrlRules()


def fold_url(url: str, rules: UrlRules = ORDINARY) -> str:
    """Return the key of a URL: equal keys, same address. Folding a key returns the key.

    Anything but an absolute http or https URL comes back as it is, less invisible characters.
    """
    text = _INVISIBLE.sub("", url).strip()
    parts = _split(text)
    if parts is None:
        return text
    inner = _redirect_target(parts)
    if inner is not None:
        return fold_url(inner, rules)
    query = _fold_query(parts.query, rules)
    fragment = _fold_fragment(parts.fragment, rules)
    return f"//{_fold_host(parts, rules)}{_fold_path(parts.path)}{query}{fragment}"


def alias_keys(
    url: str, canonical: str | None = None, rules: UrlRules = ORDINARY
) -> tuple[str, ...]:
    """Return keys that may be the same article as the URL, likeliest first, without its own key.

    ``canonical`` is the page's rel=canonical, absolute. It is a candidate only inside its own
    site: towards another site it says who wrote the text first, and to a front page it is a
    common template fault.
    """
    own = fold_url(url, rules)
    candidates = [fold_url(canonical, rules)] if canonical else []
    trusted = [key for key in candidates if _same_site(own, key) and not key.endswith("/")]
    found = dict.fromkeys([*trusted, *_plain_forms(own, rules)])
    return tuple(key for key in found if key != own and key.startswith("//"))


def _split(text: str) -> SplitResult | None:
    # WHATWG URL, 4.4: a backslash before the query is a slash.
    head, mark, tail = text.partition("?")
    try:
        parts = urlsplit(head.replace("\\", "/") + mark + tail)
        _ = parts.port  # reading it is what checks it
    except ValueError:  # a port that is no number, an IPv6 host without its bracket
        return None
    return parts if parts.hostname and parts.scheme in ("http", "https", "") else None


def _redirect_target(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").removeprefix("www.")
    names = REDIRECTORS.get(host + parts.path, ())
    values = dict(parse_qsl(parts.query)) if names else {}
    targets = (values.get(name, "") for name in names)
    return next((target for target in targets if target.startswith(("http://", "https://"))), None)


def _fold_host(parts: SplitResult, rules: UrlRules) -> str:
    # Case: RFC 3986, 6.2.2.1. Punycode: RFC 3490. "www.": the SURT rule of web archives.
    name = unicodedata.normalize("NFKC", parts.hostname or "").lower().rstrip(".")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:  # a label that is empty or too long: the name stays as it is written
        name = quote(name, safe=":%").lower()
    short = name.removeprefix("www.")
    name = short if "." in short else name
    name = rules.hosts.get(name, name)
    shown = f"[{name}]" if ":" in name else name
    usual = parts.port is None or parts.port == DEFAULT_PORTS.get(parts.scheme)
    return shown if usual else f"{shown}:{parts.port}"


def _fold_path(path: str) -> str:
    cleaned = _SESSION_SEGMENT.sub("", _fold_escapes(path))
    segments: list[str] = []
    for segment in cleaned.split("/"):  # dot segments: RFC 3986, 5.2.4; empty ones: as servers do
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    if segments and segments[-1].lower() in DEFAULT_PAGES:
        segments.pop()
    return "/" + "/".join(segments)


def _fold_escapes(text: str) -> str:
    # RFC 3986, 6.2.2.1 and 6.2.2.2; characters beyond ASCII: RFC 3987, 3.1 and 5.3.2.2 (NFC).
    def fold(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if _UNRESERVED.fullmatch(character) else f"%{match[1].upper()}"

    folded = _ESCAPE.sub(fold, _BARE_PERCENT.sub("%25", text))
    return quote(unicodedata.normalize("NFC", folded), safe=_PATH_SAFE)


def _fold_query(query: str, rules: UrlRules) -> str:
    # Names in order, values of one name in the order they came: WHATWG URLSearchParams.sort.
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    named = ((_LEFT_ENTITY.sub("", name), value) for name, value in pairs)
    kept = sorted((pair for pair in named if _chooses_page(*pair, rules)), key=lambda pair: pair[0])
    folded = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in kept)
    return f"?{folded}" if folded else ""


def _quoted(text: str) -> str:
    return quote_plus(unicodedata.normalize("NFC", text), errors="surrogateescape")


def _chooses_page(name: str, value: str, rules: UrlRules) -> bool:
    lower = name.lower()
    if lower in rules.keep:
        return True
    if lower in rules.drop or "*" in rules.drop or not (name or value):
        return False
    return lower not in _TRACKERS and not lower.startswith(_TRACKER_PREFIXES)


def _fold_fragment(fragment: str, rules: UrlRules) -> str:
    # "#!" (Google's AJAX crawling scheme) and "#/..." (client-side routers) choose the page.
    chooses = fragment.startswith("!") or (fragment.startswith("/") and len(fragment) > 1)
    return f"#{_fold_escapes(fragment)}" if fragment and (chooses or rules.keep_fragment) else ""


def _plain_forms(key: str, rules: UrlRules) -> Iterator[str]:
    """The wrapped address of an archive or AMP cache, then the desktop forms of the key."""
    for wrapper in (_GOOGLE_AMP, _AMP_CACHE, _ARCHIVE):
        match = wrapper.match(key)
        if match:
            inner = fold_url(f"//{match['inner']}", rules)
            yield from (inner, *_plain_forms(inner, rules))
            return
    parts = urlsplit(key)
    labels = parts.netloc.split(".")
    host = ".".join(label for label in labels[:-2] if label not in _MOBILE_LABELS)
    host = ".".join(filter(None, (host, *labels[-2:])))
    path = _FORM_PATH.sub("", parts.path)
    query = "&".join(pair for pair in parts.query.split("&") if not _chooses_form(pair))
    plain = parts._replace(netloc=host, path=path, query=query)
    for form in (plain, plain._replace(query=parts.query), plain._replace(netloc=parts.netloc)):
        yield fold_url(form.geturl(), rules)


def _chooses_form(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return name.lower() in _FORM_PARAMETERS and value.lower() in _FORM_VALUES


def _same_site(key: str, other: str) -> bool:
    return _site(key) == _site(other)


def _site(key: str) -> str:
    # Two labels, three under a country's second level ("co.uk"): no public suffix list is needed,
    # because a wrong answer only costs a candidate or one comparison of content.
    labels = (urlsplit(key).hostname or "").split(".")
    nested = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if nested else labels[-2:])
