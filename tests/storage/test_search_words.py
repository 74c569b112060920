"""What a person typed, understood; and the words of a text as the index has them."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import UsageError
from storage.fulltext.terms import Every, Query, Some, Words, as_fts5, as_tsquery, parse_search
from storage.fulltext.tokens import placed_tokens, tokens_of, tsvector_of

A, B, C = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a", A),
        ("a b", Every((A, B))),
        ("a AND b", Every((A, B))),
        ("a OR b c", Some((A, Every((B, C))))),
        ("(a OR b) c", Every((Some((A, B)), C))),
        ("a -b", Every((A,), (B,))),
        ("a NOT b", Every((A,), (B,))),
        ("a --b", Every((A,), (B,))),
        ("a NOT NOT b", Every((A, B))),
        ('a "b c" d*', Every((A, Words("b c"), Words("d", prefix=True)))),
        ('"b c"*', Words("b c", prefix=True)),
        ("a -(b OR c)", Every((A,), (Some((B, C)),))),
        ("a OR", A),
        ("OR a", A),
        ("a ) b", Every((A, B))),
    ],
)
def test_operators_bind_as_expected(typed: str, meant: Query) -> None:
    assert parse_search(typed) == meant


def test_each_database_gets_its_own_syntax() -> None:
    query = parse_search('(flood OR "high water") Caf* -ferry')
    assert as_fts5(query) == '((("flood" OR "high water") AND "caf" *) NOT "ferry")'
    assert as_tsquery(query) == "(((('flood') | ('high' <-> 'water')) & ('caf':*)) & !('ferry'))"


@given(st.text(alphabet=st.sampled_from("ab é\"()*-:'\\%_^+雅 ANDORNOT"), max_size=25))
def test_whatever_is_typed_both_databases_can_read_it(typed: str) -> None:
    try:
        query = parse_search(typed)
    except UsageError:
        return
    assert "'" in as_tsquery(query)
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(headline, text)")
        connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (as_fts5(query),)).fetchall()


SCRIPTS = [range(0x20, 0x250), range(0x386, 0x3CF), range(0x400, 0x528), range(0x5D0, 0x5EB)]
SCRIPTS += [range(0x620, 0x6D6), range(0x904, 0x950), range(0x1E00, 0x1E9B), range(0xAC00, 0xAC40)]
OTHERWISE = {"Ǡ", "ǡ"}
"""Letters with two marks that SQLite leaves as they are."""


def test_words_are_those_of_sqlites_own_tokenizer() -> None:
    letters = [chr(code) for script in SCRIPTS for code in script]
    wanted = [one for one in letters if unicodedata.category(one) != "Cn" and one not in OTHERWISE]
    with sqlite3.connect(":memory:") as connection:
        kind = "tokenize='unicode61 remove_diacritics 2'"
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5(x, {kind})")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
        rows = [(number, f"a{one}b") for number, one in enumerate(wanted)]
        connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", rows)
        found: dict[int, list[str]] = {}
        for term, row in connection.execute("SELECT term, doc FROM v ORDER BY doc, offset"):
            found.setdefault(row, []).append(term)
    assert [found[number] for number, _ in rows] == [tokens_of(text) for _, text in rows]


def test_words_stand_where_they_are_said_to() -> None:
    text = "Ann Lée's cafe\u0301, 5km."
    found = list(placed_tokens(text))
    assert [token for token, _, _ in found] == tokens_of(text) == ["ann", "lee", "s", "cafe", "5km"]
    assert text[found[3][1] : found[3][2]] == "cafe\u0301"


def test_no_phrase_goes_from_the_headline_into_the_text() -> None:
    assert tsvector_of("New port", "Port opens") == "'new':1A 'port':2A,4 'opens':5"


def test_a_word_too_long_for_a_tsvector_is_left_out() -> None:
    assert tsvector_of(None, "x" * 501 + " y") == "'y':3"
