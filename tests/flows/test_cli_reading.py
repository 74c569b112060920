"""The reading commands: the same facts for people and, with --json, for programs."""

from pathlib import Path

import pytest

from storage.ledger import Ledger
from tests.clean.pages import golden
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    a_link,
    a_mention,
    a_source,
    an_article,
    publish,
    register,
)
from tests.flows.cli import Cli, cli_on
from tests.flows.edited_news import NEW, OLD, edited_news
from tests.newsroom import Newsroom

ADDRESS = "https://daily.example/a"


@pytest.fixture
def cli(sqlite_ledger: Ledger, tmp_path: Path) -> Cli:
    """The command line on the small ledger."""
    edited_news(sqlite_ledger)
    return cli_on(sqlite_ledger, tmp_path)


@pytest.fixture
def empty(sqlite_ledger: Ledger, tmp_path: Path) -> Cli:
    """A ledger that holds nothing."""
    return cli_on(sqlite_ledger, tmp_path)


@pytest.mark.parametrize(
    "words", [("articles",), ("entities",), ("search", "harbour"), ("stories",)]
)
def test_source_that_nobody_knows_is_named(words: tuple[str, ...], cli: Cli) -> None:
    result = cli(*words, "--source", "nosuch")
    assert result.exit_code == 4
    assert "no source 'nosuch' in the ledger; `newsledger sources list` names all" in result.stderr


def test_articles_lists_headlines_and_openings(cli: Cli) -> None:
    shown = cli("articles").output
    assert "Harbour shut" in shown
    assert "A text that has no headline" in shown
    assert "2 versions" in shown
    assert "3 articles" in shown


def test_articles_as_json_has_stable_keys(cli: Cli) -> None:
    lines = cli.json("articles", "--source", "daily")["articles"]
    assert len(lines) == 1
    assert lines[0]["published_at"] == "2026-02-28T12:00:00Z"
    assert set(lines[0]) == {
        "id", "source_id", "headline", "opening", "published_at", "published_precision",
        "language", "word_count", "url", "state", "versions", "first_seen_at", "last_seen_at",
    }  # fmt: skip


def test_articles_are_filtered_by_day(cli: Cli) -> None:
    assert len(cli.json("articles", "--since", "2026-03-01")["articles"]) == 1
    assert len(cli.json("articles", "--since", "2026-02-28")["articles"]) == 3
    assert len(cli.json("articles", "--language", "de")["articles"]) == 0


@pytest.mark.parametrize("words", [("articles",), ("entities",), ("runs",)])
def test_an_empty_ledger_says_what_to_do_next(empty: Cli, words: tuple[str, ...]) -> None:
    result = empty(*words)
    assert (result.exit_code, "`newsledger ingest`" in result.output) == (0, True)


def test_filters_that_leave_nothing_say_so(cli: Cli) -> None:
    assert "try fewer filters" in cli("articles", "--language", "de").output
    assert "write `de`" in cli("articles", "--language", "deutsch").output


@pytest.mark.parametrize("name", ["1", ADDRESS, "http://daily.example/a?utm_source=x"])
def test_show_prints_facts_and_text(cli: Cli, name: str) -> None:
    shown = cli("show", name).output
    for said in (
        "Harbour shut",
        "by Ann Lee",
        "version 2 of 2",
        "The harbour is closed.",
        "published 2026-02-28",
        "1 copy",
        "1 line left out",
    ):
        assert said in shown


def test_brackets_in_a_headline_are_text_not_markup(cli: Cli) -> None:
    assert "Harbour [open] today" in cli("show", "1", "--as-of", "2026-03-01").output


