"""The samples are what their README and expected.yaml say they are."""

import re
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from json import loads
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup

from samples.expected import Truth, read_expected
from samples.site import (
    EDITIONS,
    SITE,
    Answer,
    Conditions,
    SampleSite,
    answer_request,
    read_editions,
)
from samples.unpack import SAMPLES, sources_text, unpack_samples
from tasks.sources import SourcesFile
from tasks.sources_file import load_sources

EXPECTED = read_expected()
BASE = "http://127.0.0.1:8000"
STARTER = SAMPLES.parent / "sources.yaml"
STORY = ".story, .art-tx, td.text"
NOT_STORY = ".insert, .credit, .update, .tools, .also, h1, .by"
HTML_PAGES = sorted(path for path in SITE.rglob("*.html"))


def ask(target: str, edition: str = "first", **conditions: str) -> Answer:
    editions = read_editions(SITE, edition)
    return answer_request(editions, target, BASE, Conditions(**conditions))


def page_of(truth: Truth) -> str:
    """The page or record as the reader gets it, as text."""
    if truth.path.startswith("dumps/"):
        return read_dump(truth.path, truth.id)
    return ask(f"/{truth.path}", truth.edition).body.decode()


def read_dump(path: str, record_id: str | None) -> str:
    text = (SAMPLES / path).read_text(encoding="utf-8")
    if record_id is None:
        return text
    records = [loads(line) for line in text.splitlines()]
    return next(f"{r['title']}\n\n{r['text']}" for r in records if r["id"] == record_id)


def visible(page: str) -> str:
    """The text of a page, furniture included, with single spaces; of plain text the same."""
    text = BeautifulSoup(page, "lxml").get_text(" ") if page.startswith("<") else page
    return " ".join(unescape(text).split())


def body_of(page: str) -> str:
    """The story's text by the markup that only the samples' author knows."""
    soup = BeautifulSoup(page, "lxml")
    for part in soup.select(NOT_STORY):
        part.decompose()
    story = soup.select_one(STORY)
    assert story is not None
    return " ".join(story.get_text(" ").split())


ALL_TRUTHS = [*EXPECTED.pages, *EXPECTED.dumps]
EVERY_TRUTH = [pytest.param(t, id=f"{t.path}#{t.id}" if t.id else t.path) for t in ALL_TRUTHS]
EVERY_HTML = [pytest.param(t, id=t.path) for t in ALL_TRUTHS if t.path.endswith(".html")]


@pytest.mark.parametrize("truth", EVERY_TRUTH)
def test_what_must_be_kept_stands_on_the_page(truth: Truth) -> None:
    text = visible(page_of(truth))
    kept = [truth.body_first, truth.body_last, *truth.body_has]
    kept += [name for names in truth.entities.values() for name in names]
    kept += [truth.headline] if truth.headline else []
    assert [phrase for phrase in kept if phrase not in text] == []


@pytest.mark.parametrize("truth", EVERY_TRUTH)
def test_what_must_be_dropped_stands_on_the_page_too(truth: Truth) -> None:
    text = visible(page_of(truth))
    assert [line for line in EXPECTED.dropped(truth) if line not in text] == []


@pytest.mark.parametrize("truth", EVERY_TRUTH)
def test_authors_and_credits_stand_on_the_page(truth: Truth) -> None:
    if truth.id is None:
        text = visible(page_of(truth))
        assert [n for n in (*truth.authors, *truth.credits.values()) if n not in text] == []


@pytest.mark.parametrize("truth", EVERY_HTML)
def test_the_body_has_all_that_is_true_of_it_and_no_furniture(truth: Truth) -> None:
    body = body_of(page_of(truth))
    assert body.startswith(truth.body_first)
    assert body.endswith(truth.body_last)
    names = [name for names in truth.entities.values() for name in names]
    assert [phrase for phrase in (*truth.body_has, *names) if phrase not in body] == []
    assert [line for line in EXPECTED.dropped(truth) if line in body] == []


@pytest.mark.parametrize("truth", EVERY_TRUTH)
def test_the_printed_date_agrees_with_the_truth(truth: Truth) -> None:
    if truth.published is None or truth.id is not None:
        return
    day = int(truth.published[8:10])
    text = visible(page_of(truth))
    near = {str(day), f"{day:02}", str(day + 1), f"{day + 1:02}"}  # a zone may lie between
    dates = re.findall(r"(\d{1,2})(?:\. | |\.)(?:\w+|\d\d)[ .]20\d\d", text)
    dates += re.findall(r"20\d\d年\d+月(\d+)日", text)
    assert near & set(dates)


