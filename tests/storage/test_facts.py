"""Entities in their company, and the chain from a fact to its bytes."""

from pathlib import Path

import pytest

from storage.blobs import FolderBlobs
from storage.bulk import execute, insert
from storage.errors import NotFoundError, UsageError
from storage.fact_views import Chain
from storage.ledger import Ledger
from storage.records import Article, Mention, MentionKind
from storage.tables import DuplicateRow, EntityDecisionRow
from tasks.ways import enrich_way
from tests.factories import (
    HOUR,
    NOON,
    a_link,
    a_mention,
    a_source,
    an_article,
    publish,
    register,
    write_waiting,
)

FIRST = an_article("Lin Dan met Ann Lee in Oslo.", "Meeting")
SECOND = an_article("Coach L. Dan said that Ann Lee won.", "Result")
THIRD = an_article("Oslo was cold.", "Weather")


def named(article: Article, *names: str, **keys: str) -> list[Mention]:
    """Mentions of these names; a place where the name is Oslo."""
    return [
        a_mention(
            article.text,
            name,
            MentionKind.PLACE if name == "Oslo" else MentionKind.PERSON,
            key=keys.get(name.replace(" ", "_").replace(".", ""), name.casefold()),
        )
        for name in names
    ]


@pytest.fixture
def spoken(ledger: Ledger) -> Ledger:
    """Three articles that speak of four names."""
    register(ledger, a_source(), a_source("weekly"))
    texts = [
        (FIRST, ("Lin Dan", "Ann Lee", "Oslo"), "daily"),
        (SECOND, ("L. Dan", "Ann Lee"), "daily"),
        (THIRD, ("Oslo",), "weekly"),
    ]
    for place, (article, names, source) in enumerate(texts):
        link = a_link(f"https://a.example/{place}", source)
        at = NOON + place * HOUR
        publish(ledger, article, link=link, at=at, mentions=named(article, *names))
    return ledger


def test_entities_are_listed_by_how_many_texts_speak_of_them(spoken: Ledger) -> None:
    lines = spoken.reader().entities()
    told = [(line.name, line.kind, line.mentions, line.articles, line.texts) for line in lines]
    assert told == [
        ("Ann Lee", "person", 2, 2, 2),
        ("Oslo", "place", 2, 2, 2),
        ("L. Dan", "person", 1, 1, 1),
        ("Lin Dan", "person", 1, 1, 1),
    ]


def test_entities_are_filtered_by_kind_source_and_time(spoken: Ledger) -> None:
    reader = spoken.reader()
    assert [line.name for line in reader.entities(kind="place")] == ["Oslo"]
    assert [line.name for line in reader.entities(source="weekly")] == ["Oslo"]
    assert reader.entities(since=NOON) == []
    assert len(reader.entities(limit=1)) == 1


def test_copies_of_a_text_count_once(spoken: Ledger) -> None:
    with spoken.database.write() as connection:
        insert(connection, DuplicateRow, [(2, 1, "edited_copy", 0.9, "shingles", NOON)])
    line = spoken.reader().entities(kind="person")[0]
    assert (line.name, line.articles, line.texts) == ("Ann Lee", 2, 1)


@pytest.mark.parametrize("name", ["Ann Lee", "ann lee", "ANN LEE"])
def test_an_entity_is_found_however_its_name_is_cased(spoken: Ledger, name: str) -> None:
    (view,) = spoken.reader().entity(name)
    assert view.entity.name == "Ann Lee"
    assert [mention.surface for mention in view.mentions] == ["Ann Lee", "Ann Lee"]
    assert view.mentions[0].before.endswith("said that ")
    assert view.mentions[0].after == " won."


def test_an_entity_is_shown_in_its_company(spoken: Ledger) -> None:
    (view,) = spoken.reader().entity("Ann Lee")
    assert {line.name for line in view.together} == {"Lin Dan", "L. Dan", "Oslo"}


def test_joined_names_are_one_entity_with_the_reason(spoken: Ledger) -> None:
    reader = spoken.reader()
    ids = [reader.entity(name)[0].entity.id for name in ("Lin Dan", "L. Dan")]
    with spoken.database.write() as connection:
        decision = (1, *sorted(ids), "same", "initials", 0.8, {}, "rule", NOON, None)
        insert(connection, EntityDecisionRow, [decision])
        for leaf in ids:
            execute(connection, "UPDATE entity SET canonical_id = ? WHERE id = ?", (min(ids), leaf))
    (view,) = reader.entity("L. Dan")
    assert (view.names, view.entity.mentions) == (("L. Dan", "Lin Dan"), 2)
    assert [merge.method for merge in view.merges] == ["initials"]


