"""How dates are printed: the grammar that finds them. What each means stands in date_values.

Found first, read second: a parser let loose on running text sees dates in scores and page numbers.
"""

import re
from functools import cache

from tasks.enrich.lexicon import FUNCTION_WORDS

MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
SHORT_MONTHS = {"sept": 9} | {
    month[:3]: number for number, month in enumerate(MONTHS["en"].split(), 1)
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBER_WORDS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:1[5-9]|20)\d\d"
_TO = r"(?: ?[–—‒-] ?| (?:to|until|till|through|and) )"
_WD = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NOT_IN_NUMBER = r"(?<![\w.,/:$€£¥-])"
_END = r"(?![\w/]|[.,:]\d|-\d)"
_N = rf"(?:\d{{1,3}}|an?|{'|'.join(NUMBER_WORDS)}|few|several|couple of)"


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(_NOT_IN_NUMBER + pattern + _END)


# What a stretch of English must hold for the pattern of a reader to be tried at all.
_MONTH_HINT = re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_WORD_HINT = re.compile(r"[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear|[Tt]omorrow|[Dd]ecade")
_YEAR_HINT = re.compile(r"\d\d\d\d")
HINTS = {
    reader: hint
    for hint, readers in (
        (_MONTH_HINT, "days_one_month days_two_months day months month month_of_year month_alone"),
        (_WORD_HINT, "period ago near_day weekday duration"),
        (_YEAR_HINT, "quarter part_of_year decade years year"),
    )
    for reader in readers.split()
}


