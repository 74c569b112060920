"""One article in, grounded mentions out."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records import MentionKind
from tasks.enrich.annotate import annotate
from tasks.enrich.rules_tagger import RulesTagger
from tests.enrich.factories import FakeTagger, annotate_one, make_article

NEWS = (
    "On 8 March 2017, Acme Group CEO Jane Müller met Governor Li Wen in Kunming.\n"
    "Müller said the World Trail Games (WTG) will cost US$ 5.5 million. WTG begins on Friday."
)


def test_every_kind_of_mention_is_found_in_one_text() -> None:
    kinds = {mention.kind for mention in annotate_one(NEWS).mentions}
    assert {
        MentionKind.PERSON,
        MentionKind.ORG,
        MentionKind.PLACE,
        MentionKind.EVENT,
        MentionKind.DATE,
        MentionKind.MONEY,
    } <= kinds


def test_a_no_break_space_inside_a_name_stays_in_the_surface() -> None:
    text = "Yesterday Jane\u00a0Müller spoke."
    mention = next(m for m in annotate_one(text, person=["Jane Müller"]).mentions if m.key)
    assert (mention.surface, mention.key) == ("Jane\u00a0Müller", "jane muller")


def test_no_name_goes_on_from_one_cell_of_a_row_to_the_next() -> None:
    text = "Ann Lee\tOwen Ray\t6:31"
    tagger = RulesTagger()
    surfaces = {m.surface for m in annotate([make_article(text)], tagger, None)[0].mentions}
    assert not any("Lee" in surface and "Owen" in surface for surface in surfaces)


def test_a_text_no_tagger_speaks_is_not_looked_at() -> None:
    tagger = FakeTagger(person=["Angela Merkel"])
    articles = [
        make_article("Angela Merkel sprach am Montag in Berlin.", language="de"),
        make_article("Angela Merkel spoke in Berlin on Monday."),
    ]
    german, english = annotate(articles, tagger, None)
    assert (german.looked, german.mentions, english.looked) == (False, (), True)
    assert tagger.seen == [articles[1].text]


def test_the_language_is_found_where_the_article_does_not_say_it() -> None:
    text = "Der Bundestag hat am Montag über das neue Gesetz beraten und es danach beschlossen."
    found = annotate([make_article(text, language=None)], RulesTagger(), None)
    assert not found[0].looked


def test_a_relative_date_counts_from_the_day_of_publication() -> None:
    dates = [m.value for m in annotate_one("It began last month.", published="2017-01-12").mentions]
    assert dates == ["2016-12"]


def test_a_name_that_cuts_into_an_amount_is_left_out() -> None:
    found = annotate_one("They paid US$ 5 million.", org=["US"])
    assert [m.kind for m in found.mentions] == [MentionKind.MONEY]


def test_no_article_gives_no_annotations() -> None:
    assert annotate([], RulesTagger(), None) == []


ODD_TEXTS = {
    "empty": "",
    "blank": " \n ",
    "nuls": "\x00\x00",
    "emoji": "🙂🙃 🇨🇳" * 50,
    "chinese": "阿里巴巴集团与国际奥委会在瑞士签署合作协议。",
    "brackets": "((((",
    "one word": "A" * 5000,
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_odd_texts_are_annotated_without_a_crash(text: str) -> None:
    for mention in annotate_one(text).mentions:
        assert text[mention.start : mention.end] == mention.surface


@pytest.mark.timeout(400)  # by the clock; what counts is the processor's time below
def test_two_megabytes_are_annotated_in_bounded_time() -> None:
    text = (NEWS + "\n") * (2_000_000 // len(NEWS))
    began = time.process_time()
    found = annotate_one(text)
    assert time.process_time() - began < 60
    assert len(found.mentions) > 10_000


WORDS = st.sampled_from(
    [
        *("Acme", "Group", "(AG)", "of", "the", "Dr.", "Jane", "Müller's", "CEO", "in", "Kunming"),
        *(",", "January", "11th", "2017", "US$", "5", "million", "last month", "\n", "MARATHON"),
        *("said.", "World", "Cup", "and", "President"),
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_mentions_lie_inside_the_text_and_equal_their_surface(text: str) -> None:
    found = annotate_one(text)
    for mention in found.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
    for relation in found.relations:
        assert max(relation.subject, relation.object) < len(found.mentions)
        assert 0 <= relation.start < relation.end <= len(text)


@given(st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_mentions_do_not_overlap(text: str) -> None:
    mentions = annotate_one(text).mentions
    for one, other in pairwise(mentions):
        assert one.end <= other.start


@given(st.lists(WORDS, max_size=20).map(" ".join), st.lists(WORDS, max_size=20).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_names_never_cross_the_seam_of_two_paragraphs(one: str, other: str) -> None:
    seam = len(one)
    for mention in annotate_one(f"{one}\n{other}").mentions:
        assert mention.end <= seam or mention.start > seam