def test_an_unknown_name_suggests_a_near_one(spoken: Ledger) -> None:
    with pytest.raises(NotFoundError, match="did you mean `Ann Lee`"):
        spoken.reader().entity("Bob Lee")
    with pytest.raises(NotFoundError, match="newsledger entities"):
        spoken.reader().entity("Nobody")


def test_only_the_current_version_is_counted(spoken: Ledger) -> None:
    link = a_link("https://a.example/0")
    publish(spoken, an_article("It is over."), link=link, at=NOON + 5 * HOUR)
    names = [line.name for line in spoken.reader().entities()]
    assert "Lin Dan" not in names


def test_the_step_in_force_is_counted_and_an_older_one_where_it_has_not_been(
    spoken: Ledger,
) -> None:
    other = enrich_way(a_source(enrich={"tagger": "fast"}))
    spoken.activate("daily", other, NOON)
    assert len(spoken.reader().entities(kind="person")) == 3
    link = a_link("https://a.example/9")
    capture = publish(spoken, FIRST, link=link, at=NOON + 9 * HOUR, mentions=named(FIRST, "Oslo"))
    assert capture
    names = [line.name for line in spoken.reader().entities(kind="person")]
    assert names == ["Ann Lee", "L. Dan"]


def test_the_chain_of_a_mention_holds_to_the_bytes(spoken: Ledger) -> None:
    reader = spoken.reader()
    mention = reader.entity("Lin Dan")[0].mentions[0]
    chain = reader.why_mention(mention.id)
    assert chain.holds
    assert [check.link for check in chain.checks] == ["characters", "content", "derivation", "blob"]
    assert chain.content.text[mention.start : mention.end] == "Lin Dan"
    assert (chain.capture.url, chain.capture.fetched_at) == ("https://a.example/0", NOON)
    assert chain.enriched_by is not None
    assert (chain.enriched_by.name, chain.cleaned_by.name) == ("rules", "clean")


def test_the_chain_of_an_article_holds_on_every_field(ledger: Ledger) -> None:
    register(ledger, a_source())
    publish(ledger, an_article(modified_at=NOON, authors=("Ann Lee", "李娜"), text="Ä\n“b” 中"))
    chain = ledger.reader().why_article(1)
    assert (chain.holds, chain.mention) == (True, None)


def broken(chain: Chain) -> list[str]:
    """The links that do not hold."""
    return [check.link for check in chain.checks if not check.holds]


@pytest.mark.parametrize(
    ("sql", "link"),
    [
        ("UPDATE content SET text = 'Lin Dan met Ann Lee in Rome.' WHERE id = 1", "content"),
        ("UPDATE content SET text = 'x Lin Dan met Ann Lee' WHERE id = 1", "characters"),
        ("UPDATE derivation SET content_id = 2 WHERE capture_id = 1", "derivation"),
    ],
    ids=["content", "characters", "derivation"],
)
def test_a_changed_row_breaks_its_link(spoken: Ledger, sql: str, link: str) -> None:
    mention = spoken.reader().entity("Lin Dan")[0].mentions[0].id
    with spoken.database.write() as connection:
        execute(connection, sql)
    assert link in broken(spoken.reader().why_mention(mention))


def test_damaged_bytes_break_the_last_link_only(spoken: Ledger, tmp_path: Path) -> None:
    assert isinstance(spoken.blobs, FolderBlobs)
    chain = spoken.reader().why_article(1)
    sha256 = chain.capture.blob_sha256 or ""
    next(tmp_path.rglob(f"{sha256}.zst")).write_bytes(b"other bytes")
    assert broken(spoken.reader().why_article(1)) == ["blob"]
    spoken.blobs.delete(sha256)
    assert broken(spoken.reader().why_article(1)) == ["blob"]


@pytest.mark.parametrize("name", ["12", "a:b", "", "1:", ":1", "-1:2"])
def test_what_is_no_mention_id_is_refused(spoken: Ledger, name: str) -> None:
    with pytest.raises(UsageError, match="two numbers, such as 12:3"):
        spoken.reader().why_mention(name)


def test_an_unknown_mention_is_not_found(spoken: Ledger) -> None:
    with pytest.raises(NotFoundError, match="no mention 1:99"):
        spoken.reader().why_mention("1:99")


def test_a_mention_of_an_earlier_version_keeps_its_chain(spoken: Ledger) -> None:
    mention = spoken.reader().entity("Lin Dan")[0].mentions[0].id
    publish(spoken, an_article("Over."), link=a_link("https://a.example/0"), at=NOON + 5 * HOUR)
    chain = spoken.reader().why_mention(mention)
    assert (chain.holds, chain.version.number) == (True, 1)
    write_waiting(spoken, {})
