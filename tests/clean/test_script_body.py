"""Pages whose text stands only in their scripts."""

import json

import pytest

from tasks.clean.markup.script_body import scripted_body
from tests.clean.pages import article_of, clean
from tests.faults.bounds import bounded

PARAGRAPHS = [
    f"The council of Lowmere voted on day {n} to bring back the “old” ferry across the harbour, "
    "although the costs had been set far too low, as both sides of the room said in the debate."
    for n in range(5)
]
MARKUP = "<h2>What was decided</h2>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
STATE = {"id": 7, "story": {"headline": "Ferry", "bodyHtml": MARKUP}}
FUSION = {
    "content_elements": [
        {"type": "text", "content": PARAGRAPHS[0]},
        {"type": "image", "caption": "A boat"},
        *({"type": "text", "content": text} for text in PARAGRAPHS[1:]),
    ]
}
ESCAPED = json.dumps(json.dumps(MARKUP).replace("<", "\\u003c"))
SHAPES = {
    "state of an application": f'<script type="application/json">{json.dumps(STATE)}</script>',
    "pushed in a string of a string": f"<script>self.__next_f.push([1,{ESCAPED}])</script>",
    "a key named after bodies": f"<script>var a={json.dumps({'body': chr(10).join(PARAGRAPHS)})}"
    "</script>",
    "content elements": f"<script>Fusion.globalContent={json.dumps(FUSION)};x=1</script>",
    "a template": f"<script type='text/template'>\n{MARKUP}</script>",
}


def page(script: str) -> str:
    return f"<html><head><title>Ferry returns</title></head><body><div></div>{script}</body></html>"


@pytest.mark.parametrize("script", SHAPES.values(), ids=SHAPES)
def test_the_paragraphs_are_read_from_the_script(script: str):
    lines = article_of(clean(page(script), "text/html")).text.split("\n")
    assert [line for line in lines if line != "What was decided"] == PARAGRAPHS


def test_what_stands_between_the_paragraphs_of_a_script_is_left_out_with_its_reason():
    between = {
        "The old ferry, seen from the pier. Lowmere News": "caption",
        "$$ARTICLEAD$$": "placeholder",
        "Read more: What the ferry has cost the town so far": "related",
    }
    caption, slot, pointer = between
    markup = (
        f'<div class="photo-box"><img src="a.jpg"><div class="caption"><p>{caption}</p></div></div>'
        f"{slot}<p>{PARAGRAPHS[0]}</p><p>Read more: "
        f'<a href="/cost">{pointer.partition(": ")[2]}</a></p>{MARKUP}<figure><img src="b.jpg">'
        "<figcaption>The pier</figcaption></figure>"
    )
    cleaned = clean(page(f"<script>var a={json.dumps({'body': markup})}</script>"), "text/html")
    lines = article_of(cleaned).text.split("\n")
    assert lines == [PARAGRAPHS[0], "What was decided", *PARAGRAPHS]
    told = {line.text: line.reason for line in cleaned.dropped}
    assert told.items() >= {**between, "The pier": "caption"}.items()


def test_the_headline_is_not_held_against_what_is_shown_while_a_page_loads():
    described = {"@type": "NewsArticle", "headline": "Old boats sail again at Lowmere"}
    node = json.dumps({**described, "articleBody": "\n".join(PARAGRAPHS)})
    html = page(f'<p>Loading...</p><script type="application/ld+json">{node}</script>')
    article = article_of(clean(html, "text/html"))
    assert article.headline == described["headline"]
    assert article.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(f"<script>var t={json.dumps({'body': PARAGRAPHS[0]})}</script>", id="teaser"),
        pytest.param(f"<script>var code={json.dumps('a = b; ' * 200)}</script>", id="code"),
        pytest.param(
            f"<script type='text/template'>{MARKUP}<p>{{{{name}}}}</p></script>", id="slots"
        ),
        pytest.param("<script>" + '"\\' * 100_000 + "</script>", id="hostile"),
    ],
)
def test_what_is_no_article_in_a_script_is_not_read(script: str):
    assert clean(page(script), "text/html").article is None


def test_what_is_opened_again_and_again_is_read_in_the_time_that_once_takes():
    text = "<figure x " * 20_000 + "word " * 200
    with bounded(2.0):
        body, _ = scripted_body(f'<script>{{"body": "{text}"}}</script>')
    assert body.endswith("word word")
