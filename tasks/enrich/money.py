"""Amounts of money: currency and magnitude as printed, the value as "CUR amount".

A number without a currency is a count, a share or a score, and never money.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from storage.records import Mention, MentionKind
from tasks.enrich.overlaps import Mask

# Signs and words -> ISO 4217. A bare dollar sign is read as the US dollar, as wire style has it;
# dollars of other countries carry their letter.
_BEFORE = {
    "us$": "USD", "usd": "USD", "$": "USD", "us dollars": "USD",
    "a$": "AUD", "au$": "AUD", "aud": "AUD", "c$": "CAD", "ca$": "CAD", "cad": "CAD",
    "hk$": "HKD", "hkd": "HKD", "nz$": "NZD", "nzd": "NZD", "s$": "SGD", "sgd": "SGD",
    "nt$": "TWD", "r$": "BRL", "brl": "BRL", "mx$": "MXN",
    "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "rmb": "CNY", "cny": "CNY", "cn¥": "CNY",
    "¥": "JPY", "jpy": "JPY", "₹": "INR", "rs": "INR", "rs.": "INR", "inr": "INR", "₩": "KRW",
    "krw": "KRW", "₽": "RUB", "rub": "RUB", "₺": "TRY", "₴": "UAH", "chf": "CHF", "sek": "SEK",
    "nok": "NOK", "dkk": "DKK", "zar": "ZAR", "aed": "AED", "sar": "SAR", "myr": "MYR",
    "₦": "NGN", "₱": "PHP", "฿": "THB", "₫": "VND", "₪": "ILS",
}  # fmt: skip
_AFTER = {
    "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "dollars": "USD",
    "dollar": "USD", "australian dollars": "AUD", "canadian dollars": "CAD",
    "hong kong dollars": "HKD", "singapore dollars": "SGD", "new zealand dollars": "NZD",
    "euros": "EUR", "euro": "EUR", "pounds sterling": "GBP", "british pounds": "GBP",
    "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "yen": "JPY", "rupees": "INR", "rupee": "INR",
    "indian rupees": "INR", "won": "KRW", "rubles": "RUB", "roubles": "RUB", "swiss francs": "CHF",
    "dirhams": "AED", "riyals": "SAR", "ringgit": "MYR", "baht": "THB", "rand": "ZAR",
    "shekels": "ILS", "hryvnia": "UAH", "zloty": "PLN", "zlotys": "PLN", "usd": "USD",
    "eur": "EUR", "gbp": "GBP", "cny": "CNY", "jpy": "JPY", "chf": "CHF", "inr": "INR",
    "aud": "AUD", "cad": "CAD", "€": "EUR", "₽": "RUB", "zł": "PLN", "kč": "CZK",
}  # fmt: skip
_SCALE = {
    "hundred": 100, "thousand": 1000, "k": 1000, "lakh": 10**5, "lakhs": 10**5, "million": 10**6,
    "millions": 10**6, "mn": 10**6, "mln": 10**6, "m": 10**6, "crore": 10**7, "crores": 10**7,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9, "b": 10**9,
    "trillion": 10**12, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_WORDS = {
    "a": Decimal(1), "an": Decimal(1), "one": Decimal(1), "two": Decimal(2), "three": Decimal(3),
    "four": Decimal(4), "five": Decimal(5), "six": Decimal(6), "seven": Decimal(7),
    "eight": Decimal(8), "nine": Decimal(9), "ten": Decimal(10), "half a": Decimal("0.5"),
}  # fmt: skip
# Words that also name something else ("he won 3", "rand") count only behind a magnitude.
_NEEDS_SCALE = {"won", "rand", "b", "m", "k"}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# 1,234.50 and 2,50,000 (India); 3,40 with a decimal comma; 5.5
_NUMBER = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?"
_MAGNITUDE = rf"(?:\s?-?(?P<scale{{0}}>{_any(_SCALE)})\b)?"
_DASH = r"(?:\s?[–—-]\s?|\sto\s)"
_SIGN_FIRST = re.compile(
    rf"(?<![\w.])(?P<sign>{_any(_BEFORE)}|(?:US|NZ|HK|NT)\s\$)\s?(?P<a>{_NUMBER})(?!\d|[.,]\d|,\s\d{{3}}\b)"
    rf"(?:{_DASH}(?:(?P=sign)\s?)?(?P<b>{_NUMBER})(?=\s?(?:{_any(_SCALE)})\b))?"
    + _MAGNITUDE.format("")
    + r"(?![\w%])",
    re.I,
)
_SIGN_LAST = re.compile(
    rf"(?<![\w.,$€£¥])(?:(?P<a>{_NUMBER})(?:{_DASH}(?P<b>{_NUMBER}))?|(?P<word>{_any(_WORDS)}))"
    + _MAGNITUDE.format("")
    + rf"\s?-?(?P<sign>{_any(_AFTER)})(?!\w)",
    re.I,
)


# What a text in small letters must hold for a way of printing amounts to be tried at all.
_WAYS = (
    ((re.compile(r"[$€£¥₹₩₽₺₴₦₱฿₫₪]|\b[a-z]{3}\s?\d|\brs\b"),), _SIGN_FIRST, _BEFORE),
    (
        (
            re.compile("|".join(sorted({re.escape(way.split()[-1]) for way in _AFTER}))),
            # and then with an amount before it: "won" stands in every second text
            re.compile(
                rf"(?:\d|(?<![^\W\d])(?:{_any([*_SCALE, *_WORDS])}))\s?-?(?:{_any(_AFTER)})"
            ),
        ),
        _SIGN_LAST,
        _AFTER,
    ),
)


def find_money(text: str) -> list[Mention]:
    """Return the amounts of money of a text, in order; value "CUR amount" or "CUR from/to"."""
    found: list[Mention] = []
    mask, small = Mask(len(text)), text.lower()
    for hints, pattern, currencies in _WAYS:
        if not all(hint.search(small) for hint in hints):
            continue
        for match in pattern.finditer(text):
            value = _read(match, currencies)
            if value and mask.is_free(*match.span()):
                mask.add(*match.span())
                found.append(_mention(match, value))
    return sorted(found, key=lambda mention: mention.start)


def _read(match: re.Match[str], currencies: dict[str, str]) -> str | None:
    sign, scale = match["sign"], (match["scale"] or "").lower()
    word = match.groupdict().get("word")
    if sign.lower() in _NEEDS_SCALE and not scale:
        return None
    if word and not scale:
        return None  # "a dollar", "one euro" are figures of speech
    if "\n" in match.group() or (sign.isalpha() and sign.islower() and sign in ("rs", "cad")):
        return None
    times = _SCALE.get(scale, 1)
    first = _WORDS[word.lower()] if word else _decimal(match["a"])
    amount = _plain(first * times)
    if match["b"]:
        amount = f"{amount}/{_plain(_decimal(match['b']) * times)}"
    return f"{currencies[''.join(sign.lower().split()) if '$' in sign else sign.lower()]} {amount}"


def _decimal(written: str) -> Decimal:
    has_decimal_comma = re.fullmatch(r"\d+,\d{1,2}", written) is not None
    return Decimal(written.replace(",", "." if has_decimal_comma else ""))


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _mention(match: re.Match[str], value: str) -> Mention:
    return Mention(
        kind=MentionKind.MONEY,
        start=match.start(),
        end=match.end(),
        surface=match.group(),
        score=1.0,
        value=value,
    )
