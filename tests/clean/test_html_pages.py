"""Pages of HTML: main text, metadata with evidence, and what is not an article."""

from datetime import UTC, datetime

import pytest

from storage.identity import content_sha256
from storage.records import Basis, Credit, Hints, Precision, State
from tasks.clean.page import clean_page
from tasks.recipes import Rules
from tasks.sources import ANY_SOURCE, Source
from tests.clean.pages import article_of, clean, golden, make_page


def test_body_keeps_lists_quotes_and_subheads_and_nothing_around():
    text = article_of(clean(golden("council.html"), "text/html")).text.split("\n")
    assert text[0].startswith("Lowmere's council voted")
    assert "What was decided" in text
    assert "bicycles travel free of charge" in text
    assert text[-1].startswith("Opponents warned")
    assert len(text) == 9


def test_metadata_comes_with_its_basis():
    article = article_of(clean(golden("council.html"), "text/html"))
    assert article.headline == "Council votes to reopen the harbour ferry"
    assert article.authors == ("Mara Lindqvist",)
    assert article.published_at == datetime(2026, 2, 11, 7, 30, tzinfo=UTC)
    assert article.published_precision is Precision.MINUTE
    assert article.published_basis is Basis.JSON_LD
    assert article.modified_at == datetime(2026, 2, 11, 9, 5, tzinfo=UTC)
    assert article.language == "en"
    assert article.credits == (Credit(role="proofreader", name="Tomas Vale"),)


def test_every_field_keeps_all_its_candidates():
    evidence = clean(golden("council.html"), "text/html").evidence
    assert {e.basis for e in evidence if e.field == "headline"} >= {
        Basis.JSON_LD,
        Basis.META,
        Basis.HEADING,
        Basis.TITLE_ELEMENT,
    }
    assert {e.field for e in evidence if e.chosen} >= {"headline", "author", "published_at"}


def test_dropped_blocks_have_reasons():
    reasons = {d.text: d.reason for d in clean(golden("council.html"), "text/html").dropped}
    assert reasons["Council votes to reopen the harbour ferry"] == "headline"
    assert reasons["Related coverage"] == "related"
    assert reasons["© 2026 Lowmere Courier. All rights reserved."] == "legal"


def test_canonical_link_is_read():
    cleaned = clean(golden("council.html"), "text/html")
    assert cleaned.canonical_url == "https://courier.example.org/2026/02/11/ferry"


def test_a_feed_speaks_where_the_page_is_silent():
    html = golden("stamped.txt").replace("\n\n", "</p><p>").replace("By Ines Abara 9 Jan 2026", "")
    hints = Hints(published="2026-01-09T06:00:00Z", authors=("Ines Abara",))
    page = make_page(f"<html><body><p>{html}</p></body></html>", "text/html", hints=hints)
    article = article_of(clean_page(page, ANY_SOURCE))
    assert article.published_basis is Basis.FEED
    assert article.authors == ("Ines Abara",)


def test_a_list_that_says_when_a_page_changed_makes_no_other_article_of_it():
    html = golden("council.html")
    said = (Hints(), Hints(modified="2026-02-12"), Hints(modified="2026-02-12T09:11:12Z"))
    pages = (make_page(html, "text/html", hints=hints) for hints in said)
    plain = golden("stamped.txt")
    bare = (make_page(plain, "text/plain", hints=hints) for hints in said)
    for few in (pages, bare):
        cleaned = [clean_page(page, ANY_SOURCE) for page in few]
        assert len({content_sha256(article_of(page)) for page in cleaned}) == 1
        notes = [item.note for item in cleaned[1].evidence if item.basis is Basis.FEED]
        assert notes == ["a list's word for when the page changed"]


OLD_LAYOUT = (
    "<title>Evening Mail: Dockers at Wexley walk out over job cuts</title><table><tr><td>"
    "<font size=1>{above}</font></td><td><b>Dockers at Wexley walk out over job cuts</b><br>"
    "By Nigel Jessamy, November 2, 2026 04:04 AM<p>{body}</td></tr></table>"
)


def test_what_stands_above_the_headline_of_an_old_layout_is_no_text():
    body = article_of(clean(golden("council.html"), "text/html")).text.replace("\n", "<br><br>")
    for above in ("Weather: rain, 11 degrees<br>High water 06:12", ""):
        article = article_of(clean(OLD_LAYOUT.format(above=above, body=body), "text/html"))
        assert article.text.startswith("Lowmere's council voted")


def test_a_correction_behind_the_body_is_of_it():
    said = "Correction: an earlier version of this article misstated the cost of the ferry."
    page = golden("council.html")
    assert page.count("</article>") == 1
    noted = page.replace("</article>", f"<p class=correction><em>{said}</em></p></article>")
    plain, text = (article_of(clean(html, "text/html")).text for html in (page, noted))
    assert text == f"{plain}\n{said}"


