"""Takedown: the text is nowhere, the record of it stays, and nothing brings it back."""

import shutil
from pathlib import Path

import pytest
import zstandard

from storage.bulk import select
from storage.care.backup import back_up
from storage.care.restoring import restore
from storage.errors import NotFoundError, UsageError
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.records import Mention
from storage.removing.takedown import carry_out, honour, look
from storage.removing.tombstones import Scope
from tests.factories import DAY, NOON, a_link, a_mention, a_received, an_article, publish
from tests.storage.known_news import names_of, write_news

SECRET = an_article("Zebulon Quill owes nobody a thing.", "Zebulon Quill")
LINK = a_link("https://daily.example/quill")
NAME = b"Zebulon"


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    """The known news, and one article that must go."""
    write_news(ledger)
    publish(ledger, SECRET, link=LINK, at=NOON, mentions=_quill())
    catch_up(ledger, NOON)
    return ledger


def _quill() -> list[Mention]:
    return [a_mention(SECRET.text, "Zebulon Quill")]


def gone(ledger: Ledger, name: str, scope: Scope | None = None) -> dict[str, int]:
    """Take something down."""
    return carry_out(ledger, look(ledger, name, scope).target, "asked by mail", NOON + DAY)


def count(ledger: Ledger, sql: str) -> int:
    """The one number that a query gives."""
    with ledger.database.read() as connection:
        return int(select(connection, sql)[0][0])


def bytes_of(folder: Path) -> bytes:
    """All bytes of all files, blobs unpacked."""
    found = b""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            found += zstandard.decompress(raw) if path.suffix == ".zst" else raw
    return found


@pytest.mark.parametrize(
    "name", ["4", "https://daily.example/quill", "daily.example/quill?utm_source=x"]
)
def test_what_was_taken_down_is_told_with_its_day_and_reason_alone(told: Ledger, name: str) -> None:
    number = told.reader().find_article("https://daily.example/quill")
    gone(told, "https://daily.example/quill")
    asked = str(number) if name.isdecimal() else name
    with pytest.raises(NotFoundError) as caught:
        told.reader().find_article(asked)
    said = f"article {asked!r} was taken down on 2026-03-02: asked by mail"
    assert str(caught.value) == said
    with pytest.raises(NotFoundError, match="was taken down on 2026-03-02"):
        told.reader().article(number)
    with pytest.raises(NotFoundError, match="was taken down on 2026-03-02"):
        gone(told, str(number))
    with pytest.raises(NotFoundError, match="there is no article '9999'"):
        told.reader().find_article("9999")


def test_a_dry_run_counts_and_changes_nothing(told: Ledger) -> None:
    extent = look(told, "https://daily.example/quill")
    assert extent.counts == {
        "articles": 1,
        "captures": 1,
        "contents": 1,
        "blobs": 1,
        "mentions": 1,
    }
    assert count(told, "SELECT count(*) FROM erasure") == 0


def test_an_article_is_gone_with_all_that_hung_on_it(told: Ledger) -> None:
    before = count(told, "SELECT count(*) FROM article_version")
    gone(told, "https://daily.example/quill")
    reader = told.reader()
    with pytest.raises(NotFoundError):
        reader.find_article("https://daily.example/quill")
    assert reader.search("Zebulon") == []
    with pytest.raises(NotFoundError):
        reader.entity("Zebulon Quill")
    assert count(told, "SELECT count(*) FROM article_version") == before - 1
    wrong = [item for item in reader.examine(NOON + DAY) if item.level == "wrong"]
    assert wrong == []


def test_the_record_stays_without_the_content(told: Ledger) -> None:
    gone(told, "https://daily.example/quill")
    with told.database.read() as connection:
        sql = "SELECT scope, reason, done_at IS NOT NULL FROM erasure ORDER BY id"
        rows = [tuple(row) for row in select(connection, sql)]
    assert rows == [("article", "asked by mail", 1), ("url", "asked by mail", 1)]