def test_an_unknown_date_is_said_to_be_unknown(cli: Cli) -> None:
    assert "publication date unknown" in cli("show", "weekly/1.txt").output


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ((), NEW.text),
        (("--as-of", "2026-03-01"), OLD.text),
        (("--as-of", "2026-03-02T11:59"), OLD.text),
        (("--as-of", "2026-03-02T13:00+01:00"), NEW.text),
        (("--known-at", "2026-03-02T11:00"), OLD.text),
        (("--as-of", "2026-03-05", "--known-at", "2026-03-01"), OLD.text),
    ],
)
def test_show_goes_back_on_both_axes(cli: Cli, options: tuple[str, ...], text: str) -> None:
    assert cli.json("show", "1", *options)["article"]["content"]["text"] == text


def test_a_version_that_was_corrected_says_so(cli: Cli) -> None:
    shown = cli("show", "1", "--known-at", "2026-03-01").output
    assert "believed 2026-03-01 12:00 to 2026-03-02 12:00, since corrected" in shown


def test_dropped_lines_and_evidence_are_shown_on_request(cli: Cli) -> None:
    assert "Home | News" not in cli("show", "1").output
    shown = cli("show", "1", "--dropped", "--evidence").output
    for said in ("navigation", "Home | News", "heading", "90%"):
        assert said in shown


def test_history_tells_both_axes(cli: Cli) -> None:
    shown = cli("history", "1").output
    assert "What the publisher showed" in shown
    assert "a later version was seen" in shown
    versions = cli.json("history", "1")["versions"]
    assert [(row["number"], row["superseded_at"]) for row in versions] == [
        (1, "2026-03-02T12:00:00Z"), (1, None), (2, None),
    ]  # fmt: skip


def test_history_of_an_unread_article_tells_its_captures(empty: Cli, sqlite_ledger: Ledger) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, None)
    assert "stub · consent-wall" in empty("history", "1").output


def test_stubs_are_listed_with_address_reason_and_a_way_to_look(
    empty: Cli, sqlite_ledger: Ledger
) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, NEW)
    publish(sqlite_ledger, None, link=a_link("https://daily.example/wall"), at=NOON + HOUR)
    shown = empty("articles", "--stubs").output
    for said in ("2 · daily · https://daily.example/wall", "stub: consent-wall", "--dropped"):
        assert said in shown
    (stub,) = empty.json("articles", "--stubs")["stubs"]
    assert (stub["article_id"], stub["has_text"]) == (2, False)
    assert empty.json("articles", "--stubs", "--since", "2026-03-02")["stubs"] == []
    assert empty("articles", "--stubs", "--language", "en").exit_code == 2


def test_a_run_lists_what_it_took_for_no_article(newsroom: Newsroom) -> None:
    newsroom.source()
    newsroom.write("wall.txt", "Access denied")
    newsroom.ingest()
    newsroom.ingest()
    cli = Cli(newsroom.settings.database_url, newsroom.folder)
    shown = cli("runs", "1").output
    for said in ("wall.txt", "stub: bot check", "newsledger show ID --dropped"):
        assert said in shown
    assert len(cli.json("runs", "1")["stubs"]) == 1
    assert "stub:" not in cli("runs", "2").output


def test_what_was_looked_at_again_and_read_is_a_stub_no_more(
    empty: Cli, sqlite_ledger: Ledger
) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, None)
    publish(sqlite_ledger, NEW, at=NOON + HOUR)
    assert "Nothing" in empty("articles", "--stubs").output
    publish(sqlite_ledger, None, at=NOON + DAY)
    assert "the text of an earlier look stays" in empty("articles", "--stubs").output
    shown = empty("show", "1", "--dropped").output
    assert "The harbour is closed." in shown
    assert "stub: consent-wall" in shown


@pytest.mark.parametrize("command", ["show", "why"])
def test_an_article_of_stubs_alone_names_its_address(
    command: str, empty: Cli, sqlite_ledger: Ledger
) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, None)
    result = empty(command, "1")
    assert result.exit_code == 4
    for said in ("daily.example/a", "stub, consent-wall", "newsledger show 1 --dropped"):
        assert said in result.stderr


