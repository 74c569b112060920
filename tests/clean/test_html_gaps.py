"""What stands between the paragraphs of a body: lists, tables, subheads, furniture, own tags."""

import re

import pytest

from tests.clean.pages import article_of, clean, golden

BALLOT = """
<p>Seven prizes were given in the town hall of Lowmere on Saturday night, before an audience of four
hundred, and the jury named these for the last of them:</p>
<h2>Best new boat</h2><ul><li>Heron</li><li>Otter</li><li>Tern</li></ul>
<h2>Best old boat</h2><ul><li>Maud</li><li>Sibyl</li></ul>
<p>The boats can be seen in the harbour until the end of the month, and the jury's reasons are to be
printed in the next number of the harbour company's paper.</p>
"""
CREWS = """
<p>The rowers of Lowmere won all of their four races on Sunday, and their crews' times were the
best that anybody has measured on the lake since the course was laid out anew.</p>
<table><tr><th>Seat</th><th>Rower</th><th>Time</th></tr>
<tr><td>1</td><td>Ines Abara</td><td>6:31</td></tr>
<tr><td>2</td><td>Mara Lindqvist</td><td>6:34, her best since the spring of last year</td></tr>
<tr><td>3</td><td>Tomas Vale</td><td>6:40</td></tr></table>
<p>They meet the crews of Eastholm in a fortnight, on water that none of them knows and that is said
to be slow whenever the wind stands in the west.</p>
"""


def lines_with(part: str) -> list[str]:
    """The body of the golden page, with a part between its last subhead and what follows."""
    html = golden("council.html").replace("<blockquote>", part + "<blockquote>")
    return article_of(clean(html, "text/html")).text.split("\n")


@pytest.mark.parametrize("name", ["Heron", "Otter", "Tern", "Maud", "Sibyl", "Best old boat"])
def test_a_list_of_single_words_stays_between_the_paragraphs_of_its_body(name: str):
    assert name in lines_with(BALLOT)


def test_a_table_stays_whole_where_one_of_its_cells_does_a_line_a_row():
    lines = lines_with(CREWS)
    at = lines.index("Seat\tRower\tTime")
    assert lines[at + 1 : at + 4] == [
        "1\tInes Abara\t6:31",
        "2\tMara Lindqvist\t6:34, her best since the spring of last year",
        "3\tTomas Vale\t6:40",
    ]


def test_a_list_of_links_between_paragraphs_goes():
    links = '<ul><li><a href="/a">Heron</a></li><li><a href="/b">Otter</a></li></ul>'
    assert not {"Heron", "Otter"} & set(lines_with(links))


def test_a_subhead_in_a_wrapper_of_its_own_stays():
    html = golden("council.html").replace(
        "<h2>What was decided</h2>", "<div><h2>Two boats</h2></div>"
    )
    assert "Two boats" in article_of(clean(html, "text/html")).text.split("\n")


def test_a_heading_that_announces_a_teaser_goes():
    teaser = '<h3>Other boats</h3><div><a href="/x">The night train is back at last</a></div>'
    assert "Other boats" not in lines_with(teaser)


@pytest.mark.parametrize("line", ["Advertisement", "See also", "Read more: Who pays for the ferry"])
def test_furniture_between_paragraphs_goes(line: str):
    cleaned = clean(
        golden("council.html").replace("<blockquote>", f"<p>{line}</p><blockquote>"), "text/html"
    )
    assert line not in article_of(cleaned).text.split("\n")
    assert line in {dropped.text for dropped in cleaned.dropped}


POINTERS = [
    '<p><a href="/lights">Harbour lights to burn through the night from the spring on</a></p>',
    '<p>Read more: <a href="/lights">Harbour lights to burn through the night</a></p>',
    '<p>FUNDA UDABA LAPHA | <a href="/lights">Kuboshwe abahlanu besolwa ngokweba isikebhe</a></p>',
    '<p>Czytaj też: <a href="/lights">Czy port pozostanie bez świateł?</a></p>',
]
SAID = [
    '<p>The <a href="/paper">Lowmere Evening Paper</a> reported:</p>',
    '<p>The company said: <a href="/plan">its plan of the spring</a> is to be taken back, and that '
    "of the year before stands.</p>",
    '<p>Heron: <a href="/heron">a boat</a></p>',
    '<p><a href="/harbour">Lowmere Harbour and Shipping Company</a>: the ferry is sold.</p>',
    '<p>Mayor Ann Lee said: <a href="/lee">“We shall close the old bridge tomorrow.”</a></p>',
    '<p>Correction: <a href="/paper">The ferry carried 40 people, not 400 people.</a></p>',
    '<p>Q: <a href="/asked">Will the ferry run again in the spring of next year?</a></p>',
]


@pytest.mark.parametrize("part", POINTERS)
def test_a_paragraph_that_is_but_a_link_to_another_article_goes(part: str):
    assert lines_with(part) == lines_with("")