def test_no_file_of_a_sqlite_ledger_holds_the_text(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    write_news(sqlite_ledger)
    publish(sqlite_ledger, SECRET, link=LINK, at=NOON, mentions=_quill())
    catch_up(sqlite_ledger, NOON)
    assert NAME in bytes_of(tmp_path)
    gone(sqlite_ledger, "https://daily.example/quill")
    sqlite_ledger.close()
    assert NAME not in bytes_of(tmp_path)
    assert NAME.lower() not in bytes_of(tmp_path)  # as the search index folds it


@pytest.mark.parametrize(
    "link",
    [LINK, a_link("https://DAILY.example/quill?utm_source=x", "weekly")],
    ids=["the-same-page", "another-source-and-spelling"],
)
def test_it_is_not_fetched_again(told: Ledger, link: object) -> None:
    gone(told, "https://daily.example/quill")
    assert told.record([a_received(b"Zebulon Quill", link=link, at=NOON + DAY)], None) == []
    assert told.waiting() == 0


def test_a_source_is_gone_and_its_pages_with_it(told: Ledger) -> None:
    assert gone(told, "weekly")["articles"] == 2
    assert told.record([a_received(b"x", link=a_link("https://n.example/1", "weekly"))], None) == []
    assert count(told, "SELECT count(*) FROM article WHERE source_id = 'weekly'") == 0
    assert count(told, "SELECT count(*) FROM article WHERE source_id = 'daily'") == 3


def test_an_entity_is_gone_and_is_not_found_again(told: Ledger) -> None:
    extent = look(told, "Ann Lee", Scope.ENTITY)
    assert extent.speaking == (1, 2)
    gone(told, "Ann Lee", Scope.ENTITY)
    again = an_article("Ann Lee spoke in Oslo.", "Again")
    where = a_link("https://daily.example/again")
    publish(told, again, link=where, at=NOON + DAY, mentions=names_of(again.text))
    with pytest.raises(NotFoundError):
        told.reader().entity("Ann Lee")
    assert told.reader().entity("Oslo")[0].entity.articles == 3


def test_what_others_have_too_stays(told: Ledger) -> None:
    where = a_link("https://weekly.example/quill", "weekly")
    body = b"the very same bytes"
    publish(told, SECRET, link=where, at=NOON + DAY, body=body)
    gone(told, "https://daily.example/quill")
    told_still = told.reader().find_article("https://weekly.example/quill")
    assert told.reader().article(told_still).content.text == SECRET.text


def test_an_address_that_is_not_known_yet_is_kept_out(told: Ledger) -> None:
    gone(told, "https://daily.example/never")
    link = a_link("https://daily.example/never")
    assert told.record([a_received(b"x", link=link)], None) == []


def test_yesterdays_backup_does_not_bring_it_back(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    publish_all(sqlite_ledger)
    back_up(sqlite_ledger, tmp_path / "backup", NOON)
    assert NAME in bytes_of(tmp_path / "backup")
    gone(sqlite_ledger, "https://daily.example/quill")
    sqlite_ledger.close()
    place = (f"sqlite:///{tmp_path / 'ledger.db'}", str(tmp_path / "blobs"))
    restore(tmp_path / "backup", *place, NOON + DAY, over=True)
    shutil.rmtree(tmp_path / "backup")
    assert NAME not in bytes_of(tmp_path)
    restored = Ledger.open(*place)
    assert [line.headline for line in restored.reader().articles(limit=1)] == ["Pact"]
    assert honour(restored, NOON + DAY) == 0
    restored.close()


def publish_all(ledger: Ledger) -> None:
    """The known news with the article that must go."""
    write_news(ledger)
    publish(ledger, SECRET, link=LINK, at=NOON, mentions=_quill())
    catch_up(ledger, NOON)


def test_a_takedown_without_a_reason_is_refused(told: Ledger) -> None:
    target = look(told, "https://daily.example/quill").target
    with pytest.raises(UsageError, match="say why"):
        carry_out(told, target, " ", NOON)
    assert count(told, "SELECT count(*) FROM erasure") == 0