# Name of the reader in date_values -> pattern, in order: the first to claim characters keeps them.
# A group ``d`` marks the date where the match says more than the date.
ENGLISH: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("days_one_month", _rx(rf"(?P<m>{_M}) (?P<a>{_D}){_TO}(?P<b>{_D})(?:,? (?P<y>{_Y}))?")),
    (
        "days_one_month",
        _rx(rf"(?P<a>{_D}){_TO}(?P<b>{_D})(?: of)? (?P<m>{_M})(?:,? (?P<y>{_Y}))?"),
    ),
    (
        "days_two_months",
        _rx(rf"(?P<m>{_M}) (?P<a>{_D}){_TO}(?P<n>{_M}) (?P<b>{_D})(?:,? (?P<y>{_Y}))?"),
    ),
    (
        "days_two_months",
        _rx(rf"(?P<a>{_D}) (?P<m>{_M}){_TO}(?P<b>{_D}) (?P<n>{_M})(?:,? (?P<y>{_Y}))?"),
    ),
    (
        "day",
        _rx(rf"(?:{_WD},? (?:the )?)?(?P<d>(?P<a>{_D})(?: of)? (?P<m>{_M})(?:,? (?P<y>{_Y}))?)"),
    ),
    ("day", _rx(rf"(?:{_WD},? )?(?P<d>(?P<m>{_M}) (?:the )?(?P<a>{_D})(?:,? (?P<y>{_Y}))?)")),
    ("day", _rx(rf"(?P<d>(?P<a>{_D})-(?P<m>{_M})-(?P<y>{_Y}))")),
    ("months", _rx(rf"(?P<m>{_M})(?: (?P<x>{_Y}))?{_TO}(?P<n>{_M})(?:,? | of )(?P<y>{_Y})")),
    ("month", _rx(rf"(?P<m>{_M})(?:,? | of )(?P<y>{_Y})")),
    ("month_of_year", _rx(rf"(?P<m>{_M}) (?P<w>this|last|next) year")),
    ("month_of_year", _rx(rf"(?P<w>[Ll]ast|[Nn]ext|[Tt]his) (?P<m>{_M})")),
    (
        "month_alone",
        re.compile(
            rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Ff]rom|[Ee]arly|[Ll]ate|[Mm]id|of)[ -]"
            rf"(?P<d>(?P<m>January|February|March|April|May|June|July|August|September|October"
            rf"|November|December)){_END}(?! [A-Z]\w)"
        ),
    ),
    ("quarter", _rx(rf"Q(?P<q>[1-4]) (?P<y>{_Y})")),
    (
        "quarter",
        _rx(rf"(?P<q>first|second|third|fourth|last) (?P<k>quarter|half) (?:of )?(?P<y>{_Y})"),
    ),
    ("part_of_year", _rx(rf"(?:[Ee]arly|[Ll]ate|[Mm]id)(?: |-)(?P<y>{_Y})")),
    (
        "part_of_year",
        _rx(rf"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?: of)? (?P<y>{_Y})"),
    ),
    ("decade", _rx(r"(?P<y>(?:1[5-9]|20)\d0)['’]?s")),
    ("period", _rx(r"(?P<w>[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious) (?P<u>week|month|year)")),
    ("period", _rx(r"(?:[Tt]he )(?P<w>previous|following|current) (?P<u>week|month|year)")),
    ("ago", _rx(rf"(?P<n>{_N}) (?P<u>day|week|month|year)s? (?:ago|earlier)")),
    ("near_day", _rx(r"(?P<w>[Yy]esterday|[Tt]omorrow|[Ee]arlier today)")),
    ("weekday", _rx(rf"(?:(?P<w>[Ll]ast|[Nn]ext|[Tt]his) )?(?P<x>{_WD})")),
    (
        "duration",
        _rx(
            rf"(?:(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin|[Ff]or) )?[Tt]he (?:next|past|last|coming)"
            rf" {_N} (?:days|weeks|months|years|decades)"
        ),
    ),
    (
        "years",
        re.compile(
            rf"(?:\b(?:[Ff]rom|[Bb]etween|[Ii]n|[Dd]uring|[Ff]or) |\()"
            rf"(?P<d>(?P<a>{_Y})(?: ?[–—-] ?| to | and )(?P<b>{_Y}|\d\d)){_END}"
        ),
    ),
    (
        "year",
        re.compile(
            rf"(?:\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Dd]uring|[Tt]hroughout|[Aa]round|circa"
            rf"|[Bb]ack in|[Tt]he year) |\()(?P<d>(?P<y>{_Y})){_END}"
        ),
    ),
    # After these a bare number may count things: "rose to 2000 runners".
    (
        "year",
        re.compile(
            rf"\b(?:to|from|of|for|before|after|and) (?P<d>(?P<y>{_Y})){_END}"
            rf"(?= (?:{'|'.join(sorted(FUNCTION_WORDS))})\b|[^\w\s]|\s*$| [A-Z])"
        ),
    ),
)

ANY_LANGUAGE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "iso_day",
        re.compile(
            rf"{_NOT_IN_NUMBER}(?P<d>(?P<y>{_Y})(?P<s>[-/.])(?P<m>0\d|1[0-2])(?P=s)"
            rf"(?P<a>[0-2]\d|3[01]))(?:T[\d:.]+Z?)?(?![\w/]|-\d)"
        ),
    ),
    ("numeric_day", _rx(rf"(?P<a>\d{{1,2}})(?P<s>[./-])(?P<b>\d{{1,2}})(?P=s)(?P<y>{_Y})")),
    (
        "iso_day",
        re.compile(rf"(?P<y>{_Y})年\s?(?P<m>\d{{1,2}})月(?:\s?(?P<a>\d{{1,2}})日)?"),
    ),
)


@cache
def month_name_patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns with month names for a language other than English."""
    names = MONTHS.get(language)
    if names is None:
        return ()
    month = "|".join(names.split())
    of, flags = r"(?:\.|er|º|°)?\s(?:de\s|di\s)?", re.I
    year = rf"(?:\s(?:de\s|del\s)?(?P<y>{_Y}))"
    return (
        ("day", re.compile(rf"(?<![\w.,])(?P<a>\d{{1,2}}){of}(?P<m>{month}){year}?(?!\w)", flags)),
        ("month", re.compile(rf"(?<!\w)(?P<m>{month}){year}(?!\w)", flags)),
    )
