"""Laws of cleaning HTML: idempotent, verbatim, and deaf to what stands around the body."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records import Cleaned
from tests.clean.pages import clean
from tests.clean.test_laws import SENTENCES

HEADLINE = "Ferry returns to the harbour of Lowmere"
AROUND = (
    "<nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport</a></li></ul></nav>",
    "<div class='cookie'><p>We use cookies.</p><button>Accept all</button></div>",
    "<aside class='related'><h3>Related coverage</h3><a href='/a'>Mill burns again</a></aside>",
    "<div class='newsletter'><p>Subscribe to our newsletter</p></div>",
    "<footer><p>© 2026 Lowmere Courier. All rights reserved.</p></footer>",
    "<div class='share'><a href='#'>Facebook</a><a href='#'>Twitter</a></div>",
    "<script>var tracked = true</script>",
)
bodies = st.lists(st.sampled_from(SENTENCES), min_size=5, max_size=7, unique=True)
around = st.lists(st.sampled_from(AROUND), max_size=4, unique=True)


def page(body: list[str], above: list[str], below: list[str]) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in body)
    return (
        f"<html><head><title>{HEADLINE}</title></head><body>{''.join(above)}"
        f"<article><h1>{HEADLINE}</h1>{paragraphs}</article>{''.join(below)}</body></html>"
    )


def text_of(cleaned: Cleaned) -> str:
    return cleaned.article.text if cleaned.article else ""


@settings(deadline=None, max_examples=40)
@given(bodies, around, around)
def test_boilerplate_around_a_page_never_changes_its_body(
    body: list[str], above: list[str], below: list[str]
):
    cleaned = clean(page(body, above, below), "text/html")
    assert text_of(cleaned) == "\n".join(body)
    assert cleaned.article is not None and cleaned.article.headline == HEADLINE


@settings(deadline=None, max_examples=40)
@given(bodies, around, around)
def test_cleaning_what_was_cleaned_changes_nothing(
    body: list[str], above: list[str], below: list[str]
):
    once = text_of(clean(page(body, above, below), "text/html"))
    assert text_of(clean(page(once.split("\n"), [], []), "text/html")) == once
    assert text_of(clean(once)) == once


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs"]), max_size=60)))
def test_any_paragraphs_are_kept_verbatim_or_dropped_with_a_reason(lines: list[str]):
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    cleaned = clean(f"<html><body>{html}</body></html>", "text/html")
    kept = text_of(cleaned).split("\n") if cleaned.article else []
    shown = {
        line.replace("\u200b", "").replace("\u00ad", "").replace("\ufeff", "") for line in lines
    }
    assert set(kept) <= {line.strip() for line in shown}
    assert all(line.reason and line.text for line in cleaned.dropped)
