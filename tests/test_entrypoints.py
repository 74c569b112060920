"""The measuring points: plain functions whose signatures stay."""

import inspect

import pytest

from benchmarks import entrypoints

PAGE = """<html lang="en"><head><title>Ferry sails again - Daily</title>
<meta property="article:published_time" content="2026-03-01T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry sails again</h1><p class="byline">By Ada Merrin</p>
<p>The ferry between Lindmouth and Tarrow sails again on Monday after four months in dock.</p>
<p>The harbour board of Lindmouth paid 4.2 million pounds for the repair, said Bo Tarrant.</p>
<p>Passengers may buy tickets at the pier from eight in the morning, the company wrote.</p>
</article><footer>All rights reserved</footer></body></html>"""

DUMP = """Not Logged In

Ferry sails again

By Ada Merrin 1 Mar 2026

The ferry between Lindmouth and Tarrow sails again on Monday after four months in dock.

The harbour board of Lindmouth paid 4.2 million pounds for the repair, said Bo Tarrant.

Proofread by Cleo Vance

Please log in to make a comment."""

SENTENCES = (
    "The ferry between Lindmouth and Tarrow sails again on Monday after four months in dock. "
    "The harbour board of Lindmouth paid for the repair, said its chairman Bo Tarrant on Friday. "
    "Passengers may buy their tickets at the pier from eight in the morning, he added. "
)

SIGNATURES = {
    "html_body": ["html", "url"],
    "html_metadata": ["html", "url"],
    "text_body": ["text"],
    "text_metadata": ["text", "source"],
    "entities": ["text"],
    "resolve": ["mentions"],
    "duplicates": ["texts"],
    "stories": ["documents"],
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature_stays(name: str) -> None:
    function = getattr(entrypoints, name)
    assert list(inspect.signature(function).parameters) == SIGNATURES[name]


def test_html_body_is_the_article_alone() -> None:
    body = entrypoints.html_body(PAGE, "https://daily.example/ferry")
    assert body.startswith("The ferry between")
    assert "Home" not in body
    assert "rights reserved" not in body


def test_html_metadata_is_title_authors_and_date() -> None:
    assert entrypoints.html_metadata(PAGE, None) == {
        "title": "Ferry sails again",
        "authors": ["Ada Merrin"],
        "date": "2026-03-01",
    }


def test_text_body_keeps_lines_verbatim() -> None:
    lines = entrypoints.text_body(DUMP).split("\n")
    assert [line for line in lines if line] == [
        line for line in DUMP.splitlines() if line.startswith("The ")
    ]


def test_text_metadata_has_credits_besides() -> None:
    found = entrypoints.text_metadata(DUMP)
    assert found["title"] == "Ferry sails again"
    assert found["date"] == "2026-03-01"
    assert found["credits"]["proofreader"] == "Cleo Vance"


def test_entities_are_spans_with_labels() -> None:
    text = "Angela Merkel met the United Nations in Berlin on Friday."
    found = {(text[start:end], label) for start, end, label in entrypoints.entities(text)}
    assert ("Angela Merkel", "PERSON") in found
    assert ("Berlin", "LOC") in found


def test_resolve_joins_one_person_in_two_spellings() -> None:
    mentions = [(0, "DaZhong Zhang", "PERSON"), (1, "Zhang Dazhong", "PERSON"), (1, "Bo", "PERSON")]
    assert [0, 1] in [sorted(cluster) for cluster in entrypoints.resolve(mentions)]


def test_duplicates_are_clusters_of_indices() -> None:
    other = "A quite different report about the price of bread in the north of the country. " * 3
    assert entrypoints.duplicates([SENTENCES, other, SENTENCES]) == [[0, 2]]


def test_stories_are_clusters_of_indices() -> None:
    documents = [
        {"title": "Ferry sails again", "text": SENTENCES, "date": "2026-03-01"},
        {"title": "Bread gets dearer", "text": "The price of bread rose. " * 9, "date": None},
        {"title": "Ferry back in service", "text": SENTENCES[40:], "date": "2026-03-02"},
    ]
    found = [sorted(cluster) for cluster in entrypoints.stories(documents)]
    assert [0, 2] in found
