"""URL identity: which spellings are one address, which never are, and which might be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.urls import UrlRules, alias_keys, fold_url

EQUAL = {
    "scheme": ("http://example.org/a", "https://example.org/a"),
    "host case": ("https://Example.ORG/a", "https://example.org/a"),
    "www": ("https://www.example.org/a", "https://example.org/a"),
    "trailing dot of the host": ("https://example.org./a", "https://example.org/a"),
    "punycode": ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    "full-width host": ("https://ｅxample.org/a", "https://example.org/a"),
    "default port of http": ("http://example.org:80/a", "http://example.org/a"),
    "default port of https": ("https://example.org:443/a", "https://example.org/a"),
    "empty port": ("https://example.org:/a", "https://example.org/a"),
    "user and password": ("https://me:secret@example.org/a", "https://example.org/a"),
    "no path": ("https://example.org", "https://example.org/"),
    "trailing slash": ("https://example.org/a/", "https://example.org/a"),
    "double slash": ("https://example.org//a//b", "https://example.org/a/b"),
    "dot segments": ("https://example.org/x/./y/../a", "https://example.org/x/a"),
    "backslash": ("https://example.org\\x\\a", "https://example.org/x/a"),
    "default page": ("https://example.org/x/index.html", "https://example.org/x/"),
    "default page with a query": ("https://example.org/index.php?p=7", "https://example.org/?p=7"),
    "case of escapes": ("https://example.org/%c3%a9", "https://example.org/%C3%A9"),
    "needless escapes": ("https://example.org/%7Eme/%61", "https://example.org/~me/a"),
    "characters beyond ASCII": ("https://example.org/été", "https://example.org/%C3%A9t%C3%A9"),
    "composed accents": ("https://example.org/e\u0301", "https://example.org/é"),
    "space in the path": ("https://example.org/a b", "https://example.org/a%20b"),
    "bare percent sign": ("https://example.org/100%", "https://example.org/100%25"),
    "line feed and tab inside": ("https://example.org/a\n\tb", "https://example.org/ab"),
    "spaces around": ("  https://example.org/a ", "https://example.org/a"),
    "zero-width space": ("https://example.org/a\u200b", "https://example.org/a"),
    "fragment": ("https://example.org/a#comments", "https://example.org/a"),
    "text fragment": ("https://example.org/a#:~:text=hello", "https://example.org/a"),
    "order of names": ("https://example.org/a?y=2&x=1", "https://example.org/a?x=1&y=2"),
    "empty query": ("https://example.org/a?", "https://example.org/a"),
    "doubled ampersand": ("https://example.org/a?x=1&&y=2", "https://example.org/a?x=1&y=2"),
    "entity left in the query": ("https://e.org/a?x=1&amp;y=2", "https://e.org/a?x=1&y=2"),
    "plus for space": ("https://example.org/a?q=x+y", "https://example.org/a?q=x%20y"),
    "name without a value": ("https://example.org/a?x", "https://example.org/a?x="),
    "campaign": ("https://e.org/a?utm_source=x&utm_medium=y&id=3", "https://e.org/a?id=3"),
    "campaign in capitals": ("https://e.org/a?UTM_Source=x", "https://e.org/a"),
    "escaped campaign": ("https://e.org/a?utm%5Fsource=x", "https://e.org/a"),
    "click ids": ("https://e.org/a?gclid=1&fbclid=2&msclkid=3&yclid=4", "https://e.org/a"),
    "newsletter": ("https://e.org/a?mc_cid=1&mc_eid=2&_hsenc=3", "https://e.org/a"),
    "publisher's campaign": ("https://e.org/a?CMP=share&at_medium=RSS&ns_fee=0", "https://e.org/a"),
    "session in the query": ("https://e.org/a?PHPSESSID=abc123&id=3", "https://e.org/a?id=3"),
    "session in the path": ("https://e.org/a.jsp;jsessionid=1A2B", "https://e.org/a.jsp"),
    "feed alert redirector": (
        "https://www.google.com/url?rct=j&url=https://e.org/a%3Futm_source%3Dx&ct=ga",
        "https://e.org/a",
    ),
    "shared-link redirector": (
        "https://l.facebook.com/l.php?u=http%3A%2F%2Fe.org%2Fa",
        "http://e.org/a",
    ),
    "protocol-relative": ("//example.org/a", "https://example.org/a"),
}

DIFFERENT = {
    "path case": ("https://example.org/a/Xy7", "https://example.org/a/xy7"),
    "identifier in the query": ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    "page number": ("https://example.org/a?page=1", "https://example.org/a?page=2"),
    "value case": ("https://example.org/a?v=Ab", "https://example.org/a?v=ab"),
    "order of one name's values": ("https://e.org/a?t=1&t=2", "https://e.org/a?t=2&t=1"),
    "ambiguous ref": ("https://example.org/a?ref=12", "https://example.org/a?ref=13"),
    "ambiguous cid": ("https://example.org/a?cid=12", "https://example.org/a?cid=13"),
    "other port": ("https://example.org:8443/a", "https://example.org/a"),
    "http on the port of https": ("http://example.org:443/a", "http://example.org/a"),
    "subdomain": ("https://sport.example.org/a", "https://example.org/a"),
    "language subdomain": ("https://fr.example.org/a", "https://de.example.org/a"),
    "mobile host": ("https://m.example.org/a", "https://example.org/a"),
    "AMP path": ("https://example.org/amp/a", "https://example.org/a"),
    "top-level domain": ("https://example.org/a", "https://example.com/a"),
    "a domain called www": ("https://www.com/a", "https://com/a"),
    "escaped slash": ("https://example.org/a%2Fb", "https://example.org/a/b"),
    "escaped question mark": ("https://example.org/a%3Fb=1", "https://example.org/a?b=1"),
    "escaped ampersand": ("https://example.org/a?x=1%26y=2", "https://example.org/a?x=1&y=2"),
    "plus in the path": ("https://example.org/a+b", "https://example.org/a%20b"),
    "hash-bang": ("https://example.org/#!/a", "https://example.org/#!/b"),
    "client-side route": ("https://example.org/#/a", "https://example.org/#/b"),
    "index inside the path": ("https://e.org/index.php/a", "https://e.org/a"),
    "page that is called like a default": ("https://e.org/index-2.html", "https://e.org/"),
    "extension": ("https://example.org/a.html", "https://example.org/a.pdf"),
    "path parameter": ("https://example.org/a;v=1", "https://example.org/a;v=2"),
    "search on a redirector's host": (
        "https://google.com/search?q=a",
        "https://google.com/search?q=b",
    ),
    "prefix of a tracker": ("https://example.org/a?utm=1", "https://example.org/a?utm=2"),
    "user page": ("https://example.org/~a", "https://example.org/a"),
}


@pytest.mark.parametrize("pair", EQUAL.values(), ids=EQUAL.keys())
def test_spellings_of_one_address_have_one_key(pair: tuple[str, str]) -> None:
    assert fold_url(pair[0]) == fold_url(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_different_addresses_keep_different_keys(pair: tuple[str, str]) -> None:
    assert fold_url(pair[0]) != fold_url(pair[1])


def test_a_key_is_readable() -> None:
    assert fold_url("HTTPS://www.Example.org:8443/x/?b=2&a=1#top") == "//example.org:8443/x?a=1&b=2"


@pytest.mark.parametrize(
    "odd",
    [
        "not a url",
        "mailto:desk@example.org",
        "news/2020/a.txt",
        "https://",
        "http://x:port/",
        "http://[::1/",
    ],
)
def test_what_is_no_web_address_comes_back_as_it_is(odd: str) -> None:
    assert fold_url(odd) == odd


WEB = st.from_regex(
    r"(https?:)?//[a-zA-Zé.]{1,12}(:[0-9]{1,4})?(/[ -~é]{0,30})?(\?[ -~]{0,30})?", fullmatch=True
)


@given(WEB | st.text(max_size=40))
def test_folding_a_key_changes_nothing(url: str) -> None:
    key = fold_url(url)
    assert fold_url(key) == key


@given(st.text(max_size=60))
def test_any_text_has_a_key_without_control_characters(text: str) -> None:
    assert all(
        character.isprintable() or character.isspace() for character in fold_url(f"//e.org/{text}")
    )


RULES = {
    "a tracker's name that chooses the page": (
        UrlRules(keep=frozenset({"ocid"})),
        "https://e.org/a?ocid=1",
        "https://e.org/a?ocid=2",
        False,
    ),
    "a parameter that does not": (
        UrlRules(drop=frozenset({"sh"})),
        "https://e.org/a?sh=1f",
        "https://e.org/a",
        True,
    ),
    "no parameter does": (
        UrlRules(drop=frozenset({"*"})),
        "https://e.org/a?x=1",
        "https://e.org/a",
        True,
    ),
    "only one does": (
        UrlRules(drop=frozenset({"*"}), keep=frozenset({"id"})),
        "https://e.org/a?x=1&id=3",
        "https://e.org/a?id=3",
        True,
    ),
    "an edition's host": (
        UrlRules(hosts={"edition.e.org": "e.org"}),
        "https://edition.e.org/a",
        "https://e.org/a",
        True,
    ),
    "a fragment that chooses the page": (
        UrlRules(keep_fragment=True),
        "https://e.org/live#post-1",
        "https://e.org/live#post-2",
        False,
    ),
}


@pytest.mark.parametrize(("rules", "one", "other", "same"), RULES.values(), ids=RULES.keys())
def test_a_source_may_differ(rules: UrlRules, one: str, other: str, same: bool) -> None:
    assert (fold_url(one, rules) == fold_url(other, rules)) is same


ALIASES = {
    "mobile host": "https://m.example.org/a",
    "mobile host inside": "https://en.m.example.org/a",
    "AMP host": "https://amp.example.org/a",
    "AMP at the start": "https://example.org/amp/a",
    "AMP at the end": "https://example.org/a/amp/",
    "AMP page": "https://example.org/a/amp.html",
    "AMP by query": "https://example.org/a?outputType=amp",
    "AMP by bare name": "https://example.org/a?amp",
    "AMP host and path": "https://amp.example.org/a/amp",
    "print page": "https://example.org/a?print=1",
    "AMP viewer": "https://www.google.com/amp/s/www.example.org/a/amp",
    "AMP cache": "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a/amp",
    "web archive": "https://web.archive.org/web/20200102030405/https://www.example.org/a",
    "web archive, raw": "https://web.archive.org/web/20200102030405id_/http://example.org/a",
}


@pytest.mark.parametrize("url", ALIASES.values(), ids=ALIASES.keys())
def test_other_forms_of_a_page_have_its_key_as_a_candidate(url: str) -> None:
    wanted = {fold_url("https://example.org/a"), fold_url("https://en.example.org/a")}
    assert wanted & set(alias_keys(url))


def test_an_ordinary_url_has_no_alias() -> None:
    assert alias_keys("https://example.org/2020/ampere?id=1") == ()


def test_the_canonical_link_comes_first() -> None:
    keys = alias_keys("https://m.example.org/a?story=7", canonical="https://example.org/news/a-7")
    assert keys[0] == "//example.org/news/a-7"


def test_a_canonical_link_to_another_site_is_no_alias() -> None:
    assert alias_keys("https://paper.co.uk/a", canonical="https://agency.co.uk/a") == ()


def test_a_canonical_link_to_the_front_page_is_no_alias() -> None:
    assert alias_keys("https://example.org/a", canonical="https://example.org/") == ()
