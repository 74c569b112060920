"""Tags of languages as sources.yaml may name them (BCP 47): which are right, and what was meant."""

import re

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*",
    re.IGNORECASE,
)
"""Language, script, region, variants (RFC 5646, section 2.1), without extensions."""

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th
ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_CODES.split())
"""ISO 639-1; of three letters there are eight thousand, and any is taken but those below."""

_MEANT = {
    "ar": "arabic ara arabisch arabe",
    "bg": "bulgarian bul",
    "bn": "bengali bangla ben",
    "ca": "catalan cat",
    "cs": "czech cz ces cze",
    "da": "danish dk dan dansk",
    "de": "german deutsch ger deu",
    "el": "greek gr ell gre",
    "en": "english eng englisch anglais gb us",
    "es": "spanish español espanol spa castellano",
    "et": "estonian est",
    "fa": "persian farsi fas per",
    "fi": "finnish fin suomi",
    "fr": "french français francais fra fre",
    "he": "hebrew heb iw",
    "hi": "hindi hin",
    "hr": "croatian hrv",
    "hu": "hungarian hun magyar",
    "id": "indonesian ind",
    "it": "italian italiano ita",
    "ja": "japanese jp jpn",
    "ko": "korean kor kp",
    "lt": "lithuanian lit",
    "lv": "latvian lav",
    "ms": "malay msa may",
    "nb": "bokmål bokmal nob",
    "nl": "dutch nederlands nld dut",
    "no": "norwegian norsk nor",
    "pl": "polish polski pol",
    "pt": "portuguese português portugues por",
    "ro": "romanian ron rum",
    "ru": "russian rus",
    "sk": "slovak slk slo",
    "sl": "slovenian slovene slv",
    "sr": "serbian srp",
    "sv": "swedish svenska swe",
    "sw": "swahili swa",
    "th": "thai tha",
    "tr": "turkish türkçe turkce tur",
    "uk": "ukrainian ua ukr",
    "ur": "urdu urd",
    "vi": "vietnamese vn vie",
    "zh": "chinese mandarin cn zho chi",
}
"""Names, codes of three letters and codes of countries that people write, by what they mean."""

_TAG_OF = {word: tag for tag, words in _MEANT.items() for word in words.split()}


def check_language(tag: str) -> str:
    """A tag of a language, such as ``en`` or ``zh-Hant``; of what is none it says what is."""
    found = _TAG.fullmatch(tag)
    language = found["language"].lower() if found else ""
    if language in _TWO_LETTERS or (len(language) == 3 and language not in _TAG_OF):
        return tag
    raise ValueError(f"{tag!r} is no language tag (BCP 47); write {_advice(tag)}")


def check_languages(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Tags of languages, each of which is one."""
    return tuple(check_language(tag) for tag in tags)


def language_meant(tag: str) -> str | None:
    """The language that a page means by its own tag; None where that cannot be told."""
    first = tag.strip().replace("_", "-").partition("-")[0].lower()
    code = _TAG_OF.get(first, first)
    return code if code in _TWO_LETTERS or (len(code) == 3 and _TAG.fullmatch(code)) else None


def language_code(tag: str) -> str:
    """The language of a tag alone: ``en`` of ``en-GB``."""
    return tag.partition("-")[0].lower()


def _advice(tag: str) -> str:
    first, _, rest = tag.strip().replace("_", "-").partition("-")
    code = _TAG_OF.get(first.lower(), first.lower())
    meant = f"{code}-{rest}" if rest and _TAG.fullmatch(f"{code}-{rest}") else code
    return f"`{meant}`" if code in _TWO_LETTERS else "one such as `en`, `de` or `zh-Hant`"