def test_every_story_has_its_truth_and_every_truth_its_story() -> None:
    told = {truth.path for truth in EXPECTED.pages}
    told |= {t.second.moved_to for t in EXPECTED.pages if t.second and t.second.moved_to}
    stories = {
        path.relative_to(SITE / edition).as_posix()
        for edition in EDITIONS
        for path in (SITE / edition).rglob("*.html")
        if path.name not in ("index.html", "login.html", "newsletter.html")
    }
    assert stories == told
    dumps = {f"dumps/{path.name}" for path in (SAMPLES / "dumps").iterdir()}
    assert dumps == {truth.path for truth in EXPECTED.dumps}


@pytest.mark.parametrize("truth", [t for t in EXPECTED.pages if t.second], ids=lambda t: t.path)
def test_second_edition_changes_what_it_says(truth: Truth) -> None:
    second = truth.second
    assert second is not None
    answer = ask(f"/{truth.path}", "second")
    assert answer.status == second.status
    if second.change in ("substantive", "minor"):
        text = visible(answer.body.decode())
        wanted = [*second.body_has, second.headline or truth.headline, second.note or ""]
        assert [phrase for phrase in wanted if phrase and phrase not in text] == []
        assert [phrase for phrase in second.body_lost if phrase in text] == []
        assert all(phrase in visible(page_of(truth)) for phrase in second.body_lost)


@pytest.mark.parametrize(
    "truth",
    [t for t in EXPECTED.pages if t.second and t.second.change == "none"],
    ids=lambda t: t.path,
)
def test_page_without_a_change_keeps_its_body_though_not_its_bytes(truth: Truth) -> None:
    assert truth.second is not None
    first = page_of(truth)
    second = ask(f"/{truth.second.moved_to or truth.path}", "second").body.decode()
    assert first != second
    assert body_of(first) == body_of(second)


def test_pages_not_named_for_the_second_edition_are_the_same_in_it() -> None:
    for truth in EXPECTED.pages:
        if truth.second is None and truth.edition == "first":
            path = f"/{truth.path}"
            assert ask(path, "second") == ask(path)


def test_copies_are_copies() -> None:
    truths = {f"{t.path}#{t.id}" if t.id else t.path: t for t in ALL_TRUTHS}
    for group in EXPECTED.copies:
        original = body_of(page_of(truths[group.of]))
        for name in group.copies:
            copy = page_of(truths[name])
            text = visible(copy.split("\n", 1)[1]) if "#" in name else body_of(copy)
            assert (text == original) == (group.kind == "exact_copy")
            assert (text in original) == (group.kind != "edited_copy")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("publisher", ["courier", "touchline"])
def test_feed_and_sitemap_name_the_same_pages_and_these_exist(edition: str, publisher: str) -> None:
    feed = ElementTree.fromstring(ask(f"/{publisher}/feed.xml", edition).body)
    sitemap = ElementTree.fromstring(ask(f"/{publisher}/sitemap.xml", edition).body)
    links = {item.findtext("link") or "" for item in feed.iter("item")}
    assert links == {loc.text for loc in sitemap.iter() if loc.tag.endswith("}loc")}
    assert len({item.findtext("guid") for item in feed.iter("item")}) == len(links)
    assert {ask(urlsplit(link).path, edition).status for link in links} == {200}


@pytest.mark.parametrize("edition", EDITIONS)
def test_links_lead_somewhere(edition: str) -> None:
    lost = []
    for path in HTML_PAGES:
        where = "/" + "/".join(path.relative_to(SITE).parts[1:])
        page = ask(where, edition)
        soup = BeautifulSoup(page.body.decode(), "lxml")
        for name in ("href", "src", "action"):
            for tag in soup.select(f"[{name}]"):
                target = urlsplit(urljoin(BASE + where, str(tag[name]))).path
                if ask(target, edition).status not in (200, 301, 410):
                    lost.append((where, target))
    assert lost == []


def test_no_mark_is_left_in_what_is_served() -> None:
    for path in SITE.rglob("*"):
        if path.is_file() and path.name != "site.yaml":
            parts = path.relative_to(SITE).parts
            assert b"{{" not in ask("/" + "/".join(parts[1:]), parts[0]).body


def test_manifest_and_what_lies_outside_are_not_served() -> None:
    targets = ("/site.yaml", "/../site.py", "/%2e%2e/second/site.yaml", "//etc/hosts", "/a%00b")
    assert {ask(target).status for target in targets} == {404}


def test_new_page_is_in_the_second_edition_only() -> None:
    for page in read_editions(SITE, "second")[0].new:
        assert (ask(f"/{page}").status, ask(f"/{page}", "second").status) == (404, 200)


