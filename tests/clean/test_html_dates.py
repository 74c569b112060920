"""Which of a page's times is taken for its publication, each shape with a page of its own."""

from datetime import UTC, date, datetime

import pytest

from storage.records import Basis, Cleaned, Precision
from tasks.clean.page import clean_page
from tasks.clean.stage import count_implausible
from tasks.sources import ANY_SOURCE, Source
from tests.clean.pages import article_of, make_page

HEADLINE = "Council votes to reopen the harbour ferry"
PARAGRAPHS = (
    "The council of Lowmere voted on Tuesday night to bring back the ferry across the harbour, "
    "seventeen years after the last boat was sold for scrap.",
    "Residents filled the gallery and spilled into the corridor during a debate that lasted "
    "almost four hours and ended in applause from both sides of the room.",
    "Two boats will run every twenty minutes in the morning, and less often in the afternoon, "
    "when most of the commuters are already at their desks.",
    "Opponents warned that the running costs of the ferry had been set far too low, and asked "
    "for a second study before any boat is ordered.",
)
OTHER = "Fire crews called to the old mill twice in a single night"


def page_with(
    *, above: str = "", below: str = "", head: str = "", lead: str = "", menu: str = ""
) -> str:
    paragraphs = [lead + PARAGRAPHS[0], *PARAGRAPHS[1:]]
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html><head><title>{HEADLINE}</title>{head}</head><body>{menu}"
        f"<article><h1>{HEADLINE}</h1>{above}{body}</article>{below}</body></html>"
    )


def read(html: str, url: str = "https://news.example.org/a-story") -> Cleaned:
    return clean_page(make_page(html, "text/html", url=url), ANY_SOURCE)


def day_of(cleaned: Cleaned) -> str | None:
    chosen = [e for e in cleaned.evidence if e.field == "published_at" and e.chosen]
    return chosen[0].value[:10] if chosen else None


PRINTED = {
    "a plain stamp under the headline": page_with(above="<p>3 February 2026</p>"),
    "its column is called as side columns are": page_with(
        above="<div class='col right'>3 February 2026</div>"
    ),
    "bars between the numbers": page_with(above="<p>03 | 02 | 2026</p>"),
    "a clock glued to a short year": page_with(
        above="<p><span>03.02.26</span><span>12:44</span></p>"
    ),
    "an element named after dates, below the body": page_with(
        below="<p class='fecha'>martes, 3 de febrero de 2026</p>"
    ),
    "the byline below the body": page_with(below="<p>By Ines Abara, 3 February 2026</p>"),
    "the body opens with it": page_with(lead="3 February 2026. "),
    "a time element with its property beside the headline": page_with(
        above="<aside class='sidebar'><time itemprop='dateModified' datetime='2026-02-20'></time>"
        "<time itemprop='datePublished' datetime='2026-02-03'></time></aside>"
    ),
    "the teaser of this very page, in a list below": page_with(
        below=f"<ul><li><div>3 February 2026</div><h2>{HEADLINE}</h2></li>"
        f"<li><div>1 February 2026</div><h2><a href='/x'>{OTHER}</a></h2></li></ul>"
    ),
}
UNSEEN = {
    "the title of an element that hAtom knows": "<i class='published' title='2026-02-03'></i>",
    "a span with the property": "<i itemprop='datePublished' content='2026-02-03T10:00Z'></i>",
    "the state of a script": '<script>var s = {"publishedAt":"2026-02-03T10:00:00Z"}</script>',
    "escaped state of a script": r'<script>"{\"publish_date\":\"2026-02-03\"}"</script>',
}


@pytest.mark.parametrize("html", PRINTED.values(), ids=PRINTED)
def test_the_stamp_of_the_article_is_read(html: str):
    assert day_of(read(html)) == "2026-02-03"


@pytest.mark.parametrize("mark", UNSEEN.values(), ids=UNSEEN)
def test_marks_no_reader_sees_are_read_where_nothing_is_printed(mark: str):
    assert day_of(read(page_with(below=mark))) == "2026-02-03"
    assert day_of(read(page_with(above="<p>7 January 2026</p>", below=mark))) == "2026-01-07"


