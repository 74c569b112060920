"""Pages of many kinds, each written as such pages are: what is kept of them, and what is not."""

import pytest

from tests.clean.pages import article_of, clean, golden

KINDS = {
    "liveblog": (8, ("Trains have stopped", "Good morning."), ("Share", "Key events", "09:42")),
    "interview": (12, ("Captain Hanne Rosk", "Hanne Rosk, 66"), ("Interview:", "Ferry company")),
    "readmore": (
        5,
        ("The company that runs", "The sale still"),
        ("Advert", "READ ALSO", "Sign up"),
    ),
    "rtl": (3, ("صوّت المجلس", "وحذّر معارضون"), ("اقرأ أيضاً", "تصوير")),
    "japanese": (3, ("市議会は10日夜", "「祖母は"), ("アクセスランキング", "記者")),
    "thai": (3, ("สภาเมืองลงมติเมื่อคืน", "ฝ่ายค้านเตือน"), ("ข่าวยอดนิยม",)),
    "amp": (4, ("Lowmere's council", "Opponents warned"), ("Sport", "Advertisement")),
    "press": (13, ("WEXLEY, Feb. 16", ""), ("NEWS PROVIDED", "Releases")),
    "tweet": (7, ("The leader of", "Abara had led"), ("twitter.com",)),
    "jsonbody": (3, ("The company that runs", '"We looked at the books'), ("Loading", "&quot;")),
    "footnotes": (7, ("For two hundred years", "Harbour board"), ("eels.1", "body.[3]")),
}
AUTHORS = {
    "liveblog": ("Mara Lindqvist", "Tomas Vale"),
    "interview": ("Mara Lindqvist",),
    "readmore": ("Tomas Vale",),
    "rtl": ("ليلى حداد",),
    "tweet": ("Tomas Vale",),
    "jsonbody": ("Tomas Vale",),
}
DAYS = {"liveblog": "2026-02-14", "rtl": "2026-02-10", "press": "2026-02-16", "tweet": None}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_kept_from_its_first_line_to_its_last(kind: str) -> None:
    lines, (first, last), none_of = KINDS[kind]
    text = article_of(clean(golden(f"{kind}.html"), "text/html")).text.split("\n")
    assert text[0].startswith(first)
    assert text[-1].startswith(last)
    assert not [word for word in none_of if any(word in line for line in text)]
    assert len(text) == lines


@pytest.mark.parametrize("kind", AUTHORS)
def test_each_kind_has_its_authors(kind: str) -> None:
    assert article_of(clean(golden(f"{kind}.html"), "text/html")).authors == AUTHORS[kind]


@pytest.mark.parametrize("kind", DAYS)
def test_each_kind_has_its_day(kind: str) -> None:
    at = article_of(clean(golden(f"{kind}.html"), "text/html")).published_at
    assert (at and f"{at:%Y-%m-%d}") == DAYS[kind]


def test_the_mark_of_a_footnote_is_no_end_of_a_word() -> None:
    cleaned = clean(golden("footnotes.html"), "text/html")
    assert "in eels. The barrels" in article_of(cleaned).text
    assert [line.text for line in cleaned.dropped if line.reason == "note"] == ["1", "2", "[3]"]


def test_a_power_is_no_footnote() -> None:
    page = golden("footnotes.html").replace("two hundred years", "40 m<sup>2</sup> of floor")
    assert "40 m2 of floor" in article_of(clean(page, "text/html")).text
