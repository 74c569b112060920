"""Author fields and bylines -> the names in them."""

import pytest

from tasks.clean.bylines import read_byline
from tasks.clean.dump.signatures import signature
from tasks.clean.people import split_names
from tests.faults.bounds import bounded

FIELDS = {
    "Ann Lee and Bob Ray": ("Ann Lee", "Bob Ray"),
    "Lee, Ann": ("Ann Lee",),
    "Ann Lee, Senior Reporter": ("Ann Lee",),
    "Ann Lee - Bob Ray": ("Ann Lee", "Bob Ray"),
    "Ann Lee-Ray": ("Ann Lee-Ray",),
    "Redacci&oacute;n Norte": ("Redacción Norte",),
    "View all posts by Ann Lee": ("Ann Lee",),
    "Analysis by Ann Lee": ("Ann Lee",),
    "Interview: Ann Lee": ("Ann Lee",),
    "Ann Lee in Berlin": ("Ann Lee",),
    "Ann Lee under Politics": ("Ann Lee",),
    "Ann Lee on Monday": ("Ann Lee",),
    "بقلم: ليلى حداد الثلاثاء ١٠ فبراير ٢٠٢٦": ("ليلى حداد",),
    "Ann Lee on": ("Ann Lee",),
    "Anna Onslow": ("Anna Onslow",),
    "Van Jones": ("Van Jones",),
    "Ann Lee and Di Fay": ("Ann Lee", "Di Fay"),
    "Di Anna Rossi": ("Anna Rossi",),
    "Ann Lee with Agencies": ("Ann Lee",),
    "Ann Lee For Dailynews.Com": ("Ann Lee",),
    "Ann LeeTwitter": ("Ann Lee",),
    "Ann Lee Follow": ("Ann Lee",),
    "No Author": (),
    "More Posts": (),
    "Tags: harbour": (),
    "12 comments": (),
}

BYLINES = {
    "By Ann Lee": ("Ann Lee",),
    "By Ann Lee on Monday, May 4, 2026": ("Ann Lee",),
    "Par Anne Lys le 07 Mai 2020": ("Anne Lys",),
    "Par\u00a0Anne Lys le 07 Mai 2020": ("Anne Lys",),
    "VON ANNA LIST am 21. April 2020": ("ANNA LIST",),
    "Von Anna List am Samstag, 19. Oktober 2019 um 11:14 Uhr": ("Anna List",),
    "Posted on September 21, 2020 by Ann Lee": ("Ann Lee",),
    "03.02.2026, 09:30 | Von Anna List": ("Anna List",),
    "jeudi 13 juin 2019, par Anne Lys": ("Anne Lys",),
    "Publié par Anne Lys": ("Anne Lys",),
    "By order of the council the bridge stays closed": (),
    "On 4 May 2026 by order of the council the bridge was closed": (),
    "4 May 2026": (),
}


@pytest.mark.parametrize(("field", "names"), FIELDS.items(), ids=FIELDS)
def test_the_names_of_an_author_field(field: str, names: tuple[str, ...]):
    assert split_names(field) == names


@pytest.mark.parametrize(("line", "names"), BYLINES.items(), ids=BYLINES)
def test_the_names_of_a_byline(line: str, names: tuple[str, ...]):
    assert read_byline(line) == names


SIGNATURES = {
    "Ann Lee": "Ann Lee",
    "Ann van der Lee": "Ann van der Lee",
    "Ann Lee Political Correspondent": "Ann Lee",
    "Ann LarsonNews Reporter": "Ann Larson",
    "Ann Lee|Published 4 months ago": "Ann Lee",
    "Ann Lee 2 minutes read": "Ann Lee",
    "Ann": None,
    "Local News": None,
    "Ann Lee speaks to the harbour council": None,
    "Von Ann": None,
}


@pytest.mark.parametrize(("line", "name"), SIGNATURES.items(), ids=SIGNATURES)
def test_a_line_that_is_a_name_is_a_signature(line: str, name: str | None):
    assert signature(line) == name


@pytest.mark.parametrize("filling", [" ", "<", "A,", "by "], ids=["blank", "tag", "comma", "by"])
def test_a_field_that_never_ends_is_read_to_where_names_end(filling: str):
    with bounded(1.0):
        names = split_names("Ann Lee," + filling * 100_000 + "x")
    assert names[0] == "Ann Lee"
