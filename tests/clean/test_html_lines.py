"""Lines inside the kept part of a page that are none of its text."""

import re

import pytest

from tests.clean.pages import article_of, clean, golden


def test_the_days_of_a_life_date_no_article_and_who_signs_it_is_no_text() -> None:
    cleaned = clean(golden("obituary.html"), "text/html")
    article = article_of(cleaned)
    assert article.published_at is None
    assert article.authors == ("Ilse Marrow",)
    assert article.text.startswith("Hanne Rosk, who steered the Lowmere ferry")
    assert ("Ilse Marrow", "byline") in [(line.text, line.reason) for line in cleaned.dropped]


def test_a_name_that_opens_a_dialogue_stays() -> None:
    page = golden("obituary.html").replace(
        ">Ilse Marrow</p>", ">Ilse Marrow</p><p>Ilse Marrow:</p>"
    )
    assert "Ilse Marrow:" in article_of(clean(page, "text/html")).text.split("\n")


def test_a_list_with_numbered_subheads_is_kept_whole_without_its_advertisement() -> None:
    text = article_of(clean(golden("listicle.html"), "text/html")).text.split("\n")
    assert [line[0] for line in text if line[0].isdigit()] == list("1234567")
    assert len(text) == 15
    assert not any("dvertisement" in line or "Read more" in line for line in text)


@pytest.mark.parametrize("label", ["Anzeige", "PUBLICITÉ", "Article continues below this ad"])
def test_the_label_of_an_advertisement_is_no_text(label: str) -> None:
    page = golden("listicle.html").replace(">Advertisement<", f">{label}<")
    assert label not in article_of(clean(page, "text/html")).text


def test_byline_and_stamp_above_the_body_are_called_so():
    meta = "<div>By Mara Lindqvist</div><div>11 February 2026, 08:30</div><div>4 min</div>"
    html = re.sub(r'<p class="byline">.*?</p>', meta, golden("council.html"))
    reasons = {line.text: line.reason for line in clean(html, "text/html").dropped}
    assert reasons["By Mara Lindqvist"] == "byline"
    assert reasons["11 February 2026, 08:30"] == "date"
    assert reasons["4 min"] == "navigation"