def test_the_lines_left_out_of_a_stub_are_shown(empty: Cli, sqlite_ledger: Ledger) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, None)
    shown = empty("show", "1", "--dropped").output
    for said in ("https://daily.example/a", "stub: consent-wall", "Home | News", "navigation"):
        assert said in shown
    assert empty.json("show", "1", "--dropped")["derivation"]["reason"] == "consent-wall"


def test_a_mention_is_shown_under_its_article_with_source_and_day(cli: Cli) -> None:
    shown = cli("entity", "Lin Dan").output
    assert "1 · Harbour shut · daily · 2026-02-28" in shown
    mention = cli.json("entity", "Lin Dan")["entities"][0]["mentions"][0]["id"]
    assert f"`newsledger why {mention}`" in shown


def test_whom_only_earlier_versions_name_is_said_with_the_article(
    empty: Cli, sqlite_ledger: Ledger
) -> None:
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, OLD, mentions=[a_mention(OLD.text, "Lin Dan")])
    publish(sqlite_ledger, NEW, at=NOON + DAY)
    shown = empty("entity", "Lin Dan").output
    assert "only in earlier versions: article 1; newsledger history 1" in shown
    for said in ("0 mentions", "Where", "newsledger why"):
        assert said not in shown


def test_diff_marks_words_and_the_headline_apart(cli: Cli) -> None:
    shown = cli("diff", "1").output
    assert "harbour is [-open-] {+closed+}." in shown
    assert "headline: Harbour [-[open] today-] {+shut+}" in shown
    assert "… 2 paragraphs unchanged …" in shown
    assert "credits: proofreader: Bo Ek → unknown" in shown


def test_diff_as_json_gives_both_texts_back(cli: Cli) -> None:
    blocks = cli.json("diff", "1")["diff"]["text"]
    for unwanted, text in (("added", OLD.text), ("removed", NEW.text)):
        told = "\n".join(
            "".join(piece["text"] for piece in block["pieces"] if piece["mark"] != unwanted)
            for block in blocks
        )
        assert told == text


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("1", "--from", "2", "--to", "2"), 2, "compared with itself"),
        (("1", "--from", "1", "--to", "9"), 4, "no version 9"),
        (("2",), 2, "one version only"),
        (("77",), 4, "no article '77'"),
    ],
)
def test_a_diff_that_cannot_be_says_why(
    cli: Cli, options: tuple[str, ...], code: int, said: str
) -> None:
    result = cli("diff", *options)
    assert (result.exit_code, said in result.output) == (code, True)


def test_why_follows_an_article_and_a_mention_to_the_bytes(cli: Cli) -> None:
    mention = cli.json("entity", "lin dan")["entities"][0]["mentions"][0]["id"]
    for name in ("1", mention):
        result = cli("why", name)
        assert (result.exit_code, "every link holds" in result.output) == (0, True)
        assert cli.json("why", name)["holds"] is True


def test_why_ends_with_code_7_when_the_bytes_are_damaged(cli: Cli, tmp_path: Path) -> None:
    for path in (tmp_path / "blobs").rglob("*.zst"):
        path.write_bytes(b"damaged")
    result = cli("why", "1")
    assert (result.exit_code, "broken: blob" in result.output) == (7, True)


def test_search_shows_the_place_and_earlier_versions(cli: Cli) -> None:
    shown = cli("search", "harbour", "open").output
    assert "in version 1, not the current one" in shown
    assert {hit["article_id"] for hit in cli.json("search", "closed")["hits"]} == {1, 3}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonesuch",), "holds nonesuch; try another word, or its beginning and a star"),
        (("nonesuch", "harbour"), "holds nonesuch harbour; try fewer words."),
        (("harbour", "-s", "daily", "--language", "de"), "holds harbour; try fewer filters; or"),
        (("no", "such", "--language", "de"), "holds no such; try fewer words or filters."),
    ],
    ids=["one", "two", "filtered", "two-filtered"],
)
def test_search_that_finds_nothing_says_what_to_try(
    cli: Cli, words: tuple[str, ...], said: str
) -> None:
    result = cli("search", *words)
    assert (result.exit_code, said in result.output) == (0, True), result.output


