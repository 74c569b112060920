"""Captions: whose pictures they are, and pages that consist of them."""

import pytest

from storage.records import Credit
from tasks.clean.credits import read_caption
from tests.clean.pages import article_of, clean, golden


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("The pier on Sunday. (Photo: Jane Doe/Agency)", "Jane Doe/Agency"),
        ("Photograph by Jane Doe", "Jane Doe"),
        ("Der Steg am Sonntag (Foto: Jane Doe / dpa)", "Jane Doe / dpa"),
        ("Der Steg am Sonntag — © Jane Doe", "Jane Doe"),
        ("The pier. Credit...Jane Doe for The Post", "Jane Doe for The Post"),
        ("La jetée. Crédit photo : Jane Doe", "Jane Doe"),
        (
            "Picture: the pier, as it was. Photo by John P. Smith on Unsplash",
            "John P. Smith on Unsplash",
        ),
        ("The pier (Image: © Jane Doe)", "Jane Doe"),
    ],
)
def test_the_end_of_a_caption_credits_the_photographer(caption: str, name: str) -> None:
    assert read_caption(caption) == (Credit(role="photographer", name=name),)


@pytest.mark.parametrize(
    "caption",
    [
        "The picture: a pier that nobody had walked on for years",
        "He took photos by the thousand and threw them all away",
        "Mara Lindqvist at the pier",
    ],
)
def test_a_caption_that_credits_nobody_has_no_photographer(caption: str) -> None:
    assert read_caption(caption) == ()


def test_the_captions_of_a_gallery_are_its_text() -> None:
    cleaned = clean(golden("gallery.html"), "text/html")
    text = article_of(cleaned).text.split("\n")
    assert [line.split()[0] for line in text] == [
        "The", "Firefighters", "The", "Neighbours", "By", "Schoolchildren",
    ]  # fmt: skip
    assert article_of(cleaned).credits == (
        Credit(role="photographer", name="Jonas Ekdal/Lowmere Press"),
        Credit(role="photographer", name="Ilse Marrow"),
    )


def test_the_caption_of_an_article_is_no_text_and_credits_its_photographer() -> None:
    figure = (
        "<figure><img src=a.jpg><figcaption>The old ferry in its last summer, when nobody knew. "
        "Photo: Jonas Ekdal/Lowmere Press</figcaption></figure>"
    )
    page = golden("council.html")
    cleaned = clean(page.replace("<h2>", figure + "<h2>"), "text/html")
    article = article_of(cleaned)
    assert article.text == article_of(clean(page, "text/html")).text
    assert article.credits == (
        Credit(role="photographer", name="Jonas Ekdal/Lowmere Press"),
        Credit(role="proofreader", name="Tomas Vale"),
    )
    assert [line.text[:13] for line in cleaned.dropped if line.reason == "caption"] == [
        "The old ferry"
    ]