@pytest.mark.parametrize("part", POINTERS)
def test_it_is_told_as_related(part: str):
    html = golden("council.html").replace("<blockquote>", part + "<blockquote>")
    dropped = {line.text: line.reason for line in clean(html, "text/html").dropped}
    assert dropped[re.sub("<[^>]*>", "", part)] == "related"


@pytest.mark.parametrize("part", SAID)
def test_a_sentence_with_a_link_stays(part: str):
    assert len(lines_with(part)) == len(lines_with("")) + 1


def test_the_body_said_once_more_in_one_piece_goes():
    paragraphs = [line for line in lines_with("") if len(line) > 60]
    again = f"<div>{' '.join(paragraphs)}</div>"
    html = golden("council.html").replace("</article>", f"{again}</article>")
    assert article_of(clean(html, "text/html")).text.split("\n") == lines_with("")


def test_a_text_that_begins_with_its_lead_once_more_keeps_what_is_new():
    lead = " ".join(
        f"On day {day} the ferry crossed {day + 3} times, it was said." for day in range(9)
    )
    new = " ".join(f"On night {day} nobody crossed at all, said the board." for day in range(9))
    html = golden("council.html")
    body = html[html.index("<article") : html.index("</article>")]
    twice = html.replace(body, f"<article><p>{lead}</p><p>{lead} {new}</p>")
    assert new in article_of(clean(twice, "text/html")).text


def test_a_paragraph_stays_whose_words_fill_the_cells_of_a_table():
    cells = ["Harbour list", "Old Town list", "Green list"]
    prose = (
        "The Harbour list has won again in Lowmere, ahead of the Old Town list and the Green list, "
        "which lost two seats: the Green list had hoped to keep them, and the Harbour list had not "
        "hoped for more than one. The Old Town list asks for a second count in all wards, said its "
        "speaker on Monday night, and hopes that the Green list will ask for it as well."
    )
    rows = "".join(
        f"<tr><td>{cell}</td><td>{ward}</td></tr>" for ward in range(16) for cell in cells
    )
    assert prose in lines_with(f"<p>{prose}</p><table>{rows}</table>")


def test_of_a_body_that_is_said_twice_in_one_piece_each_one_stays():
    said = " ".join(
        f"On day {day} the ferry crossed {day + 3} times, it was said." for day in range(30)
    )
    html = golden("council.html")
    body = html[html.index("<article") : html.index("</article>")]
    twice = html.replace(body, f"<article><p>{said}</p><p>{said}</p>")
    assert article_of(clean(twice, "text/html")).text == said


@pytest.mark.parametrize("slot", ["$$ARTICLEAD$$", "{{ advert }}", "Placeholder image-2"])
def test_a_slot_that_nothing_was_put_into_goes(slot: str):
    assert slot not in lines_with(f"<p>{slot}</p>")


def test_a_sentence_that_uses_a_word_of_furniture_stays():
    sentence = "Why would the council give its newsletter to a company?"
    assert sentence in lines_with(f"<p>{sentence}</p>")


def test_an_element_of_a_sites_own_making_is_part_of_its_sentence():
    part = (
        "<p>One study<x-cite><a href='/s'>(3)</a></x-cite> had asked <x-term>who</x-term> pays.</p>"
    )
    assert "One study(3) had asked who pays." in lines_with(part)


def test_names_that_are_paragraphs_beside_the_text_stay_however_many():
    names = [f"Rower {name}" for name in ["Ada", "Bert", "Carl", "Dora", "Emil", "Fred", "Gert"]]
    part = "".join(f"<p>{name}</p>" for name in names)
    assert set(names) <= set(lines_with(part))


@pytest.mark.parametrize(
    "line", ["Lea más: Vuelve el ferry", "Czytaj też: Prom wraca", "More: Boats"]
)
def test_an_invitation_to_read_something_else_goes_in_other_languages(line: str):
    assert line not in lines_with(f"<p>{line}</p>")


def test_an_empty_span_of_the_class_of_breaks_parts_paragraphs():
    part = "<p>A heading of sorts<span class='x br'></span>A sentence on the boats follows it.</p>"
    lines = lines_with(part)
    assert "A heading of sorts" in lines
    assert "A sentence on the boats follows it." in lines


def test_lists_and_paragraphs_of_names_may_take_turns():
    names = ["Ada Reed", "Bert Shaw", "Cora Vale", "Dora Finch", "Emil Nash"]
    listed = "".join(f"<li>{name}</li>" for name in names[2:])
    part = (
        f"<p>The mayor gave these prizes to people of the town.</p><h3>Rowers</h3><p>{names[0]}</p>"
        f"<h3>Singers</h3><p>{names[1]}</p><h3>Neighbours</h3><ul>{listed}</ul><h3>Cooks</h3>"
        "<p>Fred Hall</p>"
    )
    assert {*names, "Rowers", "Neighbours", "Fred Hall"} <= set(lines_with(part))
