"""Laws of cleaning text: idempotent, verbatim, whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean.decode import strip_controls
from tests.clean.pages import clean

SENTENCES = (
    "The council of Lowmere voted on Tuesday night to bring back the ferry across the harbour.",
    "Residents filled the gallery and spilled into the corridor during a debate of four hours.",
    "“It should never have stopped,” said Ines Abara, who had proposed the motion in the autumn.",
    "Two boats will run every twenty minutes in the morning, and less often in the afternoon.",
    "Opponents warned that the running costs of the ferry had been set far too low by the council.",
    "A second study of the harbour will be published before any boat is ordered next year.",
    "The last boat was sold for scrap seventeen years ago, after the new bridge had been opened.",
)
FURNITURE = ("Not Logged In", "Home", "Contact us", "Related coverage", "loading...", "Share")
bodies = st.lists(st.sampled_from(SENTENCES), min_size=4, max_size=7, unique=True)
furniture = st.lists(st.sampled_from(FURNITURE), max_size=4, unique=True)


def text_of(dump: str) -> str:
    article = clean(dump).article
    return article.text if article else ""


@settings(deadline=None, max_examples=60)
@given(bodies, furniture, furniture)
def test_cleaning_twice_is_cleaning_once(body: list[str], above: list[str], below: list[str]):
    once = text_of("\n".join([*above, *body, *below]))
    assert text_of(once) == once


@settings(deadline=None, max_examples=60)
@given(bodies, furniture, furniture)
def test_furniture_around_never_changes_the_body(
    body: list[str], above: list[str], below: list[str]
):
    assert text_of("\n".join([*above, *body, *below])) == "\n".join(body)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=80), max_size=30))
def test_any_lines_are_kept_verbatim_or_dropped_with_a_reason(lines: list[str]):
    cleaned = clean("\n".join(lines))
    kept = cleaned.article.text.split("\n") if cleaned.article else []
    dropped = {line.text for line in cleaned.dropped}
    page = strip_controls("\n".join(lines).encode("utf-8", "replace").decode())
    assert all(line in page for line in kept)
    assert all(line.reason for line in cleaned.dropped)
    assert not dropped & {""}
