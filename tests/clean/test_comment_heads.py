"""Comments that stand in the column of the text, below a heading of their own."""

import pytest

from tests.clean.pages import article_of, clean, golden

HEAD = "4 Responses to “Council votes for the ferry”"


def test_comments_below_the_text_are_none_of_it() -> None:
    cleaned = clean(golden("comments.html"), "text/html")
    assert article_of(cleaned).text.endswith(
        "before any money is spent.\nFiled under: Council, Ferry"
    )
    told = [line.text for line in cleaned.dropped if line.reason == "comment"]
    assert told[0] == HEAD
    assert "Great news for the whole town." in told


@pytest.mark.parametrize(
    ("head", "are_comments"),
    [
        ("12 comments", True),
        ("No comments", True),
        ("4 Responses to Council votes for the ferry", True),
        ("3 Kommentare zu „Council votes for the ferry“", True),
        ("4 responses to the flood that the council may give", False),
        ("Two thoughts on the ferry", False),
        ("3 replies to votes", False),
    ],
)
def test_a_subhead_that_only_sounds_alike_ends_no_text(head: str, are_comments: bool) -> None:
    page = golden("comments.html").replace(HEAD, head)
    assert ("Great news" not in article_of(clean(page, "text/html")).text) is are_comments