def test_a_correction_behind_tags_and_buttons_is_of_the_body():
    said = "• This article was amended on 12 February 2026. It gave the cost as forty million."
    between = "<p>Tags</p><div class=tags><a href=/f>ferry</a></div><div class=share>Share</div>"
    behind = f"{between}<p>{said}</p><ul><li><a href=/c>Corrections</a></li></ul></article>"
    page = golden("council.html").replace("</article>", behind)
    assert article_of(clean(page, "text/html")).text.split("\n")[-1] == said


def test_a_layout_of_tables_has_its_headline_author_and_day() -> None:
    article = article_of(clean(golden("table2003.html"), "text/html"))
    assert article.headline == "Dockers at Wexley walk out over job cuts"
    assert article.authors == ("Nigel Jessamy",)
    assert article.published_at == datetime(2003, 11, 4, tzinfo=UTC)
    assert "Len Purdy" in article.text
    assert not any(word in article.text for word in ("ALSO IN THE MAIL", "Weather", "Copyright"))


def test_a_sentence_above_the_headline_stays():
    body = article_of(clean(golden("council.html"), "text/html")).text.replace("\n", "<br><br>")
    above = "Lorries queued for eleven hours on Tuesday as the quay stood still for the first time."
    article = article_of(clean(OLD_LAYOUT.format(above=above, body=body), "text/html"))
    assert article.text.startswith("Lorries queued")


def test_rules_select_drop_and_credit():
    rules = Rules.model_validate(
        {
            "id": "2026",
            "select": {"headline": "h2", "body": ".story-body"},
            "drop": {"blocks": ["blockquote"], "lines": ["^Opponents warned"]},
        }
    )
    cleaned = clean(golden("council.html"), "text/html", Source(id="s", name="S", rules=(rules,)))
    article = article_of(cleaned)
    assert article.headline == "What was decided"
    assert "grandmother" not in article.text and "Opponents" not in article.text
    assert {d.reason for d in cleaned.dropped} >= {"rule:2026"}


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        pytest.param(
            "<h1>Page not found</h1><p>The page you want is gone.</p>", "soft 404", id="404"
        ),
        pytest.param(
            "<div><p>We and our partners store personal data and use cookies to show you ads, "
            "measure"
            " them and learn about those who see them.</p><button>Accept all</button></div>",
            "consent wall",
            id="consent",
        ),
        pytest.param(
            "<noscript></noscript><p>Please enable JavaScript to view this site as it was "
            "meant.</p>",
            "enable javascript",
            id="javascript",
        ),
        pytest.param(
            "<h1>A story</h1><p>The beginning of a story that ends far too soon for its readers, "
            "who"
            " wanted all of it.</p><p>Subscribe to continue reading.</p>",
            "paywall",
            id="paywall",
        ),
        pytest.param(
            "<form><label>Log in to your account</label></form>", "login page", id="login"
        ),
        pytest.param("<script>render()</script>", "empty", id="shell"),
    ],
)
def test_what_is_no_article_is_a_stub_with_its_reason(html: str, reason: str):
    cleaned = clean(f"<html><body>{html}</body></html>", "text/html")
    assert (cleaned.state, cleaned.reason) == (State.STUB, reason)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 100_000 + "deep", id="deep"),
        pytest.param("<b>" * 500_000, id="unclosed"),
        pytest.param(
            "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>", id="attributes"
        ),
        pytest.param("<p>x</p>" * 500_000, id="siblings"),
        pytest.param("".join(f"<i id={n}>" for n in range(2900)) + "<p>" * 50_000, id="reopened"),
    ],
)
@pytest.mark.timeout(10)
def test_hostile_shapes_fail_at_once(html: str):
    cleaned = clean(html, "text/html")
    assert cleaned.state is State.FAILED
    assert cleaned.reason and cleaned.reason.startswith("hostile")


def test_a_page_with_a_large_inlined_image_is_read():
    image = f'<img src="data:image/png;base64,{"QUJD" * 30_000}">'
    html = golden("council.html").replace("<h2>", image + "<h2>")
    assert clean(html, "text/html").state is State.ARTICLE


def test_a_writer_who_is_only_credited_is_the_author():
    html = golden("council.html").replace("Proofread by Tomas Vale", "Written by Tomas Vale")
    unsigned = html.replace('"Mara Lindqvist"', '""').replace("By Mara Lindqvist", "")
    assert article_of(clean(unsigned, "text/html")).authors == ("Tomas Vale",)


def test_a_handle_yields_to_a_byline_with_a_full_name():
    html = golden("council.html").replace('"Mara Lindqvist"', '"mlq"')
    article = article_of(clean(html, "text/html"))
    assert article.authors == ("Mara Lindqvist",)
