"""What tells that a dump is no article: phrases of error pages, not numbers that look like them."""

import pytest

from tasks.clean.stubs import text_stub


@pytest.mark.parametrize(
    "text",
    [
        "Error 404",
        "404",
        "404 | The Harbour Courier",
        "HTTP 404: we looked everywhere.",
        "404 not found",
        "Fehler 404",
    ],
)
def test_error_page_is_a_stub(text: str) -> None:
    assert text_stub(text, text.split("\n")) == "soft 404"


@pytest.mark.parametrize(
    "text",
    [
        "The bell, which is 404 years old, rang again on Sunday.",
        "Turnout was low: 404 people voted in Oldmarket.",
        "404 people voted in Oldmarket on Sunday, the mayor said.",
    ],
)
def test_number_alone_makes_no_stub(text: str) -> None:
    assert text_stub(text, text.split("\n")) is None