def test_moved_page_names_its_new_address_in_full() -> None:
    moved = read_editions(SITE, "second")[0].moved
    for old, new in moved.items():
        assert ask(f"/{old}", "second").headers["Location"] == f"{BASE}/{new}"


def test_own_validators_sent_back_are_answered_304_without_a_body() -> None:
    page = ask("/courier/feed.xml")
    for given in (
        {"if_none_match": page.headers["ETag"]},
        {"if_none_match": f'"other", W/{page.headers["ETag"]}'},
        {"if_modified_since": page.headers["Last-Modified"]},
    ):
        again = ask("/courier/feed.xml", **given)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == page.headers["ETag"]


def test_changed_page_is_sent_in_full_whatever_validator_comes_back() -> None:
    old = ask("/courier/feed.xml").headers
    for given in (
        {"if_none_match": old["ETag"]},
        {"if_modified_since": old["Last-Modified"]},
        {"if_none_match": old["ETag"], "if_modified_since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"if_modified_since": "yesterday"},
    ):
        assert ask("/courier/feed.xml", "second", **given).status == 200


def get(site: SampleSite, path: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(site.base_url).netloc, timeout=5)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_site_serves_over_http_and_switches_its_edition() -> None:
    path = f"/{EXPECTED.pages[0].path}"
    with SampleSite(SITE) as site:
        first = get(site, path)
        same = get(site, path, {"If-None-Match": first.headers["ETag"]})
        site.publish("second")
        changed = get(site, path, {"If-None-Match": first.headers["ETag"]})
        removed = get(site, "/courier/2025/05/flood-warning-tamble.html")
    assert [first.status, same.status, changed.status, removed.status] == [200, 304, 200, 410]
    assert [status for _, status in site.served] == [200, 304, 200, 410]
    assert first.headers["Last-Modified"] == "Wed, 14 May 2025 23:30:00 GMT"


def test_unknown_edition_is_refused() -> None:
    with pytest.raises(ValueError, match="first and second"):
        SampleSite(SITE, edition="third")


def test_site_outside_its_context_has_no_address() -> None:
    with pytest.raises(RuntimeError, match="context"):
        _ = SampleSite(SITE).base_url


@pytest.mark.parametrize("template", ["sources.yaml", "sources-urls.yaml"])
def test_source_templates_are_valid_and_know_the_sources_of_the_truth(template: str) -> None:
    text = sources_text(BASE, edition="second", template=template)
    sources = SourcesFile.model_validate(yaml.safe_load(text)).sources
    assert {s.id for s in sources} == {t.source for t in ALL_TRUTHS}


@pytest.mark.parametrize("edition", EDITIONS)
def test_url_channels_name_every_page_of_their_edition(edition: str) -> None:
    text = sources_text(BASE, edition=edition, template="sources-urls.yaml")
    sources = SourcesFile.model_validate(yaml.safe_load(text)).sources
    urls = {channel.url for source in sources for channel in source.channels if channel.url}
    pages = [t for t in EXPECTED.pages if edition == "second" or t.edition == "first"]
    assert urls == {f"{BASE}/{truth.path}" for truth in pages}


def test_starter_reads_every_dump_where_it_lies() -> None:
    starter = load_sources(STARTER)
    globs = [channel.path or "" for source in starter.sources for channel in source.channels]
    found = {path for glob in globs for path in STARTER.parent.glob(glob)}
    assert found == set((SAMPLES / "dumps").iterdir())


def test_examples_in_the_starter_are_valid_once_their_marks_are_taken_away() -> None:
    text = STARTER.read_text(encoding="utf-8")
    examples = re.findall(r"^  # (- id: .*\n(?:  #  .*\n)+)", text, flags=re.MULTILINE)
    bare = [re.sub(r"^  # ", "", example, flags=re.MULTILINE) for example in examples]
    sources = [source for example in bare for source in yaml.safe_load(example)]
    assert len(SourcesFile.model_validate({"version": 1, "sources": sources}).sources) == 2


def test_unpacking_twice_leaves_the_later_sources_beside_the_dumps(tmp_path: Path) -> None:
    unpack_samples(tmp_path / "tour", BASE)
    path = unpack_samples(tmp_path / "tour", BASE, edition="second", template="sources-urls.yaml")
    channels = [channel.name for s in load_sources(path).sources for channel in s.channels]
    assert "stadium-legal-challenge" in channels
    assert len(list((path.parent / "dumps").iterdir())) == len(list((SAMPLES / "dumps").iterdir()))
