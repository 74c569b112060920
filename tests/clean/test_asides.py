"""What a page says between the paragraphs of a text dump is no part of the text."""

import pytest

from storage.records import Credit
from tasks.clean.bios import bio_lines
from tasks.clean.furniture import furniture_of
from tests.clean.pages import article_of, clean

BODY = [
    "The ferry across the harbour of Lowmere will sail again from Monday, the council said.",
    "It was taken out of service in March, when inspectors found two cracks in its hull.",
    "The repair took eleven weeks and cost the town a little over two million pounds.",
    "A spokesman of the council said that the old timetable would be kept until the autumn.",
    "Shopkeepers on the far side had asked for weeks when their customers would come back.",
    "“We have sold next to nothing since the spring,” said one of them, who keeps a bakery.",
    "The boat was built in 1961 and has been rebuilt three times since then.",
]
ABOVE = "Lowmere Post\nNews\nFerry of Lowmere sails again after repair\nBy Ann Lee\n3 May 2024"
BELOW = "Tags\nHarbour\nMost read\nMan charged after car hits bakery\nCookie settings"
ASIDES = {
    "Sign up here.": "newsletter",
    "Story continues below advertisement": "advertisement",
    "Advertisement · Scroll to continue": "advertisement",
    "Your browser does not support the audio element.": "placeholder",
    "VIDEO 03:12": "placeholder",
    "toggle caption": "placeholder",
    "View image in fullscreen": "placeholder",
    "Artikel anhören": "placeholder",
    "Follow us on X @lowmerepost": "share",
    "Already a subscriber? Log in": "login",
    "If you enjoyed this article, please consider supporting us.": "related",
    "Have you been affected? Write to us.": "comment",
}
BOXES = {
    "links": "Most Read\nGovernor's dog bites second aide\nWhy the farm bill is stuck again",
    "a newsletter": "Sign up to our newsletter\nAll of Lowmere's news\nEnter your email\nSign up",
    "an advertisement": "Advertisement\nArticle continues below",
}


def dump(*between: str, behind: int = 4) -> str:
    """A dump with more lines behind so many of its paragraphs."""
    return "\n".join((ABOVE, *BODY[:behind], *between, *BODY[behind:], BELOW))


@pytest.mark.parametrize(("line", "reason"), ASIDES.items(), ids=ASIDES)
def test_what_only_a_page_says_goes_with_its_reason(line: str, reason: str):
    cleaned = clean(dump(line))
    assert article_of(cleaned).text.split("\n") == BODY
    assert {told.text: told.reason for told in cleaned.dropped}[line] == reason


@pytest.mark.parametrize(
    "line",
    [
        "Listen to this, the mayor said, and played the recording of the horn to the councillors.",
        "Sign up here, the posters said on every wall of the town, and four hundred people did.",
        "The newsletter of the harbour has told of nothing else since the middle of March.",
    ],
)
def test_a_sentence_that_speaks_alike_stays(line: str):
    assert article_of(clean(dump(line))).text.split("\n") == [*BODY[:4], line, *BODY[4:]]


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("behind", [2, 3])
def test_the_text_goes_on_behind_a_box(box: str, behind: int):
    assert article_of(clean(dump(box, behind=behind))).text.split("\n") == BODY


def test_a_credit_between_the_paragraphs_is_a_credit():
    article = article_of(clean(dump("Photos: Bob Kay")))
    assert article.text.split("\n") == BODY
    assert article.credits == (Credit(role="photographer", name="Bob Kay"),)


def test_turkish_capitals_are_read_in_lower_case():
    lines = ["İLGİNİZİ ÇEKEBİLİR".lower(), "a bakery"]
    assert furniture_of(lines, range(2)) == ["related", None]


BIOS = [
    "Ann Lee covers the harbour for the Lowmere Post.",
    "Ann Lee is professor of engineering at the University of Lowmere.",
    "Ann Lee, a former ferryman, writes about boats.",
]


@pytest.mark.parametrize("bio", BIOS)
def test_what_tells_of_the_writer_behind_the_text_is_a_note(bio: str):
    cleaned = clean(dump(bio, behind=len(BODY)))
    assert article_of(cleaned).text.split("\n") == BODY
    assert {told.text: told.reason for told in cleaned.dropped}[bio] == "note"
    html = "".join(f"<p>{line}</p>" for line in (*BODY, bio))
    page = (
        f"<html><body><article><h1>Ferry sails</h1><p>By Ann Lee</p>{html}</article></body></html>"
    )
    assert article_of(clean(page, "text/html")).text.split("\n") == BODY


def test_a_writer_of_whom_the_text_speaks_is_one_of_its_people():
    spoken = [*BODY[:2], "Ann Lee went aboard with the inspectors.", *BODY[2:], BIOS[0]]
    every = range(len(spoken))
    assert bio_lines(spoken, every, ["Ann Lee"]) == []
    assert bio_lines([*BODY, BIOS[0]], range(len(BODY) + 1), ["Ann Lee"]) == [len(BODY)]


def test_a_byline_that_opens_the_text_signs_it_and_is_none_of_it():
    page = dump().replace("By Ann Lee\n3 May 2024", "3 May 2024\nby Ann Lee, University of Lowmere")
    article = article_of(clean(page))
    assert article.authors == ("Ann Lee",)
    assert article.text.split("\n") == BODY


def test_an_illustration_is_credited_to_its_illustrator():
    page = dump().replace("3 May 2024", "3 May 2024\nA boat. Credit: Illustration by Bob Kay")
    assert Credit(role="illustrator", name="Bob Kay") in article_of(clean(page)).credits


def test_a_correction_below_links_and_menus_is_of_the_text():
    said = "Correction: an earlier version of this article gave the cost as three million pounds."
    cleaned = clean(f"{dump()}\nNew owners for the Plough\n{said}\n© 2026 Lowmere Post")
    assert article_of(cleaned).text.split("\n") == [*BODY, said]