NOT_ITS_OWN = {
    "a day inside a sentence": page_with(
        lead="On 9 October 2025 the council bade farewell to its oldest ferryman. </p><p>"
    ),
    "under another headline": page_with(
        below=f"<div><a href='/x'>{OTHER}</a><p>1 February 2026</p></div>"
    ),
    "a mark inside a comment": page_with(
        below="<div class='comments'><span class='date' title='2026-02-09'>Ann</span></div>"
    ),
    "a copyright year": page_with(below="<p>© 1 January 2026 Lowmere Courier</p>"),
    "a day in the future": page_with(above="<p>3 February 2031</p>"),
    "of a correction": page_with(above="<p>Correction, 12 May 2025: The cost was misstated.</p>"),
    "of a quoted post": page_with(
        lead="Crowds came. </p><blockquote><p>The boat is coming back!</p>— Ines Abara (@abara) "
        "<a href='/x'>10 May 2025</a></blockquote><p>"
    ),
}


@pytest.mark.parametrize("html", NOT_ITS_OWN.values(), ids=NOT_ITS_OWN)
def test_a_day_that_is_not_the_articles_leaves_it_unknown(html: str):
    assert day_of(read(html)) is None


def test_todays_day_in_the_masthead_is_less_than_the_bodys_own():
    menu = "<header><time datetime='2026-02-28'></time></header>" + "<div>Section</div>" * 30
    assert day_of(read(page_with(menu=menu, lead="3 February 2026. "))) == "2026-02-03"


def test_a_page_that_only_says_when_it_changed_was_published_by_then():
    cleaned = read(page_with(above="<p>Last updated: 3 February 2026</p>"))
    chosen = {e.field: e for e in cleaned.evidence if e.chosen}
    assert chosen["published_at"].basis is Basis.INFERRED
    assert chosen["modified_at"].value == "2026-02-03"


MOVED = '<meta property="article:published_time" content="2026-02-20T08:00:00Z">'


def test_the_day_in_the_address_outlives_a_move_of_the_site():
    html = page_with(head=MOVED)
    assert day_of(read(html, "https://a.example/2019/6/17/ferry")) == "2019-06-17"
    assert day_of(read(html, "https://a.example/2026/02/19/ferry")) == "2026-02-20"


def test_a_number_that_begins_the_slug_is_no_day():
    url = "https://a.example/2025/10/3-questions-for-the-ferryman"
    assert day_of(read(page_with(head=MOVED), url)) == "2026-02-20"
    assert day_of(read(page_with(), url)) is None


def test_a_day_before_the_source_existed_is_refused():
    young = Source(id="young", name="Young", since=date(2026, 2, 10))
    page = make_page(page_with(above="<p>3 February 2026</p>"), "text/html")
    cleaned = clean_page(page, young)
    (refused,) = [e for e in cleaned.evidence if e.field == "published_at"]
    assert (refused.value, refused.note) == ("2026-02-03", "implausible: before the source existed")
    assert count_implausible([cleaned]) == 1


VAGUE = '<meta name="date" content="2026-02-20">'


def test_a_day_printed_at_the_headline_is_surer_than_a_tag_that_does_not_say_which():
    printed = page_with(head=VAGUE, above="<p>3 February 2026</p>")
    elsewhere = page_with(head=VAGUE, below="<p class='meta'>3 February 2026</p>")
    assert day_of(read(printed)) == "2026-02-03"
    assert day_of(read(elsewhere)) == "2026-02-20"


@pytest.mark.parametrize(
    ("declared", "precision", "at"),
    [("1998", Precision.YEAR, (1998, 1, 1)), ("2019-05", Precision.MONTH, (2019, 5, 1))],
)
def test_a_page_that_only_declares_a_year_or_month_is_known_as_exactly(
    declared: str, precision: Precision, at: tuple[int, int, int]
):
    head = f'<meta property="article:published_time" content="{declared}">'
    article = article_of(read(page_with(head=head)))
    assert (article.published_precision, article.published_basis) == (precision, Basis.META)
    assert article.published_at == datetime(*at, tzinfo=UTC)
    assert declared in [e.value for e in read(page_with(head=head)).evidence if e.chosen]


def test_a_year_yields_to_a_printed_day():
    head = '<meta property="article:published_time" content="2019">'
    assert day_of(read(page_with(head=head, above="<p>9 May 2019</p>"))) == "2019-05-09"


def test_a_year_in_which_the_source_began_is_not_before_it():
    source = Source(id="s", name="S", since=date(2019, 6, 1))
    head = '<meta property="article:published_time" content="{}">'
    pages = [make_page(page_with(head=head.format(year)), "text/html") for year in (2018, 2019)]
    years = [article_of(clean_page(page, source)).published_at for page in pages]
    assert years == [None, datetime(2019, 1, 1, tzinfo=UTC)]