@pytest.mark.parametrize("command", [("articles",), ("search", "harbour")])
@pytest.mark.parametrize(
    ("tag", "said"),
    [("english", "write `en`"), ("xx", "write one such as `en`")],
)
def test_language_that_is_none_is_refused(
    cli: Cli, command: tuple[str, ...], tag: str, said: str
) -> None:
    result = cli(*command, "--language", tag)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_search_takes_a_language_as_articles_does(newsroom: Newsroom) -> None:
    newsroom.source()
    newsroom.write("free.txt", golden("stamped.txt"))
    newsroom.ingest()
    cli = Cli(newsroom.settings.database_url, newsroom.folder)
    (article,) = cli.json("articles")["articles"]
    word = article["opening"].split()[0]
    for tag in ("en", "EN", "en-GB"):
        hits = cli.json("search", word, "--language", tag)["hits"]
        assert [hit["article_id"] for hit in hits] == [article["id"]]


def test_search_up_to_a_day_before_its_first_is_refused(cli: Cli) -> None:
    days = ("--since", "2025-06-01", "--until", "2025-05-01")
    result = cli("search", "harbour", *days)
    said = "the range ends on 2025-05-01 before it begins on 2025-06-01; swap the two"
    assert (result.exit_code, said in result.stderr) == (2, True)
    one_day = ("--since", "2025-06-01", "--until", "2025-06-01")
    assert cli("search", "harbour", *one_day).exit_code == 0


def test_search_says_what_it_does_not_know_yet(cli: Cli, sqlite_ledger: Ledger) -> None:
    publish(sqlite_ledger, an_article("Brand new."), link=a_link("https://daily.example/n"))
    result = cli("search", "brand")
    assert "1 text not searchable yet; `newsledger process`" in result.output
    assert cli.json("search", "brand")["not_indexed"] == 1


def test_an_entity_is_shown_in_context(cli: Cli) -> None:
    shown = cli("entity", "Lin Dan").output
    assert "person · 2 mentions · 2 articles" in shown
    assert shown.count("The harbour is closed. Lin Dan came.") == 1  # the copy's is the same text
    assert cli("entity", "Nobody At All").exit_code == 4


def test_entities_are_listed_and_filtered(cli: Cli) -> None:
    assert "Lin Dan" in cli("entities").output
    assert cli.json("entities", "--kind", "place")["entities"] == []
    assert cli("entities", "--kind", "animal").exit_code == 2


def test_runs_tell_what_they_did(cli: Cli) -> None:
    assert cli("runs").output.rstrip().endswith("1 capture gave nothing new")
    assert len(cli.json("runs", "-n", "2")["runs"]) == 2


@pytest.mark.parametrize("when", ["soon", "2026-13-01", "01/02/2026"])
def test_a_moment_that_is_none_is_refused_with_an_example(cli: Cli, when: str) -> None:
    result = cli("show", "1", "--as-of", when)
    assert (result.exit_code, "2026-03-01T12:00" in result.output) == (2, True)


def test_show_says_that_an_article_is_not_free(newsroom: Newsroom) -> None:
    newsroom.source()
    paid = golden("council.html").replace(
        '"inLanguage"', '"isAccessibleForFree": false, "inLanguage"'
    )
    newsroom.write("paid.html", paid)
    newsroom.write("free.txt", golden("stamped.txt"))
    newsroom.ingest()
    cli = Cli(newsroom.settings.database_url, newsroom.folder)
    shown = [cli("show", str(number)).output for number in (1, 2)]
    told = {"Council votes" in text: "not free to read" in text for text in shown}
    assert told == {True: True, False: False}
