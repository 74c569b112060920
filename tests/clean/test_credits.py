"""Lines that credit people: who did what, each by their own name."""

import pytest

from tasks.clean.credits import read_credits
from tests.clean.pages import article_of, clean, golden


def stated(line: str) -> list[tuple[str, str]]:
    return [(credit.role, credit.name) for credit in read_credits(line)]


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        (
            "Reporting by Ann Lee and Bob Kay in Berlin; editing by C. Day",
            "reporter Ann Lee, reporter Bob Kay, editor C. Day",
        ),
        (
            "(Reporting by Ann Lee in Berlin, Bob Kay in New York and Cy Dew; Editing by Eve Fay)",
            "reporter Ann Lee, reporter Bob Kay, reporter Cy Dew, editor Eve Fay",
        ),
        (
            "(Additional reporting by Ann Lee, writing by B. C. Kay. Editing by Eve Fay.)",
            "reporter Ann Lee, writer B. C. Kay, editor Eve Fay",
        ),
        ("Proofread by Ann Lee and Bob Kay", "proofreader Ann Lee, proofreader Bob Kay"),
        ("Lektorat: Anna Meier, Bernd Koch", "proofreader Anna Meier, proofreader Bernd Koch"),
        ("Traduit par Anne Leroy et Luc Petit", "translator Anne Leroy, translator Luc Petit"),
        ("Traducción: Ana Ruiz y Luis Gil", "translator Ana Ruiz, translator Luis Gil"),
        ("责任编辑：王华军、李明", "editor 王华军, editor 李明"),
        ("Written by Ann Lee, Senior Reporter", "writer Ann Lee"),
        ("Edited by Ann Lee, Berlin", "editor Ann Lee"),
        ("Edited by: नेहा चौरसिया", "editor नेहा चौरसिया"),
        ("Fotos: Ann Lee und Bob Kay", "photographer Ann Lee, photographer Bob Kay"),
        ("Words: Ann Lee. Pictures: Bob Kay.", "writer Ann Lee, photographer Bob Kay"),
        ("Text: Anna Meier | Fotos: Bernd Koch", "writer Anna Meier, photographer Bernd Koch"),
        ("Text und Fotos: Anna Meier", "writer Anna Meier, photographer Anna Meier"),
        ("Words and pictures by Ann Lee", "writer Ann Lee, photographer Ann Lee"),
        ("Words: Ann Lee Photos: Bob Kay", "writer Ann Lee, photographer Bob Kay"),
        ("Photos by Ann Lee; Edited by Eve Fay", "photographer Ann Lee, editor Eve Fay"),
        ("Source: Ministry. Photo: Ann Lee", "source Ministry, photographer Ann Lee"),
        ("Relu par Anne Leroy", "proofreader Anne Leroy"),
        ("Revisado por Ana Ruiz", "proofreader Ana Ruiz"),
        ("Aus dem Englischen von Jan Koch", "translator Jan Koch"),
        ("Translated from the French by Ann Lee", "translator Ann Lee"),
        ("Medically reviewed by Ann Lee, MD", "reviewer Ann Lee"),
        ("Fact-checked by Ann Lee and Bob Kay", "reviewer Ann Lee, reviewer Bob Kay"),
    ],
)
def test_people_are_credited_each_and_without_their_place(line: str, credits: str):
    assert ", ".join(map(" ".join, stated(line))) == credits


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Photo: Ann Lee, Fauna & Flora", "Ann Lee, Fauna & Flora"),
        ("Photo: Ann Lee/Rice and Sons", "Ann Lee/Rice and Sons"),
        ("Source: Ministry of Ports and Rivers", "Ministry of Ports and Rivers"),
        ("Photograph by John P. Smith", "John P. Smith"),
    ],
)
def test_what_is_no_list_of_people_stays_whole(line: str, name: str):
    assert [credit.name for credit in read_credits(line)] == [name]


@pytest.mark.parametrize(
    "line",
    [
        "Editing by hand and printing in the shop took them all night",
        "Reporting by the newsroom went on. It never stopped",
        "Text: What the minister said on Tuesday",
        "Text: Schrift größer oder kleiner",
        "Words: The ten most looked up this year",
    ],
)
def test_a_sentence_that_begins_alike_credits_nobody(line: str):
    assert not stated(line)


def test_a_sign_off_of_an_agency_is_credits_and_no_text():
    said = "(Reporting by Ann Lee and Bob Kay in Lowmere, editing by Eve Fay)"
    page = golden("council.html").replace("</article>", f"<p>{said}</p></article>")
    article = article_of(clean(page, "text/html"))
    assert [(credit.role, credit.name) for credit in article.credits] == [
        ("proofreader", "Tomas Vale"),
        ("reporter", "Ann Lee"),
        ("reporter", "Bob Kay"),
        ("editor", "Eve Fay"),
    ]
    assert "Reporting" not in article.text
